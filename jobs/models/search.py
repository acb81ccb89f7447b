"""What search keeps beside the postings: counts of every filter's values, and terms to suggest."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class FacetCount(models.Model):
    """How many open postings have a value; the sum of all rows with the same names counts.

    Triggers on the search table append what every statement changed, whoever wrote it, so that
    the sums are exact at every commit and runs of two sources never wait for each other's counts.
    `jobs.pipeline.counting` adds the rows up.
    """

    id = models.BigAutoField(primary_key=True)
    facet = models.CharField(max_length=16)
    value = models.CharField(max_length=120)
    is_sample = models.BooleanField()
    postings = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["facet", "value"], name="facet_counts_by_value")]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.postings:+}"


class Suggestion(models.Model):
    """A term of the open postings: what a search box offers, and what a typo is corrected to.

    `key` is the term folded (`jobs.types.folded`), `weight` about how many postings have it,
    `trigrams` those of each word of the key.
    """

    class Kind(models.TextChoices):
        TITLE = "TITLE", _("Title")
        SKILL = "SKILL", _("Skill")
        COMPANY = "COMPANY", _("Company")
        PLACE = "PLACE", _("Place")
        WORD = "WORD", _("Word")  # single words, for corrections only

    id = models.BigAutoField(primary_key=True)
    term = models.CharField(_("term"), max_length=120)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    key = models.CharField(max_length=120)
    weight = models.IntegerField(_("weight"))
    trigrams = ArrayField(models.CharField(max_length=3))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_suggestion")]
        indexes = [
            models.Index(
                fields=["key"], name="suggestions_by_prefix", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["-weight"], name="suggestions_by_weight"),
            GinIndex(
                fields=["trigrams"],
                name="suggestions_by_trigram",
                condition=~models.Q(kind="WORD"),
            ),
            GinIndex(fields=["trigrams"], name="words_by_trigram", condition=models.Q(kind="WORD")),
        ]

    def __str__(self) -> str:
        return self.term


class FreshTerm(models.Model):
    """A term that newly published postings brought, not yet among the suggestions."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=7)
    term = models.CharField(max_length=500)
    postings = models.IntegerField()

    def __str__(self) -> str:
        return self.term
