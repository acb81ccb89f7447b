"""An application and its ledger."""

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.states import CLOSED, COLUMN_OF, Column, Status
from core.models import Row
from jobs.models import Posting


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
    skills = ArrayField(models.CharField(max_length=120), default=list, blank=True)
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
    follow_up_days = models.PositiveSmallIntegerField(
        _("days without a reply"),
        null=True,
        blank=True,
        help_text=_("None: as the owner usually waits."),
    )
    pay_asked = models.DecimalField(
        _("pay asked for"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    pay_offered = models.DecimalField(
        _("pay offered"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    pay_currency = models.CharField(_("currency"), max_length=3, blank=True)
    pay_period = models.CharField(
        _("pay per"),
        max_length=5,
        choices=Posting.PayPeriod.choices,
        default=Posting.PayPeriod.YEAR,
    )
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
        MAIL = "MAIL", _("Message")

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
