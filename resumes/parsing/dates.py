"""Dates and periods as resumes write them, in eight languages, with the precision that was really given."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_MONTHS = (
    "jan january januar janvier janv enero ene janeiro gennaio gen styczen stycznia sty januari jaenner jänner janv",
    "feb february februar fevrier fevr fev febrero fevereiro febbraio luty lutego lut februari febr",
    "mar march maerz märz mrz mars marzo março marco marzec marca maart mrt",
    "apr april avril avr abril abr aprile kwiecien kwietnia kwi",
    "may mai mayo maio maggio mag maj maja mei",
    "jun june juni juin junio junho giugno giu czerwiec czerwca cze",
    "jul july juli juillet juil julio julho luglio lug lipiec lipca lip",
    "aug august aout août agosto ago sierpien sierpnia sie augustus",
    "sep sept september septembre septiembre setembro set settembre sett wrzesien wrzesnia wrz",
    "oct october okt oktober octobre octubre outubro out ottobre ott pazdziernik pazdziernika paz",
    "nov november novembre noviembre novembro listopad listopada lis",
    "dec december dez dezember decembre déc diciembre dic dezembro dicembre grudzien grudnia gru",
)
_SEASONS = "spring|summer|fall|autumn|winter|printemps|ete|été|automne|hiver|frühjahr|frühling|sommer|herbst|primavera|verano|otoño|invierno|verão|outono|inverno|estate|autunno|inverno|wiosna|lato|jesień|zima|lente|zomer|herfst|wintersemester|sommersemester|ws|ss|ws\\.|q[1-4]"
_NOW = (
    "present|current|currently|now|today|ongoing|on-going|to date|to present|till date|till now|till present|until now|until present|until today|date|"
    "heute|jetzt|aktuell|laufend|gegenwärtig|dato|"
    "aujourd['’]hui|présent|à ce jour|ce jour|actuel|actuellement|en cours|maintenant|"
    "a la fecha|a la actualidad|hasta la fecha|actualidad|la actualidad|actual|actualmente|presente|hoy|la fecha|"
    "atual|atualmente|hoje|o momento|atualidade|presente|ao presente|à data|a data|ao momento|ao momento atual|até hoje|"
    "oggi|in corso|attuale|attualmente|ad oggi|"
    "obecnie|teraz|nadal|dziś|do dziś|dzisiaj|do chwili obecnej|chwili obecnej|do teraz|"
    "heden|nu|huidig|vandaag"
)
_SINCE = "since|from|seit|ab|depuis|desde|dal|da|od|sinds|vanaf|depuis le"
_TO = r"\s*(?:-|–|—|―|‒|−|~|→|➔|/(?=\s)|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\bbis(?: zum)?\b|\bau\b|\bà\b|\bjusqu['’]?(?:à|en|au)\b|\ba\b|\bad\b|\bal\b|\bhasta\b|\baté\b|\be\b|\bfino ad?\b|\bdo\b|\btot(?: en met)?\b|\bt/m\b)\s*(?:até\s+(?:(?:ao?|à|o)\s+)?|the\s+|la\s+|il\s+|l['’])?"


def _plain(word: str) -> str:
    word = unicodedata.normalize("NFKD", word.casefold().replace("ł", "l"))
    return "".join(c for c in word if not unicodedata.combining(c)).rstrip(".")


_MONTH_NUMBERS = {
    _plain(name): n for n, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_MONTH = r"(?P<month{0}>[^\W\d_]{{3,12}}|(?:i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}})(?=[\s.]))\.?"
_ROMAN = {
    numeral: n
    for n, numeral in enumerate(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1
    )
}
"""Months as Poles write them: 'IX 2021'."""
_YEAR = r"(?P<year{0}>(?:19|20)\d\d|(?:19|20)[X?]{{2}})"
_POINT = (
    r"(?:(?P<iso{0}>(?:19|20)\d\d)[-/.](?P<isom{0}>0?[1-9]|1[0-2])(?:[-/.](?P<isod{0}>0?[1-9]|[12]\d|3[01]))?(?!\d)"
    r"|(?:(?P<day{0}>0?[1-9]|[12]\d|3[01])[./])?(?P<num{0}>0?[1-9]|1[0-2])\s?[./-]\s?(?P<numy{0}>(?:19|20)\d\d)(?!\d)"
    r"|(?:(?P<season{0}>"
    + _SEASONS
    + r")\.?\s+(?:of\s+|de\s+)?)(?P<only{0}>(?:19|20)\d\d|(?:19|20)[X?]{{2}})(?!\d)"
    r"|(?:(?P<dayw{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?)?"
    + _MONTH
    + r"(?:\s+\d{{1,2}}(?:st|nd|rd|th)?,)?[\s,'’/-]{{0,3}}(?:de[l]?\s+|of\s+)?"
    + _YEAR
    + r"(?!\d)"
    r"|(?P<bare{0}>(?:19|20)\d\d|(?:19|20)[X?]{{2}})(?!%|\w)(?!\s?(?:users|people|employees|clients))"
    r"|" + r"(?P<mon{0}>[^\W\d_]{{3,12}})\.?\s?['’](?P<yy{0}>\d\d)(?!\d))"
)
_BEFORE = r"(?<![\w$€£#@+.,/-])"
_POINT_A, _POINT_B = _POINT.format("a"), _POINT.format("b")
_RANGE = re.compile(
    rf"{_BEFORE}(?:(?:{_SINCE})\s+|d['’]\s?)?{_POINT_A}{_TO}(?:{_POINT_B}|(?P<now>{_NOW})\b|(?P<shorty>\d\d)(?![\d%]))",
    re.IGNORECASE,
)
_SINCE_HEADING = re.compile(rf"[^\W\d_]{{3,}}\s+(?:{_SINCE})\s+(?:19|20)\d\d$", re.IGNORECASE)
_SHARED_YEAR = re.compile(
    rf"{_BEFORE}(?P<montha>[^\W\d_]{{3,12}})\.?{_TO}(?P<monthb>[^\W\d_]{{3,12}})\.?[\s,]+(?P<yearb>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"{_BEFORE}(?:(?:{_SINCE})\s+(?P<since>){_POINT_A}|{_POINT_B}\s*(?:-|–|—)\s*(?:\.{{3}}|…|\?)?\s*(?=$|[|)\]·•,;]))",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"{_BEFORE}{_POINT_A}", re.IGNORECASE)
_NEEDS_MONTH = ("month", "mon")
_CENTURY_PIVOT = 50
_MOST = 30
"""No line of a resume has more dates; without an end a line of nothing else would take minutes."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period found in a text between two offsets. Dates are ISO with the precision given, '' when unreadable (20XX)."""

    first: int
    last: int
    start: str
    end: str
    is_open: bool = False
    is_range: bool = True

    @property
    def known(self) -> bool:
        return bool(self.start or self.end)


def month_number(word: str) -> int | None:
    return _ROMAN.get(word) or _MONTH_NUMBERS.get(_plain(word))


def _iso(groups: dict[str, str | None], which: str) -> str | None:
    """The ISO date of one point; '' for a placeholder such as 20XX; None when the words are no date."""
    if year := groups.get(f"iso{which}"):
        day = groups.get(f"isod{which}")
        month = int(groups[f"isom{which}"] or 0)
        return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    if year := groups.get(f"numy{which}"):
        return f"{year}-{int(groups[f'num{which}'] or 0):02d}"
    if word := groups.get(f"mon{which}"):
        number = month_number(word)
        short = int(groups[f"yy{which}"] or 0)
        century = 19 if short > _CENTURY_PIVOT else 20
        return f"{century}{short:02d}-{number:02d}" if number else None
    if word := groups.get(f"month{which}"):
        number = month_number(word)
        year = groups[f"year{which}"] or ""
        return None if number is None else (f"{year}-{number:02d}" if year.isdigit() else "")
    year = groups.get(f"only{which}") or groups.get(f"bare{which}") or ""
    return year if year.isdigit() else ""


def find_periods(text: str) -> list[Period]:
    """Every period and date in a text, in order, none overlapping: ranges first, then single dates."""
    return list(_periods(text))


@lru_cache(maxsize=4096)
def _periods(text: str) -> tuple[Period, ...]:
    found: list[Period] = []
    for pattern, read in (
        (_RANGE, _range),
        (_SHARED_YEAR, _shared),
        (_OPEN, _open),
        (_SINGLE, _single),
    ):
        position = 0
        while len(found) < _MOST and (match := pattern.search(text, position)):
            period = read(match)
            position = match.end() if period else match.start() + 1
            if period and not any(p.first < period.last and period.first < p.last for p in found):
                found.append(period)
    return tuple(sorted(found, key=lambda p: p.first))


def _range(match: re.Match[str]) -> Period | None:  # noqa: PLR0911 - rules in turn, the first that fits decides
    groups = match.groupdict()
    start = _iso(groups, "a")
    if start is None:
        return None
    if groups["now"]:
        return Period(match.start(), match.end(), start, "", is_open=True)
    if short := groups["shorty"]:
        if not groups["barea"] or len(start) != 4 or int(short) <= int(start[2:]) % 100:
            return None
        return Period(match.start(), match.end(), start, start[:2] + short)
    end = _iso(groups, "b")
    if end is None or (start and end and end < start[: len(end)]):
        return None
    return Period(match.start(), match.end(), start, end)


def _shared(match: re.Match[str]) -> Period | None:
    first, last = month_number(match["montha"]), month_number(match["monthb"])
    if first is None or last is None or last < first:
        return None
    year = match["yearb"]
    return Period(match.start(), match.end(), f"{year}-{first:02d}", f"{year}-{last:02d}")


def _open(match: re.Match[str]) -> Period | None:
    groups = match.groupdict()
    start = _iso(groups, "a" if groups["since"] is not None else "b")
    return (
        Period(match.start(), match.end(), start, "", is_open=True) if start is not None else None
    )


def _single(match: re.Match[str]) -> Period | None:
    value = _iso(match.groupdict(), "a")
    return None if value is None else Period(match.start(), match.end(), "", value, is_range=False)


def without(text: str, periods: list[Period]) -> str:
    """The text with the periods, and the brackets or bars that only held them, taken out."""
    for period in reversed(periods):
        text = text[: period.first] + " \x1f " + text[period.last :]
    text = re.sub(r"[(\[]\s*\x1f\s*[)\]]", "\x1f", text)
    text = re.sub(r"\s*[|·•,;–—-]*\s*\x1f\s*[|·•,;–—-]*\s*$", "", text)
    text = re.sub(r"^\s*\x1f\s*[|·•,;:–—-]*\s*", "", text)
    return re.sub(r"\s*\x1f\s*", " | ", text).strip()


def months_worked(periods: list[tuple[str, str]], today: date) -> int | None:
    """Months in at least one of the periods (ISO start, ISO end or '' for today); None without any start."""
    worked: set[int] = set()
    seen = False
    now = today.year * 12 + today.month - 1
    for start, end in periods:
        if not start:
            continue
        seen = True
        first = _index(start)
        last = min(now, _index(end)) if end else now
        exact = len(start) > 4 and (not end or len(end) > 4)
        worked.update(range(first, last + 1 if exact else max(last, first + 1)))
    return len(worked) if seen else None


def _index(iso: str) -> int:
    return int(iso[:4]) * 12 + (int(iso[5:7]) - 1 if len(iso) > 4 else 0)


def is_since(text: str) -> bool:
    """Whether a text ends in the year something began, as a heading may: 'Chairside since 2013'."""
    return _SINCE_HEADING.search(text) is not None
