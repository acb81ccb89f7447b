"""What a person is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row


class Alert(Row):
    """Something staff are told about, from when it began to when it was over. One open per key."""

    class Severity(models.TextChoices):
        INFO = "INFO", _("Information")
        WARNING = "WARNING", _("Warning")
        CRITICAL = "CRITICAL", _("Critical")

    key = models.CharField(max_length=120)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    title = models.CharField(_("title"), max_length=200)
    detail = models.TextField(_("detail"), blank=True)
    path = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("over since"), null=True, blank=True)
    told = models.CharField(
        _("told as"), max_length=8, blank=True, help_text=_("The severity staff last heard of.")
    )
    is_end_told = models.BooleanField(_("end told"), default=False)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(closed_at=None), name="one_open_alert_per_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["opened_at"],
                name="alerts_not_told",
                condition=models.Q(is_end_told=False),
            ),
            models.Index(fields=["-opened_at"], name="alerts_newest"),
        ]

    def __str__(self) -> str:
        return self.title
