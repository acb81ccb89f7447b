"""Messages a person was sent about their applications, and the doors these come in by."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.mailbox.types import Kind, Verdict
from applications.models.diary import Interview
from applications.models.tracking import Application
from applications.states import Status
from core.models import Row


class MailQuerySet(models.QuerySet["Mail"]):
    """Filters on messages."""

    def owned_by(self, owner_id: UUID) -> "MailQuerySet":
        """Only this person's."""
        return self.filter(owner_id=owner_id)

    def with_question(self) -> "MailQuerySet":
        """Those something is asked about: whose they are, or what they change."""
        asks = models.Q(state=Mail.State.ASKED) | models.Q(proposal=Mail.Proposal.OPEN)
        return self.filter(asks).exclude(state=Mail.State.DISMISSED)


class Mail(Row):
    """One message, as text. Never the message itself: no picture is loaded, no link followed."""

    class State(models.TextChoices):
        FILED = "FILED", _("With an application")
        ASKED = "ASKED", _("Is it about this one?")
        ORPHAN = "ORPHAN", _("About no application")
        DISMISSED = "DISMISSED", _("Put away")

    class Door(models.TextChoices):
        UPLOAD = "UPLOAD", _("Uploaded")
        ADDRESS = "ADDRESS", _("Forwarded")
        FOLDER = "FOLDER", _("From your mailbox")

    class About(models.TextChoices):
        ACKNOWLEDGEMENT = Kind.ACKNOWLEDGEMENT.value, _("Confirmation")
        REJECTION = Kind.REJECTION.value, _("Rejection")
        INTERVIEW = Kind.INTERVIEW.value, _("Interview")
        QUESTION = Kind.QUESTION.value, _("They ask for something")
        OFFER = Kind.OFFER.value, _("Offer")
        BULK = Kind.BULK.value, _("Newsletter or alert")
        OTHER = Kind.OTHER.value, _("Message")

    class Proposal(models.TextChoices):
        NONE = "", _("Nothing")
        OPEN = "OPEN", _("Asked")
        ACCEPTED = "ACCEPTED", _("Accepted")
        DECLINED = "DECLINED", _("Declined")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mails"
    )
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.CASCADE, related_name="mails"
    )
    fingerprint = models.CharField(max_length=64)
    message_id = models.CharField(max_length=255, blank=True)
    thread = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    door = models.CharField(_("came in by"), max_length=7, choices=Door.choices)
    state = models.CharField(_("state"), max_length=9, choices=State.choices)

    sender_name = models.CharField(_("from"), max_length=200, blank=True)
    sender_address = models.CharField(_("address"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    sent_at = models.DateTimeField(_("sent at"))
    is_forwarded = models.BooleanField(default=False)
    platform = models.CharField(_("sent through"), max_length=40, blank=True)
    attachments = models.JSONField(default=list, blank=True)

    kind = models.CharField(_("kind"), max_length=9, choices=About.choices)
    words = models.JSONField(_("what says so"), default=list, blank=True)
    chances = models.JSONField(default=list, blank=True)
    invitation = models.JSONField(null=True, blank=True)
    proposal = models.CharField(max_length=8, choices=Proposal.choices, blank=True)
    proposed_status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    interview = models.ForeignKey(
        Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "fingerprint"], name="one_row_per_message"),
            models.CheckConstraint(
                condition=~models.Q(state=Verdict.FILED.value)
                | models.Q(application__isnull=False),
                name="filed_mail_has_an_application",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-sent_at", "-id"], name="mails_newest"),
            models.Index(fields=["application", "-sent_at"], name="mails_of_application"),
        ]

    def __str__(self) -> str:
        return self.subject[:60]

    @property
    def sender(self) -> str:
        """Who wrote it, in as many words as there are."""
        return self.sender_name or self.sender_address


class KeptFile(Row):
    """A file that came with a message and that the person wanted kept. It goes with the message."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class MailAddress(Row):
    """The secret address a person forwards mail to. One each; the secret is found by its hash."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_address"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    sealed_token = models.TextField()
    made_at = models.DateTimeField(_("made at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    keeps_files = models.BooleanField(_("keep attachments"), default=False)

    def __str__(self) -> str:
        return f"{self.owner_id} {self.made_at:%Y-%m-%d}"

    @staticmethod
    def hash_of(token: str) -> str:
        """Return what a secret is found by: 128 random bits need no salt."""
        return sha256(token.encode()).hexdigest()


class MailFolder(Row):
    """A folder of a person's own mailbox that is read over IMAP. One each."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Not read yet")
        READ = "READ", _("Read")
        FAILING = "FAILING", _("Cannot be read")
        STOPPED = "STOPPED", _("Stopped")

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_folder"
    )
    host = models.CharField(_("server"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=993)
    username = models.CharField(_("user name"), max_length=254)
    sealed_password = models.TextField()
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True)
    next_at = models.DateTimeField(_("read next at"))

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                name="mail_folders_due",
                condition=~models.Q(state="STOPPED"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.folder}"
