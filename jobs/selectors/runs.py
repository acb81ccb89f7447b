"""Runs of sources, as staff see them."""

from django.db.models import Count, QuerySet

from jobs.models import SourceRun


def recent_runs(limit: int = 20) -> QuerySet[SourceRun]:
    """The latest runs of every source with their stages."""
    runs = SourceRun.objects.select_related("source").prefetch_related("stages")
    return runs.order_by("-started_at", "-id")[:limit]


def rejects_by_reason(run: SourceRun) -> list[tuple[str, str, int]]:
    """Stage, reason and number of a run's refused rows, most first."""
    counted = run.rejects.values_list("stage", "reason").annotate(number=Count("id"))
    return list(counted.order_by("-number", "stage", "reason"))
