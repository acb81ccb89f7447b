"""Validate, enrich, dedupe and vectorise page by page; each page is staged in one commit."""

import multiprocessing
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from jobs import indexers
from jobs.models import RejectedRow, SourceRun, StagedPage, StagedPayload
from jobs.pipeline import columns, recording
from jobs.pipeline.enriching import VERSION, Enriched, Item, enrich_page, storable, warm_up
from jobs.pipeline.fetching import Progress
from jobs.pipeline.lease import Lease
from jobs.pipeline.preparing import Prepared, prepare
from jobs.sources.base import PostingSource

Stage = recording.Stage
Submit = Callable[[list[Item]], "Future[Enriched]"]

_ROWS_WORTH_A_POOL = 3000
_LARGEST_PAYLOAD = 64_000  # characters of a refused row that are kept
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
    waiting = [number for number in _page_numbers(run) if number not in work.done]
    rows = sum(run.pages.filter(page__in=waiting).values_list("count", flat=True))
    work.total = work.tallies[Stage.VALIDATE].rows_in + rows
    with _enrichers(processes if rows >= _ROWS_WORTH_A_POOL else 1) as submit:
        in_flight: deque[tuple[Prepared, Future[Enriched]]] = deque()
        for number in waiting:
            with recording.failing_as(run, Stage.VALIDATE):
                prepared = _prepare(run, source, number, work.already, now)
            with recording.failing_as(run, Stage.ENRICH):
                in_flight.append((prepared, submit(prepared.items)))
            if len(in_flight) > processes:
                work.finish(*in_flight.popleft())
        while in_flight:
            work.finish(*in_flight.popleft())
    work.record_all()


class _Work:
    """What has been staged so far in this run, in this life or an earlier one."""

    def __init__(self, run: SourceRun, lease: Lease, progress: Progress) -> None:
        self.run, self.lease, self.progress = run, lease, progress
        self.total = 0
        self.done: set[int] = set()
        self.already: set[UUID] = set()
        self.tallies = {stage: recording.Tally() for stage in _STAGES}
        for staged in run.staged.order_by("page").defer("rows").iterator(chunk_size=20):
            self.done.add(staged.page)
            self._count(staged.counts)
            seen = columns.unpack(staged.seen).splitlines()
            self.already.update(UUID(line[:36].decode()) for line in seen)

    def finish(self, prepared: Prepared, future: "Future[Enriched]") -> None:
        """Vectorise one enriched page and commit it to staging."""
        with recording.failing_as(self.run, Stage.ENRICH):
            enriched = future.result()
        with recording.failing_as(self.run, Stage.VECTORISE):
            watch = recording.Stopwatch()
            payloads = _vectorise(enriched)
            seconds = watch.lap()
        counts = _counts(prepared, enriched, seconds)
        _keep(self.run, prepared, enriched, payloads, counts)
        self.lease.renew()
        self._count(counts)
        self.record_all()
        self.progress(Stage.ENRICH, self.tallies[Stage.VALIDATE].rows_in, self.total)

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


def _page_numbers(run: SourceRun) -> list[int]:
    return list(run.pages.order_by("page").values_list("page", flat=True))


def _prepare(
    run: SourceRun, source: PostingSource, number: int, already: set[UUID], now: datetime
) -> Prepared:
    page = run.pages.get(page=number)
    body = zlib.decompress(page.body)
    return prepare(source, number, body, page.origin, already=already, now=now)


def _vectorise(enriched: Enriched) -> dict[str, bytes]:
    if not enriched.texts:
        return {}
    return {
        name: indexer.compute(enriched.texts) for name, indexer in indexers.registered().items()
    }


def _counts(prepared: Prepared, enriched: Enriched, seconds: float) -> dict[str, dict[str, float]]:
    """Rows in, out and rejected per stage.

    Exact repeats never reach enrichment, known postings pass through it untouched.
    """
    valid = prepared.rows - len(prepared.rejected)
    refused = len(enriched.rejected)
    enriched_out = valid - refused
    unique = enriched_out - prepared.duplicates
    changed = len(enriched.texts)
    return {
        Stage.VALIDATE: _numbers(
            prepared.rows, valid, len(prepared.rejected), prepared.validate_seconds
        ),
        Stage.ENRICH: _numbers(valid, enriched_out, refused, enriched.seconds),
        Stage.DEDUPE: _numbers(enriched_out, unique, prepared.duplicates, prepared.dedupe_seconds),
        Stage.VECTORISE: _numbers(changed, changed, 0, seconds),
        "shape": {"version": columns.shape(VERSION)},  # type: ignore[dict-item]
    }


def _numbers(rows_in: int, rows_out: int, rejected: int, seconds: float) -> dict[str, float]:
    return {"in": rows_in, "out": rows_out, "rejected": rejected, "seconds": round(seconds, 4)}


def _drop_pages_of_other_code(run: SourceRun) -> None:
    """A page staged before an upgrade is made again rather than published wrongly."""
    stale = run.staged.exclude(counts__shape__version=columns.shape(VERSION))
    if stale.exists():
        run.rejects.all().delete()
        run.staged.all().delete()


@transaction.atomic
def _keep(
    run: SourceRun,
    prepared: Prepared,
    enriched: Enriched,
    payloads: dict[str, bytes],
    counts: dict[str, dict[str, float]],
) -> None:
    staged = StagedPage.objects.create(
        run=run,
        page=prepared.page,
        rows=enriched.rows,
        seen=columns.pack(prepared.seen),
        counts=counts,
    )
    StagedPayload.objects.bulk_create(
        StagedPayload(staged=staged, indexer=name, body=body) for name, body in payloads.items()
    )
    rejects = [(Stage.VALIDATE, reason, payload) for reason, payload in prepared.rejected]
    rejects += [
        (Stage.ENRICH, reason, prepared.payloads[external_id])
        for external_id, reason in enriched.rejected
    ]
    RejectedRow.objects.filter(run=run, page=prepared.page).delete()
    RejectedRow.objects.bulk_create(
        RejectedRow(
            run=run, page=prepared.page, stage=stage, reason=reason, payload=_payload(payload)
        )
        for stage, reason, payload in rejects
    )


def _payload(payload: object) -> object:
    if payload is None:  # the column would take it for no value at all
        return {"text": "null"}
    if isinstance(payload, str):
        return {"text": storable(payload[:_LARGEST_PAYLOAD])}
    return storable(payload)


@contextmanager
def _enrichers(processes: int) -> Iterator[Submit]:
    """Where pages are enriched: in child processes, or right here.

    Children are spawned, not forked: a fork would share this process's database connections.
    """
    if processes <= 1 or multiprocessing.current_process().daemon:
        yield _here
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=warm_up) as pool:
        # Children start with the first work: a run that finds everything known starts none.
        yield lambda items: pool.submit(enrich_page, items) if items else _here(items)


def _here(items: list[Item]) -> "Future[Enriched]":
    future: Future[Enriched] = Future()
    future.set_result(enrich_page(items))
    return future
