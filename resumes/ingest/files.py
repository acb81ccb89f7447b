"""The files behind versions: which of them somebody needs, and the removal of those nobody does."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from resumes import storage
from resumes.models import DirectUpload, ResumeVersion

ORPHAN_AGE = timedelta(hours=2)
#: A link to send a file lives minutes; whoever has not come back after this has given up.
ABANDONED_AGE = timedelta(hours=1)
_BATCH = 500


def sweep_orphans(*, now: datetime) -> int:
    """Remove files that no row knows and that are no upload in flight; return how many."""
    removed = 0
    batch: list[str] = []
    kept = chain(storage.stored_under(), storage.stored_under(storage.INCOMING))
    for key, written_at in kept:
        if written_at < now - ORPHAN_AGE:
            batch.append(key)
        if len(batch) >= _BATCH:
            removed += _remove_unknown(batch)
            batch = []
    return removed + _remove_unknown(batch)


def remove_unreferenced(*, owner_id: UUID, keys: Iterable[str]) -> int:
    """Remove those of a person's files that no version refers to; return how many.

    Holds the lock an upload holds while it writes its row, so a file that is being uploaded again
    is either seen as used here or seen as gone there.
    """
    with transaction.atomic():
        lock_owner(owner_id)
        unknown = sorted(set(keys) - _known(keys))
        for key in unknown:
            storage.delete(key)
    return len(unknown)


def lock_owner(owner_id: UUID) -> bool:
    """Make this person's uploads and deletions wait for one another; False when they are gone."""
    owners = get_user_model().objects.select_for_update(no_key=True)
    return owners.filter(pk=owner_id).values_list("pk").first() is not None


def sweep_abandoned(*, now: datetime) -> int:
    """Forget direct uploads nobody completed, with what was sent; return how many.

    A completed one is kept as long, so that completing twice answers the same version.
    """
    rows = list(DirectUpload.objects.filter(created_at__lt=now - ABANDONED_AGE)[:_BATCH])
    for row in rows:
        storage.delete(row.file_key)
        row.delete()
    return len(rows)


def _remove_unknown(keys: list[str]) -> int:
    unknown = set(keys) - _known(keys)
    return sum(
        remove_unreferenced(owner_id=storage.owner_of(key), keys=[key]) for key in sorted(unknown)
    )


def _known(keys: Iterable[str]) -> set[str]:
    rows = ResumeVersion.objects.filter(file_key__in=list(keys))
    return set(rows.values_list("file_key", flat=True))
