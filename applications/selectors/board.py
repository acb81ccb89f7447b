"""The board: seven columns of cards, a few queries however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber

from applications.models import Application
from applications.selectors.cards import Card, card_of, is_due, with_next_step, without_next_step
from applications.selectors.order import in_column
from applications.states import CLOSED, COLUMN_OF, COLUMNS, Column, Status

CARDS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One column with the cards shown so far."""

    column: Column
    count: int
    cards: list[Card]
    more_after: UUID | None  # the last card shown, when there are more below it

    @property
    def label(self) -> str:
        """The name on the page."""
        return str(self.column.label)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows at first sight."""

    columns: list[BoardColumn]
    total: int
    without_next_step: int
    needs_action: int


def board(
    owner_id: UUID,
    *,
    now: datetime,
    per_column: int = CARDS_AT_ONCE,
    unfolded: Mapping[Column, int] | None = None,
) -> Board:
    """Return the first cards of every column, and the counts over all of them.

    Args:
        unfolded: how many cards more to show in columns a person has scrolled down.
    """
    limits = {c: per_column + (unfolded or {}).get(c, 0) for c in Column}
    counts = counts_by_column(owner_id)
    whens = [When(status__in=statuses, then=Value(c.value)) for c, statuses in COLUMNS.items()]
    # The first keys alone, then what cards are made of: the other way round, PostgreSQL would work
    # out the next step of every application there is.
    ranked = (
        Application.objects.owned_by(owner_id)
        .annotate(on=Case(*whens, output_field=CharField()))
        .annotate(
            rank=Window(
                RowNumber(), partition_by=F("on"), order_by=[F("position").asc(), F("pk").asc()]
            )
        )
        .filter(rank__lte=max(limits.values()))
    )
    found = ranked.values_list("pk", "on", "rank")
    first = [pk for pk, on, rank in found if rank <= limits[Column(on)]]
    rows = Application.objects.filter(pk__in=first).defer("description").order_by("position", "pk")
    cards = [card_of(row, now=now) for row in with_next_step(rows, now=now)]
    columns = [_column(c, counts[c], [k for k in cards if k.column == c]) for c in Column]
    steps = attention(owner_id, now=now)
    return Board(columns, sum(counts.values()), steps["without"], steps["due"])


def more_of(
    owner_id: UUID, column: Column, *, after: UUID, now: datetime, limit: int = CARDS_AT_ONCE
) -> BoardColumn:
    """Return the cards of a column below `after`; none when that card has left the column."""
    rows = in_column(owner_id, column)
    last = rows.filter(pk=after).values_list("position", flat=True).first()
    if last is None:
        return BoardColumn(column, 0, [], None)
    below = rows.filter(Q(position__gt=last) | Q(position=last, pk__gt=after)).defer("description")
    found = list(with_next_step(below, now=now)[: limit + 1])
    cards = [card_of(row, now=now) for row in found[:limit]]
    return BoardColumn(column, 0, cards, cards[-1].id if len(found) > limit else None)


def counts_by_column(owner_id: UUID) -> dict[Column, int]:
    """Return how many applications stand in each column, zeros included."""
    rows = Application.objects.owned_by(owner_id).order_by().values("status")
    counts = dict.fromkeys(Column, 0)
    for row in rows.annotate(n=Count("pk")):
        counts[COLUMN_OF[Status(row["status"])]] += row["n"]
    return counts


def attention(owner_id: UUID, *, now: datetime) -> dict[str, int]:
    """Count open applications with something due, and those with no next step at all."""
    rows = Application.objects.owned_by(owner_id).exclude(status__in=CLOSED)
    return rows.aggregate(
        without=Count("pk", filter=without_next_step(owner_id, now=now)),
        due=Count("pk", filter=is_due(owner_id, now=now)),
    )


def _column(column: Column, count: int, cards: list[Card]) -> BoardColumn:
    more = cards[-1].id if cards and count > len(cards) else None
    return BoardColumn(column, count, cards, more)
