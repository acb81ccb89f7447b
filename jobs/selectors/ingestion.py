"""Runs, refused rows and the timetable, as staff see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django_celery_beat.models import PeriodicTask

from jobs.models import RejectedRow, Source, SourceRun

_REFRESH = "jobs.tasks.refresh_all"
_SAMPLES = 3
_REASONS = 30


@dataclass(frozen=True, slots=True)
class NextRun:
    """When the daily refresh comes; no moment when it is paused or has no fixed hour."""

    at: datetime | None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why rows of a run were refused, how many, and the first of them."""

    stage: str
    reason: str
    number: int
    samples: list[RejectedRow]


def active_runs() -> QuerySet[SourceRun]:
    """Runs that go on now or wait for a worker, the oldest first."""
    unfinished = SourceRun.objects.filter(
        state__in=(SourceRun.State.RUNNING, SourceRun.State.QUEUED)
    )
    runs = unfinished.select_related("source").prefetch_related("stages")
    return runs.order_by("started_at", "pk")


def finished_runs(limit: int = 20) -> QuerySet[SourceRun]:
    """The latest runs that ended, newest first, with their stages."""
    ended = SourceRun.objects.filter(state__in=(SourceRun.State.DONE, SourceRun.State.FAILED))
    runs = ended.select_related("source").prefetch_related("stages")
    return runs.order_by("-started_at", "-pk")[:limit]


def run_detail(run_id: UUID) -> SourceRun | None:
    """One run with its source and stages."""
    runs = SourceRun.objects.select_related("source", "requested_by").prefetch_related("stages")
    return runs.filter(pk=run_id).first()


def refusals_of(run: SourceRun) -> list[Refusal]:
    """The reasons for which rows of a run were refused, most first, each with a few of its rows."""
    counted = run.rejects.values_list("stage", "reason").annotate(number=Count("id"))
    reasons = list(counted.order_by("-number", "stage", "reason")[:_REASONS])
    return [
        Refusal(stage, reason, number, _samples(run, stage, reason))
        for stage, reason, number in reasons
    ]


def latest_refusals(*, since: datetime) -> list[tuple[str, str, int]]:
    """Source, reason and number of rows refused in runs begun since then, most first."""
    rows = RejectedRow.objects.filter(run__started_at__gt=since)
    counted = rows.values_list("run__source__name", "reason").annotate(number=Count("id"))
    return list(counted.order_by("-number", "run__source__name", "reason")[:_REASONS])


def managed_sources() -> QuerySet[Source]:
    """Every source staff may start or pause, by name."""
    return Source.objects.filter(is_sample=False).order_by("name", "pk")


def next_refresh(*, now: datetime) -> NextRun:
    """When the daily refresh comes next, as the timetable in the admin says."""
    task = PeriodicTask.objects.filter(task=_REFRESH).select_related("crontab").first()
    if task is None or not task.enabled:
        return NextRun(None, is_paused=True)
    if task.crontab is None:
        return NextRun(None)
    # The schedule counts from a clock of its own, a moment later: whole minutes are what it means.
    at = now + task.crontab.schedule.remaining_estimate(now) + timedelta(seconds=30)
    return NextRun(at.replace(second=0, microsecond=0))


def _samples(run: SourceRun, stage: str, reason: str) -> list[RejectedRow]:
    return list(run.rejects.filter(stage=stage, reason=reason).order_by("page", "pk")[:_SAMPLES])
