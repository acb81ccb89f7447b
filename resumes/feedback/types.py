"""What the checks read and what they hand out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

LONGEST_QUOTE = 240


class Severity(StrEnum):
    """How much a finding matters."""

    PROBLEM = "PROBLEM"  # readers or their programs are stopped by it
    WEAKNESS = "WEAKNESS"  # readers think less of it
    TIP = "TIP"  # a matter of taste or custom


class Part(StrEnum):
    """What the score is made of."""

    CONTACT = "CONTACT"
    STRUCTURE = "STRUCTURE"
    DATES = "DATES"
    WORDING = "WORDING"
    RESULTS = "RESULTS"
    LAYOUT = "LAYOUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A resume as it is checked.

    Args:
        document: JSON Resume. provenance: JSON pointer to where a value stands.
        today: the day dates are held against.
        unknown_words: words of the prose that no dictionary has, None where there is no dictionary.
    """

    document: Mapping[str, Any]
    text: str
    today: date
    provenance: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    pages: int = 1
    warnings: tuple[str, ...] = ()
    months: int | None = None
    unknown_words: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A correction that invents nothing: an operation of JSON Patch at a pointer."""

    op: str
    pointer: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One line a finding rests on. `about` is the word, the number of months, … it is about; `page` counts from 1."""

    quote: str
    pointer: str = ""
    about: str = ""
    page: int | None = None
    line: int | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of weakness with every place it shows; `values` fill the gaps of its sentences."""

    code: str
    severity: Severity
    part: Part
    points: float
    places: tuple[Place, ...] = ()
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found, what weighs most first, and the score with its parts (full marks, marks)."""

    algorithm: str
    score: int
    parts: Mapping[Part, tuple[int, float]]
    findings: tuple[Finding, ...]
    unchecked: tuple[str, ...] = ()

    def findings_as_json(self) -> list[dict[str, Any]]:
        """The findings as they are stored."""
        return [asdict(finding) for finding in self.findings]

    def parts_as_json(self) -> list[dict[str, Any]]:
        """The parts of the score as they are stored."""
        return [
            {"part": part.value, "most": most, "marks": marks}
            for part, (most, marks) in self.parts.items()
        ]
