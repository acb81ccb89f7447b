"""Two engine versions side by side: who is matched by which, and what came of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row


class Experiment(Row):
    """A share of people on another engine version, for a while. At most one runs."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Not begun")
        RUNNING = "RUNNING", _("Running")
        ENDED = "ENDED", _("Ended")

    name = models.CharField(_("name"), max_length=80, unique=True)
    control = models.ForeignKey(
        "matching.EngineVersion",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The version that was active when it began."),
    )
    variant = models.ForeignKey(
        "matching.EngineVersion",
        verbose_name=_("other version"),
        on_delete=models.PROTECT,
        related_name="experiments",
    )
    share = models.PositiveSmallIntegerField(
        _("share of people, %"),
        validators=[MaxValueValidator(100)],
        help_text=_("Fixed once it runs: end it and begin another to change it."),
    )
    state = models.CharField(
        max_length=7, choices=State.choices, default=State.DRAFT, editable=False
    )
    began_at = models.DateTimeField(_("began at"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="RUNNING"),
                name="one_running_experiment",
            ),
            models.CheckConstraint(
                condition=models.Q(share__lte=100), name="a_share_is_at_most_everybody"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(Row):
    """A person whose list an experiment made, by which version, and what they did with it."""

    experiment = models.ForeignKey(
        Experiment, on_delete=models.CASCADE, related_name="participations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations"
    )
    engine = models.ForeignKey("matching.EngineVersion", on_delete=models.PROTECT, related_name="+")
    clicks = models.PositiveIntegerField(_("clicks"), default=0)
    applications = models.PositiveIntegerField(_("applications"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experiment", "user"], name="one_version_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.experiment_id}"
