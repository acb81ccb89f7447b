"""Years of experience a posting asks for."""

import re
from collections.abc import Iterator

from jobs.enrichment.cues import Cues

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "huit": 8, "dix": 10, "ein": 1, "eine": 1, "einem": 1,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "zehn": 10, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "diez": 10,
    "dois": 2, "três": 3, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "dieci": 10, "twee": 2, "drie": 3, "vijf": 5, "tien": 10,
    "dwa": 2, "trzy": 3, "cztery": 4, "pięć": 5, "dwu": 2, "trzy ": 3, "pięcio": 5, "uno": 1, "um": 1, "één": 1,
}  # fmt: skip
_NUMBER = rf"\d{{1,2}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))}"
_SPAN = re.compile(
    rf"(?<![\w.,/$£€])(?P<low>{_NUMBER})(?:\s?\(\d{{1,2}}\))?\s?(?P<plus>\+|plus\b)?(?:\s?(?:-|–|—|to|à|bis|a|or|et|und|tot|do|ou|o|/)\s?(?P<high>{_NUMBER})\s?\+?)?\s?(?P<more>\+|or more\b|ou plus\b)?[ -]?"
    r"(?:(?P<years>years?|yrs?|ans|an\b|années?|jahren?|años?|anni|anno|anos?|jaar|lata?|lat|rok|yoe)|(?P<months>months?)|(?P<adjective>j[äa]hrige\w?|letni\w*|jarige))\b['’]?",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(r"(?<!\w)roczn\w{1,3} do[śs]wiadczen", re.IGNORECASE)
_EXPERIENCE = r"(?:experien[ct]\w*|exp\b|exp[ée]rien\w*|experi[êe]ncia|expertise|\w*erfahrung\w*|berufspraxis|esperienz\w+|\w*ervaring|do[śs]wiadczeni\w*|track record|background|practice|post[- ]?qualif\w*|pqe|in a similar|in the industry|yoe|praktyk\w+|pratique)"
_EXPERIENCE_AFTER = re.compile(rf"(?!\s?[:.;]\s)[^.\n;•]{{0,70}}?\b{_EXPERIENCE}", re.IGNORECASE)
_EXPERIENCE_BEFORE = re.compile(rf"\b{_EXPERIENCE}[^.\n;•\d]{{0,40}}$", re.IGNORECASE)
_AT_LEAST_BEFORE = re.compile(
    r"\b(?:minimum(?: of)?|at least|au moins|mindestens|mind\.|al menos|m[íi]nimo(?: de)?|pelo menos|almeno|minimaal|min\.?|co najmniej|minstens)\s(?:of |de |van )?$",
    re.IGNORECASE,
)
_LINE_START = re.compile(r"(?:^|[\n•*])[ \t\-–\d.]*$")
_OF = re.compile(
    r"\s?(?:\+|or more|minimum|\+)?\s(?:of|in|as|en tant que|als|como|come|jako)\b", re.IGNORECASE
)
_NOT_WORK = re.compile(
    r"\s?(?:\+ )?(?:old\b|of age|alt\b|d['’][âa]ge|de edad|de idade|et[àa]|oud\b|lat życia|of (?:age|business|service|growth|college|university|education|residenc\w+|history|innovation|study|studies|schooling|operation|success|data)|(?:of )?(?:college|university|post-secondary)|"
    r"(?:fixed|contract|plan|term|degree|program|warranty|guarantee|rotation|visa|lease|history|anniversar)|from (?:now|the date)|ago\b|in (?:business|a row|operation|the making)|running|straight|innovating)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:we have|we['’]ve|our|company|has been|over the (?:last|past)|(?:in|within|for) the (?:last|past|next|first)|for (?:over|more than|nearly|almost|the)|depuis|seit (?:über|mehr|mehr als)?|history|founded|heritage|notre|unser\w*|combined|collective|"
    r"fort(?:e)?s? (?:de|d['’]une exp[ée]rience de)|plus de \d+ ans d['’]|desde hace|anniversar\w+|wir blicken|wir haben|nous avons|da oltre|od ponad|hace m[áa]s de|h[áa] mais de|ruim|al meer dan|after|aged?|vor|for|every|rotation of|paid leave)\b[^.\n]{0,50}$",
    re.IGNORECASE,
)
_FOR_WORK = re.compile(r"\bfor\b[^.\n]{0,50}$", re.IGNORECASE)
_WE_FOLLOW = re.compile(r"[^.\n]{0,70}?,\s(?:we|our|wir|nous|notre)\b", re.IGNORECASE)
_NICE = re.compile(
    r"\b(?:preferred|preferably|desir\w+|nice to have|a plus|bonus|ideally|advantag\w*|souhait[ée]\w*|id[ée]alement|wünschenswert|von vorteil|deseable|valorable)\b",
    re.IGNORECASE,
)
_MOST = 25
_RARELY_ASKED = 16  # whoever names more years mostly speaks of the company
_MONTHS = 12


def years_wanted(cues: Cues) -> int | None:
    """The least years of experience asked for, or None; the largest of several distinct demands."""
    text = cues.text
    must: list[int] = []
    nice: list[int] = []
    for low, high in cues.windows(cues.places("years"), 70, 90):
        for years, at, end in _demands(text, low, high):
            is_nice = cues.section_at(at) == "NICE" or _NICE.search(_clause(text, at, end))
            (nice if is_nice else must).append(years)
    pool = must or nice
    return max(pool) if pool else None


def _demands(text: str, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    for match in _SPAN.finditer(text, low, high):
        years = _years(match)
        if years is not None and _is_demand(text, match, years):
            yield years, match.start(), match.end()
    if _ONE_YEAR.search(text, low, high):
        yield 1, low, high


def _years(match: re.Match[str]) -> int | None:
    word = match["low"].lower()
    years = int(word) if word.isdigit() else _WORDS.get(word)
    if years is None:
        return None
    if match["months"]:
        years = years // _MONTHS if years >= _MONTHS else None
    return years if years is not None and years <= _MOST else None


def _is_demand(text: str, match: re.Match[str], years: int) -> bool:
    start, end = match.span()
    before = text[max(0, text.rfind("\n", 0, start) + 1, start - 70) : start]
    at_least = bool(_AT_LEAST_BEFORE.search(before))
    if _NOT_WORK.match(text, end) or (
        _COMPANY.search(before) and not at_least and not _is_asked(before)
    ):
        return False
    if years >= _RARELY_ASKED and not at_least:
        return False
    if _EXPERIENCE_AFTER.match(text, end, min(len(text), end + 90)):
        return not _WE_FOLLOW.match(text, end)
    if not match["years"]:
        return False
    return match["years"].lower() == "yoe" or _stands_alone(text, match, before, at_least)


def _is_asked(before: str) -> bool:
    """Whether `for` before the years belongs to what is looked for, as in "looking for someone with"."""
    return bool(_FOR_WORK.search(before)) and bool(
        re.search(r"(?:look|search|ask)\w* for\b", before, re.IGNORECASE)
    )


def _stands_alone(text: str, match: re.Match[str], before: str, at_least: bool) -> bool:  # noqa: FBT001
    """Years without the word experience behind them, in a form that only demands have."""
    return bool(
        at_least
        or _EXPERIENCE_BEFORE.search(before)
        or ((match["plus"] or match["more"]) and match["low"].isdigit())
        or (_LINE_START.search(before) and _OF.match(text, match.end()))
    )


def _clause(text: str, start: int, end: int) -> str:
    low = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start), start - 60) + 1
    stops = [s for s in (text.find("\n", end), text.find(". ", end), text.find(";", end)) if s >= 0]
    return text[max(0, low) : min([*stops, end + 70])]
