"""A frame around a place on a drawn page that cuts no letter: its whole lines, and those beside it where they fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PIL import Image

DOTS_PER_POINT = 2.0
_CLEAN = 0.5
"""Share of a page that has one and the same grey unless it was scanned or photographed."""
_UNLIKE_PAPER = {True: 24, False: 60}
"""Grey levels from the commonest grey around a place: on a clean page, and on a scan, what differs more is ink."""
_SPECKS = {True: 0.0, False: 0.002}
"""Share of a row or column that may be dark without being a letter."""
_TALLEST_LINE = 30.0
_USUAL_LINE = 13.0
_GUTTER = 1.6
"""White between two columns of text, in heights of a line: words stand closer."""
_MARGIN = 6.0
_WIDEST = 340.0
_MUCH_WIDER = 1.5
_MUCH_TALLER = 3

Box = tuple[float, float, float, float]
Grey = np.ndarray[Any, np.dtype[np.int16]]
Dark = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Ink:
    """The dots that are no paper, and which share of a row or column of them is but dirt."""

    dots: Dark
    specks: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Edges in dots; the first column and row are inside, the last ones are not."""

    left: int
    top: int
    right: int
    bottom: int


def frame_around(page: Image.Image, box: Box) -> Box:
    """Return the frame around a box, both in points from the top left; `page` has `DOTS_PER_POINT`."""
    grey = np.asarray(page.convert("L"), dtype=np.int16)
    if _stands_on_its_side(box):
        left, top, right, bottom = _frame(grey.T, (box[1], box[0], box[3], box[2]))
        return top, left, bottom, right
    return _frame(grey, box)


def _stands_on_its_side(box: Box) -> bool:
    """Whether its letters run up or down the page, as on a scan that was put in sideways."""
    width, height = box[2] - box[0], box[3] - box[1]
    return width <= _TALLEST_LINE and height > _MUCH_TALLER * width


def _frame(grey: Grey, box: Box) -> Box:
    place = _on_page(box, grey)
    height = box[3] - box[1]
    line = round((height if height <= _TALLEST_LINE else _USUAL_LINE) * DOTS_PER_POINT)
    ink = _ink(grey, place, 4 * line)
    alone = _grown_up_and_down(ink, place, line // 2)
    found = next((frame for frame in _wanted(ink, alone, line) if _cuts_nothing(ink, frame)), alone)
    return _in_points(_with_margin(ink, found))


def _wanted(ink: Ink, alone: Frame, line: int) -> Iterator[Frame]:
    """Yield frames, the most welcome first: with the lines beside it, the whole line, the place alone."""
    whole = _grown_up_and_down(ink, _grown_sideways(ink, alone, line), line // 2)
    with_others = _with_lines_beside(ink, whole, line)
    with_others = _grown_up_and_down(ink, _grown_sideways(ink, with_others, line), line // 3)
    widest = max(_WIDEST * DOTS_PER_POINT, _MUCH_WIDER * (whole.right - whole.left))
    if with_others.right - with_others.left <= widest:
        yield with_others
    yield whole
    yield alone


def _ink(grey: Grey, place: Frame, around: int) -> Ink:
    """What is no paper, whatever colour the paper has at this place."""
    is_clean = int(np.bincount(grey.ravel(), minlength=256).max()) > _CLEAN * grey.size
    near = grey[max(0, place.top - around) : place.bottom + around, place.left : place.right]
    paper = int(np.bincount(near.ravel(), minlength=256).argmax())
    return Ink(np.abs(grey - paper) > _UNLIKE_PAPER[is_clean], _SPECKS[is_clean])


def _rows(ink: Ink, frame: Frame) -> Dark:
    share = ink.dots[:, frame.left : frame.right].mean(axis=1)
    dark: Dark = share > ink.specks
    return dark


def _columns(ink: Ink, frame: Frame) -> Dark:
    share = ink.dots[frame.top : frame.bottom].mean(axis=0)
    dark: Dark = share > ink.specks
    return dark


def _grown_up_and_down(ink: Ink, frame: Frame, reach: int) -> Frame:
    """Until there is white above and below, or `reach` is used up."""
    rows = _rows(ink, frame)
    top, bottom = frame.top, frame.bottom
    while top > 0 and rows[top - 1] and frame.top - top < reach:
        top -= 1
    while bottom < len(rows) and rows[bottom] and bottom - frame.bottom < reach:
        bottom += 1
    return replace(frame, top=top, bottom=bottom)


def _grown_sideways(ink: Ink, frame: Frame, line: int) -> Frame:
    """To the ends of what stands on the same lines, as far as no gutter lies between."""
    columns = _columns(ink, frame)
    gutter = round(_GUTTER * line)
    right = frame.right + _reached(columns[frame.right :], gutter)
    left = frame.left - _reached(columns[: frame.left][::-1], gutter)
    return replace(frame, left=left, right=right)


def _reached(columns: Dark, gutter: int) -> int:
    """How far letters go on before the first gutter."""
    reached = 0
    for number in np.flatnonzero(columns):
        if number - reached >= gutter:
            break
        reached = int(number) + 1
    return reached


def _with_lines_beside(ink: Ink, frame: Frame, line: int) -> Frame:
    """With one more line above and below, where there is one close by."""
    rows = _rows(ink, frame)
    above = _next_line(rows[: frame.top][::-1], line)
    below = _next_line(rows[frame.bottom :], line)
    return replace(frame, top=frame.top - above, bottom=frame.bottom + below)


def _next_line(rows: Dark, line: int) -> int:
    """Where the next line ends: behind at most one line of white, and no taller than two."""
    dark = np.flatnonzero(rows[: 3 * line])
    if not dark.size or dark[0] > line:
        return 0
    white = np.flatnonzero(~rows[dark[0] : dark[0] + 2 * line])
    return int(dark[0] + white[0]) if white.size else 0


def _cuts_nothing(ink: Ink, frame: Frame) -> bool:
    """Whether the dots just outside are white on all four sides."""
    rows, columns = _rows(ink, frame), _columns(ink, frame)
    beside = [rows[frame.top - 1 : frame.top], rows[frame.bottom : frame.bottom + 1]]
    beside += [columns[frame.left - 1 : frame.left], columns[frame.right : frame.right + 1]]
    return not any(bool(edge.any()) for edge in beside)


def _with_margin(ink: Ink, frame: Frame) -> Frame:
    """With the white around it, as far as a margin goes."""
    most = round(_MARGIN * DOTS_PER_POINT)
    columns = _columns(ink, frame)
    left = frame.left - _white(columns[: frame.left][::-1], most)
    right = frame.right + _white(columns[frame.right :], most)
    wider = replace(frame, left=left, right=right)
    rows = _rows(ink, wider)
    top = frame.top - _white(rows[: frame.top][::-1], most)
    bottom = frame.bottom + _white(rows[frame.bottom :], most)
    return replace(wider, top=top, bottom=bottom)


def _white(edge: Dark, most: int) -> int:
    """How far there is white; letters begin with a dot too light to be seen here."""
    dark = np.flatnonzero(edge[: most + 1])
    return max(0, int(dark[0]) - 1) if dark.size else min(most, len(edge))


def _on_page(box: Box, grey: Grey) -> Frame:
    height, width = grey.shape
    left, top, right, bottom = (round(edge * DOTS_PER_POINT) for edge in box)
    left, top = min(max(0, left), width - 1), min(max(0, top), height - 1)
    return Frame(left, top, min(max(left + 1, right), width), min(max(top + 1, bottom), height))


def _in_points(frame: Frame) -> Box:
    left, top, right, bottom = (
        round(edge / DOTS_PER_POINT, 1)
        for edge in (frame.left, frame.top, frame.right, frame.bottom)
    )
    return left, top, right, bottom
