"""What was counted: the day's figures, and what people search for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Sum

from jobs.models import DailyFigure, SearchLog


@dataclass(frozen=True, slots=True)
class TopSearch:
    """Words people searched for, with whatever filters, and how often."""

    words: str
    count: int


def top_searches(days: int, limit: int, *, now: datetime) -> list[TopSearch]:
    """What was searched for most in the last days, most first."""
    since = now.date() - timedelta(days=days)
    counted = SearchLog.objects.filter(day__gt=since).exclude(words="")
    rows = counted.values_list("words").annotate(number=Sum("count")).order_by("-number", "words")
    return [TopSearch(words, number) for words, number in rows[:limit]]


def figures_by_label(name: str, label: str) -> dict[str, int]:
    """The latest counted values of one figure by one label, such as open postings by source."""
    counted = DailyFigure.objects.filter(name=name)
    latest = counted.aggregate(latest=Max("day"))["latest"]
    if latest is None:
        return {}
    rows = counted.filter(day=latest, labels__has_keys=[label])
    alone = [(labels, value) for labels, value in rows.values_list("labels", "value")]
    return {labels[label]: value for labels, value in alone if len(labels) == 1}


def history(name: str, labels: dict[str, str], *, since: date) -> list[tuple[date, int]]:
    """One figure day by day, oldest first."""
    rows = DailyFigure.objects.filter(name=name, labels=labels, day__gte=since)
    return list(rows.order_by("day").values_list("day", "value"))
