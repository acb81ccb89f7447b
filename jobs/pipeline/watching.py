"""What is wrong with the collection of postings now, as findings staff are told about.

Everything is read from rows, so that a lost message loses no alert and what is mended closes itself.
Thresholds: REQUIREMENTS of the owner; a run may take longer the more it reads.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from accounts import alerting
from core import dead_letters
from core.alerts import Finding, Severity
from jobs.models import Source, SourceRun, StageRun
from jobs.pipeline import adzuna
from jobs.selectors import rejects_by_reason
from jobs.sources import calls
from jobs.sources.adzuna_rows import MANIFEST
from jobs.sources.base import SourceError

PREFIX = "jobs."
State = SourceRun.State

#: Minutes from which a run is worth information, a warning, an alarm – by the postings it reads.
MINUTES = ((50_000, (12, 15, 20)), (150_000, (20, 25, 30)), (10**9, (25, 30, 40)))
PAGE_SOMEBODY_AFTER = 3
CRITICAL_AFTER = 2
MOST_REFUSED = 0.05
_ENOUGH_ROWS = 100  # a share of fewer rows says nothing
QUOTA_SHARE = 0.8
_LATEST = 3
_RECENT = timedelta(days=8)
_REFUSING = (StageRun.Stage.VALIDATE, StageRun.Stage.ENRICH)
_NAMED = 5


def watch(*, now: datetime) -> None:
    """Bring the alerts about postings up to date."""
    alerting.reconcile(PREFIX, findings(now=now), now=now)


def findings(*, now: datetime) -> list[Finding]:
    """Everything that is wrong now."""
    found: list[Finding] = []
    for source in Source.objects.filter(is_enabled=True, is_sample=False).order_by("slug"):
        found += [*_about(source, now), *_out_of_step(source)]
    return [*found, *_quota(now), *_dead_letters()]


def slow_run(rows: int, minutes: float) -> Severity | None:
    """How bad it is that a run over so many rows takes so many minutes."""
    info, warning, critical = next(limits for most, limits in MINUTES if rows <= most)
    if minutes > critical:
        return Severity.CRITICAL
    if minutes > min(warning, 30):
        return Severity.WARNING
    return Severity.INFO if minutes > info else None


def _about(source: Source, now: datetime) -> Iterator[Finding]:
    network = source.runs.exclude(trigger=SourceRun.Trigger.IMPORT)
    recent = network.filter(started_at__gt=now - _RECENT).exclude(state=State.QUEUED)
    runs = list(recent.order_by("-started_at", "-id")[:_LATEST])
    if not runs:
        return
    yield from _stopped(source, runs)
    yield from _slow(source, runs[0], now)
    yield from _shrunk(source, runs[0])
    yield from _refused(source, runs[0])


def _stopped(source: Source, runs: list[SourceRun]) -> Iterator[Finding]:
    """The latest run stopped for good; the more in a row, the louder."""
    in_a_row = 0
    for run in runs:
        if run.state != State.FAILED or run.next_try_at is not None:
            break
        in_a_row += 1
    if not in_a_row:
        return
    severity = Severity.CRITICAL if in_a_row >= CRITICAL_AFTER else Severity.WARNING
    title = f"{source.name}: the last run stopped"
    if in_a_row >= PAGE_SOMEBODY_AFTER:
        title = f"{source.name}: {in_a_row} runs stopped in a row, somebody must look"
    elif in_a_row >= CRITICAL_AFTER:
        title = f"{source.name}: {in_a_row} runs stopped in a row"
    run = runs[0]
    tries = "Tried once" if run.tries <= 1 else f"Tried {run.tries} times"
    detail = f"{tries}. {run.error}"
    yield Finding(f"{PREFIX}{source.slug}.stopped", severity, title, detail, _page(run))


def _slow(source: Source, run: SourceRun, now: datetime) -> Iterator[Finding]:
    if run.state not in (State.RUNNING, State.DONE):
        return
    minutes = ((run.finished_at or now) - run.started_at) / timedelta(minutes=1)
    fetched = run.stages.filter(stage=StageRun.Stage.FETCH).first()
    severity = slow_run(fetched.rows_out if fetched else 0, minutes)
    if severity is not None:
        yield Finding(
            f"{PREFIX}{source.slug}.slow",
            severity,
            f"{source.name}: a run takes {minutes:.0f} minutes",
            path=_page(run),
        )


def _shrunk(source: Source, run: SourceRun) -> Iterator[Finding]:
    """A feed that suddenly holds less than half is unwell; nothing of it was closed."""
    if run.state == State.DONE and run.warnings:
        yield Finding(
            f"{PREFIX}{source.slug}.shrunk",
            Severity.WARNING,
            f"{source.name} gave far fewer postings than usual",
            " ".join(run.warnings),
            _page(run),
        )


def _refused(source: Source, run: SourceRun) -> Iterator[Finding]:
    if run.state != State.DONE:
        return
    stages = {stage.stage: stage for stage in run.stages.all()}
    fetched = stages.get(StageRun.Stage.FETCH)
    rows = fetched.rows_out if fetched else 0
    refused = sum(stages[name].rejected for name in _REFUSING if name in stages)
    if rows >= _ENOUGH_ROWS and refused > rows * MOST_REFUSED:
        reasons = rejects_by_reason(run)[:_NAMED]
        yield Finding(
            f"{PREFIX}{source.slug}.refused",
            Severity.WARNING,
            f"{source.name}: {refused:,} of {rows:,} rows were refused",
            "; ".join(f"{number} × {reason}" for _stage, reason, number in reasons),
            _page(run),
        )


def _out_of_step(source: Source) -> Iterator[Finding]:
    """The last try to tell Talent Solution of this source's postings did not get through."""
    tries = StageRun.objects.filter(run__source=source, stage=StageRun.Stage.SYNC_TALENT)
    last = tries.select_related("run").order_by("-updated_at").first()
    if last is not None and last.error:
        yield Finding(
            f"{PREFIX}{source.slug}.talent",
            Severity.WARNING,
            f"{source.name}: Talent Solution is not in step",
            last.error,
            _page(last.run),
        )


def _quota(now: datetime) -> Iterator[Finding]:
    """So much of a month's calls is used that the coming days get less than half of theirs.

    The plan itself uses nearly all of a month, so the share alone would be no news.
    """
    try:
        ledgers = adzuna.ledgers() if adzuna.is_configured() else []
    except SourceError:
        return  # the doctor and the run say what is wrong with the keys
    limit = MANIFEST.limits["month"]
    for number, ledger in enumerate(ledgers, 1):
        used = limit - ledger.left(now=now)["month"]
        tomorrow = calls.sustainable(ledger.buckets(now=now), MANIFEST.limits, now=now)
        if used >= limit * QUOTA_SHARE and tomorrow < limit / 31 / 2:
            yield Finding(
                f"{PREFIX}adzuna.quota.{number}",
                Severity.WARNING,
                f"Adzuna key {number}: {used:,} of {limit:,} calls of the month are used",
                f"About {tomorrow} calls a day are left for the coming days.",
            )


def _dead_letters() -> Iterator[Finding]:
    number = dead_letters.waiting().count()
    if number:
        yield Finding(
            f"{PREFIX}dead-letters",
            Severity.WARNING,
            f"{number:,} failed tasks wait to be looked at",
            "The admin keeps them under Task results, where they can be run again.",
            reverse("admin:django_celery_results_taskresult_changelist"),
        )


def _page(run: SourceRun) -> str:
    return reverse("admin:jobs_sourcerun_change", args=[run.pk])
