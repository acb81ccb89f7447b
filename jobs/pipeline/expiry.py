"""Close what is over, and nothing because a source is unwell."""

from collections.abc import Iterable
from datetime import datetime
from statistics import median_high
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jobs.models import Posting, PostingSearch, SourceRun
from jobs.signals import source_looks_unwell

BATCH = 5000
_RUNS_REMEMBERED = 7


def expire_postings(*, now: datetime) -> int:
    """Close every open posting whose end has passed; returns how many. Samples have no end."""
    closed = 0
    while batch := _expire_batch(now):
        closed += batch
    return closed


@transaction.atomic
def mark_gone(postings: Iterable[UUID], *, now: datetime) -> int:
    """Close postings whose source says that they are gone; returns how many were not so before.

    Soft, as every closing: what its source lists again is open again.
    """
    ids = list(postings)
    PostingSearch.objects.filter(pk__in=ids).update(is_active=False)
    there = Posting.objects.filter(pk__in=ids).exclude(status=Posting.Status.DELETED)
    return there.update(
        status=Posting.Status.DELETED, closed_at=Coalesce("closed_at", now), updated_at=now
    )


def usual_count(run: SourceRun) -> int:
    """How many postings this source usually gives when asked the same; 0 when nobody knows.

    The median of its last seven complete runs: one bad day does not become the norm, a source that
    really shrank is believed after a few runs in a row. Imports from files have no usual.
    """
    if run.trigger == SourceRun.Trigger.IMPORT:
        return 0
    alike = run.source.runs.filter(
        state=SourceRun.State.DONE, cursor__plan=run.cursor.get("plan"), cursor__is_complete=True
    )
    recent = alike.order_by("-started_at").values_list("counts", flat=True)[:_RUNS_REMEMBERED]
    counts = [
        sum(found.get(name, 0) for name in ("created", "updated", "unchanged")) for found in recent
    ]
    return median_high(counts) if counts else run.source.last_good_count


def note_health(run: SourceRun, *, got: int) -> None:
    """Write on the run when a complete fetch gave less than half of the usual, and say so on commit."""
    run.warnings = []
    usual = usual_count(run)
    if not run.cursor.get("is_complete") or got * 2 >= usual:
        return
    run.warnings = [
        _("Only %(got)d postings where there are usually %(usual)d; nothing was closed.")
        % {"got": got, "usual": usual}
    ]
    slug, run_id = run.source.slug, str(run.pk)
    transaction.on_commit(
        lambda: source_looks_unwell.send(
            sender=SourceRun, source=slug, run_id=run_id, usual=usual, got=got
        ),
        robust=True,
    )


@transaction.atomic
def _expire_batch(now: datetime) -> int:
    over = Posting.objects.filter(status=Posting.Status.ACTIVE, expires_at__lte=now)
    ids = list(
        over.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH]
    )
    PostingSearch.objects.filter(pk__in=ids).update(is_active=False)
    return Posting.objects.filter(pk__in=ids).update(
        status=Posting.Status.EXPIRED, closed_at=now, updated_at=now
    )
