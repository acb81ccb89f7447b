"""Words to rows, rows to chunks: a chunk is text no wide white space divides."""

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from resumes.parsing.dates import find_periods
from resumes.parsing.document import BULLETS, Line, Span, clean
from resumes.parsing.layout.words import Word

APART_EMS = 0.9
_WIDE_APART_EMS = 1.8
_SPACED_EMS = 0.9
_NARROW_EMS = 0.45
_WIDER = 1.7
_SHARED = 4
_FEW = 3
_BLANKS = (0.15, 0.45)
_LEAST_APART_EMS = 0.55
_FAR_WIDER = 2.2
_SHORT_ROW = 8
BLANK_EMS = 0.12
_BULLET_REACH_EMS = 4.0
_SAME_BASE_EMS = 0.33
_RAISED_BASE_EMS = 0.55
_NOTE = re.compile(
    r"\b(?:19|20)(?:\d\d|XX)\b|\b(?:present|current|heute|aujourd.hui|actual(?:idad)?|oggi|obecnie|heden)\b|^\d+ (?:years?|months?|mos?|yrs?)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(?:remote|[A-ZÀ-Ý][\w.'’ -]{1,25},\s*[A-ZÀ-Ý][\w.' -]{1,20})$")
_NOTE_CHARACTERS = 40
_NUMBERED = re.compile(r"^(?:[•◦▪·‣●○■□–—\-*➢➤]|\(?\d{1,2}[.)]|\[\d{1,3}\])$")


@dataclass
class Chunk:
    """Neighbouring words of one row."""

    words: list[Word]

    @cached_property
    def x0(self) -> float:
        return min(w.x0 for w in self.words)

    @cached_property
    def x1(self) -> float:
        return max(w.x1 for w in self.words)

    @cached_property
    def size(self) -> float:
        return max(w.size for w in self.words)

    @cached_property
    def base(self) -> float:
        return max(self.words, key=attrgetter("size")).base

    @property
    def top(self) -> float:
        return self.base - self.size * 0.8

    @property
    def bottom(self) -> float:
        return self.base + self.size * 0.22

    @cached_property
    def text(self) -> str:
        return clean("".join(span.text for span in spans_of(self.words)))


def rows_of(words: list[Word]) -> list[list[Word]]:
    """Words by baseline, top to bottom, each row left to right; raised and lowered letters stay in their row."""
    rows: list[list[Word]] = []
    heads: list[Word] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            if abs(heads[index].base - word.base) < _SAME_BASE_EMS * min(
                heads[index].size, word.size
            ):
                rows[index].append(word)
                break
        else:
            rows.append([word])
            heads.append(word)
    return [sorted(row, key=attrgetter("x0")) for row in _with_raised(rows)]


def _with_raised(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows of small letters that only stand beside larger ones go into the row of those."""
    for index, row in enumerate(rows):
        for near in rows[max(0, index - 2) : index] + rows[index + 1 : index + 3]:
            if row and near and all(any(_is_raised(word, other) for other in near) for word in row):
                near.extend(row)
                rows[index] = []
                break
    return [row for row in rows if row]


def _is_raised(word: Word, other: Word) -> bool:
    if not 0.45 * other.size < word.size < 0.85 * other.size:
        return False
    beside = min(abs(word.x0 - other.x1), abs(other.x0 - word.x1)) < other.size * 0.3
    return beside and abs(other.base - word.base) < _RAISED_BASE_EMS * other.size


def chunks_of(words: list[Word]) -> list[Chunk]:
    chunks: list[Chunk] = []
    rows = rows_of(words)
    _mark_apart(rows)
    for row in rows:
        current = [row[0]]
        for word in row[1:]:
            if _is_apart(current, word):
                chunks.append(Chunk(current))
                current = []
            current.append(word)
        chunks.append(Chunk(current))
    edges = Counter(round(chunk.x0) for chunk in chunks)
    shared = {x for x, count in edges.items() if count + edges[x - 1] + edges[x + 1] >= _SHARED}
    return [part for chunk in chunks for part in _at_edges(chunk, shared)]


def _mark_apart(rows: list[list[Word]]) -> None:
    """Marks words that stand behind far more than a blank in a short row: labels set side by side without any sign between."""
    blanks = [
        gap
        for row in rows
        for before, after in pairwise(row)
        if _BLANKS[0] < (gap := (after.x0 - before.x1) / after.size) < _BLANKS[1]
    ]
    if not blanks:
        return
    least = max(_LEAST_APART_EMS, statistics.median(blanks) * _FAR_WIDER)
    for row in rows:
        if len(row) > _SHORT_ROW or row[0].text in BULLETS or _is_spaced(row[0]):
            continue
        for before, after in pairwise(row):
            after.apart = (after.x0 - before.x1) / after.size > least


def _at_edges(chunk: Chunk, shared: set[int]) -> list[Chunk]:
    """A chunk in two where a word stands on the left edge of a column, behind more than a blank."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(chunk.words)]
    if not gaps:
        return [chunk]
    usual = statistics.median_low(gaps)
    for index, gap in enumerate(gaps, start=1):
        wide = gap > chunk.size * _NARROW_EMS and (
            gap > usual * _WIDER or len(gaps) < _FEW or max(gaps[:index]) == gap
        )
        if wide and round(chunk.words[index].x0) in shared and not _is_mark(chunk.words[:index]):
            return [Chunk(chunk.words[:index]), *_at_edges(Chunk(chunk.words[index:]), shared)]
    return [chunk]


def _is_mark(words: list[Word]) -> bool:
    """Whether words are no more than a bullet or a number before text."""
    return len(words) == 1 and (len(words[0].text) < _FEW or bool(_NUMBERED.match(words[0].text)))


def is_margin_note(text: str) -> bool:
    """Whether a text is what resumes set beside an entry: a date, a length of time, a place."""
    return len(text) < _NOTE_CHARACTERS and bool(
        _NOTE.search(text) or _PLACE.match(text) or find_periods(text)
    )


def _is_apart(current: list[Word], word: Word) -> bool:
    """Whether wide white space stands between a chunk and the next word; a bullet belongs to its text."""
    gap = word.x0 - max(w.x1 for w in current)
    size = max(current[-1].size, word.size)
    reach = _WIDE_APART_EMS if _is_spaced(current[0]) and _is_spaced(word) else APART_EMS
    if len(current) == 1 and (_NUMBERED.match(current[0].text) or current[0].text in BULLETS):
        reach = _BULLET_REACH_EMS
    return gap > reach * size


def _is_spaced(word: Word) -> bool:
    """Whether the letters of a word stand apart, as in headings set 'W I D E'; single signs go with any."""
    return len(word.text) == 1 or word.x1 - word.x0 > len(word.text) * word.size * _SPACED_EMS


def spans_of(words: list[Word]) -> list[Span]:
    """The words of a row as styled spans."""
    spans: list[Span] = []
    before: Word | None = None
    for word in words:
        style = word.style
        gap = 0.0 if before is None else word.x0 - before.x1
        blank = before is not None and (word.blank or gap > BLANK_EMS * word.size)
        reach = _WIDE_APART_EMS if _is_spaced(words[0]) and _is_spaced(word) else APART_EMS
        apart = before is not None and (word.apart or gap > reach * max(word.size, before.size))
        after_bullet = before is not None and len(spans) == 1 and spans[0].text.strip() in BULLETS
        if (
            spans
            and not apart
            and not after_bullet
            and spans[-1].bold == style.bold
            and spans[-1].italic == style.italic
        ):
            spans[-1].text += (" " if blank else "") + word.text
            spans[-1].x1 = word.x1
        else:
            lead = " " if blank and not apart else ""
            spans.append(
                Span(
                    lead + word.text,
                    style.bold,
                    style.italic,
                    apart and not after_bullet,
                    word.x0,
                    word.x1,
                )
            )
        before = word
    return spans


def leaf_lines(chunks: list[Chunk], page: int, block: int) -> list[Line]:
    """The lines of one column, top to bottom."""
    rows = rows_of([word for chunk in chunks for word in chunk.words])
    edge = max(word.x1 for row in rows for word in row)
    lines: list[Line] = []
    before: Chunk | None = None
    for index, row in enumerate(rows):
        whole = Chunk(row)
        following = rows[index + 1][0] if index + 1 < len(rows) else None
        line = Line(
            spans_of(row),
            page=page,
            block=block,
            box=(
                round(whole.x0, 1),
                round(whole.top, 1),
                round(whole.x1, 1),
                round(whole.bottom, 1),
            ),
            size=whole.size,
            gap=None if before is None else max(0.0, (whole.top - before.bottom) / whole.size),
            wraps=following is not None
            and edge - whole.x1 < following.x1 - following.x0 + whole.size * 0.3,
            colour=max(row, key=lambda w: len(w.text)).style.colour,
        )
        lines += _beside(lines, line)
        before = whole
    return lines


def _beside(lines: list[Line], line: Line) -> list[Line]:
    """A date or place in the margin beside running text goes up to the header of that text."""
    last = len(line.spans) - 1
    while last > 0 and not line.spans[last].apart:
        last -= 1
    running = line.bullet or line.text[:1].islower()
    if last <= 0 or not running or line.box is None:
        return [line]
    aside = clean("".join(span.text for span in line.spans[last:]))
    if not is_margin_note(aside):
        return [line]
    left, right = line.spans[:last], line.spans[last:]
    right[0].apart = False
    x0, top, x1, bottom = line.box
    note = Line(
        right,
        line.page,
        box=(right[0].x0, top, x1, bottom),
        size=line.size,
        gap=0.2,
        block=line.block,
        colour=line.colour,
    )
    rest = Line(
        left,
        line.page,
        box=(x0, top, left[-1].x1, bottom),
        size=line.size,
        gap=line.gap,
        block=line.block,
        wraps=True,
        colour=line.colour,
    )
    rest.bullet = line.bullet
    place = len(lines)
    while place and (lines[place - 1].bullet or lines[place - 1].text[:1].islower()):
        place -= 1
    if place == len(lines):
        return [note, rest]
    lines.insert(place, note)
    return [rest]
