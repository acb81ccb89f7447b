"""What changed since a client last asked, deletions too, in pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from applications.models import Application, Tombstone
from applications.selectors.table import Filters, applications

TOLD_FOR = timedelta(days=90)
"""How long a deletion is told."""
OVERLAP = timedelta(seconds=30)
"""A change is stamped before it is committed: the last moments are told again."""
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a client stands: everything up to this moment and row is known to it."""

    at: datetime
    pk: UUID = _FIRST

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        """Read a moment with its zone, or what an answer said before. Raises: ValueError."""
        moment, _tilde, pk = text.replace(" ", "+").partition("~")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError(text)
        return cls(at, UUID(pk) if pk else _FIRST)


@dataclass(frozen=True, slots=True)
class Changes:
    """One page. `mark` is what to ask with next; now, while there is more, else later."""

    applications: list[Application]
    deleted: list[Tombstone]
    mark: Mark | None
    has_more: bool


def changes(owner_id: UUID, since: Mark | None, *, size: int, now: datetime) -> Changes:
    """Return what changed since, the earliest first. The same change may be told twice."""
    rows = applications(owner_id, Filters(), now=now).order_by("updated_at", "pk")
    graves = Tombstone.objects.filter(owner_id=owner_id).order_by("created_at", "pk")
    if since is not None:
        rows = rows.filter(_after("updated_at", since))
        graves = graves.filter(_after("created_at", since))
    found = _in_order(rows, graves if since is not None else graves.none(), size + 1)
    page, has_more = found[:size], len(found) > size
    return Changes(
        applications=[row for _mark, row in page if isinstance(row, Application)],
        deleted=[row for _mark, row in page if isinstance(row, Tombstone)],
        mark=_next(page[-1][0] if page else None, since, has_more=has_more, now=now),
        has_more=has_more,
    )


def _after(field: str, mark: Mark) -> Q:
    later = Q(**{f"{field}__gt": mark.at})
    return later | Q(**{field: mark.at, "pk__gt": mark.pk})


def _in_order(
    rows: QuerySet[Application], graves: QuerySet[Tombstone], size: int
) -> list[tuple[Mark, Application | Tombstone]]:
    found: list[tuple[Mark, Application | Tombstone]] = [
        (Mark(row.updated_at, row.pk), row) for row in rows[:size]
    ]
    found += [(Mark(grave.created_at, grave.pk), grave) for grave in graves[:size]]
    return sorted(found, key=lambda pair: (pair[0].at, pair[0].pk))[:size]


def _next(last: Mark | None, since: Mark | None, *, has_more: bool, now: datetime) -> Mark | None:
    if has_more:
        return last
    reached = last or since
    settled = Mark(now - OVERLAP)
    if reached is None or reached.at > settled.at:
        return settled if since is None or since.at < settled.at else since
    return reached
