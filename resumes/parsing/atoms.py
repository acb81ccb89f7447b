"""Takes header lines apart into atoms: the pieces that are one title, one organisation, one place, one period."""

import re
from dataclasses import dataclass

from resumes.parsing.dates import Period, find_periods
from resumes.parsing.document import Line, Span, clean
from resumes.parsing.lexicon import (
    CITY_STATE,
    is_aside,
    is_firm,
    is_place,
    is_town,
    organisation_score,
    school_score,
    title_score,
)

_STRONG = re.compile(r"\s*(?:[|·•∙◦⋅●▪■‣►]|\t)\s*")
_DASH = re.compile(r"\s+[–—―-]\s+|\s*—\s*|\s+//?\s+|:\s+(?=[A-ZÀ-Ý])")
_AT = re.compile(r"\s+(?:at|@|bei|chez|presso|bij)\s+|\s+@(?=\S)")
_EDGES = " ,;:|·•–—-/\t"
_TAIL_WORDS = 3
_TITLE = 2
_STYLE_CHANGES = 4
FIELD_LABEL = re.compile(
    r"^(?:company|employer|organi[sz]ation|position|title|role|location|job title|firma|arbeitgeber|unternehmen|stelle|poste|entreprise|employeur|"
    r"empresa|puesto|cargo|azienda|ruolo|stanowisko|functie|bedrijf|werkgever|dates?|duration|period|zeitraum|school|degree|institution)\s*:\s*",
    re.IGNORECASE,
)

_FIRM_AND_PLACE = re.compile(r"(.+?[\w.]), ([A-ZÀ-Þ][^,\d]{2,30}, [A-ZÀ-Þ][^,\d]{2,30})")
"""A firm and two names behind it: a part of a town and the town."""
_IN_BRACKETS = re.compile(r"(.{3,}?)\s*\(([^()]{3,40})\)")


@dataclass(slots=True)
class Atom:
    text: str
    line: Line
    order: int
    bold: bool = False
    italic: bool = False
    kind: str = ""
    """'place', 'aside', or '' for what names something."""
    is_guess: bool = False
    dash: str = ""
    """The dash that parted it from the atom before."""


@dataclass(slots=True)
class Header:
    atoms: list[Atom]
    periods: list[tuple[Period, Line]]
    tail: str = ""
    of_study: bool = False

    @property
    def names(self) -> list[Atom]:
        return [a for a in self.atoms if not a.kind]

    @property
    def place(self) -> Atom | None:
        return next((a for a in self.atoms if a.kind == "place"), None)


def read_header(lines: list[Line], *, of_study: bool = False) -> Header:
    """The atoms and periods of header lines; a school keeps the town that is part of its name."""
    header = Header([], [], of_study=of_study)
    for line in lines:
        for spans in _segments(line):
            _read_segment(header, line, spans)
    for order, atom in enumerate(header.atoms):
        atom.order = order
    return header


def _segments(line: Line) -> list[list[Span]]:
    """The spans of a line between wide gaps."""
    segments: list[list[Span]] = []
    for span in line.spans:
        if span.apart or not segments:
            segments.append([])
        segments[-1].append(span)
    return segments


def _read_segment(header: Header, line: Line, spans: list[Span]) -> None:
    """Periods are found in the whole segment, whatever its styles; what stands between them is read for names."""
    text = "".join(span.text for span in spans)
    periods = find_periods(text)
    used = [p for p in periods if p.is_range] or periods
    position = 0
    for period in used:
        _read_between(header, line, spans, position, period.first)
        header.periods.append((period, line))
        position = period.last
    rest = text[position:].lstrip(" )]").strip(_EDGES)
    tells = len(rest.split()) > _TAIL_WORDS and rest.endswith(".")
    if used and tells and text[: used[0].first].strip(" ([" + _EDGES):
        header.tail = rest
    else:
        _read_between(header, line, spans, position, len(text))


def _read_between(header: Header, line: Line, spans: list[Span], first: int, last: int) -> None:
    parts: list[Span] = []
    position = 0
    for span in spans:
        text = span.text[max(0, first - position) : max(0, last - position)]
        position += len(span.text)
        if text:
            parts.append(Span(text, span.bold, span.italic))
    for text, bold, italic in _styled_parts(parts):
        _add(header, line, text, bold=bold, italic=italic)


def _styled_parts(spans: list[Span]) -> list[tuple[str, bool, bool]]:
    """Text parted where the style changes at a punctuation mark, or once on the line at a blank."""
    runs: list[Span] = []
    for span in spans:
        bare = not span.text.strip(_EDGES)
        if runs and (
            bare
            or (runs[-1].bold, runs[-1].italic) == (span.bold, span.italic)
            or not runs[-1].text.strip(_EDGES)
        ):
            plain = bare or not runs[-1].text.strip(_EDGES)
            style = runs[-1] if bare or not plain else span
            runs[-1] = Span(runs[-1].text + span.text, style.bold, style.italic)
        else:
            runs.append(Span(span.text, span.bold, span.italic))
    if len(runs) > _STYLE_CHANGES:
        return [("".join(r.text for r in runs), runs[0].bold, runs[0].italic)]
    parts = runs[:1]
    for run in runs[1:]:
        if _may_part(parts[-1].text, run.text, alone=len(runs) == 2):
            parts.append(run)
        else:
            parts[-1] = Span(parts[-1].text + run.text, parts[-1].bold, parts[-1].italic)
    return [(clean(part.text), part.bold, part.italic) for part in parts if clean(part.text)]


def _may_part(before: str, after: str, *, alone: bool) -> bool:
    """Whether a change of style between two texts parts two names."""
    if before.count("(") > before.count(")"):
        return False
    marks = _EDGES.replace(" ", "")
    if before.rstrip()[-1:] in marks or after.lstrip()[:1] in marks:
        return True
    return alone and (before[-1:] == " " or after[:1] == " ") and after.lstrip()[:1].isupper()


def _add(header: Header, line: Line, text: str, *, bold: bool, italic: bool) -> None:
    for piece in _STRONG.split(text):
        whole = _trim(piece)
        before = ""
        for part in _split_useful(whole):
            dash = _dash_between(whole, before, part)
            before = part
            for name, kind in _without_place(FIELD_LABEL.sub("", part), of_study=header.of_study):
                if name:
                    header.atoms.append(Atom(name, line, 0, bold, italic, kind, dash=dash))
                    dash = ""


def _dash_between(whole: str, before: str, part: str) -> str:
    """The dash that stands between two parts of a text, or ''."""
    if not before:
        return ""
    start = whole.find(before) + len(before)
    between = whole[start : whole.find(part, start)]
    return between if between.strip() in ("–", "—", "-", "―") else ""


def _trim(text: str) -> str:
    text = clean(text).strip(_EDGES)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    if text.count("(") != text.count(")"):
        text = text.strip("()[] ") if not (text.count("(") and text.count(")")) else text
    return text.strip(_EDGES)


def _split_useful(text: str) -> list[str]:
    """Splits at a dash or 'at' only where that parts a title from something else, or a place off."""
    if not text:
        return []
    for pattern in (_AT, _DASH):
        parts = [p for p in (clean(part).strip(_EDGES) for part in pattern.split(text)) if p]
        if len(parts) < 2:
            continue
        titled = [title_score(p) >= 1 and organisation_score(p) < 3 for p in parts]
        strong = [title_score(p) >= 2 and not organisation_score(p) for p in parts]
        at_firm = pattern is _AT and (" @ " in text or _names_two(parts))
        if pattern is _AT and not titled[0] and not at_firm:
            continue
        if pattern is _DASH and "," in parts[0] and organisation_score(parts[0].rsplit(",", 1)[1]):
            return [text]
        if (
            is_place(parts[-1])
            or is_aside(parts[-1])
            or (any(titled) and not all(titled))
            or (any(strong) and not all(strong))
        ):
            return parts
        if pattern is _AT and (titled[0] or at_firm):
            return parts
    return [text]


def _names_two(parts: list[str]) -> bool:
    """Whether 'X at Y' is a job at a firm even where nobody listed the job; not 'University of Texas at Austin'."""
    left, right = parts[0], parts[-1]
    return (
        len(parts) == 2
        and left[:1].isupper()
        and right[:1].isupper()
        and not organisation_score(left)
        and not school_score(left)
    )


def _run_on(words: list[str]) -> tuple[str, str] | None:
    """'Dental Hygienist Portland, OR' in two, where a title goes over into a town."""
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        if title_score(left) >= _TITLE and is_town(right.split(",")[0]):
            return left, right
    return None


def _without_place(  # noqa: C901, PLR0911 - rules in turn, the first that fits decides
    text: str, *, of_study: bool
) -> list[tuple[str, str]]:
    """A text and the place at its end."""
    text = _trim(text)
    if is_aside(text):
        return [(text, "aside")]
    if is_place(text):
        return [(text, "place")]
    last: re.Match[str] | None = None
    for match in CITY_STATE.finditer(text):
        last = match
    if last and last.end() >= len(text) - 1 and last.start() > 0:
        comma = re.search(r"[,(–—-]\s*$", text[: last.start()])
        if comma:
            return [(_trim(text[: last.start()]), ""), (last[0], "place")]
    firm = _FIRM_AND_PLACE.fullmatch(text)
    if firm and is_firm(firm[1].split()[-1]) and is_place(firm[2].rsplit(",", 1)[1]):
        return [(firm[1], ""), (firm[2], "place")]
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed and is_place(bracketed[2]):
        return [(bracketed[1], ""), (bracketed[2], "place")]
    parts = [p.strip() for p in text.split(",")]
    if CITY_STATE.fullmatch(text) and (cut := _run_on(text.split())):
        return [(cut[0], ""), (cut[1], "place")]
    for count in (2, 1):
        if (
            len(parts) > count
            and is_place(", ".join(parts[-count:]))
            and not (count == 1 and of_study and school_score(parts[-2]))
        ):
            return [(", ".join(parts[:-count]), ""), (", ".join(parts[-count:]), "place")]
    return [(text, "")]
