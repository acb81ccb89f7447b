"""What a person is told."""

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.types import ALWAYS, USUAL, Channel, Kind
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


class Notification(Row):
    """One thing a person is told, once: `key` names the occasion. The mails and pushes hang on it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=200)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    path = models.CharField(max_length=300, blank=True)
    is_shown = models.BooleanField(
        _("shown on the page"), default=True, help_text=_("The person wants this kind in the app.")
    )
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_notification_per_occasion")
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notifications_newest"),
            models.Index(
                fields=["user"],
                name="notifications_unread",
                condition=models.Q(is_shown=True, read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NotificationSettings(Row):
    """Of what a person wants to be told, how and when. No row: everything as usual."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_settings"
    )
    chosen = models.JSONField(
        default=dict, blank=True, help_text=_("Channels by kind; a kind left out comes as usual.")
    )
    digest_at = models.TimeField(_("the day ahead comes at"), default=time(8))
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    wakes_for_interviews = models.BooleanField(_("interviews come all the same"), default=True)
    follow_up_days = models.PositiveSmallIntegerField(_("days without a reply"), default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"

    def channels(self, kind: Kind) -> frozenset[Channel]:
        """The ways in which this person wants to be told of a kind."""
        if kind in ALWAYS or kind.value not in self.chosen:
            return USUAL[kind]
        return frozenset(Channel(name) for name in self.chosen[kind.value])
