"""What is counted: searches and clicks as they come, and the figures of each day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row
from jobs.models.postings import Posting


class SearchLog(Row):
    """How often one search was made on one day; who made it is kept nowhere."""

    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=120, blank=True)
    filters_hash = models.CharField(_("filters"), max_length=16, blank=True)
    count = models.PositiveIntegerField(_("searches"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "words", "filters_hash"], name="one_count_per_search_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.words!r} {self.count}"


class CountedBatch(Row):
    """A batch of buffered searches that was added up, so that none is added twice."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name_plural = "counted batches"

    def __str__(self) -> str:
        return self.name


class RedirectClick(Row):
    """Somebody left for a posting's own page."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="clicks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), db_index=True)

    def __str__(self) -> str:
        return f"{self.posting_id} {self.at:%Y-%m-%d %H:%M}"


class DailyFigure(Row):
    """One figure of one day, such as the open postings of a country. Days are UTC."""

    name = models.CharField(_("figure"), max_length=40)
    day = models.DateField(_("day"))
    labels = models.JSONField(_("labels"), default=dict, blank=True)
    value = models.BigIntegerField(_("value"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "day", "labels"], name="one_figure_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day} {self.value}"
