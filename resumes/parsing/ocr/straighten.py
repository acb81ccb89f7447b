"""Turns a picture of a page upright and level, by where its ink lies: rows of text are dense, the space between them empty."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageFilter

_LONG_SIDE = 1200
_INK = 24
"""How much darker than its surroundings a point must be, of 255."""
_POINTS = 80_000
_MOST_DEGREES = 5.0
_LEVEL_DEGREES = 0.15
_CLEARLY = 1.15
_FULL_ROW = 0.95


@dataclass(frozen=True, slots=True)
class Turn:
    """What was done to a picture: quarter turns counter-clockwise, then degrees counter-clockwise around its middle."""

    quarters: int
    degrees: float


def turn_of(picture: Image.Image) -> Turn:
    """How a picture must be turned for its lines to lie level; whether they then stand on their head is not known."""
    across, down, (width, height) = _ink(picture)
    if across.size == 0:
        return Turn(0, 0.0)
    level, level_score = _best_angle(across, down, width)
    upright, upright_score = _best_angle(down, width - 1 - across, height)
    if upright_score > level_score * _CLEARLY:
        return Turn(1, upright)
    return Turn(0, level)


def turned(picture: Image.Image, turn: Turn) -> Image.Image:
    if turn.quarters:
        picture = picture.transpose(
            (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[
                turn.quarters - 1
            ]
        )
    if abs(turn.degrees) < _LEVEL_DEGREES:
        return picture
    return picture.rotate(turn.degrees, Image.Resampling.BICUBIC, fillcolor=255)


def _ink(picture: Image.Image) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """Columns and rows of the points darker (or lighter) than what is around them, on a small copy."""
    small = picture.copy()
    small.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.BOX)
    around = small.filter(ImageFilter.BoxBlur(12))
    dark = np.asarray(ImageChops.subtract(around, small)) > _INK
    rows, columns = np.nonzero(dark)
    if rows.size > _POINTS:
        kept = np.linspace(0, rows.size - 1, _POINTS).astype(int)
        rows, columns = rows[kept], columns[kept]
    return columns.astype(float), rows.astype(float), small.size


def _best_angle(across: np.ndarray, down: np.ndarray, width: int) -> tuple[float, float]:
    """The angle at which the rows are told apart best, and how well they are."""
    coarse = np.arange(-_MOST_DEGREES, _MOST_DEGREES + 0.1, 0.5)
    best = max(coarse, key=lambda angle: _contrast(across, down, width, angle))
    fine = np.arange(best - 0.5, best + 0.51, 0.1)
    best = max(fine, key=lambda angle: _contrast(across, down, width, angle))
    angle = float(np.clip(best, -_MOST_DEGREES, _MOST_DEGREES))
    return round(angle, 1), _difference(_without_rules(_profile(across, down, width, angle)))


def _contrast(across: np.ndarray, down: np.ndarray, width: int, degrees: float) -> float:
    """How much the ink of neighbouring rows differs once the page is turned by an angle."""
    return _difference(_profile(across, down, width, degrees))


def _profile(across: np.ndarray, down: np.ndarray, width: int, degrees: float) -> np.ndarray:
    """The ink of each row once the page is turned by an angle."""
    rows = down - (across - width / 2) * np.tan(np.radians(degrees))
    return np.bincount((rows - rows.min()).round().astype(int)).astype(float)


def _without_rules(profile: np.ndarray) -> np.ndarray:
    """A rule or a frame fills few rows, and those from edge to edge: it counts no more than a full row of text."""
    full: float = np.quantile(profile[profile > 0], _FULL_ROW)
    return profile.clip(max=full)


def _difference(profile: np.ndarray) -> float:
    return float((np.diff(profile) ** 2).sum())
