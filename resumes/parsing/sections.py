"""Cuts a document into its sections: the lines that are headings, and what stands under each."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from resumes.parsing.dates import find_periods
from resumes.parsing.document import Document, Line, Span
from resumes.parsing.evidence import weights
from resumes.parsing.headings import OTHER, column_of, find_headings, style_of, whole_headings
from resumes.parsing.kinds import sense_of, settle
from resumes.parsing.languages import language_name
from resumes.parsing.lists import split_list
from resumes.parsing.outline import Outline, tried
from resumes.parsing.rails import (
    CELL_GAP,
    Rail,
    beside,
    is_row,
    rail_of,
    unlisted_cell,
    whole_cells,
)
from resumes.parsing.vocabulary import heading_kind, loose_heading_kind

HEADER = "header"

_RUN_IN = re.compile(r"^([^:]{3,40}):\s+(\S.*)$")
_RUN_IN_KINDS = frozenset(
    {
        "skills",
        "languages",
        "education",
        "summary",
        "interests",
        "certificates",
        "awards",
        "contact",
        "references",
    }
)
_ENUMERATING = frozenset({"skills", "work", "projects", "volunteer", "education"})
_LEVEL_EMS = 0.5
_VAGUE = {
    "certificates": {"education"},
    "education": {"skills"},
    "summary": {"skills"},
    "awards": {"skills"},
}
_OVERWHELMING = 2.0
_CLEARER = 1.0
"""How much more sense another reading must make."""
_CLOSER = 0.7
_CLOSE = 0.8


@dataclass(slots=True)
class Section:
    kind: str
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    heading: Line | None = None
    is_guess: bool = False
    """Whether what it is about was told from its content, its heading being one nobody listed."""


def split_sections(document: Document) -> list[Section]:
    """The sections in reading order; the first is the header, what stands above any heading.

    Of several readings of which lines are headings that one is taken whose sections make most sense.
    """
    lines = beside(whole_headings(document.lines))
    measured = not document.doubts
    best = Outline(find_headings(lines, measured=measured), rail_of(lines))
    sections, sense = _read(lines, best)
    while measured:
        other, made, most = best, sections, sense + _CLEARER
        for outline in tried(lines, best):
            found, worth = _read(lines, outline)
            if worth > most:
                other, made, most = outline, found, worth
        if other is best:
            break
        best, sections, sense = other, made, most
    return [s for s in sections if s.lines or s.kind == HEADER]


def _read(lines: list[Line], outline: Outline) -> tuple[list[Section], float]:
    """The sections of an outline with their kinds, and how much sense they make."""
    sections = _with_groups(_cut(whole_cells(lines, outline.rail), outline))
    spoken = [weights(section.title, section.lines) for section in sections]
    listed = {section.kind for section in sections}
    for section, weighed in zip(sections, spoken, strict=True):
        if _says_else(section, weighed, listed):
            section.kind = OTHER
    opened = [i for i, section in enumerate(sections) if _is_open(section)]
    known = Counter(section.kind for i, section in enumerate(sections) if i not in opened)
    for index, kind in zip(opened, settle(known, [spoken[i] for i in opened]), strict=True):
        if kind is not None:
            sections[index].kind, sections[index].is_guess = kind, True
    return sections, sense_of(
        [(s.kind, w, s.is_guess) for s, w in zip(sections, spoken, strict=True)]
    )


def _is_open(section: Section) -> bool:
    """Whether the lines have to say what a section is about."""
    return section.kind == OTHER and heading_kind(section.title) in (None, *_VAGUE)


def _says_else(section: Section, weighed: Mapping[str, float], listed: set[str]) -> bool:
    """Whether a heading that may mean several things stands over what no other section has: 'Training' over studies."""
    return (
        section.kind in _VAGUE
        and max(weighed, key=lambda kind: weighed[kind], default="")
        in _VAGUE[section.kind] - listed
        and max(weighed.values()) >= _OVERWHELMING
    )


def _is_unlisted(section: Section) -> bool:
    return section.kind == OTHER and heading_kind(section.title) is None


def _cut(lines: list[Line], outline: Outline) -> list[Section]:
    current = Section(HEADER)
    sections = [current]
    open_columns: dict[tuple[int, int], Section] = {}
    before: Line | None = None
    for index, line in enumerate(lines):
        kind = outline.headings.get(index)
        run_in = _run_in(line, current, outline.rail) if kind is None else None
        if kind is not None and before is not None and _wraps(current, before, line):
            _lengthen(current, line)
        elif kind is not None or run_in is not None:
            current, rest = _opened(line, kind, run_in)
            sections.append(current)
            if rest is not None:
                current.lines.append(rest)
        else:
            if before is not None and before.block != line.block:
                current = _continued(line, before, current, open_columns, sections)
            current.lines.append(line)
        open_columns[line.page, column_of(line)] = current
        before = line
    return sections


def _wraps(current: Section, before: Line, line: Line) -> bool:
    """Whether a line goes on with the heading above it: set alike and much closer than that is to what it follows."""
    head = current.heading
    return (
        head is not None
        and not current.lines
        and before.block == line.block
        and style_of(head) == style_of(line)
        and head.box is not None
        and (line.gap or 0) < min(_CLOSE, head.gap if head.gap is not None else 1.0) * _CLOSER
    )


def _lengthen(section: Section, line: Line) -> None:
    section.title = f"{section.title} {line.text}"
    section.kind = loose_heading_kind(section.title) or section.kind


def _opened(
    line: Line, kind: str | None, run_in: tuple[str, str, Line] | None
) -> tuple[Section, Line | None]:
    if run_in is None:
        return Section(kind or OTHER, line.text, heading=line), None
    label_kind, label, body = run_in
    return Section(label_kind, label, heading=line), body


def _continued(
    line: Line,
    before: Line,
    current: Section,
    open_columns: dict[tuple[int, int], Section],
    sections: list[Section],
) -> Section:
    """The section a new column goes on with: that of the same column above or on the page before."""
    if line.box is None or before.box is None or current.heading is before:
        return current
    found = _open_above(line, open_columns)
    if found is not None and found is not current and not _nearer(current, found, line):
        return found
    if (
        found is None
        and line.page == before.page
        and line.x0 > before.x0
        and _starts_above(line, current)
    ):
        fresh = Section(HEADER)
        sections.append(fresh)
        return fresh
    return current


def _open_above(line: Line, open_columns: dict[tuple[int, int], Section]) -> Section | None:
    for page in (line.page, line.page - 1):
        for shift in (0, 1, -1):
            found = open_columns.get((page, column_of(line) + shift))
            if found is not None:
                return found
    return None


def _starts_above(line: Line, section: Section) -> bool:
    """Whether a new column begins higher on the page than the section that is open."""
    head = section.heading
    if head is None or head.box is None or line.box is None or head.page != line.page:
        return head is None or head.page == line.page
    return line.box[1] < head.box[1] + head.size * _LEVEL_EMS


def _nearer(current: Section, found: Section, line: Line) -> bool:
    """Whether the open section's heading stands between the other section's heading and this line."""
    here, there = current.heading, found.heading
    if (
        here is None
        or here.box is None
        or line.box is None
        or here.page != line.page
        or _starts_above(line, current)
    ):
        return False
    return (
        there is None or there.box is None or there.page != here.page or here.box[1] > there.box[1]
    )


def _beside_text(line: Line, current: Section, rail: Rail) -> tuple[str, str, Line] | None:
    """A heading in the first cell of a table's row, its text in the next: 'Languages | German, English'."""
    if not is_row(line):
        return None
    cut = next(i for i, span in enumerate(line.spans) if i and span.apart)
    label, rest = line.segments[0], line.spans[cut:]
    kind = heading_kind(label) or unlisted_cell(line, rail)
    if kind is None or heading_kind(line.text) or any(p.is_range for p in find_periods(label)):
        return None
    if _are_no_tongues(kind, "\t".join(span.text for span in rest)):
        return None
    close = line.box is not None and (line.gap or 0) < CELL_GAP
    if current.kind in _ENUMERATING and (close or not current.lines):
        return None
    box = (rest[0].x0, line.box[1], line.box[2], line.box[3]) if line.box else None
    spans = [replace(rest[0], apart=False), *rest[1:]]
    return kind, label, replace(line, spans=spans, box=box, gap=None)


def _are_no_tongues(kind: str | None, text: str) -> bool:
    """Whether 'Languages' stands over others than people speak: Python, SQL."""
    return kind == "languages" and not any(map(language_name, split_list(text)))


def _with_groups(sections: list[Section]) -> list[Section]:
    """The sections; 'Languages' over others than people speak is a group of the list above it."""
    kept: list[Section] = []
    for section in sections:
        text = "\t".join(cell for line in section.lines for cell in line.segments)
        head = section.heading
        if kept and head and section.lines and _are_no_tongues(section.kind, text):
            above = next((s for s in reversed(kept) if s.heading is not None), kept[-1])
            if above.kind in (OTHER, "skills"):
                above.lines += [head, *section.lines]
                continue
        kept.append(section)
    return kept


def _has_labels(section: Section) -> bool:
    """Whether a section nobody listed begins with a labelled row, or any was left at a labelled list: more of those are groups of the same list."""
    if not section.lines:
        return False
    last = [found for line in section.lines[-2:] if (found := _RUN_IN.match(line.text))]
    begins = _is_unlisted(section) and bool(_RUN_IN.match(section.lines[0].text))
    return begins or any("," in found[2] for found in last)


def _run_in(line: Line, current: Section, rail: Rail) -> tuple[str, str, Line] | None:
    """'Skills: Python, SQL' opens a section on its own line, unless it labels a row of another list."""
    beside = _beside_text(line, current, rail)
    if beside is not None:
        return beside
    match = _RUN_IN.match(line.text)
    if match is None or line.bullet or current.kind in ("skills", "work", "projects", "volunteer"):
        return None
    kind = heading_kind(match[1])
    if kind not in _RUN_IN_KINDS or kind == current.kind or _are_no_tongues(kind, match[2]):
        return None
    if (current.kind == HEADER and kind == "contact") or (
        kind == "skills" and _has_labels(current)
    ):
        return None
    body = Line(
        [Span(match[2])], line.page, line.number, line.box, line.size, line.gap, block=line.block
    )
    return kind, match[1], body
