"""Reads uploaded files again after the parser learned something: batch by batch, goes on where it was killed.

An uploaded file never changes; what was read from it is derived from it and from the parser, and may be
replaced by what a better parser reads. A reading that worked is never given up for one that did not,
and what a person corrected (EDITED and later versions) is never touched.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.live import announce_to_staff
from resumes import storage
from resumes.ingest.reading import columns_of, tell_parsed
from resumes.models import ReparseRun, ResumeVersion
from resumes.parsing import sandbox
from resumes.parsing.types import PARSER_VERSION, ParsedResume, ParseFailure
from resumes.types import INFECTED, MISSING, failure_of

log = logging.getLogger(__name__)

TOPIC = "reparse"
State = ReparseRun.State
#: Read in one go and written in one transaction; what is lost when the process is killed.
BATCH = 8
_TOGETHER = 2
#: A batch takes at most some minutes; a run that moved longer ago than this has lost its worker.
STALLED = timedelta(minutes=6)
#: What says the same about a person; where it was found on the page is no change.
_SAID = ("parsed", "text", "language", "pages", "experience_months", "warnings")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file again: a resume, or a code that says why not."""

    version_id: UUID
    parsed: ParsedResume | None
    code: str
    seconds: float


def versions_to_reread(run: ReparseRun) -> QuerySet[ResumeVersion]:
    """Return the versions this run reads, in its order."""
    versions = (
        ResumeVersion.objects.filter(
            origin=ResumeVersion.Origin.UPLOADED,
            state__in=[ResumeVersion.State.PARSED, ResumeVersion.State.FAILED],
            created_at__lte=run.created_at,
        )
        .exclude(file_key="")
        .exclude(failure_code=INFECTED)
        .order_by("pk")
    )
    if settings.CLAMAV_URL:  # what was never scanned is read by a retry, which has it scanned first
        versions = versions.filter(Q(state=ResumeVersion.State.PARSED) | ~Q(scanned_at=None))
    return versions if run.is_everything else versions.exclude(parser_version=run.parser_version)


def reread_for(*, run_id: UUID, seconds: float) -> bool:
    """Read batches for about so long; return whether there is more to do here.

    Raises: StorageDownError; what was read before it is kept.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not reread_batch(run_id=run_id):
            return False
    return True


def reread_batch(*, run_id: UUID) -> bool:
    """Read the next few files; False when the run is over, or another process was faster.

    Nothing is written twice: the batch and the cursor behind it are one transaction, and only the
    process that saw the cursor where it was may move it. Raises: StorageDownError.
    """
    run = ReparseRun.objects.filter(pk=run_id, state=State.RUNNING).first()
    if run is None:
        return False
    due = versions_to_reread(run)
    if run.cursor is not None:
        due = due.filter(pk__gt=run.cursor)
    rows = list(due.values_list("pk", "file_key")[:BATCH])
    if not rows:
        _end(run)
        return False
    with ThreadPoolExecutor(max_workers=_TOGETHER) as pool:
        readings = list(pool.map(_read, *zip(*rows, strict=True)))
    return _record(run, readings)


def stalled_runs(*, now: datetime) -> list[UUID]:
    """Return runs whose worker was killed or whose message was lost."""
    stalled = ReparseRun.objects.filter(state=State.RUNNING, updated_at__lt=now - STALLED)
    return list(stalled.values_list("pk", flat=True))


def _read(version_id: UUID, file_key: str) -> Reading:
    """In a thread of its own, without the database. Raises: StorageDownError."""
    started = time.monotonic()
    try:
        with storage.fetched(file_key) as path:
            parsed, code = sandbox.parse_file(path), ""
    except ParseFailure as failure:
        parsed, code = None, failure.code
    except FileNotFoundError:
        parsed, code = None, MISSING
    return Reading(version_id, parsed, code, time.monotonic() - started)


@transaction.atomic
def _record(run: ReparseRun, readings: list[Reading]) -> bool:
    now = timezone.now()
    mine = ReparseRun.objects.filter(pk=run.pk, state=State.RUNNING, cursor=run.cursor)
    if not mine.update(cursor=readings[-1].version_id, updated_at=now):
        return False
    changed = sum(_write(reading, now) for reading in readings if reading.parsed is not None)
    refused = [reading for reading in readings if reading.parsed is None]
    for reading in refused:
        _write_refusal(reading, now)
    ReparseRun.objects.filter(pk=run.pk).update(
        done=F("done") + len(readings),
        changed=F("changed") + changed,
        failed=F("failed") + len(refused),
    )
    _announce(run)
    return True


def _write(reading: Reading, now: datetime) -> bool:
    """Replace a reading; return whether it says something else about the person."""
    assert reading.parsed is not None
    version = ResumeVersion.objects.select_for_update().filter(pk=reading.version_id).first()
    if version is None:  # deleted meanwhile
        return False
    columns = columns_of(reading.parsed)
    was_read = version.state == ResumeVersion.State.PARSED
    is_changed = not was_read or any(getattr(version, name) != columns[name] for name in _SAID)
    state: dict[str, Any] = {} if was_read else {"state_since": now}
    ResumeVersion.objects.filter(pk=version.pk).update(
        state=ResumeVersion.State.PARSED,
        failure_code="",
        failure_message="",
        parse_seconds=round(reading.seconds, 3),
        updated_at=now,
        **columns,
        **state,
    )
    if is_changed:
        tell_parsed(version.pk, version.owner_id)
    return is_changed


def _write_refusal(reading: Reading, now: datetime) -> None:
    """A reading that worked before stays; a failure may have another reason now."""
    log.info("resume version %s was not read again: %s", reading.version_id, reading.code)
    failed = ResumeVersion.objects.filter(pk=reading.version_id, state=ResumeVersion.State.FAILED)
    failed.update(
        failure_code=reading.code,
        failure_message=str(failure_of(reading.code).sentence),
        parser_version=PARSER_VERSION,
        updated_at=now,
    )


@transaction.atomic
def _end(run: ReparseRun) -> None:
    now = timezone.now()
    running = ReparseRun.objects.filter(pk=run.pk, state=State.RUNNING)
    if running.update(state=State.DONE, finished_at=now, updated_at=now):
        _announce(run)


def _announce(run: ReparseRun) -> None:
    transaction.on_commit(lambda: announce_to_staff(TOPIC, run_id=run.pk))
