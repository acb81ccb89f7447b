"""Close what is over."""

from datetime import datetime

from django.db import transaction

from jobs.models import Posting, PostingSearch

BATCH = 5000


def expire_postings(*, now: datetime) -> int:
    """Close every open posting whose end has passed; returns how many. Samples have no end."""
    closed = 0
    while batch := _expire_batch(now):
        closed += batch
    return closed


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
