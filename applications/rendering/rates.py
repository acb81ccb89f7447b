"""Rates of small numbers, said honestly: with their n and how far luck may have moved them."""

from dataclasses import dataclass
from math import sqrt

ENOUGH = 5
"""Below this many a rate is not shown: one answer more would change it by a fifth and more."""
_Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`, with a 95 % interval in percent; none of it while there are too few."""

    part: int
    whole: int
    percent: int | None
    low: int | None
    high: int | None


def rate(part: int, whole: int) -> Rate:
    """Return a rate with its Wilson score interval.

    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
    """
    if whole < ENOUGH:
        return Rate(part, whole, None, None, None)
    share, z2 = part / whole, _Z * _Z
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z / (1 + z2 / whole) * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    low, high = (round(100 * max(0.0, min(1.0, edge))) for edge in (middle - half, middle + half))
    return Rate(part, whole, round(100 * share), low, high)
