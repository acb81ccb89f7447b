"""Signs that a value is not what it was taken for; they lower its confidence, so that the person is asked."""

import re
from collections.abc import Callable

from resumes.parsing.dates import find_periods, month_number
from resumes.parsing.degrees import MEMBERSHIP, QUALIFICATION
from resumes.parsing.entries import tells
from resumes.parsing.languages import language_name
from resumes.parsing.lexicon import (
    degree_score,
    is_firm,
    is_place,
    is_town,
    organisation_score,
    school_score,
    title_score,
)
from resumes.parsing.phones import EMAIL
from resumes.parsing.vocabulary import heading_kind, normal

_CUT_END = re.compile(
    r"(?:[,&/–—-]|\b(?:and|und|et|y|e|i|en|of|for|für|de|du|der|des|del|di|da|do|the|al|w|z|van|im|in))$"
)
_CUT_START = re.compile(r"^(?:[,&/)–—-]|(?:and|und|et|y|e|of|für|del|di|da|do)\s)")
_LEGAL_FORM = re.compile(
    r"^(?:(?:gmbh|ag|kg|kgaa|co|ltd|llc|inc|plc|s\.?a\.?u?|s\.?l\.?u?|s\.?r\.?l|s\.?p\.?a|sarl|b\.?v|n\.?v|sp\. z o\.? ?o|ltda|group|services|e figli)\.?[\s&]*)+$",
    re.IGNORECASE,
)
_IMPOSSIBLE, _UNLIKELY, _UNSURE = 0.3, 0.5, 0.7
_NAMES = frozenset({"name", "organization", "position", "institution"})
_SKILL_WORDS = 5
_TITLE = 2


def weighed(pointer: str, key: str, text: str, confidence: float, *, person: str = "") -> float:
    """The confidence of a value after a look at what it says; `pointer` is that of the row it stands in."""
    kind = pointer.split("/")[1] if "/" in pointer else ""
    if kind == "basics":
        return min(confidence, _name_ceiling(text)) if key == "name" else confidence
    if kind == "skills":
        return min(confidence, _skill_ceiling(text))
    if kind in ("work", "volunteer", "education") and key in _NAMES:
        return min(confidence, _ceiling(text, person), _KEYED.get(key, _no_ceiling)(text))
    if kind == "education" and key == "studyType":
        return min(confidence, _degree_ceiling(text))
    return confidence


def _ceiling(text: str, person: str) -> float:
    """For what should be the name of a job, a firm or a school."""
    if EMAIL.search(text) or month_number(text) or not any(c.isalpha() for c in text):
        return _IMPOSSIBLE
    if person and normal(text) == normal(person):
        return _IMPOSSIBLE
    if _LEGAL_FORM.match(text) or heading_kind(text) or find_periods(text):
        return _UNLIKELY
    if _CUT_END.search(text) or _CUT_START.match(text) or text.count("(") != text.count(")"):
        return _UNLIKELY
    return _UNLIKELY if tells(text) else 1.0


def _no_ceiling(_text: str) -> float:
    return 1.0


def _firm_ceiling(text: str) -> float:
    """A firm that goes on behind a comma may have its place there, and one that speaks of a title is perhaps none."""
    if _holds_place(text) or title_score(text) >= _TITLE:
        return _UNSURE
    return _UNSURE if degree_score(text) and not organisation_score(text) else 1.0


def _school_ceiling(text: str) -> float:
    """A school that holds a place, or speaks of what is learnt rather than of a school."""
    if MEMBERSHIP.match(text):
        return _UNLIKELY
    unlike = not school_score(text) and (degree_score(text) or QUALIFICATION.search(text))
    return _UNSURE if unlike or _holds_place(text) else 1.0


def _degree_ceiling(text: str) -> float:
    return _UNLIKELY if is_firm(text) or not any(c.isalpha() for c in text) else 1.0


def _holds_place(text: str) -> bool:
    """Whether a part behind a comma is a place or a town."""
    return any(is_place(part) or is_town(part) for part in re.split(r",\s+", text)[1:])


def _title_ceiling(text: str) -> float:
    """A title that goes on behind a comma may hold the firm as well."""
    if "," in text and title_score(text.split(",", maxsplit=1)[0]) >= _TITLE:
        rest = text.split(",", maxsplit=1)[1]
        return 1.0 if title_score(rest) else _UNSURE
    return _UNSURE if organisation_score(text) >= _TITLE else 1.0


def _skill_ceiling(text: str) -> float:
    if EMAIL.search(text) or not any(c.isalpha() for c in text):
        return _IMPOSSIBLE
    if any(p.is_range or len(text) < len("Month 2000") + 2 for p in find_periods(text)):
        return _UNLIKELY
    if _CUT_END.search(text) or _CUT_START.match(text) or tells(text):
        return _UNLIKELY
    if language_name(text) == text or degree_score(text) or school_score(text):
        return _UNSURE
    return _UNSURE if len(text.split()) > _SKILL_WORDS else 1.0


def _name_ceiling(text: str) -> float:
    return _UNSURE if len(text.split()) == 1 or any(c.isdigit() for c in text) else 1.0


_KEYED: dict[str, Callable[[str], float]] = {
    "position": _title_ceiling,
    "name": _firm_ceiling,
    "organization": _firm_ceiling,
    "institution": _school_ceiling,
}
