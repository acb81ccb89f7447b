"""Years of experience a posting asks for."""

import re

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "ein": 1, "eine": 1, "zwei": 2,
    "drei": 3, "vier": 4, "fünf": 5, "dos": 2, "tres": 3, "cinco": 5, "due": 2, "tre": 3, "cinque": 5,
    "twee": 2, "drie": 3, "vijf": 5, "dwa": 2, "trzy": 3,
}  # fmt: skip
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_WORDS)})"
_UNIT = r"(?:years?|yrs?|ans?|années?|jahren?|años?|anni|anos?|jaar|lat|lata|rok)"
_EXPERIENCE = r"(?:experien\w*|exp\b|expérien\w*|expertise|erfahrung\w*|berufserfahrung|esperienza|ervaring|doświadczeni\w*|track record|background|practice|post[- ]qualif\w*|pqe|in a similar|in the industry)"
_PATTERNS = (
    # As in 3-5 years of … experience, au moins 5 ans d'expérience, fünf Jahre Berufserfahrung.
    re.compile(rf"\b{_NUMBER}(?:\s?(?:\(\d{{1,2}}\)))?\s?(?:\+|plus)?(?:\s?(?:-|–|to|à|bis|a|or|et|und)\s?{_NUMBER}\+?)?\s?(?:\+\s?)?{_UNIT}['’]?\s?(?:\+|or more|minimum|plus)?(?:[^.\n;•]{{0,60}}?)\b{_EXPERIENCE}", re.IGNORECASE),
    # The other way round, as in Expérience : 2 ans minimum.
    re.compile(rf"\b{_EXPERIENCE}[^.\n;•\d]{{0,40}}?\b{_NUMBER}\s?\+?(?:\s?(?:-|–|to|à|bis|a)\s?{_NUMBER}\+?)?\s?\+?\s?{_UNIT}\b", re.IGNORECASE),
    # Without the word, as in minimum 3 years as a welder, 5+ years in sales.
    re.compile(rf"\b(?:minimum(?: of)?|at least|au moins|mindestens|al menos|mínimo(?: de)?|almeno|minimaal|min\.?)\s{_NUMBER}\s?\+?(?:\s?(?:-|–|to|à|bis|a)\s?{_NUMBER})?\s?\+?\s?{_UNIT}\b(?!\s?(?:old|of age|alt|d['’]âge|de edad))", re.IGNORECASE),
    re.compile(r"(?<![\w.,])(\d{1,2})\s?\+()\s?(?:years?|yrs?|ans|jahre|años|anni|jaar)\b", re.IGNORECASE),
    # A line of its own, as in • 3 years of data engineering, • 2 or more years as a nurse.
    re.compile(rf"(?:^|[\n•*])[ \t\-–]*{_NUMBER}\s?(?:\+|plus|or more)?(?:\s?(?:-|–|to)\s?{_NUMBER})?\s{_UNIT}\s?(?:\+|or more|minimum)?\s(?:of|in|as)\b(?!\s(?:age|business|service|growth))", re.IGNORECASE),
    # "Exp - 8 to 12 yrs" in short Indian ads
    re.compile(rf"\bexp\w*\s?[:\-–]?\s?{_NUMBER}(?:\s?(?:-|–|to)\s?{_NUMBER})?\s?\+?\s?(?:years?|yrs?)\b", re.IGNORECASE),
)  # fmt: skip
_COMPANY = re.compile(
    r"\b(?:we have|we['’]ve|our|company|has been|over the (?:last|past)|for (?:over|more than|nearly|almost)|depuis|seit (?:über|mehr)|history|founded|heritage|notre|unser\w*|combined|collective|forts? de|plus de \d+ ans d['’]|desde hace|anniversar\w+)\b[^.\n]{0,50}$",
    re.IGNORECASE,
)
_MOST = 25


def years_wanted(text: str) -> int | None:
    """The least years of experience asked for, or None; the largest of several distinct demands."""
    if not any(c.isdigit() for c in text) and "year" not in text and "ans " not in text:
        return None
    found = [years for pattern in _PATTERNS for years in _matches(pattern, text)]
    return max(found) if found else None


def _matches(pattern: re.Pattern[str], text: str) -> list[int]:
    found = []
    for match in pattern.finditer(text):
        years = _value(match[1])
        if (
            years is None
            or years > _MOST
            or _COMPANY.search(text, max(0, match.start() - 70), match.start())
        ):
            continue
        found.append(years)
    return found


def _value(word: str) -> int | None:
    return int(word) if word.isdigit() else _WORDS.get(word.lower())
