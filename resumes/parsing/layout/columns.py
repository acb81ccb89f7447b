"""Finds columns, sidebars and label rails on a page, and puts its lines in the order a person reads them.

A vertical gutter alone is not a column: dates set to the right margin and the cells of a table make one too. What
tells them apart is whether the rows of both sides keep step, and where the section headings stand.
"""

import statistics
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from resumes.parsing.dates import find_periods
from resumes.parsing.document import Line
from resumes.parsing.layout.cells import whole_cells, whole_dates
from resumes.parsing.layout.chunks import Chunk, chunks_of, is_margin_note, leaf_lines
from resumes.parsing.layout.furniture import is_page_footer
from resumes.parsing.layout.words import Word
from resumes.parsing.readers.glyphs import PageWords
from resumes.parsing.vocabulary import heading_kind, is_heading_over_two

_GUTTER_EMS = 0.8
_RAIL_GUTTER_EMS = 0.3
_DEPTH = 6
_MIN_ROWS = 3
_IN_STEP = 0.85
_NOTES_IN_STEP = 0.7
_RAIL_REACH = 2.0
_PITCH = 1.7
_LABELS = 3
_ALONE_EMS = 0.8
_LINES_PER_LABEL = 1.5
_LABEL_CHARACTERS = 24
_NEARLY_ALL = 0.85
_RAIL_SHARE = 0.7
_RUNNING_WORDS = 4
_EDGE_POINTS = 3.0
_ASIDE_SHARE = 0.6


@dataclass(slots=True)
class PageLines:
    lines: list[Line]
    columns: int


@dataclass(slots=True)
class _Band:
    """A stretch of the page that one gutter divides."""

    left: list[Chunk]
    right: list[Chunk]
    kind: str = ""
    headed: bool = False
    """Whether headings stand on both sides."""

    @property
    def chunks(self) -> int:
        return len(self.left) + len(self.right)

    @property
    def flush(self) -> int:
        """How many chunks begin right at the gutter."""
        edge = min(c.x0 for c in self.right)
        return sum(c.x0 - edge <= _EDGE_POINTS for c in self.right)


def lines_of_page(page: PageWords, *, page_number: int, first_block: int) -> PageLines:
    """The page's lines in reading order; every column and every stretch between columns is a block of its own."""
    if not page.words:
        return PageLines([], 1)
    counter = _Counter()
    chunks = [
        c for c in chunks_of(page.words) if not is_page_footer(c.text, c.top, c.bottom, page.height)
    ]
    regions = _ordered(whole_dates(chunks), _DEPTH, counter)
    lines: list[Line] = []
    for index, region in enumerate(regions):
        lines += leaf_lines(whole_cells(region), page_number, first_block + index)
    return PageLines(lines, counter.columns)


class _Counter:
    columns = 1


def _ordered(chunks: list[Chunk], depth: int, counter: _Counter) -> list[list[Chunk]]:
    if not chunks:
        return []
    band = _best_band(chunks) if depth and len(chunks) > _MIN_ROWS else None
    if band is None:
        return [chunks]
    inside = {id(c) for c in band.left} | {id(c) for c in band.right}
    top = min(c.base for c in band.left + band.right)
    above = [c for c in chunks if id(c) not in inside and c.base < top]
    below = [c for c in chunks if id(c) not in inside and c.base >= top]
    if band.kind == "rail":
        middle = _rail_regions(band, depth - 1, counter)
    else:
        counter.columns += 1
        middle = _ordered(band.left, depth - 1, counter) + _ordered(band.right, depth - 1, counter)
    return _ordered(above, depth - 1, counter) + middle + _ordered(below, depth - 1, counter)


def _rail_regions(band: _Band, depth: int, counter: _Counter) -> list[list[Chunk]]:
    """Headings in a rail on the left: each is followed by what stands beside it."""
    groups = _groups(band.left)
    starts = [*(_break_near(g[0], band.right) for g in groups), float("inf")]
    regions = _ordered([c for c in band.right if c.top < starts[0]], depth, counter)
    for group, (start, end) in zip(groups, pairwise(starts), strict=True):
        beside = [c for c in band.right if start <= c.top < end]
        regions.append([_joined(group)])
        regions += _ordered(beside, depth, counter)
    return regions


def _break_near(heading: Chunk, texts: list[Chunk]) -> float:
    """Where the text of a heading in a rail begins: at the widest white space about its height."""
    ordered = sorted(texts, key=attrgetter("base"))
    usual = heading.top - heading.size * 0.5
    best, start = 0.0, usual
    for before, after in pairwise([None, *ordered]):
        above = before.bottom if before else after.top - heading.size * _RAIL_REACH
        space = (after.top - above) / heading.size
        away = abs(after.base - heading.base) / heading.size
        if away < _RAIL_REACH and space - away > best:
            best, start = space - away, (after.top + above) / 2
    return start


def _on_base(word: Word, offset: float, base: float) -> Word:
    """The word moved behind what stands on the heading's first line."""
    return Word(word.text, word.x0 + offset, word.x1 + offset, base, word.style, word.blank)


def _joined(group: list[Chunk]) -> Chunk:
    """A heading over several lines as one."""
    words: list[Word] = []
    for chunk in group:
        offset = words[-1].x1 + chunk.size * 0.3 - chunk.x0 if words else 0.0
        words += [_on_base(word, offset, group[0].base) for word in chunk.words]
    return Chunk(words)


def _groups(chunks: list[Chunk]) -> list[list[Chunk]]:
    """Chunks of a rail that follow each other without white space: one heading over two lines."""
    groups: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=attrgetter("base")):
        if groups and chunk.base - groups[-1][-1].base < chunk.size * _PITCH:
            groups[-1].append(chunk)
        else:
            groups.append([chunk])
    return groups


def _best_band(chunks: list[Chunk]) -> _Band | None:
    """The gutter that divides most of the region, where both sides are columns or one is a rail."""
    ordered = sorted(chunks, key=attrgetter("top"))
    bands: list[_Band] = []
    for edge in _edges(chunks):
        for band in _bands(ordered, edge):
            if bands and band.chunks < bands[-1].chunks * _NEARLY_ALL:
                continue
            band.kind = _kind(band)
            if band.kind:
                bands = [b for b in bands if b.chunks >= band.chunks * _NEARLY_ALL] + [band]
    return max(bands, key=attrgetter("headed", "flush", "chunks"), default=None)


def _edges(chunks: list[Chunk]) -> list[float]:
    """Where a right column may begin: left edges that several chunks share, and the middle of wide gaps."""
    counts: dict[int, int] = {}
    for chunk in chunks:
        key = round(chunk.x0 / 2)
        counts[key] = counts.get(key, 0) + 1
    shared = {key * 2 - 2.0 for key, count in counts.items() if count + counts.get(key + 1, 0) > 1}
    return sorted(shared)[:60]


def _bands(ordered: list[Chunk], edge: float) -> list[_Band]:
    bands: list[_Band] = []
    current = _Band([], [])
    size = statistics.median_low(c.size for c in ordered)
    limit = edge + _EDGE_POINTS - size * _GUTTER_EMS
    crossing = [
        c.base for c in ordered if c.x0 < edge and c.x1 > (edge if _is_display(c, size) else limit)
    ]
    for chunk in ordered:
        if any(abs(chunk.base - base) < chunk.size * 0.3 for base in crossing):
            bands.append(current)
            current = _Band([], [])
        elif chunk.x1 <= edge:
            current.left.append(chunk)
        else:
            current.right.append(chunk)
    bands.append(current)
    trimmed = (_trimmed(band) for band in bands if len(band.left) > 1 and len(band.right) > 1)
    return [band for band in trimmed if len(band.left) > 1 and len(band.right) > 1]


def _trimmed(band: _Band) -> _Band:
    """The band from where its right side begins at that column's edge: dates at the right margin above it stay in their rows."""
    edge = statistics.mode(round(c.x0) for c in band.right)
    margin = max(c.x1 for c in band.right)
    column = [c for c in band.right if c.x0 - edge <= _EDGE_POINTS or c.x1 < margin - _EDGE_POINTS]
    if not column:
        return band
    top = min(c.base for c in column)
    first = next(
        (c for c in sorted(band.right, key=attrgetter("base")) if c.base < top - c.size * 0.3), None
    )
    if first is None:
        return band
    return _Band(
        [c for c in band.left if c.base > top - c.size * 0.3],
        [c for c in band.right if c.base > top - c.size * 0.3],
    )


def _is_display(chunk: Chunk, size: float) -> bool:
    """Whether a text is set bolder or larger than running text: it may come close to the gutter."""
    return chunk.words[0].style.bold or chunk.size > size * 1.1


def _kind(band: _Band) -> str:  # noqa: C901, PLR0911 - rules in turn, the first that fits decides
    """'columns', 'rail', or '' where the two sides belong together row by row."""
    size = statistics.median_low(c.size for c in band.left + band.right)
    text = [c for c in band.left if not _is_display(c, size)] or band.left
    ems = _GUTTER_EMS if text is not band.left else _RAIL_GUTTER_EMS
    gutter = min(c.x0 for c in band.right) - max(c.x1 for c in text)
    if gutter < size * ems or not _overlap(band):
        return ""
    left_headings = _headings(band.left)
    right_headings = _headings(band.right)
    if left_headings > max(1, right_headings) and _is_rail(band.left):
        return "rail"
    band.headed = bool(left_headings and right_headings)
    if band.headed:
        return "columns"
    if _keeps_step(band) or (not right_headings and _holds_rows(band)):
        return ""
    if min(len(_bases(band.left)), len(_bases(band.right))) < _MIN_ROWS:
        return ""
    if (
        min(_long_chunks(band.left), _long_chunks(band.right)) > 1
        and max(_aside_share(band.left), _aside_share(band.right)) < _ASIDE_SHARE / 2
    ):
        return "columns"
    if max(_in_step(band.left, band.right), _in_step(band.right, band.left)) > _IN_STEP:
        return ""
    if max(_aside_share(band.left), _aside_share(band.right)) > _ASIDE_SHARE:
        return ""
    return "columns"


def _overlap(band: _Band) -> bool:
    top, bottom = _shared_height(band)
    return bottom > top


def _shared_height(band: _Band) -> tuple[float, float]:
    top = max(min(c.top for c in side) for side in (band.left, band.right))
    bottom = min(max(c.bottom for c in side) for side in (band.left, band.right))
    return top, bottom


def _keeps_step(band: _Band) -> bool:
    """Whether, where both sides stand beside each other, one holds dates and places that belong to rows of the other."""
    top, bottom = _shared_height(band)
    left, right = (
        [c for c in side if c.bottom > top and c.top < bottom] for side in (band.left, band.right)
    )
    if not left or not right:
        return False
    for notes, texts in ((left, right), (right, left)):
        if _aside_share(notes) > _ASIDE_SHARE and (
            _in_step(notes, texts) > _NOTES_IN_STEP or _between(notes, texts)
        ):
            return True
    return _dates_head_rows(left, right) or _labels_rows(left, right)


def _holds_rows(band: _Band) -> bool:
    """Whether all headings stand on the left, and under each the two sides are rows: one column of sections with tables in them."""
    heads = sorted(c.base for c in band.left if heading_kind(c.text))
    if not heads:
        return False
    bounds = pairwise([float("-inf"), *heads, float("inf")])
    parts = (
        _Band(
            [c for c in band.left if top < c.base < bottom],
            [c for c in band.right if top - 1 < c.base < bottom],
        )
        for top, bottom in bounds
    )
    tables = [part for part in parts if part.left and part.right]
    return bool(tables) and all(_keeps_step(t) or _is_step(t) for t in tables)


def _is_step(band: _Band) -> bool:
    return max(_in_step(band.left, band.right), _in_step(band.right, band.left)) > _IN_STEP


def _between(notes: list[Chunk], texts: list[Chunk]) -> bool:
    """Whether no note stands beside a text: in height they alternate, as cells that begin with an empty line do."""
    return all(abs(n.base - t.base) > n.size * _ALONE_EMS for n in notes for t in texts)


def _labels_rows(left: list[Chunk], right: list[Chunk]) -> bool:
    """Whether the left holds labels, each beside the first of several lines on the right."""
    bases = _bases(right)
    labels = [c for c in left if any(abs(c.base - b) < c.size * 0.25 for b in bases)]
    others = [c for c in left if c not in labels]
    if len(labels) < _LABELS or _headings(right) or not all(heading_kind(c.text) for c in others):
        return False
    few = len(_bases(labels)) * _LINES_PER_LABEL <= len(bases)
    return few and statistics.median(len(c.text) for c in labels) < _LABEL_CHARACTERS


def _dates_head_rows(left: list[Chunk], right: list[Chunk]) -> bool:
    """Whether every date on the left stands beside a line on the right that opens something: in bold, or after white space."""
    dates = [c for c in left if any(p.is_range for p in find_periods(c.text))]
    spaces = [after.top - before.bottom for before, after in pairwise(right)]
    usual = statistics.median_low(spaces) if spaces else 0.0
    heads = [
        c
        for before, c in pairwise([None, *sorted(right, key=attrgetter("base"))])
        if before is None or c.words[0].style.bold or c.top - before.bottom > usual + c.size * 0.3
    ]
    return len(dates) > 1 and all(
        any(abs(c.base - date.base) < date.size * 0.25 for c in heads)
        and not any(abs(c.base - date.base) < date.size * 0.25 for c in left if c is not date)
        for date in dates
    )


def _headings(chunks: list[Chunk]) -> int:
    """How many headings stand in a column, those over two lines counted too."""
    ordered = sorted(chunks, key=attrgetter("base"))
    found = sum(heading_kind(c.text) is not None for c in ordered)
    return found + sum(
        is_heading_over_two(before.text, after.text)
        for before, after in pairwise(ordered)
        if before.words[0].style == after.words[0].style
        and after.base - before.base < before.size * _PITCH
    )


def _is_rail(chunks: list[Chunk]) -> bool:
    groups = [" ".join(c.text for c in group) for group in _groups(chunks)]
    return sum(heading_kind(text) is not None for text in groups) > len(groups) * _RAIL_SHARE


def _bases(chunks: list[Chunk]) -> list[float]:
    bases: list[float] = []
    for chunk in sorted(chunks, key=attrgetter("base")):
        if not bases or chunk.base - bases[-1] > chunk.size * 0.5:
            bases.append(chunk.base)
    return bases


def _in_step(side: list[Chunk], other: list[Chunk]) -> float:
    """The share of one side's rows that stand on a row of the other side."""
    bases = _bases(other)
    rows = _bases(side)
    tolerance = side[0].size * 0.25
    return sum(any(abs(base - b) < tolerance for b in bases) for base in rows) / len(rows)


def _long_chunks(chunks: list[Chunk]) -> int:
    """Chunks of running text: two columns of it are columns even when their lines keep step."""
    return sum(len(c.words) >= _RUNNING_WORDS and not is_margin_note(c.text) for c in chunks)


def _aside_share(chunks: list[Chunk]) -> float:
    return sum(is_margin_note(c.text) for c in chunks) / len(chunks)
