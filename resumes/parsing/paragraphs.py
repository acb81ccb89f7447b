"""Puts wrapped lines back together, and undoes the hyphens that only broke a word."""

import re

from resumes.parsing.dates import find_periods
from resumes.parsing.document import Line, Span
from resumes.parsing.lexicon import organisation_score, title_score

_PROSE_CHARACTERS = 45
_PROSE_WORDS = 5
_HANGING_POINTS = 3.0
_CLOSE_GAP = 0.75
_LOOSE_GAP = 0.3
_DATE_REACH = 30
_SPACED_GAP = 0.8
_CLOSER = 0.4
_TITLE = 2
_CONNECTS = re.compile(
    r"\b(?:of|for|and|in|the|für|und|im|der|de|du|des|et|en|y|del|da|do|e|di|della|i|ds\.|w|van|voor|&)$"
)
_ENDS = (".", "!", "?", ":", ";")
_LISTED = re.compile(r"\s[|·•∙◦]\s")
_LISTED_END = re.compile(r"[|·•∙◦,;]\s*$")
_LABELLED = re.compile(r"^[A-ZÀ-Ý][^:,.;]{1,30}:\s+\S")
_LETTER_HYPHEN = re.compile(r"[^\W\d_]{2,}-$")
_COMPOUND = frozenset(
    [
        "cross",
        "user",
        "end",
        "front",
        "back",
        "full",
        "self",
        "multi",
        "non",
        "high",
        "low",
        "real",
        "long",
        "short",
        "well",
        "on",
        "off",
        "in",
        "out",
        "pre",
        "post",
        "co",
        "re",
        "e",
        "state",
        "sub",
        "open",
        "third",
        "second",
        "first",
        "data",
        "cloud",
        "server",
        "client",
        "cost",
        "time",
        "team",
        "large",
        "small",
        "mid",
        "anti",
        "inter",
        "intra",
        "micro",
        "macro",
        "hands",
        "object",
        "test",
    ]
)


def joined(lines: list[Line]) -> list[Line]:
    """The lines with every paragraph and bullet in one piece; the first line keeps its place and style."""
    result: list[Line] = []
    last: Line | None = None
    widest, spaced = _widest_gap_within(lines), _spaced_gap(lines)
    for line in lines:
        if (
            result
            and last is not None
            and (line.gap or 0) <= widest
            and (_goes_on(result[-1], last, line) or _is_set_closer(last, line, spaced))
        ):
            result[-1] = _merged(result[-1], line)
        else:
            result.append(line)
        last = line
    return result


def _spaced_gap(lines: list[Line]) -> float:
    """The white space paragraphs keep from each other, where most lines are paragraphs; else 0."""
    gaps = sorted(line.gap for line in lines if line.gap is not None)
    return gaps[len(gaps) // 2] if gaps and gaps[len(gaps) // 2] > _SPACED_GAP else 0.0


def _is_set_closer(last: Line, line: Line, spaced: float) -> bool:
    """Whether a line stands much closer than paragraphs do, so that it is the rest of one."""
    return (
        spaced > 0
        and last.wraps
        and line.gap is not None
        and line.gap < spaced * _CLOSER
        and not line.bullet
        and (line.block, line.page, line.size, line.bold)
        == (last.block, last.page, last.size, last.bold)
        and len(line.segments) == len(last.segments) == 1
        and abs(line.x0 - last.x0) < _HANGING_POINTS
        and not any(p.is_range for p in find_periods(line.text))
    )


def _widest_gap_within(lines: list[Line]) -> float:
    """The white space lines of one paragraph may have between them, judged by the closest lines of the text."""
    gaps = sorted(line.gap for line in lines if line.gap is not None)
    return gaps[len(gaps) // 4] + _LOOSE_GAP if gaps else _CLOSE_GAP


def _goes_on(whole: Line, last: Line, line: Line) -> bool:  # noqa: PLR0911 - rules in turn, the first that fits decides
    if _date_goes_on(last, line):
        return True
    if line.bullet or line.level or last.level or (line.bold and not last.bold):
        return False
    if len(line.segments) > 1 or (len(last.segments) > 1 and not whole.bullet):
        return False
    if last.box is None or line.box is None:
        return _text_goes_on(whole, last, line)
    if _title_goes_on(last, line):
        return True
    if line.block != last.block or line.page != last.page:
        return whole.bullet and line.text[:1].islower() and not last.text.endswith(_ENDS)
    if (line.gap or 0) > _CLOSE_GAP or abs(line.size - last.size) > 0.12 * last.size:
        return False
    return _bullet_goes_on(whole, last, line) if whole.bullet else _prose_goes_on(last, line)


def _title_goes_on(last: Line, line: Line) -> bool:
    """Whether a job title in bold was broken in a narrow column: 'Chartered Management' over 'Accountant'."""
    if not (last.bold and line.bold and last.wraps and last.size == line.size) or last.bullet:
        return False
    if line.block != last.block or (line.gap or 0) > _CLOSE_GAP or len(line.segments) > 1:
        return False
    if find_periods(last.text) or find_periods(line.text):
        return False
    if _CONNECTS.search(last.text) or last.text.endswith(",") or _LISTED.search(last.text):
        return True
    return (
        title_score(last.text) < 1
        and not organisation_score(last.text)
        and len(line.text.split()) == 1
        and title_score(line.text) >= _TITLE
    )


def _date_goes_on(last: Line, line: Line) -> bool:
    """Whether a period was broken at the end of a line: 'Jan 2019 –' over 'Dec 2020', or the dash first on the next line."""
    if line.block != last.block or line.page != last.page or (line.gap or 0) > _CLOSE_GAP:
        return False
    end, start = last.text[-_DATE_REACH:], line.text[:_DATE_REACH]
    glues = (" – ",) if line.bullet else (" ",)
    if line.bullet and (find_periods(end) and find_periods(end)[-1].is_range):
        return False
    for glue in glues:
        seam = len(end)
        for period in find_periods(end + glue + start):
            if period.is_range and period.first < seam and period.last > seam + len(glue):
                return True
    return False


def _bullet_goes_on(whole: Line, last: Line, line: Line) -> bool:
    text_x0 = whole.spans[0].x0 or whole.x0
    if line.x0 < whole.x0 - _HANGING_POINTS or _opens_with_period(line):
        return False
    hanging = abs(line.x0 - text_x0) < _HANGING_POINTS or line.x0 > whole.x0 + _HANGING_POINTS
    if hanging and whole.x0 < text_x0 - 1:
        return (
            last.wraps
            or line.text[:1].islower()
            or not last.text.endswith(_ENDS)
            or not find_periods(line.text)
        )
    return last.wraps or line.text[:1].islower()


def _opens_with_period(line: Line) -> bool:
    """Whether a line begins with a period, or is nothing but a date."""
    end = len(line.text) - 1
    return any(p.first < 2 and (p.is_range or p.last >= end) for p in find_periods(line.text))


def _prose_goes_on(last: Line, line: Line) -> bool:  # noqa: PLR0911 - rules in turn, the first that fits decides
    if not last.wraps or (abs(line.x0 - last.x0) > _HANGING_POINTS * 4 and last.x0 > line.x0):
        return False
    if _opens_with_period(line):
        return False
    if line.text[:1].islower():
        return not last.bold or line.bold
    if _LABELLED.match(line.text) and _LABELLED.match(last.text):
        return False
    if len(_LISTED.findall(last.text)) > 1:
        return not _LISTED_END.search(last.text) and not find_periods(last.text)
    if last.text.endswith((",", "-", "/", "&")):
        return len(last.text) > _PROSE_CHARACTERS / 2 and not find_periods(line.text)
    running = len(last.text) > _PROSE_CHARACTERS or len(last.text.split()) >= _PROSE_WORDS
    return running and not find_periods(last.text) and not last.bold and not last.text.endswith(".")


def _text_goes_on(whole: Line, last: Line, line: Line) -> bool:
    """Plain text: a line that was broken to keep within the width goes on in the next."""
    if line.gap is None or line.gap > 0 or any(p.is_range for p in find_periods(line.text)):
        return False
    if whole.bullet:
        if last.text.endswith(_ENDS) and line.depth <= whole.depth and not line.text[:1].islower():
            return False
        return last.wraps or (line.depth > whole.depth and line.text[:1].islower())
    return last.wraps and not line.text.isupper()


def _merged(whole: Line, line: Line) -> Line:
    first, second = list(whole.spans), [Span(s.text, s.bold, s.italic) for s in line.spans]
    end = first[-1].text.rstrip()
    if _LETTER_HYPHEN.search(end):
        stem = re.split(r"[\s/(]", end)[-1][:-1]
        if second[0].text[:1].islower() and stem.casefold() not in _COMPOUND and "-" not in stem:
            end = end[:-1]
        first[-1] = Span(
            end, first[-1].bold, first[-1].italic, first[-1].apart, first[-1].x0, first[-1].x1
        )
    elif end.endswith("/"):
        pass
    elif line.bullet:
        second[0].text = " – " + second[0].text.lstrip()
    else:
        second[0].text = " " + second[0].text.lstrip()
    box = None
    if whole.box and line.box:
        box = (
            min(whole.box[0], line.box[0]),
            whole.box[1],
            max(whole.box[2], line.box[2]),
            line.box[3],
        )
    merged = Line(
        first + second,
        whole.page,
        whole.number,
        box,
        whole.size,
        whole.gap,
        whole.level,
        whole.block,
        bullet=True,
        depth=whole.depth,
        wraps=line.wraps,
        colour=whole.colour,
    )
    merged.bullet = whole.bullet
    return merged
