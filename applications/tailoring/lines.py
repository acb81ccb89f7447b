"""The lines of a JSON Resume: which lists may be ordered, what a line says, how much it tells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from applications.tailoring.types import Want
from jobs.skills import extract_skills, implied_by

#: Lists of texts inside the entries of a section.
INSIDE = {
    "work": ("highlights",),
    "volunteer": ("highlights",),
    "projects": ("highlights", "keywords"),
    "education": ("courses", "highlights"),
    "skills": ("keywords",),
}
#: Sections whose entries may change places: none that is told by time.
LOOSE = ("skills", "projects", "certificates", "publications", "awards", "interests")

_WORD = re.compile(r"[^\W\d_]{4,}")
_FIGURE = re.compile(r"\d")
_IMPLIED, _WORDS, _NUMBER = 0.5, 0.25, 0.05
_STEM = 6
_FEWEST_SHARED = 2
_A_SENTENCE = 4  # words


@dataclass(frozen=True, slots=True)
class Told:
    """How much a line tells this posting, and of what."""

    score: float
    subjects: tuple[str, ...]


def rows_of(document: Mapping[str, Any], section: str) -> list[Any]:
    """The entries of a section; nothing where it is no list."""
    rows = document.get(section)
    return rows if isinstance(rows, list) else []


def lists_of(document: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Every list whose items may change places, with its pointer, in the order of the resume."""
    for section, names in INSIDE.items():
        for index, row in enumerate(rows_of(document, section)):
            for name in names:
                items = row.get(name) if isinstance(row, Mapping) else None
                if isinstance(items, list) and items:
                    yield f"/{section}/{index}/{name}", items
    for section in LOOSE:
        if rows_of(document, section):
            yield f"/{section}", rows_of(document, section)


def text_of(value: Any) -> str:
    """All words of a value in one line."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        parts = [text_of(each) for key, each in value.items() if not str(key).endswith("Date")]
        return " · ".join(part for part in parts if part)
    if isinstance(value, list | tuple):
        return ", ".join(part for part in map(text_of, value) if part)
    return "" if value is None or isinstance(value, bool) else str(value)


def leaves_of(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document with its pointer."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from leaves_of(each, f"{pointer}/{key}")
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from leaves_of(each, f"{pointer}/{index}")
    elif value is not None and value != "":
        yield pointer, str(value)


def level(text: str) -> str:
    """A text as two of them are compared."""
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4096)
def skills_in(text: str, language: str) -> Mapping[str, float]:
    """Names of the skills a line shows: 1 where it names one, less where it implies one."""
    named = {mention.name for mention in extract_skills(text, language=language)}
    implied = {other for name in named for other in implied_by(name)} - named
    return {**dict.fromkeys(implied, _IMPLIED), **dict.fromkeys(named, 1.0)}


def told(text: str, wants: Sequence[Want], language: str) -> Told:
    """What a line shows of what is asked; a figure in it decides between equals."""
    shown = skills_in(text, language)
    if len(text.split()) < _A_SENTENCE:  # a word of a list names what it names
        shown = {name: share for name, share in shown.items() if share == 1}
    words = _stems(text)
    score = 0.0
    subjects: list[str] = []
    for want in wants:
        if want.is_skill:
            share = shown.get(want.subject, 0.0)
            share = share or float(level(want.subject) in level(text)) * (len(want.subject) > _STEM)
        else:
            shared = len(words & _stems(want.line))
            share = _WORDS * shared if shared >= _FEWEST_SHARED else 0.0
        if share:
            score += share * want.weight
            subjects.append(want.subject)
    if score and _FIGURE.search(text):
        score += _NUMBER
    return Told(round(score, 4), tuple(dict.fromkeys(subjects)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.casefold()[:_STEM] for word in _WORD.findall(text))
