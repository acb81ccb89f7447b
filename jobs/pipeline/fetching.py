"""Fetch: every page as it came, each committed with the cursor to go on from."""

import zlib
from collections.abc import Callable

from django.db import transaction

from jobs.models import RawPage, SourceRun
from jobs.pipeline import recording
from jobs.pipeline.enriching import storable
from jobs.pipeline.lease import Lease
from jobs.sources.base import PostingSource, SourcePage

Progress = Callable[[str, int, int | None], None]


def fetch(run: SourceRun, source: PostingSource, lease: Lease, *, progress: Progress) -> None:
    """Store the pages that are still to come; a run that has them all returns at once."""
    if run.cursor.get("fetched"):
        return
    stage = recording.Stage.FETCH
    with recording.failing_as(run, stage):
        tally, number, cursor = _so_far(run)
        if number:
            recording.note(run, stage, f"goes on after page {number}")
        watch, beat = recording.Stopwatch(), recording.Beat()
        if number == 0 or cursor is not None:
            for page in source.pages(cursor):
                number += 1
                tally.add(rows_in=page.count, rows_out=page.count, seconds=watch.lap())
                _keep(run, page, number)
                if beat.is_due():
                    lease.renew()
                    recording.record(run, stage, tally)
                progress(stage, tally.rows_out, None)
        tally.seconds += watch.lap()
        _finish(run, source, tally)


def _finish(run: SourceRun, source: PostingSource, tally: recording.Tally) -> None:
    note = recording.said(getattr(source, "stopped_early", ""))
    tally.retries = getattr(source, "retries", 0)
    with transaction.atomic():
        recording.record(run, recording.Stage.FETCH, tally, error=note)
        if tally.retries:
            recording.note(run, recording.Stage.FETCH, f"{tally.retries} calls were made again")
        if note:
            recording.note(run, recording.Stage.FETCH, f"stopped early: {note}")
        complete = getattr(source, "is_complete", not note)
        run.cursor = {**run.cursor, "fetched": True, "stopped_early": note, "is_complete": complete}
        run.save(update_fields=["cursor", "updated_at"])


def _so_far(run: SourceRun) -> tuple[recording.Tally, int, dict[str, object] | None]:
    """What an earlier life of this run fetched: tally, last page's number, where to go on."""
    tally, number, cursor = recording.Tally(), 0, None
    pages = run.pages.order_by("page").values_list("page", "count", "next_cursor")
    for number, count, cursor in pages:  # noqa: B007 - the last page's values are wanted
        tally.add(rows_in=count, rows_out=count)
    earlier = run.stages.filter(stage=recording.Stage.FETCH).first()
    tally.seconds = earlier.seconds if earlier else 0.0
    return tally, number, cursor


def _keep(run: SourceRun, page: SourcePage, number: int) -> None:
    RawPage.objects.create(
        run=run,
        page=number,
        body=zlib.compress(page.body, 1),
        count=page.count,
        origin=storable(dict(page.origin)),
        next_cursor=None if page.next_cursor is None else storable(dict(page.next_cursor)),
    )
