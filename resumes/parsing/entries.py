"""Cuts a section of dated entries (jobs, volunteering, projects) into entries: header lines around a date, and a body."""

import re
import statistics
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from resumes.parsing.dates import Period, find_periods
from resumes.parsing.document import Line
from resumes.parsing.lexicon import (
    degree_score,
    is_aside,
    is_place,
    organisation_score,
    school_score,
    title_score,
)
from resumes.parsing.paragraphs import joined

_PROSE_WORDS = 10
_SENTENCE_WORDS = 4
_FIELD_CHARACTERS = 75
_FIELD_WORDS = 10
_HEADER_ABOVE = 4
_HEADER_BELOW = 3
_CLEAR_GAP = 0.45
_CLEAR_RATIO = 1.35
_SHORT_TAIL = 30
_INDENT = (5.0, 40.0)
_SAME_EDGE = 3.0
_HEADER_WORDS = 25
_SMALL_SHARE = 0.6
_LEGAL_FORM = 3
_SEPARATED = re.compile(r"\s[|·•→]\s")
_ABBREVIATION = re.compile(
    r"\b(?:inc|co|ltd|corp|llc|jr|sr|s\.a|e\.v|s\.l|sp\. z o\.o|bros|st)\.$", re.IGNORECASE
)


@dataclass(slots=True)
class Row:
    """A line of a section with what its dates say."""

    line: Line
    periods: list[Period]
    body: bool


@dataclass(slots=True)
class Entry:
    header: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    anchor: Line | None = None


def clear_gap_of(lines: list[Line]) -> float:
    """The white space, in line heights, that parts entries rather than lines."""
    gaps = [line.gap for line in lines if line.gap is not None]
    return max(_CLEAR_GAP, _CLEAR_RATIO * statistics.median_low(gaps)) if gaps else _CLEAR_GAP


def rows_of(lines: list[Line]) -> list[Row]:
    rows = []
    for line in joined(lines):
        periods = find_periods(line.text)
        rows.append(Row(line, periods, _is_body(line, periods)))
    for row, following in pairwise(rows):
        if row.body and _heads_date(row, following):
            row.body = False
    _mark_indented(rows)
    return rows


def _mark_indented(rows: list[Row]) -> None:
    """Lines set in under a header, several at the same distance, tell about it even without bullets."""
    edges = Counter(round(row.line.x0) for row in rows if row.line.box)
    header: Line | None = None
    for row in rows:
        line = row.line
        if row.body or line.box is None:
            continue
        if (
            header is not None
            and header.block == line.block
            and _INDENT[0] < line.x0 - header.x0 < _INDENT[1]
            and edges[round(line.x0)] > 1
            and not line.bold
            and not any(p.is_range for p in row.periods)
            and all(abs(span.x0 - line.x0) > _SAME_EDGE for span in header.spans)
        ):
            row.body = True
        else:
            header = line


def _heads_date(row: Row, following: Row) -> bool:
    """A long line right above a date that stands alone names the entry."""
    if (
        row.line.bullet
        or row.line.text.endswith(".")
        or not following.periods
        or not (
            title_score(row.line.text.split(",")[0])
            or len(row.line.text.split()) <= _SENTENCE_WORDS
        )
    ):
        return False
    period = following.periods[0]
    return (
        following.line.text[: period.first].strip(" (|") == ""
        and len(following.line.text) - period.last < _SHORT_TAIL
    )


def _is_body(line: Line, periods: list[Period]) -> bool:  # noqa: PLR0911 - rules in turn, the first that fits decides
    """Whether a line tells rather than names: a bullet, or a sentence."""
    if line.bullet:
        return True
    if line.level:
        return False
    words = line.text.split()
    if _SEPARATED.search(line.text) and not line.text.endswith("."):
        return False
    if _tells_since(line, periods):
        return True
    if any(p.is_range for p in periods) and (
        len(line.segments) > 1
        or title_score(line.text[: periods[0].first].strip(" (,|–-"))
        or len(words) < 16
        or (_closes(line.text, periods[-1]) and len(words) < _HEADER_WORDS)
    ):
        return False
    if len(words) >= _PROSE_WORDS and len(line.segments) == 1 and not line.bold:
        return True
    if len(line.segments) == 1 and not line.bold and tells(line.text):
        return True
    ends = line.text.endswith(".") and not _is_legal_form(line.text)
    return ends and len(words) >= _SENTENCE_WORDS and len(line.segments) == 1


def _tells_since(line: Line, periods: list[Period]) -> bool:
    """'Una stella Michelin dal 2016.' tells of a job rather than dating it."""
    since = len(periods) == 1 and periods[0].is_open and periods[0].first > 0
    ends = since and line.text.endswith(".") and not line.text[periods[0].last :].strip(" .")
    return ends and len(line.text.split()) >= _SENTENCE_WORDS and len(line.segments) == 1


def tells(text: str) -> bool:
    """Whether a text without a full stop still tells something: mostly small words, and nothing that names a job or a firm."""
    words = text.split()
    if len(words) < _SENTENCE_WORDS or "," in words[0] or not words[0][:1].isupper():
        return False
    if title_score(text) or organisation_score(text) or school_score(text) or degree_score(text):
        return False
    return sum(word[:1].islower() for word in words[1:]) >= (len(words) - 1) * _SMALL_SHARE


def _closes(text: str, period: Period) -> bool:
    """Whether a text that begins like a name ends with a period."""
    return period.is_range and text[:1].isupper() and not text[period.last :].strip(" ).]|")


def _is_legal_form(text: str) -> bool:
    """Whether the full stop at the end belongs to 'Inc.', 'S.r.l.', 'B.V.'."""
    last = " ".join(text.split()[-2:])
    return bool(_ABBREVIATION.search(text)) or organisation_score(last) >= _LEGAL_FORM


def split_entries(lines: list[Line]) -> list[Entry]:
    rows = rows_of(lines)
    anchors = _anchors(rows)
    if not anchors:
        return _undated(rows)
    return _dated(rows, anchors)


def _anchors(rows: list[Row]) -> list[int]:
    """The rows whose date opens an entry."""
    ranges = [
        i for i, row in enumerate(rows) if not row.body and any(p.is_range for p in row.periods)
    ]
    singles = [
        i
        for i, row in enumerate(rows)
        if not row.body and row.periods and i not in ranges and _date_stands_out(row)
    ]
    found = ranges if len(ranges) >= len(singles) else sorted(ranges + singles)
    if ranges and singles and found is ranges:
        found = sorted(ranges + [i for i in singles if _far_from(rows, i, ranges)])
    if not found:
        found = [
            i
            for i, row in enumerate(rows)
            if row.line.bullet and any(p.is_range for p in row.periods) and len(row.line.text) < 120
        ]
    return found


def _far_from(rows: list[Row], index: int, ranges: list[int]) -> bool:
    """A single date is an entry of its own only where body text parts it from the entries with periods."""
    line = rows[index].line
    if not (line.bold or line.level or len(line.segments) > 1 or title_score(line.text)):
        return False
    before = max((r for r in ranges if r < index), default=None)
    after = min((r for r in ranges if r > index), default=None)
    parted_before = before is None or any(rows[i].body for i in range(before + 1, index))
    parted_after = after is None or any(rows[i].body for i in range(index + 1, after))
    return parted_before and parted_after


def _date_stands_out(row: Row) -> bool:
    """A single date at the end or start of its line, or in a cell of its own."""
    period, text = row.periods[-1], row.line.text
    at_end = period.last >= len(text.rstrip(" )].")) or len(row.line.segments) > 1
    return at_end or row.periods[0].first <= 1


def _dated(rows: list[Row], anchors: list[int]) -> list[Entry]:
    tops = _tops(rows, anchors)
    entries = []
    for number, (anchor, top) in enumerate(zip(anchors, tops, strict=True)):
        end = tops[number + 1] if number + 1 < len(tops) else len(rows)
        entry = Entry([rows[i].line for i in range(top, anchor + 1)], anchor=rows[anchor].line)
        position = anchor + 1
        while position < end and position <= anchor + _HEADER_BELOW and _is_field(rows[position]):
            entry.header.append(rows[position].line)
            position += 1
        entry.body = [rows[i].line for i in range(position, end)]
        if not _names_anything(entry.header) and entry.body:
            _promote(entry)
        entries.append(entry)
    _give_missing_line(entries)
    return entries


def _give_missing_line(entries: list[Entry]) -> None:
    """Where most entries name something on the line under the date, one that seems to tell there names it too."""
    below = [_lines_below(entry) for entry in entries]
    if not below or statistics.median_low(below) < 1:
        return
    for entry, count in zip(entries, below, strict=True):
        first = entry.body[0] if entry.body else None
        if (
            count == 0
            and first is not None
            and not first.bullet
            and not first.text.endswith(".")
            and len(first.text) < _FIELD_CHARACTERS
            and first.number == (entry.header[-1].number + 1)
        ):
            entry.header.append(entry.body.pop(0))


def _lines_below(entry: Entry) -> int:
    if entry.anchor is None or entry.anchor not in entry.header:
        return 0
    return len(entry.header) - 1 - entry.header.index(entry.anchor)


def _names_anything(header: list[Line]) -> bool:
    """Whether a header holds more than dates, places and asides."""
    for line in header:
        periods = find_periods(line.text)
        text = line.text
        for period in reversed(periods):
            text = text[: period.first] + text[period.last :]
        if text.strip(" ()|,–—-·•") and not is_place(text.strip(" ()|,–—-·•")):
            return True
    return False


def _promote(entry: Entry) -> None:
    """Under a date that stands alone, the first line of the body names the job."""
    first = entry.body[0]
    if len(first.text) < _FIELD_CHARACTERS + 15 and (
        title_score(first.text) or organisation_score(first.text) or not first.text.endswith(".")
    ):
        entry.header.append(entry.body.pop(0))


def _tops(rows: list[Row], anchors: list[int]) -> list[int]:
    """Where each entry begins: as many lines above its date as the first entry has, where nothing else tells."""
    first = anchors[0]
    above = _run_above(rows, first, -1)
    usual = min(len(above), _HEADER_ABOVE)
    tops = [first - usual]
    place_above = any(is_place(rows[i].line.text) for i in above)
    for before, anchor in pairwise(anchors):
        run = _run_above(rows, anchor, before)
        if len(run) > 1 and not place_above and is_place(rows[run[0]].line.text):
            del run[0]  # the place of the entry before, under its date
        parted = bool(run) and rows[run[0] - 1].body
        tops.append(anchor - _lines_above(rows, run, usual, parted=parted))
    return tops


def _run_above(rows: list[Row], anchor: int, before: int) -> list[int]:
    run: list[int] = []
    for index in range(anchor - 1, before, -1):
        if rows[index].body:
            break
        run.insert(0, index)
    return run


def _lines_above(rows: list[Row], run: list[int], usual: int, *, parted: bool) -> int:
    """How many of the lines above a date belong to its entry."""
    if not run:
        return 0
    clear_gap = clear_gap_of([row.line for row in rows])
    gaps = [rows[i].line.gap for i in run]
    clear = [
        n
        for n, gap in enumerate(gaps)
        if gap is not None and gap >= clear_gap and gap > (rows[run[-1] + 1].line.gap or 0) + 0.15
    ]
    if clear:
        return min(len(run) - clear[-1], max(usual, 1) + 1) if usual else len(run) - clear[-1]
    if usual == 0:
        last = rows[run[-1]].line
        return 1 if parted and (last.bold or last.level) and not is_aside(last.text) else 0
    return min(len(run), usual)


def _is_field(row: Row) -> bool:
    """Whether a line under a date still belongs to the header."""
    line = row.line
    return (
        not row.body
        and len(line.text) <= _FIELD_CHARACTERS
        and len(line.text.split()) <= _FIELD_WORDS
        and not (line.text.endswith(".") and not _is_legal_form(line.text))
        and not line.text.rstrip().endswith(":")
    )


def _undated(rows: list[Row]) -> list[Entry]:
    """Without any date, an entry is a run of header lines and the body under it."""
    entries: list[Entry] = []
    clear_gap = clear_gap_of([row.line for row in rows])
    for row in rows:
        if row.body:
            if not entries:
                entries.append(Entry())
            entries[-1].body.append(row.line)
        elif entries and not entries[-1].body and (row.line.gap or 0) < clear_gap:
            entries[-1].header.append(row.line)
        else:
            entries.append(Entry([row.line]))
    return entries
