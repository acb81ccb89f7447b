"""One collection from one source, from its first page to its published postings."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.http import CircuitOpenError, QuotaUsedUpError
from jobs.models import Source, SourceRun
from jobs.pipeline import catalogue, lease, recording
from jobs.pipeline.enriching import storable
from jobs.pipeline.fetching import Progress, fetch
from jobs.pipeline.publishing import publish
from jobs.pipeline.recording import StageFailedError, said
from jobs.pipeline.staging import stage_pages
from jobs.pipeline.talent.syncing import sync_run
from jobs.signals import run_stopped
from jobs.sources.base import PostingSource, SourceError

State = SourceRun.State
STALE_AFTER = timedelta(hours=12)  # an interrupted run older than this starts over
_UNFINISHED = (State.RUNNING, State.FAILED)
_LONGEST_BACK_OFF = timedelta(hours=24)
#: A stage that fails is begun again so often, the first time after this long, then twice as long.
STAGE_RETRIES = 3
FIRST_RETRY = timedelta(seconds=60)


def _quiet(_stage: str, _done: int, _total: int | None) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run works; none of it changes what is found."""

    expiry_days: int
    processes: int = 1
    progress: Progress = _quiet


def collect(
    source: PostingSource,
    *,
    trigger: str,
    plan: Mapping[str, Any],
    now: datetime,
    options: Options,
) -> SourceRun:
    """Collect from a source; an unfinished run with the same plan goes on where it stopped.

    Raises: SourceIsBusyError, StageFailedError (the tables are then as they were).
    """
    row = catalogue.register(source.manifest)
    clock = _clock_from(now)
    with lease.held(row) as held:
        run = _begin(row, trigger, plan, now)
        recording.announce(run)
        try:
            fetch(run, source, held, progress=options.progress)
            stage_pages(
                run, source, held, now=now, processes=options.processes, progress=options.progress
            )
            days = options.expiry_days if source.manifest.expires_after_days else None
            options.progress("PUBLISH", 0, None)
            publish(run, held, now=now, expiry_days=days, clock=clock)
        except lease.LeaseLostError:
            raise
        except Exception as error:
            _fail(run, held, error, clock())
            raise
    sync_run(run, now=clock())
    return run


def _clock_from(now: datetime) -> Callable[[], datetime]:
    """A clock that shows `now` at this moment and runs on."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def fingerprint(plan: Mapping[str, Any]) -> str:
    """Name a plan: runs with the same name do the same work."""
    return hashlib.sha256(json.dumps(plan, sort_keys=True, default=str).encode()).hexdigest()[:32]


@transaction.atomic
def _begin(source: Source, trigger: str, plan: Mapping[str, Any], now: datetime) -> SourceRun:
    """Take up the run that waits or was interrupted, else start one."""
    name, request = fingerprint(plan), storable(dict(plan))
    _give_up_stale(source, name, now)
    run = _interrupted(source, name, now)
    waiting = source.runs.filter(state=State.QUEUED).first()
    if run and waiting:
        waiting.delete()
    run = run or waiting
    if run is None:
        return SourceRun.objects.create(
            source=source,
            trigger=trigger,
            state=State.RUNNING,
            cursor={"plan": name, "request": request},
            started_at=now,
        )
    if run.state == State.QUEUED:
        run.started_at = now
    run.state, run.error, run.finished_at, run.next_try_at = State.RUNNING, "", None, None
    run.cursor = {**run.cursor, "plan": name, "request": request}
    run.save()
    return run


def _interrupted(source: Source, plan: str, now: datetime) -> SourceRun | None:
    """The run to go on with: same plan, recent, and nothing newer was published since."""
    unfinished = source.runs.filter(
        state__in=_UNFINISHED, cursor__plan=plan, started_at__gt=now - STALE_AFTER
    )
    run = unfinished.order_by("-started_at").first()
    done = source.runs.filter(state=State.DONE)
    return None if run and done.filter(started_at__gt=run.started_at).exists() else run


def _give_up_stale(source: Source, plan: str, now: datetime) -> None:
    """Close what nobody will take up again: the lease is ours, so no such run is alive."""
    stale = source.runs.filter(state__in=_UNFINISHED).exclude(
        cursor__plan=plan, started_at__gt=now - STALE_AFTER
    )
    for run in stale.filter(state=State.RUNNING):
        run.state, run.finished_at = State.FAILED, now
        run.error = "Interrupted and not taken up again."
        run.save(update_fields=["state", "finished_at", "error", "updated_at"])
    for run in stale:
        run.staged.all().delete()


@transaction.atomic
def _fail(run: SourceRun, held: lease.Lease, error: Exception, now: datetime) -> None:
    """Note a failure: the stage is tried again later, or the run stops and the source backs off.

    Raises: LeaseLostError when the run is somebody else's by now, who knows better how it goes.
    """
    held.renew()
    stage = error.stage if isinstance(error, StageFailedError) else ""
    run.tries = run.tries + 1 if run.cursor.get("failed_stage") == stage else 1
    run.cursor = {**run.cursor, "failed_stage": stage}
    run.state, run.finished_at, run.error = State.FAILED, now, said(str(error))
    run.next_try_at = _next_try(run, error, now)
    run.save(
        update_fields=[
            "state", "finished_at", "error", "tries", "next_try_at", "cursor", "updated_at",
        ]
    )  # fmt: skip
    run.stages.filter(stage=stage).update(retries=run.tries - 1)
    if stage and run.next_try_at is not None:
        recording.note(
            run, stage, f"try {run.tries} failed; tried again at {run.next_try_at:%H:%M:%S}"
        )
    recording.announce(run, is_over=True)
    if run.next_try_at is not None and isinstance(error.__cause__, CircuitOpenError):
        Source.objects.filter(pk=run.source_id, failures=0).update(failures=1)
    if run.next_try_at is None:
        _back_off(run.source, now)
        reason, tries = run.error, run.tries
        transaction.on_commit(
            lambda: run_stopped.send(
                sender=SourceRun, run_id=str(run.pk), stage=stage, reason=reason, tries=tries
            )
        )


def _next_try(run: SourceRun, error: Exception, now: datetime) -> datetime | None:
    """When the stage is worth another try; never when a person must change something first."""
    is_final = isinstance(error.__cause__, SourceError | QuotaUsedUpError)
    if is_final or run.trigger == SourceRun.Trigger.IMPORT or run.tries > STAGE_RETRIES:
        return None
    wait: timedelta = FIRST_RETRY * 2 ** (run.tries - 1)
    return now + wait


def _back_off(source: Source, now: datetime) -> None:
    source.failures += 1
    wait = timedelta(minutes=2 ** min(source.failures, 11))
    source.back_off_until = now + min(wait, _LONGEST_BACK_OFF)
    source.save(update_fields=["failures", "back_off_until", "updated_at"])
