"""The picture of what a fit is worth, as SVG."""

from collections.abc import Mapping, Sequence
from html import escape

from matching.types import BAND_FLOORS

Points = Sequence[tuple[float, float, int]]  # number, share, pairs

_WIDTH, _HEIGHT = 760, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 740, 46, 330
_COLOURS = ("#0b6e4f", "#1d4ed8", "#b45309")
_MOST = 100
_TEXT = 'font-family="sans-serif" font-size="13" fill="#1f2937"'


def svg(lines: Mapping[str, Points], title: str) -> str:
    """One line per name over the numbers 0–100; bands as stripes, how many pairs beside each point."""
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="24" {_TEXT} font-weight="600">{escape(title)}</text>',
        *_bands(),
        *_axes(),
    ]
    for place, (colour, (name, points)) in enumerate(zip(_COLOURS, lines.items(), strict=False)):
        drawn += _line(points, colour)
        x = _LEFT + place * 230
        drawn.append(f'<rect x="{x}" y="377" width="14" height="4" fill="{colour}"/>')
        drawn.append(f'<text x="{x + 20}" y="384" {_TEXT}>{escape(name)}</text>')
    return "\n".join([*drawn, "</svg>", ""])


def _x(number: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * number / _MOST


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _bands() -> list[str]:
    drawn, top = [], _MOST
    fills = ("#d1fae5", "#dbeafe", "#fef3c7", "#f3f4f6")
    for (band, floor), fill in zip(BAND_FLOORS, fills, strict=True):
        left, right = _x(floor), _x(top)
        drawn.append(
            f'<rect x="{left:.1f}" y="{_TOP}" width="{right - left:.1f}" height="{_BOTTOM - _TOP}" fill="{fill}"/>'
        )
        drawn.append(
            f'<text x="{(left + right) / 2:.1f}" y="{_TOP - 5}" {_TEXT} text-anchor="middle">{band.capitalize()}</text>'
        )
        top = floor
    return drawn


def _axes() -> list[str]:
    across = [
        f'<text x="{_x(at):.1f}" y="{_BOTTOM + 18}" {_TEXT} text-anchor="middle">{at}</text>'
        for at in range(0, _MOST + 1, 10)
    ]
    upwards = [
        f'<text x="{_LEFT - 8}" y="{_y(at / _MOST) + 4:.1f}" {_TEXT} text-anchor="end">{at} %</text>'
        for at in range(0, _MOST + 1, 25)
    ]
    name = f'<text x="{_RIGHT}" y="{_BOTTOM + 36}" {_TEXT} text-anchor="end">fit (its lower end while provisional)</text>'
    return [*across, *upwards, name]


def _line(points: Points, colour: str) -> list[str]:
    path = " ".join(f"{_x(number):.1f},{_y(share):.1f}" for number, share, _ in points)
    dots = [
        f'<circle cx="{_x(number):.1f}" cy="{_y(share):.1f}" r="4" fill="{colour}"><title>{share:.0%} of {pairs} pairs</title></circle>'
        for number, share, pairs in points
    ]
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>', *dots]
