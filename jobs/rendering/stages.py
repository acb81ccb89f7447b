"""The bars of a run: how many rows went into each stage, came out or were refused, and how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = 100.0
LEAST = 0.6  # what is there at all is never invisible


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage counted."""

    name: str
    rows_in: int
    rows_out: int
    rejected: int
    seconds: float
    retries: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage on the scale of its run: lengths in percent of the widest stage."""

    stage: Stage
    out: float
    refused: float
    is_failed: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """One stage's share of a run's time, from `start` on, both in percent."""

    name: str
    seconds: float
    start: float
    length: float


def bars(stages: Sequence[Stage], *, failed: str = "") -> list[Bar]:
    """Return a bar per stage, all on one scale; `failed` names the stage a run stopped at."""
    widest = max((max(stage.rows_in, stage.rows_out) for stage in stages), default=0) or 1
    return [
        Bar(
            stage=stage,
            out=_length(stage.rows_out, widest),
            refused=_length(stage.rejected, widest),
            is_failed=stage.name == failed,
        )
        for stage in stages
    ]


def time_strip(stages: Sequence[Stage]) -> list[Slice]:
    """Return where a run's time went, stage after stage; nothing when it took none."""
    whole = sum(stage.seconds for stage in stages)
    if whole <= 0:
        return []
    slices, start = [], 0.0
    for stage in stages:
        length = WHOLE * stage.seconds / whole
        slices.append(Slice(stage.name, stage.seconds, round(start, 2), round(length, 2)))
        start += length
    return slices


def _length(rows: int, widest: int) -> float:
    return round(max(WHOLE * rows / widest, LEAST), 2) if rows else 0.0
