"""Where a card stands in its column: fractional positions, ties broken by key."""

from uuid import UUID

from django.db.models import Min

from applications.models import Application, ApplicationQuerySet
from applications.states import COLUMNS, Column

STEP = 1024.0
SMALLEST_GAP = 1e-6  # below this, halving again would soon meet the limits of a float


def in_column(owner_id: UUID, column: Column) -> ApplicationQuerySet:
    """Return one column of one person's board, top first."""
    rows = Application.objects.owned_by(owner_id).filter(status__in=COLUMNS[column])
    return rows.order_by("position", "pk")


def top_of(owner_id: UUID, column: Column) -> float:
    """Return a position above everything in the column."""
    lowest = in_column(owner_id, column).order_by().aggregate(low=Min("position"))["low"]
    return 0.0 if lowest is None else lowest - STEP


def between(above: float, below: float | None) -> float | None:
    """Return a position between two neighbours, or None when the gap is used up."""
    if below is None:
        return above + STEP
    return (above + below) / 2 if below - above > SMALLEST_GAP else None
