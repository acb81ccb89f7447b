"""What was found in a version: by rules, and by a language model."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row
from resumes.models.versions import ResumeVersion


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Filters on feedback."""

    def owned_by(self, owner_id: UUID) -> "FeedbackQuerySet":
        """Only on this person's versions."""
        return self.filter(version__owner_id=owner_id)

    def waiting_since_before(self, *, queued: datetime, running: datetime) -> "FeedbackQuerySet":
        """Rows whose message was lost, or whose worker died."""
        lost = models.Q(state=Feedback.State.QUEUED, state_since__lt=queued)
        dead = models.Q(state=Feedback.State.RUNNING, state_since__lt=running)
        return self.filter(lost | dead)


class Feedback(Row):
    """One look at one version. `findings`, `suggestions` and `rubric` are written once, with its end."""

    class Kind(models.TextChoices):
        CHECKS = "CHECKS", _("Checks by rules")
        MODEL = "MODEL", _("Review by a language model")

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        RUNNING = "RUNNING", _("Being looked at")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Failed")

    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="feedback")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    language = models.CharField(_("language of the review"), max_length=2, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    state_since = models.DateTimeField(_("in this state since"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure_code = models.CharField(_("failure"), max_length=40, blank=True)
    algorithm = models.CharField(_("made by"), max_length=80, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    parts = models.JSONField(_("parts of the score"), default=list, blank=True)
    findings = models.JSONField(_("findings"), default=list, blank=True)
    unchecked = models.JSONField(_("not looked at"), default=list, blank=True)
    rubric = models.JSONField(_("rubric"), default=list, blank=True)
    suggestions = models.JSONField(_("suggestions"), default=list, blank=True)
    dropped = models.JSONField(_("dropped"), default=dict, blank=True)
    accepted = models.JSONField(_("accepted"), default=dict, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="one_feedback_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__lte=100),
                name="feedback_score_to_100",
            ),
        ]
        indexes = [
            models.Index(
                "state_since",
                name="feedback_waiting",
                condition=models.Q(state__in=["QUEUED", "RUNNING"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in {self.State.QUEUED, self.State.RUNNING}
