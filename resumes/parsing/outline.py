"""Other readings of a document's outline: which lines its headings might be, were their words of no account."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from resumes.parsing.acronyms import is_acronym
from resumes.parsing.dates import find_periods, is_since
from resumes.parsing.document import Line
from resumes.parsing.headings import (
    OTHER,
    Style,
    body_style,
    stands_out,
    style_of,
    surely_names_one,
)
from resumes.parsing.rails import CELL_GAP, Rail, edges_of, is_row
from resumes.parsing.vocabulary import heading_kind, loose_heading_kind

_CHARACTERS = 60
_WORDS = 9
_MOST = 16
"""No resume has more headings of one look."""
_FEW = 2
_SHARE = 0.7
_FEW_NAMES = 0.5
_HEAD_LINES = 10
_NEXT = 3
"""Lines within which an entry has its dates."""
_EMPTY_LINE = 0.9
_NEAR = 0.85
_CLOSER = 0.6
Headings = dict[int, str]


@dataclass(frozen=True, slots=True)
class Outline:
    """Lines that are headings with the kinds their words name, and where headings have a column of their own."""

    headings: Headings
    rail: Rail

    def with_headings(self, more: Headings) -> "Outline":
        return Outline(more | self.headings, self.rail)

    def with_rail(self, more: Rail) -> "Outline":
        return Outline(self.headings, self.rail | more)


def looks(lines: list[Line]) -> list[Headings]:
    """For each look that short lines share and running text has not: those lines, as headings."""
    body = body_style(lines)
    head = _end_of_head(lines)
    by_style: dict[Style, list[int]] = {}
    for index, line in enumerate(lines):
        if stands_out(line, body) and not is_acronym(line):
            style = style_of(line)
            by_style.setdefault(style, []).append(index)
            by_style.setdefault(("any case", *style[:2], *style[3:]), []).append(index)
    found: list[Headings] = []
    for every in {tuple(each): each for each in by_style.values()}.values():
        short = [i for i in every if i >= head and _may_head(lines, i)]
        if len(short) == 1 and (
            _is_set_off(lines, short[0], body) or any(heading_kind(lines[i].text) for i in every)
        ):
            found.append(_opened(lines, short))
        if len(short) >= max(_FEW, sum(i >= head for i in every) * _SHARE):
            found.append(_opened(lines, short))
        found += [
            _opened(lines, part) for part in (_wide(lines, short), _widest(lines, short)) if part
        ]
    apart = [i for i in range(head, len(lines) - 1) if _is_alone(lines, i, or_apart=True)]
    spaced = [i for i in apart if _is_alone(lines, i)]
    undated = [i for i in spaced if not any(p.is_range for p in find_periods(lines[i + 1].text))]
    found += [_opened(lines, part) for part in (spaced, undated, apart) if len(part) >= _FEW]
    return [
        each
        for each in found
        if len(each) <= _MOST and not _are_names(lines, each) and not _are_entries(lines, each)
    ]


def _are_names(lines: list[Line], headings: Headings) -> bool:
    """Whether lines of one look are rather the titles, firms or schools of entries."""
    texts = [lines[i].text.casefold() for i in headings]
    if len(set(texts)) < len(texts):  # a label that comes back in every entry
        return True
    return sum(surely_names_one(lines[i].text) for i in headings) > len(headings) * _FEW_NAMES


def _are_entries(lines: list[Line], headings: Headings) -> bool:
    """Whether nearly every line of a look has one period close below and none more until the next: they open entries, not sections."""
    starts = sorted(headings)
    dated = 0
    for start, end in zip(starts, [*starts[1:], starts[-1] + _NEXT], strict=True):
        rows = [bool(_ranges(line)) for line in lines[start + 1 : end]]
        dated += sum(rows) == 1 and any(rows[:_NEXT])
    if len(starts) > _FEW:
        return dated >= len(starts) * _SHARE
    if len(starts) == 1:
        return dated == 1 and headings[starts[0]] == OTHER
    return dated == len(starts) and any(surely_names_one(lines[i].text) for i in starts)


def _ranges(line: Line) -> bool:
    return any(p.is_range for p in find_periods(line.text))


def rails(lines: list[Line]) -> list[Rail]:
    """Edges that rows share whose first cell may be a heading, and all edges with the same on the left."""
    rows = Counter(
        edges_of(line)
        for line in lines
        if is_row(line) and (line.gap is None or line.gap >= CELL_GAP) and _is_label(line)
    )
    found = [frozenset([edges]) for edges, count in rows.items() if count >= _FEW]
    for left in {edges[0] for edges in rows}:
        together = frozenset(edges for edges in rows if edges[0] == left)
        if len(together) > 1:
            found.append(together)
    return found


def row_heads(lines: list[Line]) -> Headings:
    """Lines that have the first cell of a table's row for themselves, the text of their section in the next."""
    heads = [i for i, line in enumerate(lines) if line.cells > 1 and len(line.segments) == 1]
    short = [i for i in heads if _may_head(lines, i)]
    return _opened(lines, short) if _FEW <= len(short) == len(heads) <= _MOST else {}


def _is_label(line: Line) -> bool:
    label = line.segments[0]
    dated = find_periods(label) and not is_since(label)
    return len(label) <= _CHARACTERS and not dated and "@" not in line.text


def _end_of_head(lines: list[Line]) -> int:
    """Behind the name, and behind the first address where it stands near the top."""
    first = next((i for i, line in enumerate(lines[:_HEAD_LINES]) if "@" in line.text), 0)
    return first + 1


def _opened(lines: list[Line], indexes: list[int]) -> Headings:
    return {i: loose_heading_kind(lines[i].text.rstrip(": ")) or OTHER for i in indexes}


def _may_head(lines: list[Line], index: int) -> bool:
    """Short, without dates and addresses, and over something."""
    line = lines[index]
    text = line.text
    return (
        not line.bullet
        and index + 1 < len(lines)
        and len(line.segments) == 1
        and len(text) <= _CHARACTERS
        and len(text.split()) <= _WORDS
        and any(c.isalpha() for c in text)
        and "@" not in text
        and (is_since(text) or not find_periods(text))
        and not text.endswith((",", ";"))
        and not text.startswith("(")
        and ": " not in text
        and not is_acronym(line)
    )


def _wide(lines: list[Line], indexes: list[int]) -> list[int]:
    """Those with nearly as much white space above as any of them, where some have less."""
    gaps = {i: gap for i in indexes if (gap := lines[i].gap) is not None}
    if len(gaps) <= _FEW or min(gaps.values()) >= max(gaps.values()) * _NEAR:
        return []
    most = sorted(gaps.values())[-_FEW]
    return [i for i in indexes if gaps.get(i, most) >= most * _NEAR]


def _widest(lines: list[Line], indexes: list[int]) -> list[int]:
    """The one with far more white space above than any other."""
    gaps = sorted((gap, i) for i in indexes if (gap := lines[i].gap) is not None)
    alone = len(gaps) > 1 and gaps[-1][0] * _CLOSER > gaps[-2][0]
    return [gaps[-1][1]] if alone else []


def _is_set_off(lines: list[Line], index: int, body: Style) -> bool:
    """Whether the only line of its look has much white space above, and text in the common one close below."""
    line, below = lines[index], lines[index + 1]
    return (
        line.box is not None
        and below.block == line.block
        and style_of(below) == body
        and (line.gap or 0) * _CLOSER > (below.gap or 0)
    )


def _is_alone(lines: list[Line], index: int, *, or_apart: bool = False) -> bool:
    """A short line of plain text under an empty one, with text right below it, or below another empty one."""
    line, below = lines[index], lines[index + 1 : index + 2]
    return (
        line.box is None
        and _may_head(lines, index)
        and (line.gap or 0) >= _EMPTY_LINE
        and bool(below)
        and ((below[0].gap or 0) < (line.gap or 0) or or_apart)
        and not surely_names_one(line.text)
    )


def tried(lines: list[Line], base: Outline) -> Iterator[Outline]:
    """Outlines with the headings of one look more than the base has, or of one look alone, or with a column of headings."""
    for headings in looks(lines):
        if not headings.keys() <= base.headings.keys():
            yield base.with_headings(headings)
            if len(headings) > _FEW:
                yield Outline(headings, base.rail)
    if heads := row_heads(lines):
        cells = base.rail | {edges_of(line) for line in lines if line.cells and is_row(line)}
        if not (heads.keys() <= base.headings.keys() and cells <= base.rail):
            yield Outline(heads, cells)
    for rail in rails(lines):
        if not rail <= base.rail:
            yield base.with_rail(rail)
