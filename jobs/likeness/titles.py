"""Titles as far as they tell one job from another."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from jobs.enrichment.gazetteer import cities_called, gazetteer
from jobs.enrichment.names import fold

_GENDER = re.compile(
    r"\(?\b(?:[mwfhdxnvi]\s*[/|,.]\s*){1,4}[mwfhdxnvi*]\b\)?|\(\s*(?:all genders?|gn|w?m?d?|h/f)\s*\)|"
    r"\ball genders?\b|(?<=\w)[*:_/](?:in(?:nen)?|r|n|euse|trice|ne|e)\b|\(e?[rns]?e?\)|\(-?in\)",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"(?:up to|circa|from|to|c\.?)?\s*[£€$]\s*\d[\d.,]*\s*k?(?:\s*(?:-|–|to)\s*[£€$]?\s*\d[\d.,]*\s*k?)?"
    r"(?:\s*(?:per|an?|/|p)\s*(?:annum|hour|day|year|month|week|a|h|d))?(?:\s*\+?\s*(?:benefits|bonus|bens|dental))?|"
    r"\b\d{2,3}\s*k(?:\s*(?:-|–|to)\s*\d{2,3}\s*k)?\b|\b\d{2,3}\s*-\s*\d{2,3}\s*k\b|\b\d{2,3},?000\b(?:\s*(?:pa|p\.a\.))?|"
    r"\b\d{2,3}\s*(?:-\s*\d{2,3}\s*)?%",
    re.IGNORECASE,
)
_NOISE = frozenset(
    [
        "a",
        "an",
        "and",
        "apply",
        "at",
        "available",
        "benefits",
        "bonus",
        "circa",
        "competitive",
        "dental",
        "excellent",
        "experience",
        "amazing",
        "fantastic",
        "for",
        "great",
        "hiring",
        "hour",
        "immediate",
        "immediately",
        "in",
        "job",
        "jobs",
        "new",
        "now",
        "of",
        "ongoing",
        "on",
        "opportunities",
        "opportunity",
        "or",
        "pa",
        "per",
        "perm",
        "position",
        "required",
        "role",
        "salary",
        "start",
        "starter",
        "the",
        "time",
        "to",
        "up",
        "urgent",
        "urgently",
        "vacancies",
        "vacancy",
        "wanted",
        "with",
        "x",
        "year",
        "years",
        "hybrid",
        "remote",
        "homeoffice",
        "onsite",
        "wfh",
        "leading",
        "well",
        "known",
        "exciting",
        "based",
        "de",
        "des",
        "du",
        "d",
        "et",
        "en",
        "la",
        "le",
        "les",
        "l",
        "un",
        "une",
        "und",
        "fur",
        "im",
        "der",
        "die",
        "das",
        "f",
        "h",
        "m",
        "w",
        "e",
    ]
)
#: Words that make another job of the same title, wherever only one of two titles has them.
_LEVELS = frozenset(
    [
        "junior",
        "senior",
        "lead",
        "principal",
        "staff",
        "head",
        "director",
        "chief",
        "vp",
        "vice",
        "president",
        "deputy",
        "associate",
        "assistant",
        "trainee",
        "apprentice",
        "intern",
        "placement",
        "graduate",
        "student",
        "werkstudent",
        "werkstudentin",
        "praktikum",
        "ausbildung",
        "azubi",
        "stage",
        "stagiaire",
        "alternance",
        "apprenti",
        "entry",
        "mid",
        "supervisor",
        "manager",
        "expert",
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
    ]
)
#: Words that make another job of the same title where the other title says something else instead.
_TERMS = frozenset(
    [
        "part",
        "full",
        "night",
        "weekend",
        "temporary",
        "contract",
        "cdd",
        "cdi",
        "permanent",
        "maternity",
    ]
)
_SPELT = {
    "jr": "junior", "snr": "senior", "sr": "senior", "developper": "developer", "dev": "developer",
    "eng": "engineer", "mgr": "manager", "asst": "assistant", "temp": "temporary",
    "apprenticeship": "apprentice", "internship": "intern", "praktikant": "praktikum",
    "nights": "night", "weekends": "weekend", "frontend": "front end", "backend": "back end",
    "fullstack": "full stack", "parttime": "part time", "1st": "1", "2nd": "2", "3rd": "3",
    "interim": "contract", "freelance": "contract", "alternant": "alternance", "middle": "mid",
}  # fmt: skip
_REFERENCE = re.compile(
    r"\b(?:ref|req|id|job ?id|requisition|vacancy)\b[\s.:#-]*[\w/-]*\d[\w/-]*", re.IGNORECASE
)
_LONG_NUMBER = 5
_YEAR = re.compile(r"20\d\d")
_CUT_FROM = 30  # characters from which a title that another begins with counts as cut short


class Titles(Enum):
    """How two titles relate."""

    EQUAL = "equal"
    WIDER = "wider"  # one says all the other says, and more
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TitleReading:
    """The words of a title that count, and those among them that set a job apart by themselves.

    `levels` are levels and numbers, `terms` hours and kinds of contract, `years` calendar years;
    `places` are the words that name where the posting is.
    """

    line: str
    words: frozenset[str]
    levels: frozenset[str]
    terms: frozenset[str]
    years: frozenset[str]
    places: frozenset[str]
    country: str


def read_title(title: str, *places: str, country: str = "") -> TitleReading:
    """Read a title; `places` are names of where the posting is, which are no part of the job."""
    words = _words_of(title)
    where = frozenset(word for place in places for word in fold(place).split())
    years = frozenset(word for word in words if _YEAR.fullmatch(word))
    terms = _TERMS.intersection(words)
    kept = frozenset(words) - years - terms
    kept = kept - where or kept or frozenset(words)
    levels = frozenset(word for word in kept if word in _LEVELS or word.isdecimal())
    return TitleReading(" ".join(words), kept, levels, terms, years, where, country)


@lru_cache(maxsize=20_000)  # one title in two is another posting's too
def _words_of(title: str) -> tuple[str, ...]:
    """The words of a title that may say something of the job, each in one spelling."""
    plain = fold(_REFERENCE.sub(" ", _PAY.sub(" ", _GENDER.sub(" ", title))))
    spelt = " ".join(_SPELT.get(word, word) for word in plain.split()).split()
    return tuple(word for word in spelt if word not in _NOISE and not _is_reference(word))


def title_key(reading: TitleReading) -> str:
    """One spelling of a title, whatever the order of its words."""
    return " ".join(sorted(_singular(word) for word in reading.words))


def relation(one: TitleReading, other: TitleReading) -> Titles:
    """Compare two titles. Another level, number or shift is always another job."""
    if _is_cut(one.line, other.line):
        return Titles.EQUAL
    conflict = one.levels != other.levels or _differ(one.terms, other.terms)
    if conflict or _differ(one.years, other.years):
        return Titles.OTHER
    if one.words == other.words:
        return Titles.EQUAL
    ours = {_singular(word) for word in one.words}
    theirs = {_singular(word) for word in other.words}
    if ours == theirs or "".join(sorted("".join(ours))) == "".join(sorted("".join(theirs))):
        return Titles.EQUAL
    return _by_extra_words(one, other, ours, theirs)


def _by_extra_words(
    one: TitleReading, other: TitleReading, ours: set[str], theirs: set[str]
) -> Titles:
    more, less = _extra(ours - theirs, one, other), _extra(theirs - ours, other, one)
    if not more and not less:
        return Titles.EQUAL
    return Titles.OTHER if (more and less) or not ours & theirs else Titles.WIDER


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both say something and not the same."""
    return bool(one and other and not one & other)


def _extra(words: set[str], own: TitleReading, other: TitleReading) -> set[str]:
    """Those of the words that say more of the job: not a town, not the other's place."""
    return {
        word
        for word in words
        if word not in other.places and word not in own.places and not _is_town(word, own.country)
    }


def _is_town(word: str, country: str) -> bool:
    return bool(country) and any(
        gazetteer().country_of(row) == country for row in cities_called(word)[:5]
    )


def _is_reference(word: str) -> bool:
    """Numbers as long as a requisition's say nothing of the job."""
    return sum(map(str.isdigit, word)) >= _LONG_NUMBER


def _is_cut(one: str, other: str) -> bool:
    """Whether one ends within a word of the other."""
    shorter, longer = sorted((one, other), key=len)
    is_beginning = len(shorter) >= _CUT_FROM and longer.startswith(shorter)
    return is_beginning and longer[len(shorter) : len(shorter) + 1] not in {"", " "}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word  # noqa: PLR2004 - `gas`
