"""What language models were asked for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from core.models import Row


class ModelUsage(Row):
    """One question to a language model: for whom, what it cost, and what exactly was sent.

    Written before the question goes out with the most it may use, and corrected afterwards. Without
    a person once they are erased: what the house spent stays counted.
    """

    class Purpose(models.TextChoices):
        READING = "READING", _("Reading a resume")
        FEEDBACK = "FEEDBACK", _("Feedback")
        TAILORING = "TAILORING", _("Tailoring a resume")
        LETTER = "LETTER", _("Cover letter")
        INTERVIEW = "INTERVIEW", _("Interview preparation")
        ANSWERS = "ANSWERS", _("Answers to forms")

    class Category(models.TextChoices):
        RESUME = "RESUME", _("Resume")
        POSTING = "POSTING", _("Posting")
        LETTER = "LETTER", _("Letter")
        FACTS = "FACTS", _("Confirmed facts")
        NOTES = "NOTES", _("Notes")

    class State(models.TextChoices):
        STARTED = "STARTED", _("Asked")
        DONE = "DONE", _("Answered")
        FAILED = "FAILED", _("Failed")

    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="model_usages"
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.STARTED)
    failure = models.CharField(_("failure"), max_length=40, blank=True)
    host = models.CharField(_("sent to"), max_length=255)
    model = models.CharField(_("model"), max_length=120)
    categories = models.JSONField(_("categories"), default=list)
    tokens_in = models.PositiveIntegerField(_("tokens sent"))
    tokens_out = models.PositiveIntegerField(_("tokens received"))
    is_estimated = models.BooleanField(_("estimated"), default=True)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=6, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), default=0)
    is_own_key = models.BooleanField(
        _("with a key of their own"), default=False, help_text=_("Counts toward no limit here.")
    )
    content_hash = models.CharField(max_length=64)
    sent = models.TextField(blank=True, help_text=_("Sealed, and only until `keep_until`."))
    keep_until = models.DateTimeField(_("kept until"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-created_at"], name="usages_of_a_person"),
            models.Index(fields=["created_at"], name="usages_by_time"),
            models.Index(
                fields=["keep_until"], name="sent_texts_kept", condition=~models.Q(sent="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.model}"
