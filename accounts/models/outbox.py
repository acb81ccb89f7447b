"""Mail on its way out: every one is a row from before it is sent until after."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.alerts import Notification
from core.models import Row


class OutgoingMail(Row):
    """One mail. `QUEUED → SENDING → SENT`; written by `accounts.notifications.outbox` alone.

    `SENDING` is committed after the whole mail but its last line went out: whoever dies before that
    has sent nothing, and it is sent again; whoever dies after it leaves it unconfirmed.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Queued")
        SENDING = "SENDING", _("Being sent")
        SENT = "SENT", _("Sent")
        UNCONFIRMED = "UNCONFIRMED", _("Perhaps sent")
        FAILED = "FAILED", _("Failed")
        DROPPED = "DROPPED", _("Not sent")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="outgoing_mails",
    )
    notification = models.OneToOneField(
        Notification, null=True, blank=True, on_delete=models.CASCADE, related_name="mail"
    )
    key = models.CharField(
        max_length=240, unique=True, help_text=_("The occasion: there is one mail for each.")
    )
    kind = models.CharField(_("kind"), max_length=12)
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.QUEUED)
    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=400)
    body = models.TextField(blank=True, help_text=_("Sealed, and gone once it was sent."))
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    due_at = models.DateTimeField(_("not before"))
    expires_at = models.DateTimeField(_("not after"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("what stopped it"), max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="outgoing_mails_queued", condition=models.Q(state="QUEUED")
            ),
            models.Index(
                fields=["claimed_at"],
                name="outgoing_mails_under_way",
                condition=models.Q(state="SENDING"),
            ),
            models.Index(
                fields=["updated_at"],
                name="outgoing_mails_to_look_at",
                condition=models.Q(state__in=["UNCONFIRMED", "FAILED"]),
            ),
            models.Index(fields=["-created_at"], name="outgoing_mails_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
