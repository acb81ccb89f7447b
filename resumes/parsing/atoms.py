"""Takes header lines apart into atoms: the pieces that are one title, one organisation, one place, one period."""

import re
from dataclasses import dataclass

from resumes.parsing.dates import Period, find_periods
from resumes.parsing.document import Line, clean
from resumes.parsing.lexicon import CITY_STATE, is_aside, is_place, organisation_score, title_score

_STRONG = re.compile(r"\s*(?:[|·•∙◦⋅●▪■‣►]|\t)\s*")
_DASH = re.compile(r"\s+[–—―-]\s+|\s*—\s*|\s+//?\s+|:\s+(?=[A-ZÀ-Ý])")
_AT = re.compile(r"\s+(?:at|@|bei|chez|presso|bij)\s+|\s+@(?=\S)")
_EDGES = " ,;:|·•–—-/\t"
_LABEL = re.compile(
    r"^(?:company|employer|organi[sz]ation|position|title|role|location|job title|firma|arbeitgeber|unternehmen|stelle|poste|entreprise|employeur|"
    r"empresa|puesto|cargo|azienda|ruolo|stanowisko|functie|bedrijf|werkgever|dates?|duration|period|zeitraum|school|degree|institution)\s*:\s*",
    re.I,
)


@dataclass(slots=True)
class Atom:
    text: str
    line: Line
    order: int
    bold: bool = False
    italic: bool = False
    kind: str = ""
    """'place', 'aside', or '' for what names something."""


@dataclass(slots=True)
class Header:
    atoms: list[Atom]
    periods: list[tuple[Period, Line]]
    tail: str = ""

    @property
    def names(self) -> list[Atom]:
        return [a for a in self.atoms if not a.kind]

    @property
    def place(self) -> Atom | None:
        return next((a for a in self.atoms if a.kind == "place"), None)


def read_header(lines: list[Line]) -> Header:
    header = Header([], [])
    for line in lines:
        for text, bold, italic in _styled_parts(line):
            _read_part(header, line, text, bold=bold, italic=italic)
    for order, atom in enumerate(header.atoms):
        atom.order = order
    return header


def _styled_parts(line: Line) -> list[tuple[str, bool, bool]]:
    """The pieces of a line between wide gaps and changes of style."""
    parts: list[tuple[str, bool, bool]] = []
    for span in line.spans:
        joins = parts and not span.apart
        if joins and (not span.text.strip(_EDGES) or not parts[-1][0].strip(_EDGES)):
            text, bold, italic = parts[-1]
            fresh = not text.strip(_EDGES)
            parts[-1] = (text + span.text, span.bold if fresh else bold, span.italic if fresh else italic)
        elif joins and (parts[-1][1], parts[-1][2]) == (span.bold, span.italic):
            parts[-1] = (parts[-1][0] + span.text, span.bold, span.italic)
        elif joins and not _may_part(parts[-1][0], span.text):
            parts[-1] = (parts[-1][0] + span.text, parts[-1][1], parts[-1][2])
        else:
            parts.append((span.text, span.bold, span.italic))
    return [(clean(text), bold, italic) for text, bold, italic in parts if clean(text)]


def _may_part(before: str, after: str) -> bool:
    """A change of style parts two names only where there is punctuation or a blank between them, outside brackets."""
    open_bracket = before.count("(") > before.count(")")
    return not open_bracket and (before[-1:] in _EDGES or after[:1] in _EDGES + "(")


def _read_part(header: Header, line: Line, text: str, *, bold: bool, italic: bool) -> None:
    periods = find_periods(text)
    ranges = [p for p in periods if p.is_range]
    used = ranges or periods
    position = 0
    for index, period in enumerate(used):
        before = text[position : period.first]
        _add(header, line, before, bold=bold, italic=italic)
        header.periods.append((period, line))
        position = period.last
        del index
    rest = text[position:].lstrip(" )]").strip(_EDGES)
    if used and len(rest.split()) > 3 and rest.endswith("."):
        header.tail = rest
    else:
        _add(header, line, text[position:], bold=bold, italic=italic)


def _add(header: Header, line: Line, text: str, *, bold: bool, italic: bool) -> None:
    for piece in _STRONG.split(text):
        for part in _split_useful(_trim(piece)):
            for name, kind in _without_place(_LABEL.sub("", part)):
                if name:
                    header.atoms.append(Atom(name, line, 0, bold, italic, kind))


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
        if is_place(parts[-1]) or is_aside(parts[-1]) or (any(titled) and not all(titled)) or (any(strong) and not all(strong)):
            return parts
        if pattern is _AT and titled[0]:
            return parts
    return [text]


def _without_place(text: str) -> list[tuple[str, str]]:
    """A text and the place at its end."""
    text = _trim(text)
    if is_aside(text):
        return [(text, "aside")]
    if is_place(text):
        return [(text, "place")]
    match = None
    for match in CITY_STATE.finditer(text):
        pass
    if match and match.end() >= len(text) - 1 and match.start() > 0:
        comma = re.search(r"[,(–—-]\s*$", text[: match.start()])
        if comma:
            return [(_trim(text[: match.start()]), ""), (match[0], "place")]
    parts = [p.strip() for p in text.split(",")]
    for count in (2, 1):
        if len(parts) > count and is_place(", ".join(parts[-count:])) and not (count == 1 and title_score(text) >= 1 and len(parts) == 2):
            return [(", ".join(parts[:-count]), ""), (", ".join(parts[-count:]), "place")]
    return [(text, "")]
