"""Cover letters: what is being written, and every version that was."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.tracking import Application
from core.models import Row

COMPOSED, BY_HAND, MODEL = "composed", "person", "model:"


class CoverLetter(Row):
    """The letter of an application. Its text is that of its latest version.

    While a model writes, `draft` holds what came so far; `run` tells one run of a worker from the
    next, so that a worker thought dead writes nothing more.
    """

    class State(models.TextChoices):
        READY = "READY", _("Ready")
        QUEUED = "QUEUED", _("Waiting for the model")
        WRITING = "WRITING", _("Being written")
        STOPPED = "STOPPED", _("Stopped")
        FAILED = "FAILED", _("Not written")

    class Tone(models.TextChoices):
        PLAIN = "PLAIN", _("Plain")
        WARM = "WARM", _("Warm")
        FORMAL = "FORMAL", _("Formal")

    class Length(models.TextChoices):
        SHORT = "SHORT", _("Short")
        STANDARD = "STANDARD", _("Medium")
        LONG = "LONG", _("Long")

    class Language(models.TextChoices):
        EN = "en", _("English")
        DE = "de", _("German")
        FR = "fr", _("French")
        ES = "es", _("Spanish")
        PT = "pt", _("Portuguese")
        IT = "it", _("Italian")
        PL = "pl", _("Polish")
        NL = "nl", _("Dutch")

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="letter")
    tone = models.CharField(_("tone"), max_length=6, choices=Tone.choices, default=Tone.PLAIN)
    length = models.CharField(
        _("length"), max_length=8, choices=Length.choices, default=Length.STANDARD
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.EN
    )
    version = models.ForeignKey(
        "resumes.ResumeVersion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="letters",
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.READY)
    draft = models.TextField(_("what came so far"), blank=True)
    paragraph = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text=_("The one being written anew; empty for the whole letter."),
    )
    run = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(_("failure"), max_length=40, blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    finished = models.ForeignKey(
        "applications.LetterVersion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The version that goes out with the application."),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["beat_at"],
                name="letters_under_way",
                condition=models.Q(state__in=["QUEUED", "WRITING"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it, or will have it."""
        return self.state in {self.State.QUEUED, self.State.WRITING}


class LetterVersion(Row):
    """A letter as it was at one time, with what was found of every sentence. Immutable."""

    class State(models.TextChoices):
        CLEAR = "CLEAR", _("Every sentence is traced")
        BLOCKED = "BLOCKED", _("Some sentences are not traced")

    letter = models.ForeignKey(CoverLetter, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"))
    produced_by = models.CharField(
        _("written by"), max_length=130, help_text=_("composed, person, or model:NAME")
    )
    restores = models.PositiveIntegerField(_("restores version"), null=True, blank=True)
    tone = models.CharField(_("tone"), max_length=6, choices=CoverLetter.Tone.choices)
    length = models.CharField(_("length"), max_length=8, choices=CoverLetter.Length.choices)
    language = models.CharField(_("language"), max_length=2, choices=CoverLetter.Language.choices)
    version = models.ForeignKey(
        "resumes.ResumeVersion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices)
    report = models.JSONField(_("what was found"), default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="each_letter_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} v{self.number}"


class WritingSample(Row):
    """A text a person wrote, so that a model may learn how they sound. Goes out with consent only."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="writing_samples"
    )
    text = models.TextField(_("text"), max_length=6000)

    class Meta:
        indexes = [models.Index(fields=["owner", "created_at"], name="samples_in_order")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.created_at:%Y-%m-%d}"
