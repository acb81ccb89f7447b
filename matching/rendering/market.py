"""Pictures of the market: columns and bars as numbers a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH = 600.0
HEIGHT = 160.0
GAP = 4.0
LEAST = 1.5  # a count above zero is never invisible
WHOLE = 100.0
_MOST_BINS = 14
_STEPS = (1, 2, 2.5, 5, 10)
_EDGE = 0.02  # the share of amounts at each end that is put into the first and last column


@dataclass(frozen=True, slots=True)
class Column:
    """One column, in units of the picture (WIDTH by HEIGHT)."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Amounts from `low` up to `high`; the first and last also take what lies beyond."""

    low: int
    high: int
    count: int

    def holds(self, amount: int) -> bool:
        """Whether an amount lies between the two."""
        return self.low <= amount < self.high


@dataclass(frozen=True, slots=True)
class Line:
    """One bar of a list, its length in percent of the longest."""

    label: str
    count: int
    length: float


def bins(amounts: Sequence[int]) -> list[Bin]:
    """Return columns of equal, round width for sorted amounts; few far ones stretch nothing."""
    if not amounts:
        return []
    edge = int(len(amounts) * _EDGE)
    low, high = amounts[edge], amounts[-1 - edge]
    step = _round_step((high - low) / _MOST_BINS)
    first, last = floor(low / step), floor(high / step)
    counts = [0] * (last - first + 1)
    for amount in amounts:
        place = min(max(floor(amount / step), first), last) - first
        counts[place] += 1
    return [
        Bin((first + n) * step, (first + n + 1) * step, count) for n, count in enumerate(counts)
    ]


def columns(counted: Sequence[tuple[str, int]], *, marked: int | None = None) -> list[Column]:
    """Return one column per count, side by side; `marked` is the place of the one to point out."""
    if not counted:
        return []
    most = max(count for _label, count in counted) or 1
    room = WIDTH / len(counted)
    return [
        _column(label, count, n * room, room, most, is_marked=n == marked)
        for n, (label, count) in enumerate(counted)
    ]


def lines(counted: Sequence[tuple[str, int]]) -> list[Line]:
    """Return one bar per count, the longest as long as the room."""
    most = max((count for _label, count in counted), default=0) or 1
    return [Line(label, count, round(WHOLE * count / most, 1)) for label, count in counted]


def place_in(found: Sequence[Bin], amount: int | None) -> int | None:
    """The place of the bin an amount falls into: beyond the ends it is the first or the last."""
    if amount is None or not found:
        return None
    if amount < found[0].low:
        return 0
    return next((n for n, one in enumerate(found) if one.holds(amount)), len(found) - 1)


def x_of(found: Sequence[Bin], amount: int) -> float:
    """Where an amount stands in the picture of these bins, kept inside it."""
    low, high = found[0].low, found[-1].high
    return round(min(max((amount - low) / (high - low), 0.0), 1.0) * WIDTH, 1)


def _column(
    label: str, count: int, start: float, room: float, most: int, *, is_marked: bool
) -> Column:
    height = max(HEIGHT * count / most, LEAST) if count else 0.0
    return Column(
        label=label,
        count=count,
        x=round(start + GAP / 2, 2),
        y=round(HEIGHT - height, 2),
        width=round(room - GAP, 2),
        height=round(height, 2),
        is_marked=is_marked,
    )


def _round_step(least: float) -> int:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is at least so much."""
    if least <= 1:
        return 1
    power: int = 10 ** floor(log10(least))
    return ceil(next(step * power for step in _STEPS if step * power >= least))
