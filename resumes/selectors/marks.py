"""Where in the original each value stands: boxes on the pictures of its pages, or lines of its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from resumes.models import ResumeVersion
from resumes.selectors.shape import address_of

Known = Mapping[str, Any]
Box = tuple[float, float, float, float]

_BOX_NUMBERS = 4
_MARGIN = 1.5
_LINE = 0.5
_ABOVE, _BESIDE = 20.0, 14.0
_NARROWEST = 300.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One place in the original, and the values that were read there.

    `x y width height` are points from the page's top left, or zeros on a line of text.
    """

    id: str
    label: str
    target: str
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the original with its marks from top to bottom. `number` counts from 1."""

    number: int
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of an original that has no pages; `mark` is None where nothing was read."""

    text: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a page around one value, and the value's own mark in it; all in points."""

    number: int
    page_width: float
    page_height: float
    x: float
    y: float
    width: float
    height: float
    mark: Mark

    @property
    def box(self) -> Box:
        """The value's own box: left, top, right, bottom."""
        mark = self.mark
        right, bottom = mark.x + mark.width - _MARGIN, mark.y + mark.height - _MARGIN
        return (mark.x + _MARGIN, mark.y + _MARGIN, right, bottom)

    def framed(self, frame: Box) -> "Crop":
        """Return the crop with other edges; its mark stays inside of them."""
        left, top, right, bottom = frame
        x, y = max(self.mark.x, left + _LINE), max(self.mark.y, top + _LINE)
        width = min(self.mark.x + self.mark.width, right - _LINE) - x
        height = min(self.mark.y + self.mark.height, bottom - _LINE) - y
        mark = replace(
            self.mark, x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1)
        )
        wide, tall = round(right - left, 1), round(bottom - top, 1)
        return replace(self, x=left, y=top, width=wide, height=tall, mark=mark)


@dataclass(frozen=True, slots=True)
class Quote:
    """The line of text a value was read from, with the lines around it."""

    before: str
    line: str
    after: str


def mark_id(known: Known | None) -> str:
    """Return the id of the place a value was read at; empty when nobody knows it."""
    if not known or known.get("line") is None:
        return ""
    box = _box(known)
    end = f"-{box[0]:.0f}-{box[3]:.0f}" if box else ""
    return f"m{known.get('page') or 0}-{known['line']}{end}"


def value_id(pointer: str) -> str:
    """Return the id of the element that shows a value."""
    return "f-" + pointer.strip("/").replace("/", "-")


def sheets_of(version: ResumeVersion, sizes: Sequence[tuple[float, float]]) -> list[Sheet]:
    """Return the pages with what was read on each; `sizes` are their widths and heights in points."""
    places = _places(version)
    return [
        Sheet(index + 1, width, height, tuple(_marks_on(places, index)))
        for index, (width, height) in enumerate(sizes)
    ]


def lines_of(version: ResumeVersion) -> list[TextLine]:
    """Return the lines of the text as it was read, blank ones too, each with what was found there."""
    places = {
        int(known["line"]): (known, pointers)
        for known, pointers in _places(version).values()
        if not known.get("page") and known.get("line") is not None
    }
    found, number = [], -1
    for text in version.text.split("\n"):
        number += bool(text.strip())
        known, pointers = places.get(number, (None, []))
        mark = _mark(known, pointers) if known and text.strip() else None
        found.append(TextLine(text.replace("\t", "   "), mark))
    return found


def crop_of(
    version: ResumeVersion, pointer: str, sizes: Sequence[tuple[float, float]]
) -> Crop | None:
    """Return the part of a page around a value, None without a picture or a place."""
    known = (version.provenance or {}).get(pointer)
    box = _box(known) if known else None
    page = int((known or {}).get("page") or 0)
    if known is None or box is None or page >= len(sizes):
        return None
    page_width, page_height = sizes[page]
    left = max(0.0, box[0] - _BESIDE)
    right = min(page_width, max(box[2] + _BESIDE, left + _NARROWEST))
    left = max(0.0, min(left, right - _NARROWEST))
    top = max(0.0, box[1] - _ABOVE)
    bottom = min(page_height, box[3] + _ABOVE)
    size = (round(right - left, 1), round(bottom - top, 1))
    mark = _mark(known, [pointer])
    return Crop(page + 1, page_width, page_height, round(left, 1), round(top, 1), *size, mark)


def quote_of(version: ResumeVersion, pointer: str) -> Quote | None:
    """Return the line of an original without pages a value was read from."""
    known = (version.provenance or {}).get(pointer) or {}
    if known.get("line") is None or known.get("page"):
        return None
    lines = [line.strip() for line in version.text.split("\n") if line.strip()]
    at = int(known["line"])
    if at >= len(lines):
        return None
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return Quote(lines[at - 1] if at else "", lines[at], after)


def _places(version: ResumeVersion) -> dict[str, tuple[Known, list[str]]]:
    """Return what was read at each place, the places in the order of the document."""
    found: dict[str, tuple[Known, list[str]]] = {}
    for pointer, known in (version.provenance or {}).items():
        if (mark := mark_id(known)) and not known.get("absent") and address_of(pointer):
            found.setdefault(mark, (known, []))[1].append(pointer)
    ordered = sorted(
        found.items(), key=lambda item: (item[1][0].get("page") or 0, _top(item[1][0]))
    )
    return dict(ordered)


def _marks_on(places: Mapping[str, tuple[Known, list[str]]], page: int) -> list[Mark]:
    return [
        _mark(known, pointers)
        for known, pointers in places.values()
        if (known.get("page") or 0) == page and _box(known)
    ]


def _mark(known: Known, pointers: Sequence[str]) -> Mark:
    labels = dict.fromkeys(label for pointer in pointers if (label := _label(pointer)))
    box = _box(known)
    size = (
        (
            round(box[0] - _MARGIN, 1),
            round(box[1] - _MARGIN, 1),
            round(box[2] - box[0] + 2 * _MARGIN, 1),
            round(box[3] - box[1] + 2 * _MARGIN, 1),
        )
        if box
        else (0.0, 0.0, 0.0, 0.0)
    )
    return Mark(mark_id(known), ", ".join(labels), value_id(pointers[0]), *size)


def _label(pointer: str) -> str:
    address = address_of(pointer)
    return str(address.part.label if address and address.part else "")


def _box(known: Known) -> Box | None:
    box = known.get("box")
    if not isinstance(box, list | tuple) or len(box) != _BOX_NUMBERS:
        return None
    x0, y0, x1, y1 = (float(number) for number in box)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _top(known: Known) -> float:
    box = _box(known)
    return box[1] if box else float(known.get("line") or 0)
