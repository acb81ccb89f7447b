"""Applications and everything that happens to them."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.states import CLOSED, COLUMN_OF, Column, Status
from core.models import Row


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Filters on applications."""

    def owned_by(self, owner_id: UUID) -> "ApplicationQuerySet":
        """Only this person's."""
        return self.filter(owner_id=owner_id)

    def still_open(self) -> "ApplicationQuerySet":
        """Not yet at an end."""
        return self.exclude(status__in=CLOSED)


class Application(Row):
    """One person's way to one job. Keeps its own copy of the posting, which it survives."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications"
    )
    posting = models.ForeignKey(
        "jobs.Posting",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="applications",
    )
    title = models.CharField(_("role"), max_length=500)
    company_name = models.CharField(_("company"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=2000, blank=True)
    description = models.TextField(_("posting"), blank=True)
    archived_at = models.DateTimeField(_("posting copied at"), null=True, blank=True)
    source_name = models.CharField(_("found through"), max_length=80, blank=True)

    version = models.ForeignKey(
        "resumes.ResumeVersion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="applications",
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.SAVED
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    fit_at_applying = models.PositiveSmallIntegerField(
        _("fit when applying"), null=True, blank=True
    )
    priority = models.PositiveSmallIntegerField(_("priority"), default=0)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    position = models.FloatField(_("position in its column"), default=0)
    next_action = models.CharField(_("next step"), max_length=200, blank=True)
    next_action_at = models.DateTimeField(_("next step due"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    left_at = models.DateTimeField(_("went to the company's site at"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    last_sign_at = models.DateTimeField(_("last sign of life"))

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "posting"],
                condition=models.Q(posting__isnull=False) & ~models.Q(status__in=sorted(CLOSED)),
                name="one_open_application_per_posting",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "status", "position"], name="applications_on_board"),
            models.Index(fields=["owner", "-updated_at", "-id"], name="applications_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.company_name}"

    @property
    def column(self) -> Column:
        """The board column this application stands in."""
        return COLUMN_OF[Status(self.status)]

    @property
    def is_closed(self) -> bool:
        """Whether it is at an end."""
        return self.status in CLOSED


class ApplicationEvent(Row):
    """One thing that happened. Append-only: an undo is another event."""

    class Kind(models.TextChoices):
        CREATED = "CREATED", _("Added")
        MOVED = "MOVED", _("Moved")
        CORRECTED = "CORRECTED", _("Set by hand")
        NOTE = "NOTE", _("Note")
        INTERVIEW = "INTERVIEW", _("Interview")
        REMINDER = "REMINDER", _("Reminder")
        LEFT = "LEFT", _("Went to the company's site")
        CHANGED = "CHANGED", _("Changed")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    happened_at = models.DateTimeField(_("happened at"))
    data = models.JSONField(default=dict, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by"
    )

    class Meta:
        indexes = [
            models.Index(fields=["application", "happened_at", "id"], name="events_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"


class Interview(Row):
    """A conversation with the employer."""

    class Kind(models.TextChoices):
        PHONE = "PHONE", _("Phone")
        VIDEO = "VIDEO", _("Video")
        ON_SITE = "ON_SITE", _("On site")
        PANEL = "PANEL", _("Panel")
        TASK = "TASK", _("Task")
        OTHER = "OTHER", _("Other")

    class Outcome(models.TextChoices):
        PENDING = "PENDING", _("Not known yet")
        PASSED = "PASSED", _("Went on")
        FAILED = "FAILED", _("Did not go on")
        CANCELLED = "CANCELLED", _("Cancelled")

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="interviews"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.VIDEO)
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    people = models.CharField(_("people"), max_length=300, blank=True)
    place = models.CharField(_("place or link"), max_length=500, blank=True)
    notes = models.TextField(_("preparation"), blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=9, choices=Outcome.choices, default=Outcome.PENDING
    )
    revision = models.PositiveIntegerField(default=0, help_text=_("Grows with every change."))

    class Meta:
        indexes = [models.Index(fields=["application", "starts_at"], name="interviews_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"


class Reminder(Row):
    """Something to do at a time."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("Open")
        DONE = "DONE", _("Done")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders"
    )
    text = models.CharField(_("what"), max_length=200)
    due_at = models.DateTimeField(_("due at"))
    time_zone = models.CharField(max_length=64, default="UTC")
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text=_("Grows with every change."))

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_at"], name="reminders_due", condition=models.Q(state="OPEN")
            )
        ]

    def __str__(self) -> str:
        return self.text


class Note(Row):
    """What a person wrote down about an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("note"))

    class Meta:
        indexes = [models.Index(fields=["application", "-created_at"], name="notes_newest")]

    def __str__(self) -> str:
        return self.text[:60]


class CalendarFeed(Row):
    """The secret address under which a person's calendar program reads their diary. One each."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    last_read_at = models.DateTimeField(_("last read at"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.owner_id} {self.made_at:%Y-%m-%d}"

    @staticmethod
    def hash_of(token: str) -> str:
        """Return what is kept of a secret: 256 random bits need no salt."""
        return sha256(token.encode()).hexdigest()


class IdempotencyKey(Row):
    """What a client called one request to add an application, so that sending it again adds nothing."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotency_keys"
    )
    key = models.CharField(max_length=200)
    asked_hash = models.CharField(max_length=64)
    application = models.ForeignKey(Application, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_request_per_key")]

    def __str__(self) -> str:
        return self.key


class Tombstone(Row):
    """That an application was deleted, for clients that were not there. `created_at` is when."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tombstones"
    )
    application_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["owner", "created_at", "id"], name="tombstones_in_order")]

    def __str__(self) -> str:
        return str(self.application_id)
