"""Publish: one transaction that makes a whole run visible, or nothing of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from psycopg import Cursor

from jobs import indexers
from jobs.models import SourceRun, StagedPage, StagedPayload
from jobs.pipeline import clustering, columns, publishing_sql, recording
from jobs.pipeline.expiry import note_health, usual_count
from jobs.pipeline.lease import PUBLISHING_SECONDS, Lease
from jobs.pipeline.talent.syncing import status_of_new
from jobs.selectors import forget_languages
from jobs.signals import postings_published

Stage = recording.Stage
RawCursor = Cursor[tuple[object, ...]]
_WORTH_ANALYSING = 2000


def publish(
    run: SourceRun,
    lease: Lease,
    *,
    now: datetime,
    expiry_days: int | None,
    clock: Callable[[], datetime],
) -> dict[str, int]:
    """Publish everything the run staged and close the run.

    Returns the counts `new created updated unchanged resurrected expired rejected open`.
    """
    lease.renew(PUBLISHING_SECONDS)
    with recording.failing_as(run, Stage.PUBLISH), transaction.atomic():
        lease.renew(PUBLISHING_SECONDS)
        counts = _publish(run, now, expiry_days)
        note_health(run, got=sum(counts[name] for name in ("created", "updated", "unchanged")))
        _close(run, now, clock(), counts)
    return counts


def _publish(run: SourceRun, now: datetime, expiry_days: int | None) -> dict[str, int]:
    watch = recording.Stopwatch()
    values = {
        "source": run.source_id,
        "is_sample": run.source.is_sample,
        "now": now,
        "expiry_days": None if run.source.is_sample else expiry_days,
        # What a full feed no longer holds is over, unless the feed looks unwell.
        "closes_absent": run.source.full_feed and bool(run.cursor.get("is_complete")),
        "usual_count": usual_count(run),
        "sync_status": status_of_new(is_sample=run.source.is_sample),
    }
    with connection.cursor() as wrapped:
        cursor: RawCursor = wrapped.cursor
        _load(cursor, run)
        counts = _merge(cursor, values)
        counts["expired"] += counts.pop("absent")
        counts["regrouped"] = _group(cursor, run, counts["written"])
        _publish_payloads(cursor, run, counts["written"])
        _tidy(cursor, counts["written"])
        del counts["written"]
        counts["rejected"] = run.rejects.count()
    tally = recording.Tally()
    tally.add(
        rows_in=counts["created"] + counts["updated"] + counts["unchanged"],
        rows_out=counts["created"] + counts["updated"],
        seconds=watch.lap(),
    )
    recording.record(run, Stage.PUBLISH, tally)
    return counts


def _group(cursor: RawCursor, run: SourceRun, written: int) -> int:
    """Put the postings of the run into clusters, as the last part of finding duplicates."""
    if not written:
        return 0
    watch = recording.Stopwatch()
    regrouped = clustering.group_staged(cursor)
    stage = run.stages.filter(stage=Stage.DEDUPE)
    stage.update(seconds=F("seconds") + round(watch.lap(), 3))
    return regrouped


def _load(cursor: RawCursor, run: SourceRun) -> None:
    cursor.execute(publishing_sql.CREATE)
    pages = StagedPage.objects.filter(run=run).order_by("page")
    for staged in pages.iterator(chunk_size=5):
        _copy(cursor, "staged", columns.STAGED, staged.rows)
        _copy(cursor, "seen", columns.SEEN, staged.seen)
    cursor.execute(publishing_sql.READY_TABLES)


def _copy(
    cursor: RawCursor, table: str, names: Mapping[str, str], body: bytes | memoryview
) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        copy.write(columns.unpack(body))


def _merge(cursor: RawCursor, values: dict[str, Any]) -> dict[str, int]:
    """Run the statements in order; each returns the figures it is named for."""
    counts: dict[str, int] = {}
    cursor.execute(publishing_sql.READY, values)
    for statement in publishing_sql.STATEMENTS:
        cursor.execute(statement, values)
        if cursor.description is not None:
            counts |= _figures(cursor)
    return counts


def _figures(cursor: RawCursor) -> dict[str, int]:
    row: Sequence[Any] = cursor.fetchone() or ()
    names = [column.name for column in cursor.description or ()]
    return dict(zip(names, row, strict=True))


def _publish_payloads(cursor: RawCursor, run: SourceRun, rows: int) -> None:
    for name, indexer in indexers.registered().items():
        payloads = StagedPayload.objects.filter(staged__run=run, indexer=name)
        bulk = indexer if isinstance(indexer, indexers.BulkIndexer) else None
        if bulk and rows:
            bulk.begin_bulk(cursor, rows)
        for payload in payloads.order_by("staged__page").iterator(chunk_size=5):
            indexer.publish(cursor, bytes(payload.body))
        if bulk and rows:
            bulk.end_bulk(cursor, rows)


def _tidy(cursor: RawCursor, written: int) -> None:
    """See to it that the first question after a run is as fast as the hundredth."""
    if written:
        cursor.execute(publishing_sql.SORT_IN)
    if written >= _WORTH_ANALYSING:
        cursor.execute(publishing_sql.IS_WORTH_ANALYSING, {"written": written})
        if (cursor.fetchone() or (False,))[0]:
            cursor.execute(publishing_sql.ANALYSE)


def _close(run: SourceRun, now: datetime, finished: datetime, counts: dict[str, int]) -> None:
    run.staged.all().delete()
    run.state, run.finished_at = SourceRun.State.DONE, finished
    run.counts, run.error = counts, ""
    run.save(update_fields=["state", "finished_at", "counts", "error", "warnings", "updated_at"])
    source = run.source
    source.failures, source.back_off_until = 0, None
    source.last_good_at = now
    if not run.warnings:
        source.last_good_count = counts["created"] + counts["updated"] + counts["unchanged"]
    source.save(
        update_fields=[
            "failures", "back_off_until", "last_good_count", "last_good_at", "updated_at",
        ]
    )  # fmt: skip
    transaction.on_commit(lambda: announce(run, counts))


def announce(run: SourceRun, counts: Mapping[str, int]) -> None:
    """Tell whoever stands above that postings changed."""
    forget_languages()
    recording.announce(run, is_over=True)
    postings_published.send(
        sender=SourceRun,
        run_id=str(run.pk),
        created=counts["created"],
        updated=counts["updated"],
    )
