"""The geometry of the funnel picture."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
LABEL_WIDTH = 150
COUNT_WIDTH = 90
ROW_HEIGHT = 44
BAR_HEIGHT = 28
LEAST_BAR = 2.0  # a count above zero is never invisible


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage; lengths in SVG user units."""

    label: str
    count: int
    share: str  # of the stage before, as "4 of 9"; empty for the first
    y: float
    text_y: float
    x: float
    width: float
    count_x: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The whole picture."""

    bars: list[Bar]
    width: int
    height: int


def funnel(stages: Sequence[tuple[str, int]]) -> Funnel:
    """Return bars on one scale, the widest stage as wide as the picture allows."""
    most = max((count for _label, count in stages), default=0) or 1
    room = WIDTH - LABEL_WIDTH - COUNT_WIDTH
    bars = []
    before: int | None = None
    for index, (label, count) in enumerate(stages):
        width = max(room * count / most, LEAST_BAR) if count else 0.0
        y = index * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2
        bars.append(
            Bar(
                label=label,
                count=count,
                share="" if before is None else f"{count}/{before}",
                y=y,
                text_y=y + BAR_HEIGHT / 2,
                x=LABEL_WIDTH,
                width=round(width, 1),
                count_x=round(LABEL_WIDTH + width + 10, 1),
            )
        )
        before = count
    return Funnel(bars, WIDTH, len(bars) * ROW_HEIGHT)
