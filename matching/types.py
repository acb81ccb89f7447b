"""What the engine reads from both sides and what it says about the two together."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
REASONS = 3  # answers quoted from both sides that a posting should come with


class Band(StrEnum):
    """The word for a fit."""

    STRONG = "STRONG"
    GOOD = "GOOD"
    PARTIAL = "PARTIAL"
    WEAK = "WEAK"


BAND_FLOORS: tuple[tuple[Band, int], ...] = (
    (Band.STRONG, 80),
    (Band.GOOD, 65),
    (Band.PARTIAL, 45),
    (Band.WEAK, 0),
)


def band_of(number: int) -> Band:
    """Return the band a fit, or the lower end of one, lies in."""
    return next(band for band, floor in BAND_FLOORS if number >= floor)


class PartKey(StrEnum):
    """The named parts of a fit."""

    MUST = "MUST"
    NICE = "NICE"
    ROLE = "ROLE"
    YEARS = "YEARS"
    EDUCATION = "EDUCATION"
    LANGUAGE = "LANGUAGE"
    PLACE = "PLACE"
    PAY = "PAY"
    DUTIES = "DUTIES"


WEIGHTS: Mapping[PartKey, int] = {
    PartKey.MUST: 25,
    PartKey.NICE: 6,
    PartKey.ROLE: 25,
    PartKey.YEARS: 7,
    PartKey.EDUCATION: 5,
    PartKey.LANGUAGE: 5,
    PartKey.PLACE: 7,
    PartKey.PAY: 5,
    PartKey.DUTIES: 15,
}


class Verdict(StrEnum):
    """How a line of the posting is answered."""

    MET = "MET"
    PARTLY = "PARTLY"
    ELSEWHERE = "ELSEWHERE"  # in the resume, but not said where this posting would look
    MISSING = "MISSING"


class StopKind(StrEnum):
    """What can rule a posting out."""

    LANGUAGE = "LANGUAGE"
    PLACE = "PLACE"
    PAY = "PAY"
    LICENCE = "LICENCE"
    VISA = "VISA"


@dataclass(frozen=True, slots=True)
class SkillShown:
    """A skill the resume shows: its line verbatim and the months of dated work that name it."""

    name: str
    kind: str
    line: str
    months: int
    in_work: bool
    implied_by: str = ""
    strength: float = 1.0
    item: str = ""  # the words of the line that are about it alone
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A title of the resume, taken apart. `ended` is None while it lasts."""

    title: str
    role: str
    occupation: str
    tokens: frozenset[str]
    level: int | None
    leads_people: bool
    months: int
    ended: date | None
    line: str
    is_headline: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CandidateProfile:
    """What the engine reads in one resume. `elsewhere` holds skills the text names outside its entries."""

    skills: Mapping[str, SkillShown]
    elsewhere: Mapping[str, str]
    roles: tuple[RoleHeld, ...]
    level: int | None
    months: int | None
    languages: Mapping[str, str]
    language: str
    degree: int | None
    degree_line: str
    place: str
    country: str
    text: str
    duties: tuple[str, ...]
    duty_vectors: Vectors
    role_vectors: Vectors
    role_fields: Vectors
    query_vector: Vectors
    field: Vectors

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to match with."""
        return not self.skills and not self.roles and not self.duties


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFacts:
    """The fields of a posting that the engine reads; empty means not stated."""

    title: str
    description: str
    skills: tuple[str, ...] = ()
    must_skills: tuple[str, ...] = ()
    level: str = ""
    employment_type: str = ""
    years_wanted: int | None = None
    degree_wanted: str = ""
    language: str = ""
    place: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    remote: str = ""
    pay_yearly_min: int | None = None
    pay_yearly_max: int | None = None
    pay_currency: str = ""
    pay_is_stated: bool = False
    is_excerpt: bool = False


@dataclass(frozen=True, slots=True)
class SkillWanted:
    """A skill the posting names, its line verbatim and the words of it that are about it alone."""

    name: str
    kind: str
    weight: float
    line: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """A line of the posting that asks for something that is not a skill."""

    kind: StopKind
    subject: str
    line: str


@dataclass(frozen=True, slots=True, eq=False)
class PostingRequirements:
    """What one posting asks for, each with its line."""

    facts: PostingFacts
    must: tuple[SkillWanted, ...]
    nice: tuple[SkillWanted, ...]
    role: str
    occupation: str
    tokens: frozenset[str]
    level: int | None
    leads_people: bool
    years: int | None
    years_line: str
    degree: int | None
    degree_line: str
    languages: Mapping[str, str]
    demands: tuple[Demand, ...]
    duties: tuple[str, ...]
    duty_vectors: Vectors
    title_vector: Vectors
    field: Vectors
    general: tuple[SkillWanted, ...] = ()  # words that say too little to be asked for


@dataclass(frozen=True, slots=True)
class WishedPlace:
    """Where a person wants to work."""

    name: str
    country: str
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person looks for, as their Search says it; empty means no wish."""

    roles: tuple[str, ...] = ()
    places: tuple[WishedPlace, ...] = ()
    countries: tuple[str, ...] = ()
    remote: str = "ANY"
    pay_floor: int | None = None
    pay_currency: str = ""
    languages: tuple[str, ...] = ()
    right_to_work: tuple[str, ...] = ()
    needs_sponsorship: bool = False
    levels: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    internship_only: bool = False
    hide_samples: bool = False
    is_confirmed: bool = True  # a guess from the resume rules nothing out


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the posting asks, quoted, and how the resume answers it, quoted."""

    subject: str
    verdict: Verdict
    posting: str
    resume: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a fit. `points` is None when it cannot be judged; then `note` names why.

    `stated` is how much of the weight the posting said enough about; points never exceed it.
    """

    key: PartKey
    weight: int
    points: float | None
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    stated: float = 0.0


@dataclass(frozen=True, slots=True)
class Stop:
    """What may rule the posting out. Only a certain stop takes the posting off the list."""

    kind: StopKind
    line: str
    note: str
    is_certain: bool = True


def two_sided(parts: Iterable[Part], also: Iterable[Evidence] = ()) -> list[Evidence]:
    """Answers that quote both sides, the most telling first; not pay and place, which a wish answers."""
    wished = {PartKey.PLACE, PartKey.PAY}
    judged = [line for part in parts if part.key not in wished for line in part.evidence]
    shown = [line for line in judged if line.verdict in {Verdict.MET, Verdict.PARTLY}]
    said = [line for line in judged if line.verdict is Verdict.ELSEWHERE]
    return [line for line in (*shown, *also, *said) if line.posting and line.resume]


def _evidence(held: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(**{**line, "verdict": Verdict(line["verdict"])}) for line in held)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one resume answers one posting, and why.

    `fit` is None when less than half of the weight is stated. `low`–`high` is the range the fit can
    still take; it is shown instead of the number when `is_provisional`.
    """

    fit: int | None
    low: int | None
    high: int | None
    is_provisional: bool
    stated: float
    parts: tuple[Part, ...]
    stops: tuple[Stop, ...] = ()
    cap_note: str = ""
    also: tuple[Evidence, ...] = ()  # what both sides state beside the parts; no points

    @property
    def number(self) -> int | None:
        """The one number that orders, filters and labels."""
        return self.low if self.is_provisional else self.fit

    @property
    def is_stopped(self) -> bool:
        """Whether something certain rules it out."""
        return any(stop.is_certain for stop in self.stops)

    @property
    def matched(self) -> tuple[Evidence, ...]:
        """What the resume shows, the most telling first."""
        return self._with(Verdict.MET, Verdict.PARTLY)

    @property
    def elsewhere(self) -> tuple[Evidence, ...]:
        """What is in the resume, though not where this posting would look."""
        return self._with(Verdict.ELSEWHERE)

    @property
    def missing(self) -> tuple[Evidence, ...]:
        """What is not in the resume."""
        return self._with(Verdict.MISSING)

    @property
    def unknown(self) -> tuple[Part, ...]:
        """The parts that could not be judged."""
        return tuple(part for part in self.parts if part.points is None)

    def _with(self, *verdicts: Verdict) -> tuple[Evidence, ...]:
        return tuple(
            line for part in self.parts for line in part.evidence if line.verdict in verdicts
        )

    @property
    def is_thin(self) -> bool:
        """Whether the two sides state fewer than three things in common."""
        return len(self.reasons(REASONS)) < REASONS

    def reasons(self, count: int = 3) -> tuple[Evidence, ...]:
        """The most telling answers that quote both sides.

        No two quote the same pair of lines, and none quotes a line again while there is a fresh one.
        """
        fresh: list[Evidence] = []
        again: list[Evidence] = []
        said: set[str] = set()
        pairs: set[tuple[str, str]] = set()
        for line in two_sided(self.parts, self.also):
            pair = (line.posting, line.resume)
            if pair not in pairs:
                (again if said & {*pair} else fresh).append(line)
            pairs.add(pair)
            said |= {*pair}
        return tuple((fresh + again)[:count])

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the explanation column and the API."""
        return asdict(self)

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> "Fit":
        """The inverse of `as_json`."""
        parts = tuple(
            Part(
                key=PartKey(part["key"]),
                weight=part["weight"],
                points=part["points"],
                evidence=_evidence(part["evidence"]),
                note=part["note"],
                stated=part["stated"],
            )
            for part in held["parts"]
        )
        stops = tuple(Stop(**{**stop, "kind": StopKind(stop["kind"])}) for stop in held["stops"])
        return cls(
            **{**held, "parts": parts, "stops": stops, "also": _evidence(held.get("also", ()))}
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A posting the engine retrieved, with the relevance that orders retrieval (0–1, never shown)."""

    posting_id: Any
    relevance: float
    why: frozenset[str] = field(default_factory=frozenset)
