"""Cuts a document into its sections: the lines that are headings, and what stands under each."""

import re
from dataclasses import dataclass, field, replace

from resumes.parsing.dates import find_periods
from resumes.parsing.document import Document, Line, Span
from resumes.parsing.headings import OTHER, column_of, find_headings, names_one, whole_headings
from resumes.parsing.kinds import kind_of
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
_FEW = 2
_ENUMERATING = frozenset({"skills", "work", "projects", "volunteer", "education"})
_CELL_GAP = 0.9
_LEVEL_EMS = 0.5
_EDGE = 6
Rail = frozenset[tuple[int, int, bool]]
"""Left edges of a column of headings and of the text beside them, and whether the headings are bold."""


@dataclass(slots=True)
class Section:
    kind: str
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    heading: Line | None = None
    is_guess: bool = False
    """Whether what it is about was told from its content, its heading being one nobody listed."""


def split_sections(document: Document) -> list[Section]:
    """The sections in reading order; the first is the header, what stands above any heading."""
    lines = whole_headings(document.lines)
    headings = find_headings(lines, measured=not document.doubts)
    rail = _rail(lines)
    lines = _whole_cells(lines, rail)
    current = Section(HEADER)
    sections = [current]
    open_columns: dict[tuple[int, int], Section] = {}
    before: Line | None = None
    for index, line in enumerate(lines):
        kind = headings.get(index)
        run_in = _run_in(line, current, rail) if kind is None else None
        if kind is not None or run_in is not None:
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
    kept = [s for s in sections if s.lines or s.kind == HEADER]
    for section in kept:
        _judge(section)
    return kept


def _judge(section: Section) -> None:
    """Under a heading nobody listed, the content says what the section is."""
    if section.kind != OTHER or heading_kind(section.title) is not None:
        return
    kind = kind_of(section.title, section.lines)
    if kind is not None:
        section.kind, section.is_guess = kind, True


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


def _rail(lines: list[Line]) -> Rail:
    """Where the cells of known headings stand and where the text beside them begins, if there are several."""
    kinds: dict[tuple[int, int, bool], set[str]] = {}
    for line in lines:
        kind = heading_kind(line.segments[0]) if _is_row(line) else None
        if kind is not None and (line.gap is None or line.gap >= _CELL_GAP):
            kinds.setdefault(_edges(line), set()).add(kind)
    return frozenset(edges for edges, found in kinds.items() if len(found) >= _FEW)


def _is_row(line: Line) -> bool:
    return line.box is not None and not line.bullet and len(line.segments) >= _FEW


def _edges(line: Line) -> tuple[int, int, bool]:
    second = next(span for i, span in enumerate(line.spans) if i and span.apart)
    return round(line.x0 / _EDGE), round(second.x0 / _EDGE), line.spans[0].bold


def _whole_cells(lines: list[Line], rail: Rail) -> list[Line]:
    """The lines, with a heading that runs over two rows of its column in the first: 'Gevolgde' over 'opleidingen'."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        if before is not None and _goes_on_in_cell(before, line, rail):
            head = replace(before.spans[0], text=f"{before.segments[0]} {line.segments[0]}")
            whole[-1] = replace(before, spans=[head, *_cells_after(before)])
            first, *others = _cells_after(line)
            box = (first.x0, line.box[1], line.box[2], line.box[3]) if line.box else None
            whole.append(replace(line, spans=[replace(first, apart=False), *others], box=box))
        else:
            whole.append(line)
    return whole


def _cells_after(line: Line) -> list[Span]:
    cut = next(i for i, span in enumerate(line.spans) if i and span.apart)
    return line.spans[cut:]


def _goes_on_in_cell(before: Line, line: Line, rail: Rail) -> bool:
    return (
        _is_row(before)
        and _is_row(line)
        and _edges(before) in rail
        and _edges(line) == _edges(before)
        and (before.gap is None or before.gap >= _CELL_GAP)
        and (line.gap or 0) < _CELL_GAP
        and heading_kind(before.segments[0]) is None
        and not any(find_periods(each.segments[0]) for each in (before, line))
    )


def _unlisted_cell(line: Line, rail: Rail) -> str | None:
    """The kind a cell set like those of known headings opens, whatever its words."""
    label = line.segments[0]
    if (
        _edges(line) not in rail
        or (line.gap is not None and line.gap < _CELL_GAP)
        or find_periods(label)
        or names_one(label)
    ):
        return None
    return loose_heading_kind(label) or OTHER


def _beside_text(line: Line, current: Section, rail: Rail) -> tuple[str, str, Line] | None:
    """A heading in the first cell of a table's row, its text in the next: 'Languages | German, English'."""
    if line.box is None or not _is_row(line):
        return None
    cut = next(i for i, span in enumerate(line.spans) if i and span.apart)
    label, rest = line.segments[0], line.spans[cut:]
    kind = heading_kind(label) or _unlisted_cell(line, rail)
    if kind is None or heading_kind(line.text) or any(p.is_range for p in find_periods(label)):
        return None
    if current.kind in _ENUMERATING and (not current.lines or (line.gap or 0) < _CELL_GAP):
        return None
    box = (rest[0].x0, line.box[1], line.box[2], line.box[3])
    spans = [replace(rest[0], apart=False), *rest[1:]]
    return kind, label, replace(line, spans=spans, box=box, gap=None)


def _run_in(line: Line, current: Section, rail: Rail) -> tuple[str, str, Line] | None:
    """'Skills: Python, SQL' opens a section on its own line, unless it labels a row of another list."""
    beside = _beside_text(line, current, rail)
    if beside is not None:
        return beside
    match = _RUN_IN.match(line.text)
    if match is None or line.bullet or current.kind in ("skills", "work", "projects", "volunteer"):
        return None
    kind = heading_kind(match[1])
    if kind not in _RUN_IN_KINDS or kind == current.kind:
        return None
    if current.kind == HEADER and kind == "contact":
        return None
    body = Line(
        [Span(match[2])], line.page, line.number, line.box, line.size, line.gap, block=line.block
    )
    return kind, match[1], body
