"""From tesseract's hOCR to the words of a page, as the PDF reader has them; the strokes of the picture say what is bold."""

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from lxml import etree
from PIL import Image

from resumes.parsing.layout.words import Style, Word
from resumes.parsing.ocr import slips, spots

_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_SURE = re.compile(r"\bx_wconf (\d+)")
_MOST_WORDS = 6_000
_ALIKE = 1.12
"""Sizes measured on a picture that differ by less are the same size."""
_BOLD_STROKES = 1.28
_APART = 2.2
_MISFIT = (0.35, 0.78)
_FEW_LETTERS = 4
_SMALL, _ABOVE, _BELOW = 0.52, 0.74, 0.2
_RISING = re.compile(r"[^\Wa-z_]|[bdfhiklt0-9()@/|&%]")
_DESCENDING = re.compile(r"[gjpqy()@|,;Q]")
_DARK = 128
_NOISE = 20
_POINTS_PER_INCH = 72


@dataclass(slots=True)
class Read:
    """What was read off one picture; `sureness` is the mean confidence of its letters, 0 to 1."""

    words: list[Word]
    doubts: dict[str, float]
    sureness: float


@dataclass(slots=True, eq=False)
class _Seen:
    text: str
    box: tuple[int, int, int, int]
    base: float
    size: float
    sure: float
    row: int = 0
    strokes: float = 0.0


def read(data: bytes, english: bytes, picture: Image.Image, points_per_pixel: float) -> Read:
    """The words of a picture in points from its top left; mail addresses as the reading in English has them."""
    seen = _with_addresses(_seen(data), _seen(english))
    ink = np.asarray(picture.convert("L")) < _DARK
    _measure_strokes(seen, ink)
    seen = [*_bullets(seen, ink), *seen]
    sizes = _sizes(seen, points_per_pixel)
    usual = _usual_strokes(seen)
    words: list[Word] = []
    doubts: dict[str, float] = {}
    mended = slips.mended(
        [[(w.text, w.sure, w.box[0], w.box[2]) for w in row] for row in _rows(seen)]
    )
    for row, texts in zip(_rows(seen), mended, strict=True):
        for one, (text, sure) in zip(row, texts, strict=True):
            if not text:
                continue
            bold = usual > 0 and one.strokes / one.size > usual * _BOLD_STROKES
            style = Style(
                sizes[one.row], bold, italic=False, colour=0, visible=True, outlined=False, turn=0
            )
            x0, x1 = one.box[0] * points_per_pixel, one.box[2] * points_per_pixel
            words.append(Word(text, x0, x1, one.base * points_per_pixel, style, blank=True))
            doubts[text] = min(sure, doubts.get(text, 1.0))
    return Read(words, doubts, _sureness(seen))


def _seen(data: bytes) -> list[_Seen]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    found: list[_Seen] = []
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return found  # nothing was read
    if root is None:
        return found
    lines = (n for n in root.iter("{*}span") if n.get("class", "").startswith("ocr_"))
    for line in lines:
        for part in _parts(_words(line)):
            row = found[-1].row + 1 if found else 0
            for word in part[: _MOST_WORDS - len(found)]:
                word.row = row
                found.append(word)
    return found


def _words(line: etree._Element) -> list[_Seen]:
    """The words of a line as it was read."""
    title = line.get("title", "")
    box, size = _box(title), _SIZE.search(title)
    if box is None or size is None:
        return []
    baseline = _BASELINE.search(title)
    slope, offset = (float(baseline[1]), float(baseline[2])) if baseline else (0.0, 0.0)
    base = box[3] + offset + slope * (box[2] - box[0]) / 2
    words = (_word(node, base, float(size[1])) for node in line.iterchildren("{*}span"))
    return [word for word in words if word is not None]


def _parts(words: list[_Seen]) -> list[list[_Seen]]:
    """A line between its wide gaps: what stands in two columns is read as one line, with the size of the larger."""
    if not words:
        return []
    usual = statistics.median(word.box[3] - word.box[1] for word in words)
    parts = [[words[0]]]
    for before, word in pairwise(words):
        if word.box[0] - before.box[2] > usual * _APART:
            parts.append([])
        parts[-1].append(word)
    if len(parts) > 1:
        for part in parts:
            _measure(part)
    return parts


def _measure(part: list[_Seen]) -> None:
    """Gives words the size and base their own letters have, where those of the line are too large for them."""
    sizes = [(w.box[3] - w.box[1]) / _height(w.text) for w in part for _ in w.text]
    size = statistics.median(sizes)
    if len(sizes) < _FEW_LETTERS or not _MISFIT[0] < size / part[0].size < _MISFIT[1]:
        return
    bottoms = [w.box[3] - (size * _BELOW if _DESCENDING.search(w.text) else 0) for w in part]
    for word in part:
        word.size, word.base = max(size, 1.0), statistics.median(bottoms)


def _height(text: str) -> float:
    """How high a word is, by the size of its letters: with or without what rises above small letters, or falls below."""
    above = _ABOVE if _RISING.search(text) else _SMALL
    return above + (_BELOW if _DESCENDING.search(text) else 0.0)


def _with_addresses(seen: list[_Seen], english: list[_Seen]) -> list[_Seen]:
    """The words, with the mail addresses that only the English reading made out: other languages hardly know the @."""
    for address in english:
        over = [w for w in seen if "@" in address.text and _overlap(w.box, address.box)]
        if not over or any("@" in w.text for w in over):
            continue
        over[0].text, over[0].sure, over[0].box = address.text, address.sure, address.box
        seen = [w for w in seen if w is over[0] or w not in over]
    return seen


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether the middle of the first box lies in the other."""
    x, y = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]


def _word(node: etree._Element, base: float, size: float) -> _Seen | None:
    title = node.get("title", "")
    box, sure = _box(title), _SURE.search(title)
    text = "".join(map(str, node.itertext())).strip()
    if box is None or sure is None or not text:
        return None
    noise = int(sure[1]) < _NOISE and not any(c.isalnum() for c in text)
    return None if noise else _Seen(text, box, base, max(size, 1.0), int(sure[1]) / 100)


def _box(title: str) -> tuple[int, int, int, int] | None:
    found = _BOX.search(title)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]), int(found[4]))


def _rows(seen: list[_Seen]) -> list[list[_Seen]]:
    rows: dict[int, list[_Seen]] = {}
    for word in seen:
        rows.setdefault(word.row, []).append(word)
    return list(rows.values())


def _sizes(seen: list[_Seen], points_per_pixel: float) -> dict[int, float]:
    """The size of each row in points; sizes next to each other are one size, that of most of their letters."""
    rows = {row[0].row: row for row in _rows(seen)}
    ordered = sorted(rows, key=lambda row: rows[row][0].size)
    groups: list[list[int]] = []
    for row in ordered:
        if groups and rows[row][0].size < rows[groups[-1][0]][0].size * _ALIKE:
            groups[-1].append(row)
        else:
            groups.append([row])
    sizes: dict[int, float] = {}
    for group in groups:
        letters = [rows[row][0].size for row in group for word in rows[row] for _ in word.text]
        shared = round(statistics.median(letters) * points_per_pixel * 2) / 2
        sizes |= dict.fromkeys(group, max(shared, 1.0))
    return sizes


def _bullets(seen: list[_Seen], ink: np.ndarray) -> list[_Seen]:
    """A bullet for every row that has one the reading left out."""
    first = [min(row, key=lambda word: word.box[0]) for row in _rows(seen)]
    found = spots.bullets([(word.box[0], word.base, word.size) for word in first], ink)
    return [
        _Seen(
            "•", (edges[0], word.box[1], edges[1], word.box[3]), word.base, word.size, 1, word.row
        )
        for word, edges in zip(first, found, strict=True)
        if edges is not None
    ]


def _measure_strokes(seen: list[_Seen], ink: np.ndarray) -> None:
    """The mean width of the strokes of each word in pixels: ink divided by the edges a row of points meets."""
    height, width = ink.shape
    for word in seen:
        x0, y0, x1, y1 = word.box
        inside = ink[max(0, y0) : min(y1, height), max(0, x0) : min(x1, width)]
        if inside.size == 0:
            continue
        if inside.mean() > 0.5:
            inside = ~inside  # light letters on a dark ground
        edges = int((inside[:, 1:] & ~inside[:, :-1]).sum()) + int(inside[:, 0].sum())
        word.strokes = float(inside.sum()) / edges if edges else 0.0


def _usual_strokes(seen: list[_Seen]) -> float:
    """How wide strokes are, by the size of the text, in most of it."""
    widths = [w.strokes / w.size for w in seen for _ in w.text if w.strokes]
    return statistics.median(widths) if widths else 0.0


def _sureness(seen: list[_Seen]) -> float:
    letters = sum(len(w.text) for w in seen)
    return sum(w.sure * len(w.text) for w in seen) / letters if letters else 0.0
