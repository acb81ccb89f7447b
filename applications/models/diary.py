"""Interviews, reminders and notes of an application."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.tracking import Application
from core.models import Row


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
