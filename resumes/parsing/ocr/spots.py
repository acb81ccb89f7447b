"""Finds the bullets of a picture that were not read as letters: lone round spots before lines of text."""

import numpy as np

_REACH_EMS = 2.6
_NEAR_EMS = 0.2
_SIDE_EMS = (0.12, 0.62)
_ROUND = 0.6
_FILLED = 0.55
_FEW = 2


def bullets(lines: list[tuple[int, float, float]], ink: np.ndarray) -> list[tuple[int, int] | None]:
    """The left and right edge of the spot before each line, given its left edge, base and size in pixels.

    A spot alone on a page is no list.
    """
    found = [_spot(left, base, size, ink) for left, base, size in lines]
    return found if sum(spot is not None for spot in found) >= _FEW else [None] * len(lines)


def _spot(left: int, base: float, size: float, ink: np.ndarray) -> tuple[int, int] | None:
    """A spot about as wide as high at the middle of small letters, with nothing else around it."""
    x0, x1 = max(0, int(left - _REACH_EMS * size)), int(left - _NEAR_EMS * size)
    y0, y1 = max(0, int(base - 0.8 * size)), int(base + 0.15 * size)
    around = ink[y0:y1, x0:x1]
    if around.size == 0 or not around.any():
        return None
    columns, rows = np.flatnonzero(around.any(axis=0)), np.flatnonzero(around.any(axis=1))
    spot = around[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = spot.shape
    sides = _SIDE_EMS[0] * size <= min(spot.shape) and max(spot.shape) <= _SIDE_EMS[1] * size
    if not sides or min(width, height) < _ROUND * max(width, height) or spot.mean() < _FILLED:
        return None
    return x0 + int(columns[0]), x0 + int(columns[-1]) + 1
