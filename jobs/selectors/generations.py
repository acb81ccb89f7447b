"""How current a stored answer about open postings is."""

from datetime import datetime, timedelta

from django.db.models import Sum

from jobs.models import IndexGeneration, Posting, StageRun

#: Talent Solution finds a posting up to five minutes after it was told of it.
_SETTLES_IN = timedelta(minutes=10)


def index_generation() -> int:
    """A number that grows with every change of what is open."""
    return IndexGeneration.objects.aggregate(changes=Sum("changes"))["changes"] or 0


def is_talent_behind(*, now: datetime) -> bool:
    """Whether Talent Solution may not find every open posting yet."""
    waiting = Posting.objects.filter(
        status=Posting.Status.ACTIVE, sync_status=Posting.SyncStatus.PENDING
    )
    told = StageRun.objects.filter(
        stage=StageRun.Stage.SYNC_TALENT, updated_at__gt=now - _SETTLES_IN
    )
    return waiting.exists() or told.exists()
