"""What is kept about the life of postings: rules before it, links during it, archives after it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row
from jobs.enrichment.patterns import PatternError, compiled
from jobs.models.postings import Posting
from jobs.models.runs import Source


class SourceRule(Row):
    """What of a source is taken: what an include rule names, without what an exclude rule names."""

    class Field(models.TextChoices):
        TITLE = "title", _("Title")
        COMPANY = "company", _("Company")
        PLACE = "place", _("Place")
        CATEGORY = "category", _("Category")
        DESCRIPTION = "description", _("Description")

    class Effect(models.TextChoices):
        INCLUDE = "INCLUDE", _("Take only")
        EXCLUDE = "EXCLUDE", _("Leave out")

    class Match(models.TextChoices):
        CONTAINS = "CONTAINS", _("contains the words")
        REGEX = "REGEX", _("matches the pattern")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="rules")
    effect = models.CharField(_("effect"), max_length=7, choices=Effect.choices)
    field = models.CharField(_("where"), max_length=11, choices=Field.choices)
    match = models.CharField(_("how"), max_length=8, choices=Match.choices, default=Match.CONTAINS)
    pattern = models.CharField(
        _("what"),
        max_length=200,
        help_text=_(
            "Whole words, in any case. A pattern is a regular expression of at most 100 "
            "characters without groups that repeat."
        ),
    )
    is_enabled = models.BooleanField(_("enabled"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "effect", "field", "match", "pattern"], name="one_rule_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_effect_display()}: {self.field} {self.get_match_display()} {self.pattern!r}"
        )

    def clean(self) -> None:
        """Refuse a pattern that is empty, broken or could take for ever."""
        try:
            compiled(self.pattern, is_regex=self.match == self.Match.REGEX)
        except PatternError as error:
            raise ValidationError({"pattern": str(error)}) from error


class LinkCheck(models.Model):
    """When a posting's own page was last looked at, and what it answered."""

    posting = models.OneToOneField(
        Posting, on_delete=models.CASCADE, primary_key=True, related_name="link_check"
    )
    last_checked_at = models.DateTimeField(_("last checked at"), db_index=True)
    state = models.CharField(
        _("state"),
        max_length=6,
        choices=[("ALIVE", _("There")), ("GONE", _("Gone")), ("UNSURE", _("Cannot tell"))],
    )
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    gone_since = models.DateTimeField(_("gone since"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.posting_id} {self.state}"


class SourceQuality(models.Model):
    """How good a source's open postings are, 0–1, with the parts it is made of."""

    source = models.OneToOneField(
        Source, on_delete=models.CASCADE, primary_key=True, related_name="quality"
    )
    score = models.FloatField(_("score"), default=0)
    parts = models.JSONField(
        _("parts"), default=dict, help_text=_("complete, paid, fresh, unique, alive: 0–1 each")
    )
    postings = models.PositiveIntegerField(_("open postings"), default=0)
    links_checked = models.PositiveIntegerField(_("links checked"), default=0)
    dead_link_rate = models.FloatField(_("dead links"), null=True, blank=True)
    measured_at = models.DateTimeField(_("measured at"))

    class Meta:
        verbose_name_plural = "source qualities"

    def __str__(self) -> str:
        return f"{self.source_id} {self.score:.2f}"


class PostingArchive(Row):
    """One file of postings that were closed long ago and are in the database no more."""

    path = models.CharField(_("file"), max_length=200, unique=True)
    postings = models.PositiveIntegerField(_("postings"))
    sha256 = models.CharField(max_length=64)
    closed_from = models.DateTimeField(_("closed from"))
    closed_to = models.DateTimeField(_("closed to"))

    def __str__(self) -> str:
        return self.path
