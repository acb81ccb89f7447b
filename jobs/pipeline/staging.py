"""Validate, enrich, dedupe and vectorise; what becomes of each page is staged in one commit."""

import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from jobs import indexers
from jobs.models import RawPage, RejectedRow, SourceRun, StagedPage, StagedPayload
from jobs.pipeline import columns, recording
from jobs.pipeline.enrichers import enrichers
from jobs.pipeline.enriching import VERSION, Enriched, IndexerFailedError, storable
from jobs.pipeline.fetching import Progress
from jobs.pipeline.lease import Lease
from jobs.pipeline.preparing import Prepared, prepare
from jobs.pipeline.repeats import IdsSeen
from jobs.sources.base import PostingSource

Stage = recording.Stage

_ROWS_WORTH_A_POOL = 3000
#: Small pages travel, are enriched and are committed together; a unit ends at the page that fills it.
ROWS_PER_UNIT = 500
_UNITS_WAITING = 1  # beyond those in work: enough that no child is ever idle
_LARGEST_PAYLOAD = 64_000  # characters of a refused row that are kept
# Django would read every page to delete it: a run's whole body in memory at once.
_DROP_STAGED = (
    "DELETE FROM jobs_stagedpayload USING jobs_stagedpage page "
    "WHERE staged_id = page.id AND page.run_id = %(run)s",
    "DELETE FROM jobs_stagedpage WHERE run_id = %(run)s",
)
_STAGES = (Stage.VALIDATE, Stage.ENRICH, Stage.DEDUPE, Stage.VECTORISE)


def stage_pages(
    run: SourceRun,
    source: PostingSource,
    lease: Lease,
    *,
    now: datetime,
    processes: int,
    progress: Progress,
) -> None:
    """Stage every fetched page that is not staged yet."""
    _drop_pages_of_other_code(run)
    work = _Work(run, lease, progress)
    waiting = [page for page in _fetched(run) if page[0] not in work.done]
    rows = sum(count for _, count in waiting)
    work.total = work.tallies[Stage.VALIDATE].rows_in + rows
    processes = processes if rows >= _ROWS_WORTH_A_POOL else 1
    with enrichers(processes, indexers.prepared()) as submit:
        in_flight: deque[tuple[list[Prepared], Future[list[Enriched]]]] = deque()
        for unit in _units(waiting):
            with recording.failing_as(run, Stage.VALIDATE):
                prepared = _prepare(run, source, unit, work.already, now)
            in_flight.append((prepared, submit([page.items for page in prepared])))
            if len(in_flight) >= processes + _UNITS_WAITING:
                work.finish(*in_flight.popleft())
        while in_flight:
            work.finish(*in_flight.popleft())
    work.record_all()


@transaction.atomic
def drop_staged(run: SourceRun) -> None:
    """Forget what a run staged: it is published, or nobody will."""
    with connection.cursor() as cursor:
        for statement in _DROP_STAGED:
            cursor.execute(statement, {"run": run.pk})


class _Work:
    """What has been staged so far in this run, in this life or an earlier one."""

    def __init__(self, run: SourceRun, lease: Lease, progress: Progress) -> None:
        self.run, self.lease, self.progress = run, lease, progress
        self.total, self.beat = 0, recording.Beat()
        self.done: set[int] = set()
        self.already = IdsSeen()
        self.tallies = {stage: recording.Tally() for stage in _STAGES}
        for staged in run.staged.order_by("page").defer("rows").iterator(chunk_size=20):
            self.done.add(staged.page)
            self._count(staged.counts)
            for line in columns.unpack(staged.seen).splitlines():
                self.already.add(UUID(line[:36].decode()))

    def finish(self, prepared: Sequence[Prepared], future: "Future[list[Enriched]]") -> None:
        """Commit a unit of pages to staging once it is enriched."""
        pages = list(zip(prepared, self._result(future), strict=True))
        counts = [_counts(*page) for page in pages]
        _keep(self.run, pages, counts)
        for one in counts:
            self._count(one)
        if self.beat.is_due():
            self.lease.renew()
            self.record_all()
        self.progress(Stage.ENRICH, self.tallies[Stage.VALIDATE].rows_in, self.total)

    def _result(self, future: "Future[list[Enriched]]") -> list[Enriched]:
        with recording.failing_as(self.run, Stage.ENRICH):
            try:
                return future.result()
            except IndexerFailedError:
                with recording.failing_as(self.run, Stage.VECTORISE):
                    raise

    def record_all(self) -> None:
        for stage, tally in self.tallies.items():
            recording.record(self.run, stage, tally)

    def _count(self, counts: dict[str, dict[str, float]]) -> None:
        for stage, tally in self.tallies.items():
            numbers = counts[stage]
            tally.add(
                rows_in=int(numbers["in"]),
                rows_out=int(numbers["out"]),
                rejected=int(numbers["rejected"]),
                seconds=numbers["seconds"],
            )


def _fetched(run: SourceRun) -> Iterable[tuple[int, int]]:
    """Number and rows of each fetched page, in order."""
    return run.pages.order_by("page").values_list("page", "count")


def _units(pages: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Numbers of pages that are worked on together."""
    unit: list[int] = []
    rows = 0
    for number, count in pages:
        unit.append(number)
        rows += count
        if rows >= ROWS_PER_UNIT:
            yield unit
            unit, rows = [], 0
    if unit:
        yield unit


def _prepare(
    run: SourceRun, source: PostingSource, unit: Sequence[int], already: IdsSeen, now: datetime
) -> list[Prepared]:
    pages = RawPage.objects.filter(run=run, page__in=unit).order_by("page")
    return [
        prepare(
            source, page.page, zlib.decompress(page.body), page.origin, already=already, now=now
        )
        for page in pages
    ]


def _counts(prepared: Prepared, enriched: Enriched) -> dict[str, dict[str, float]]:
    """Rows in, out and rejected per stage.

    Exact repeats never reach enrichment, known postings pass through it untouched.
    """
    valid = prepared.rows - len(prepared.rejected)
    refused = len(enriched.rejected)
    enriched_out = valid - refused
    unique = enriched_out - prepared.duplicates
    changed = enriched.changed
    return {
        Stage.VALIDATE: _numbers(
            prepared.rows, valid, len(prepared.rejected), prepared.validate_seconds
        ),
        Stage.ENRICH: _numbers(valid, enriched_out, refused, enriched.seconds),
        Stage.DEDUPE: _numbers(enriched_out, unique, prepared.duplicates, prepared.dedupe_seconds),
        Stage.VECTORISE: _numbers(changed, changed, 0, enriched.vectorise_seconds),
        "shape": {"version": columns.shape(VERSION)},  # type: ignore[dict-item]
    }


def _numbers(rows_in: int, rows_out: int, rejected: int, seconds: float) -> dict[str, float]:
    return {"in": rows_in, "out": rows_out, "rejected": rejected, "seconds": round(seconds, 4)}


def _drop_pages_of_other_code(run: SourceRun) -> None:
    """A page staged before an upgrade is made again rather than published wrongly."""
    stale = run.staged.exclude(counts__shape__version=columns.shape(VERSION))
    if stale.exists():
        run.rejects.all().delete()
        drop_staged(run)


@transaction.atomic
def _keep(
    run: SourceRun,
    pages: Sequence[tuple[Prepared, Enriched]],
    counts: Sequence[dict[str, dict[str, float]]],
) -> None:
    staged = StagedPage.objects.bulk_create(
        StagedPage(
            run=run,
            page=prepared.page,
            rows=enriched.rows,
            seen=columns.pack(prepared.seen),
            counts=numbers,
        )
        for (prepared, enriched), numbers in zip(pages, counts, strict=True)
    )
    StagedPayload.objects.bulk_create(
        StagedPayload(staged=page, indexer=name, body=body)
        for page, (_, enriched) in zip(staged, pages, strict=True)
        for name, body in enriched.payloads.items()
    )
    RejectedRow.objects.filter(run=run, page__in=[page.page for page in staged]).delete()
    RejectedRow.objects.bulk_create(
        RejectedRow(
            run=run,
            page=prepared.page,
            stage=stage,
            reason=reason,
            payload=_payload(payload),
        )
        for prepared, enriched in pages
        for stage, reason, payload in _rejects(prepared, enriched)
    )


def _rejects(prepared: Prepared, enriched: Enriched) -> list[tuple[str, str, object]]:
    """Stage, reason and payload of every row of a page that was refused."""
    return [
        *((Stage.VALIDATE, reason, payload) for reason, payload in prepared.rejected),
        *(
            (Stage.ENRICH, reason, prepared.payloads[external_id])
            for external_id, reason in enriched.rejected
        ),
    ]


def _payload(payload: object) -> object:
    if payload is None:  # the column would take it for no value at all
        return {"text": "null"}
    if isinstance(payload, str):
        return {"text": storable(payload[:_LARGEST_PAYLOAD])}
    return storable(payload)
