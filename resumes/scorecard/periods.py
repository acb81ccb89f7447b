"""Reads the dates of a truth, however its author wrote them, and says when a read period is the same one.

Rules: years and months must be equal with the precision really given ("2019" is not "2019-01"; days are not compared).
A range that still runs must have no end; a single date must be the end (the graduation), with no other start.
"""

import re
import unicodedata
from dataclasses import dataclass

_MONTHS = (
    "jan ene gen sty",
    "feb fev fee lut",
    "mar mrz mrt maa",
    "apr avr abr kwi",
    "may mai mag maj mei",
    "jun juin giu cze",
    "jul juil lug lip",
    "aug aou ago sie",
    "sep set wrz",
    "oct okt out ott paz",
    "nov lis",
    "dec dez dic des gru",
)
_NUMBERS = {start: n for n, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_NOW = re.compile(
    r"\b(?:present\w*|current\w*|now|today|ongoing|(?:to|till) date|heute|jetzt|aktuell|laufend|aujourd|ce jour|actuel\w*|en cours"
    r"|actualidad|actual\w*|hoy|la fecha|atual\w*|hoje|momento|oggi|in corso|attual\w*|obecnie|teraz|nadal|dzis|chwili"
    r"|heden|nu|huidig|since|seit|ab|depuis|desde|dal|od|sinds|vanaf)\b"
)
_MONTH_WORD = r"[^\W\d_]{3,12}"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ISO = r"(?P<iy>(?:19|20)\d\d)[-/.](?P<im>0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?(?![\d/.-]*\d)"
_DAY = r"(?P<d1>\d{1,2})[./-](?P<d2>\d{1,2})[./-](?P<dy>(?:19|20)\d\d)"
_NUMERIC = r"(?P<nm>0?[1-9]|1[0-2])\s?[./-]\s?(?P<ny>(?:19|20)\d\d)"
_WORDED = rf"(?P<mw>{_MONTH_WORD}|\b[ivx]{{1,4}})[.,/]?\s*(?:de[l]?\s+)?(?:\d{{1,2}},\s*)?['’]?(?P<my>(?:19|20)\d\d|\d\d(?!\w))"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_POINT = re.compile(rf"(?<!\d)(?:{_DAY}|{_ISO}|{_NUMERIC}|{_WORDED}|{_YEAR})(?!\d)")
_ONE_YEAR_FOR_BOTH = re.compile(
    rf"({_MONTH_WORD})\.?\s*[-–—]\s*(?={_MONTH_WORD}\.?,?\s*((?:19|20)\d\d))"
)
_SHORT_END = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?:[–—]|-(?=1[3-9]|[2-9]\d)|/)\s?(\d\d)(?![\d./-])"
)
_CENTURY_PIVOT = 50


@dataclass(frozen=True, slots=True)
class Span:
    """ISO dates of year or month precision; '' where there is none. Without an end it still runs."""

    start: str = ""
    end: str = ""


def read_span(text: str) -> Span | None:
    """The period a truth's author wrote; None where no date can be told (20XX)."""
    plain = _plain(text)
    points = _points(_SHORT_END.sub(_whole_end, _ONE_YEAR_FOR_BOTH.sub(r"\1 \2 - ", plain)))
    if not points:
        return None
    if len(points) > 1:
        return Span(points[0], points[1])
    runs = _NOW.search(plain) or re.search(r"\d\s*[-–—]\s*$", plain)
    return Span(points[0]) if runs else Span("", points[0])


def same_span(truth: Span, found: Span | None) -> bool:
    """Is the found period the true one?"""
    if found is None:
        return False
    if truth.start:
        return truth == found
    return found.end == truth.end and found.start in ("", truth.end)


def to_month(date: str) -> str:
    """An ISO date without its day."""
    return date[:7]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _whole_end(match: re.Match[str]) -> str:
    return f"{match[1]} - {match[1][:2]}{match[2]}"


def _points(text: str) -> list[str]:
    found = []
    position = 0
    while match := _POINT.search(text, position):
        date = _date(match.groupdict())
        position = match.end() if date else match.start() + 1
        if date:
            found.append(date)
    return found


def _date(part: dict[str, str | None]) -> str | None:
    if day_year := part["dy"]:
        first, second = int(part["d1"] or 0), int(part["d2"] or 0)
        return f"{day_year}-{second if second <= 12 else first:02d}"  # noqa: PLR2004
    if part["iy"]:
        return f"{part['iy']}-{int(part['im'] or 0):02d}"
    if part["ny"]:
        return f"{part['ny']}-{int(part['nm'] or 0):02d}"
    if word := part["mw"]:
        month = _ROMAN.index(word) + 1 if word in _ROMAN else _named(word)
        return f"{_century(part['my'] or '')}-{month:02d}" if month else None
    return part["y"]


def _named(word: str) -> int | None:
    return _NUMBERS.get(word[:4]) or _NUMBERS.get(word[:3])


def _century(year: str) -> str:
    if len(year) > 2:  # noqa: PLR2004
        return year
    return ("20" if int(year) < _CENTURY_PIVOT else "19") + year
