"""What a person says of a fit: this is true of me, this is not asked, this was misread."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row
from jobs.models import Posting


class ConfirmedFact(Row):
    """Something true of a person that they confirmed, whatever their resumes say.

    Counts in every posting of theirs; read by letters, tailoring and the assistant. `name` is what
    the engine goes by (a skill, a language code, a degree's rank), `text` what people read.
    """

    class Kind(models.TextChoices):
        SKILL = "SKILL", _("Skill")
        CERTIFICATE = "CERTIFICATE", _("Certificate or licence")
        EDUCATION = "EDUCATION", _("Education")
        LANGUAGE = "LANGUAGE", _("Language")
        EXPERIENCE = "EXPERIENCE", _("Experience")

    class Origin(models.TextChoices):
        POSTING = "POSTING", _("Beside a posting")
        BY_HAND = "BY_HAND", _("Written by hand")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="confirmed_facts"
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=300)
    text = models.CharField(_("text"), max_length=300)
    origin = models.CharField(_("origin"), max_length=7, choices=Origin.choices)
    posting = models.ForeignKey(
        Posting, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "name"], name="each_fact_once")
        ]

    def __str__(self) -> str:
        return self.text


class EvidenceDispute(Row):
    """What a person says of one line of a posting's page. Both quotes stay: staff tune the reader by them."""

    class Said(models.TextChoices):
        HAVE_IT = "HAVE_IT", _("I have this")
        NOT_REQUIRED = "NOT_REQUIRED", _("Not really required")
        MISREAD = "MISREAD", _("You misread this")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="disputes"
    )
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="disputes")
    part = models.CharField(_("part"), max_length=10)
    subject = models.CharField(_("subject"), max_length=300)
    line = models.CharField(
        max_length=300, blank=True, help_text=_("Tells lines of one subject apart.")
    )
    said = models.CharField(_("said"), max_length=12, choices=Said.choices)
    asks = models.TextField(_("the posting’s line"), blank=True)
    shows = models.TextField(_("the resume’s line"), blank=True)
    fact = models.ForeignKey(
        ConfirmedFact, null=True, blank=True, on_delete=models.CASCADE, related_name="disputes"
    )
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "posting", "part", "subject", "line"], name="one_word_on_each_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.said}"

    @property
    def said_on(self) -> date:
        """The day it was said."""
        return self.said_at.date()
