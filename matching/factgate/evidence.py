"""What a letter may rest on: the entries of a resume, confirmed facts, and the posting, line by line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from jobs.skills import extract_skills, implied_by
from matching.factgate.lexicon import concepts
from matching.factgate.quantities import Quantity, quantities
from matching.factgate.text import Word, akin, plain, words_of

_ORGANISATIONS = ("name", "institution", "entity", "organization", "awarder", "issuer", "publisher")
_DATES = re.compile(r"((?:19|20)\d\d)(?:-(\d{1,2}))?")
_SECTIONS = ("work", "volunteer", "education", "projects", "awards", "certificates", "publications")
_LISTS = ("skills", "languages", "interests", "references")


@dataclass(frozen=True)
class Line:
    """One line of evidence with what it says."""

    text: str
    language: str = ""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(words_of(self.text))

    @cached_property
    def folded(self) -> frozenset[str]:
        return frozenset(word.folded for word in self.words)

    @cached_property
    def soft(self) -> frozenset[str]:
        return frozenset(c for word in self.folded for c in concepts("soft", word))

    @cached_property
    def strict(self) -> frozenset[str]:
        return frozenset(c for word in self.folded for c in concepts("strict", word))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantities(self.words))

    @cached_property
    def skills(self) -> frozenset[str]:
        named = {m.name for m in extract_skills(self.text, language=self.language)}
        return frozenset(named | {i for name in named for i in implied_by(name)})

    @cached_property
    def tongues(self) -> frozenset[str]:
        return frozenset(c for word in self.folded for c in concepts("tongues", word))

    def holds(self, word: str) -> bool:
        """Whether the line holds a form of the folded word itself."""
        return any(akin(word, w) for w in self.folded)

    def knows(self, word: str) -> bool:
        """Whether the line holds a form of a folded word, or another word for it."""
        return bool(concepts("soft", word) & self.soft) or any(akin(word, w) for w in self.folded)


@dataclass(frozen=True)
class Entry:
    """One job, school, list, confirmed fact, or the posting: claims about one may not borrow from another."""

    kind: str
    lines: tuple[Line, ...]
    organisation: Line = field(default_factory=lambda: Line(""))
    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None
    is_current: bool = False

    def knows(self, word: str) -> bool:
        return any(line.knows(word) for line in self.lines)

    def holds(self, word: str) -> bool:
        return any(line.holds(word) for line in self.lines)

    @cached_property
    def skills(self) -> frozenset[str]:
        return frozenset(s for line in self.lines for s in line.skills)

    @property
    def header(self) -> tuple[Line, ...]:
        return self.lines[:3]


@dataclass(frozen=True)
class Evidence:
    """The person's entries, the posting, and the day durations are counted to."""

    entries: tuple[Entry, ...]
    posting: Entry
    today: date

    @classmethod
    def of(
        cls,
        resume: Mapping[str, Any],
        *,
        posting: str,
        today: date,
        facts: Iterable[str] = (),
        language: str = "",
    ) -> "Evidence":
        """Evidence from a JSON Resume, the posting's text and sentences the person confirmed."""
        entries = [_list_entry("basics", resume.get("basics") or {}, language)]
        for section in _SECTIONS:
            entries += [_entry(section, row, language) for row in resume.get(section) or []]
        entries += [_list_entry(name, resume.get(name) or [], language) for name in _LISTS]
        entries += [Entry("fact", (Line(plain(fact), language),)) for fact in facts]
        lines = tuple(Line(plain(line), language) for line in posting.splitlines() if line.strip())
        return cls(tuple(e for e in entries if e.lines), Entry("posting", lines), today)

    def sources(self, *, with_posting: bool) -> tuple[Entry, ...]:
        return (*self.entries, self.posting) if with_posting else self.entries


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, Mapping):
        return [s for key, v in value.items() if not str(key).endswith("Date") for s in _strings(v)]
    if isinstance(value, list | tuple):
        return [s for v in value for s in _strings(v)]
    return [] if value is None else [str(value)]


def _lines(value: Any, language: str) -> tuple[Line, ...]:
    return tuple(
        Line(plain(line), language)
        for text in _strings(value)
        for line in re.split(r"\n|(?<=[a-zà-ž)%])[.;] (?=\S)", text)
        if line.strip()
    )


def _list_entry(kind: str, rows: Any, language: str) -> Entry:
    if isinstance(rows, list):
        rows = [" ".join(_strings(row)) for row in rows]
    return Entry(kind, _lines(rows, language))


def _entry(kind: str, row: Mapping[str, Any], language: str) -> Entry:
    named = next((str(row[key]) for key in _ORGANISATIONS if row.get(key)), "")
    heads = ("position", "studyType", "area", "title")
    header = [str(row[key]) for key in heads if row.get(key)]
    rest = {k: v for k, v in row.items() if k not in heads and v != named}
    joined = plain(" ".join((*header, named)))
    start = _month(row.get("startDate"))
    end = _month(row.get("endDate") or row.get("date") or row.get("releaseDate"))
    is_current = start is not None and end is None and kind in {"work", "volunteer"}
    lines = (Line(joined, language), *_lines(rest, language))
    return Entry(kind, lines, Line(plain(named), language), start, end, is_current)


def _month(text: Any) -> tuple[int, int] | None:
    found = _DATES.match(str(text or ""))
    return (int(found[1]), int(found[2] or 0)) if found else None
