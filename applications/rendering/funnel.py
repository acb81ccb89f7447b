"""The lengths of the bars that show how far applications came."""

from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = 100.0
LEAST_BAR = 0.5  # a count above zero is never invisible


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage."""

    label: str
    count: int
    share: str  # of the stage before, as "4/9"; empty for the first
    length: float  # of the room there is, in percent


def funnel(stages: Sequence[tuple[str, int]]) -> list[Bar]:
    """Return bars on one scale, the widest stage as wide as the room."""
    most = max((count for _label, count in stages), default=0) or 1
    before = [None, *(count for _label, count in stages)]
    return [
        Bar(
            label=label,
            count=count,
            share="" if earlier is None else f"{count}/{earlier}",
            length=round(max(WHOLE * count / most, LEAST_BAR), 1) if count else 0.0,
        )
        for (label, count), earlier in zip(stages, before, strict=False)
    ]
