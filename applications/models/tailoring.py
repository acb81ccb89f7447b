"""Resumes tailored to an application, and the sheet a person prepares an interview with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.tracking import Application
from core.models import Row


class Writing(models.TextChoices):
    """Whether a model is at it."""

    READY = "READY", _("Ready")
    WRITING = "WRITING", _("Being written")
    FAILED = "FAILED", _("Not written")


class Tailoring(Row):
    """One resume on its way to fit one application: what is proposed, what the person accepted."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="tailorings"
    )
    base = models.ForeignKey(
        "resumes.ResumeVersion", on_delete=models.CASCADE, related_name="tailorings"
    )
    made = models.OneToOneField(
        "resumes.ResumeVersion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tailored_by",
    )
    state = models.CharField(
        _("state"), max_length=7, choices=Writing.choices, default=Writing.READY
    )
    state_since = models.DateTimeField(_("in this state since"))
    failure = models.CharField(_("failure"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    is_translated = models.BooleanField(_("translated"), default=False)
    wants = models.JSONField(_("what is asked for"), default=list)
    gaps = models.JSONField(_("gaps"), default=list)
    plan = models.JSONField(_("proposals"), default=dict)
    refused = models.JSONField(_("what the gate refused"), default=list)
    accepted = models.JSONField(_("accepted proposals"), default=list)
    fit_before = models.JSONField(_("fit before"), default=dict)
    fit_after = models.JSONField(_("fit after"), default=dict)
    number = models.PositiveSmallIntegerField(_("fit after, as one number"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["application", "-created_at"], name="tailorings_newest"),
            models.Index(
                "state_since", name="tailorings_writing", condition=models.Q(state="WRITING")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class PreparationSheet(Row):
    """What a model added to the sheet of one application; the rules' part is made when it is shown."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="preparation"
    )
    state = models.CharField(
        _("state"), max_length=7, choices=Writing.choices, default=Writing.READY
    )
    state_since = models.DateTimeField(_("in this state since"))
    failure = models.CharField(_("failure"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    questions = models.JSONField(_("questions"), default=list)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index("state_since", name="sheets_writing", condition=models.Q(state="WRITING"))
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"
