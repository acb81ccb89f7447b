"""Cells: text that was broken to fit a narrow column of a table or a margin is put back on one line.

'March 2019 –' over 'June 2021' beside a job is one date, and 'Senior Product' over 'Manager' in a table one title.
"""

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import Counter
from operator import attrgetter

from resumes.parsing.dates import find_periods
from resumes.parsing.layout.chunks import BLANK_EMS, Chunk
from resumes.parsing.layout.words import Word
from resumes.parsing.lexicon import is_place

_MOST_LINES = 4
_PITCH = 1.9
_ALIGNED_POINTS = 2.0
_DATE_CHARACTERS = 34
_LOOSE_LETTERS = 2
_CELLS = 2
_CELL_CHARACTERS = 40
_HEADER_CHARACTERS = 80
_PADDING_EMS = 1.2
_CUT = re.compile(
    r"(?:[&/,-]|\b(?:and|und|et|y|e|i|en|of|for|in|at|für|de|der|des|del|di|da|do|van))$"
)
_OPEN_END = re.compile(r"[-–—]\s*$")


def whole_cells(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks of one column, with every text that runs over several lines of a table's cell in one piece."""
    return _merged(chunks, _Broken(chunks))


def whole_dates(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks of a page, with every period that runs over several lines of a margin in one piece."""
    return _merged(chunks, _Dates(chunks))


def _merged(chunks: list[Chunk], rule: "_Rule") -> list[Chunk]:
    gone: set[int] = set()
    whole: list[Chunk] = []
    for chunk in sorted(chunks, key=attrgetter("base", "x0")):
        if id(chunk) in gone:
            continue
        parts = [part for part in rule.parts(chunk) if id(part) not in gone]
        gone |= {id(part) for part in parts}
        whole.append(_squeezed(parts) if len(parts) > 1 else chunk)
    return whole


class _Rule(ABC):
    """Says which chunks below one belong to it; it and what is below stand flush."""

    def __init__(self, chunks: list[Chunk]) -> None:
        self.chunks = sorted(chunks, key=attrgetter("base"))
        self._bases = [c.base for c in self.chunks]

    @abstractmethod
    def parts(self, first: Chunk) -> list[Chunk]:
        """The chunks below that belong to this one, it first."""

    def below(self, chunk: Chunk) -> Chunk | None:
        start = bisect_right(self._bases, chunk.base + chunk.size * 0.5)
        for other in self.chunks[start:]:
            if other.base - chunk.base > chunk.size * _PITCH:
                return None
            if _flush(chunk, other):
                return other
        return None


class _Dates(_Rule):
    """A period in the margin that is only whole with the lines below it."""

    def parts(self, first: Chunk) -> list[Chunk]:
        parts, text = [first], first.text
        if len(text) > _DATE_CHARACTERS or not _begins_date(text):
            return parts
        while len(parts) < _MOST_LINES and (following := self.below(parts[-1])) is not None:
            parts.append(following)
            text += ("" if _is_broken_number(text, following.text) else " ") + following.text
            if _is_one_range(text):
                return parts
        return [first]


class _Broken(_Rule):
    """A cell of a table whose text goes on below because its next word did not fit."""

    def __init__(self, chunks: list[Chunk]) -> None:
        super().__init__(chunks)
        self.right = max((c.x1 for c in chunks), default=0.0)
        self.rows: dict[int, list[Chunk]] = {}
        for chunk in chunks:
            self.rows.setdefault(round(chunk.base), []).append(chunk)
        self.columns = Counter(round(chunk.x0) for chunk in chunks)

    def row(self, chunk: Chunk) -> list[Chunk]:
        key = round(chunk.base)
        return [c for k in (key - 1, key, key + 1) for c in self.rows.get(k, [])]

    def parts(self, first: Chunk) -> list[Chunk]:
        parts = [first]
        cells = self.row(first)
        dated = any(c.x0 > first.x1 and _is_one_range(c.text) for c in cells)
        most = _HEADER_CHARACTERS if dated else _CELL_CHARACTERS
        if len(cells) < _CELLS or len(first.text) > most:
            return parts
        above = {round(cell.x0): cell for cell in cells}
        while len(parts) < _MOST_LINES:
            following = self.below(parts[-1])
            if following is None or abs(following.x0 - first.x0) > _ALIGNED_POINTS:
                break
            row = self.row(following)
            pairs = [(self._over(above, chunk), chunk) for chunk in row]
            if not all(last is not None and self._is_rest(cells, last, c) for last, c in pairs):
                break
            above |= {round(chunk.x0): chunk for chunk in row}
            parts.append(following)
        return parts

    def _over(self, above: dict[int, Chunk], chunk: Chunk) -> Chunk | None:
        key = round(chunk.x0)
        return above.get(key) or above.get(key - 1) or above.get(key + 1)

    def _is_rest(self, cells: list[Chunk], last: Chunk, following: Chunk) -> bool:  # noqa: PLR0911 - rules in turn, the first that fits decides
        """Whether the first word of a text would not have fitted behind the text above it."""
        if last.words[-1].style != following.words[0].style or abs(last.x1 - following.x1) < 1:
            return False
        if _is_range_or_place(last.text) or find_periods(following.text):
            return False
        if not all(any(c.isalpha() for c in chunk.text) for chunk in (last, following)):
            return False
        if last.x0 <= min(c.x0 for c in cells) and not self._goes_on(last, following, cells):
            return False
        beside = min(
            (c for c in cells if c.x0 > last.x0 + _ALIGNED_POINTS),
            key=attrgetter("x0"),
            default=None,
        )
        if beside is None and not _is_cut(last.text, following.text):
            return False
        edge = self.right if beside is None else beside.x0
        if beside is not None and not self._is_column(beside, last, following):
            return False
        word = following.words[0]
        room = edge - last.x1 - following.size * _PADDING_EMS * (edge < self.right)
        return room < word.x1 - word.x0

    def _goes_on(self, last: Chunk, following: Chunk, cells: list[Chunk]) -> bool:
        """Whether the first cell of a row goes on: it holds a label or a date, a new one of which begins a new row."""
        return _is_cut(last.text, following.text) or (
            len(cells) == _CELLS and _is_one_range(cells[-1].text)
        )

    def _is_column(self, beside: Chunk, last: Chunk, following: Chunk) -> bool:
        """Whether a chunk begins a column of the table, or is a date set beside a title in bold."""
        shared = sum(self.columns[round(beside.x0) + shift] for shift in (-1, 0, 1))
        return shared >= _CELLS or (
            _is_one_range(beside.text)
            and (
                following.words[0].style.bold
                or " | " in last.text
                or _is_cut(last.text, following.text)
            )
        )


def _is_cut(text: str, following: str) -> bool:
    """Whether a text cannot end where it does."""
    return following[:1].islower() or bool(_CUT.search(text))


def _flush(chunk: Chunk, other: Chunk) -> bool:
    middle = abs((chunk.x0 + chunk.x1) - (other.x0 + other.x1)) / 2
    edges = (abs(chunk.x0 - other.x0), abs(chunk.x1 - other.x1), middle)
    return min(edges) < _ALIGNED_POINTS and abs(chunk.size - other.size) < chunk.size * 0.1


def _begins_date(text: str) -> bool:
    """Whether a text may be the first half of a period: not a whole one, nor a word that is no month."""
    return not _is_one_range(text) and bool(find_periods(text) or find_periods(text + " 2000"))


def _is_broken_number(text: str, following: str) -> bool:
    """'2024-' over '05'."""
    return bool(re.search(r"(?<!\s)[-/.]$", text)) and following[:1].isdigit()


def _is_one_range(text: str) -> bool:
    periods = find_periods(text)
    return (
        len(periods) == 1
        and periods[0].is_range
        and periods[0].first < _LOOSE_LETTERS
        and len(text) - periods[0].last < _LOOSE_LETTERS
        and not _OPEN_END.search(text)
    )


def _is_range_or_place(text: str) -> bool:
    return _is_one_range(text) or is_place(text)


def _squeezed(parts: list[Chunk]) -> Chunk:
    """All words on the first line, within the width of the column they stand in."""
    left, right = min(p.x0 for p in parts), max(p.x1 for p in parts)
    total = sum(p.x1 - p.x0 + p.size * BLANK_EMS for p in parts)
    scale = (right - left) / total
    words: list[Word] = []
    offset = left
    for part in parts:
        before: Word | None = None
        for word in part.words:
            if before is not None:
                blank = word.blank or word.x0 - before.x1 > BLANK_EMS * word.size
            else:
                blank = bool(words) and not _is_broken_number(words[-1].text, word.text)
            x0 = offset + (word.x0 - part.x0) * scale
            x1 = offset + (word.x1 - part.x0) * scale
            words.append(Word(word.text, x0, x1, parts[0].base, word.style, blank))
            before = word
        offset += (part.x1 - part.x0 + part.size * BLANK_EMS) * scale
    return Chunk(words)
