"""A JSON Resume as the checks read it: jobs, lines of prose, places. Whatever has another shape is left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from resumes.feedback.types import LONGEST_QUOTE, Place, Subject, Suggestion
from resumes.feedback.wording import Opening, opening_of
from resumes.feedback.words import WORDS, Words

_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d?))?")
_MONTHS = 12
_SURE = 0.7
_HEADS = ("position", "name", "institution", "organization", "studyType")
_PROSE = ("work", "volunteer", "projects")

Month = tuple[int, int]
"""Year and month; the month is 0 where only the year is stated."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of prose: a point of a list or a summary."""

    text: str
    pointer: str
    is_point: bool
    is_current: bool | None = None  # None: nobody can tell

    @property
    def entry(self) -> str:
        """The pointer of the entry it stands in."""
        return "/".join(self.pointer.split("/")[:3])


@dataclass(frozen=True, slots=True)
class Stay:
    """A dated entry: a job, a study, voluntary work."""

    kind: str
    pointer: str
    title: str
    name: str
    start: Month | None
    end: Month | None
    is_current: bool
    is_sure: bool = True
    """Whether the reader was sure of what it is; of the others the person is asked anyway."""

    @property
    def label(self) -> str:
        """How the resume calls it."""
        return " – ".join(part for part in (self.title, self.name) if part)

    def first(self) -> int:
        """The month it began, counted from year 0; an unknown month is January."""
        assert self.start is not None
        return self.start[0] * _MONTHS + max(self.start[1], 1) - 1

    def last(self, today: int) -> int:
        """The month it ended; an unknown month is December."""
        if self.end is None:
            return today
        return self.end[0] * _MONTHS + (self.end[1] or _MONTHS) - 1


class Reading:
    """A subject with what the checks ask of it, read once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.today = subject.today.year * _MONTHS + subject.today.month - 1

    @property
    def words(self) -> Words | None:
        """The lists of its language, where there are any."""
        return WORDS.get(self.subject.language)

    @cached_property
    def basics(self) -> Mapping[str, Any]:
        return mapping(self.subject.document.get("basics"))

    @cached_property
    def country(self) -> str:
        """The country it says the person lives in, upper case, else empty."""
        return said(mapping(self.basics.get("location")).get("countryCode")).upper()

    @cached_property
    def stays(self) -> tuple[Stay, ...]:
        """Every dated entry in the order of the document."""
        return tuple(
            _stay(kind, index, row, is_sure=self._is_sure(f"/{kind}/{index}", row))
            for kind in ("work", "volunteer", "education")
            for index, row in enumerate(self.rows(kind))
        )

    @cached_property
    def jobs(self) -> tuple[Stay, ...]:
        return tuple(stay for stay in self.stays if stay.kind == "work")

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The prose of jobs, voluntary work and projects, without what an entry says twice."""
        seen: set[str] = set()
        found = []
        for line in self.every_line:
            key = self._key(line)
            if key not in seen:
                seen.add(key)
                found.append(line)
        return tuple(found)

    @cached_property
    def every_line(self) -> tuple[Line, ...]:
        """The prose with what is said twice."""
        return tuple(self._every_line())

    @cached_property
    def points(self) -> tuple[Line, ...]:
        """The points under jobs, voluntary work and projects."""
        return tuple(line for line in self.lines if line.is_point)

    @cached_property
    def repeated(self) -> tuple[Line, ...]:
        """Points that stand a second time in one entry, word for word."""
        seen: set[str] = set()
        found = []
        for line in self.every_line:
            key = self._key(line)
            if line.is_point and key in seen:
                found.append(line)
            seen.add(key)
        return tuple(found)

    @cached_property
    def openings(self) -> Mapping[str, Opening]:
        """How each point begins once what is corrected is corrected, by pointer."""
        if self.words is None:
            return {}
        return {
            line.pointer: opening_of(
                line.text, self.words, self.subject.language, is_current=line.is_current
            )
            for line in self.every_line
            if line.is_point
        }

    def is_sure_of(self, pointer: str) -> bool:
        """Whether the value at a pointer is what the resume says, as far as its reader could tell."""
        known = mapping(self.subject.provenance.get(pointer))
        confidence = known.get("confidence", 1)
        return isinstance(confidence, int | float) and confidence >= _SURE

    def rows(self, kind: str) -> list[Mapping[str, Any]]:
        """The entries of a section."""
        rows = self.subject.document.get(kind)
        return [mapping(row) for row in rows] if isinstance(rows, list) else []

    def place(
        self, pointer: str, quote: str, *, about: str = "", fix: Suggestion | None = None
    ) -> Place:
        """A place of the document, with where it stands on paper."""
        known = mapping(self.subject.provenance.get(pointer))
        page, line = known.get("page"), known.get("line")
        return Place(
            shortened(quote),
            pointer,
            about,
            page + 1 if isinstance(page, int) else None,
            line + 1 if isinstance(line, int) else None,
            fix,
        )

    def text_places(self, pattern: re.Pattern[str], *, most: int = 3) -> tuple[Place, ...]:
        """The lines of the plain text that a pattern is found in; `about` is what was found."""
        found = []
        for line in self.subject.text.splitlines():
            match = pattern.search(line)
            if match:
                found.append(Place(shortened(line), about=match.group().strip()))
        return tuple(found[:most])

    def _key(self, line: Line) -> str:
        """What is the same for two lines of an entry that say the same, be it after their correction."""
        opening = self.openings.get(line.pointer)
        text = (opening.corrected if opening else "") or line.text
        return f"{line.entry} {text.casefold().strip(' .')}"

    def _is_sure(self, base: str, row: Mapping[str, Any]) -> bool:
        keys = [key for key in (*_HEADS, "startDate", "endDate") if key in row]
        return all(self.is_sure_of(f"{base}/{key}") for key in keys)

    def _every_line(self) -> Iterator[Line]:
        for kind in _PROSE:
            for index, row in enumerate(self.rows(kind)):
                base = f"/{kind}/{index}"
                current = _is_current(row) if row.get("startDate") else None
                line = Line("", "", is_point=True, is_current=current)
                points = row.get("highlights")
                for number, text in enumerate(points if isinstance(points, list) else []):
                    if said(text):
                        yield replace(line, text=said(text), pointer=f"{base}/highlights/{number}")
                if said(row.get("summary")):
                    yield Line(said(row["summary"]), f"{base}/summary", is_point=False)


def mapping(value: Any) -> Mapping[str, Any]:
    """The value, if it is an object."""
    return value if isinstance(value, Mapping) else {}


def said(value: Any) -> str:
    """The value, if it is a text with something in it."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def shortened(text: str) -> str:
    """A quote that is no longer than a few lines."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1].rstrip()}…"


def month_of(value: Any) -> Month | None:
    """The year and month of an ISO date."""
    match = _DATE.match(said(value))
    if match is None:
        return None
    month = int(match[2] or 0)
    return int(match[1]), month if month <= _MONTHS else 0


def _stay(kind: str, index: int, row: Mapping[str, Any], *, is_sure: bool) -> Stay:
    title = said(row.get("position")) or said(row.get("studyType")) or said(row.get("area"))
    name = said(row.get("name")) or said(row.get("institution")) or said(row.get("organization"))
    start, end = month_of(row.get("startDate")), month_of(row.get("endDate"))
    return Stay(kind, f"/{kind}/{index}", title, name, start, end, _is_current(row), is_sure)


def _is_current(row: Mapping[str, Any]) -> bool:
    return bool(month_of(row.get("startDate"))) and month_of(row.get("endDate")) is None
