"""What the engine reads from both sides and what it says about the two together."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.types.corrections import (
    ALSO,
    NOTHING_SAID,
    STOP,
    Corrections,
    Dispute,
    Fact,
    FactKind,
    LineKey,
    Said,
    key_of,
    key_of_stop,
)
from matching.types.fits import (
    BAND_FLOORS,
    REASONS,
    WEIGHTS,
    Band,
    Evidence,
    Fit,
    Part,
    PartKey,
    Stop,
    StopKind,
    Verdict,
    band_of,
    two_sided,
)

__all__ = [
    "ALSO",
    "BAND_FLOORS",
    "NOTHING_SAID",
    "REASONS",
    "STOP",
    "WEIGHTS",
    "Band",
    "Candidate",
    "CandidateProfile",
    "Corrections",
    "Demand",
    "Dispute",
    "Evidence",
    "Fact",
    "FactKind",
    "Fit",
    "LineKey",
    "Part",
    "PartKey",
    "PostingFacts",
    "PostingRequirements",
    "RoleHeld",
    "Said",
    "SkillShown",
    "SkillWanted",
    "Stop",
    "StopKind",
    "Vectors",
    "Verdict",
    "WishedPlace",
    "Wishes",
    "band_of",
    "key_of",
    "key_of_stop",
    "two_sided",
]

Vectors = npt.NDArray[np.float32]


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
    last_used: int | None = None  # year × 12 + month of the last dated work that names it


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
    this_month: int = 0  # year × 12 + month it was read in
    confirmed: Mapping[tuple[FactKind, str], date] = dataclasses.field(default_factory=dict)

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
    key: str = ""  # which posting, for what its reader said of it


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
    certificates: tuple[SkillWanted, ...] = ()


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
    """What a person looks for, as their Search says it, and what they said of what was read.

    Empty means no wish.
    """

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
    said: Corrections = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Candidate:
    """A posting the engine retrieved, with the relevance that orders retrieval (0–1, never shown)."""

    posting_id: Any
    relevance: float
    why: frozenset[str] = dataclasses.field(default_factory=frozenset)
