"""What the engine says about a resume and a posting together: bands, parts, evidence, the fit."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

REASONS = 3  # answers quoted from both sides that a posting should come with


class Band(StrEnum):
    """The word for a fit."""

    STRONG = "STRONG"
    GOOD = "GOOD"
    PARTIAL = "PARTIAL"
    WEAK = "WEAK"


# Calibrated by `bin/bench fit` (docs/matching.md): six of ten Strong ones are the own role at its level.
BAND_FLOORS: tuple[tuple[Band, int], ...] = (
    (Band.STRONG, 65),
    (Band.GOOD, 50),
    (Band.PARTIAL, 35),
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
    RECENCY = "RECENCY"
    DUTIES = "DUTIES"


WEIGHTS: Mapping[PartKey, int] = {
    PartKey.MUST: 21,
    PartKey.NICE: 6,
    PartKey.ROLE: 25,
    PartKey.YEARS: 7,
    PartKey.EDUCATION: 5,
    PartKey.LANGUAGE: 5,
    PartKey.PLACE: 7,
    PartKey.PAY: 5,
    PartKey.RECENCY: 4,
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
    """Answers that quote both sides, the most telling first.

    Not pay and place, which a wish answers, nor when a skill was used, which no posting states.
    """
    not_both = {PartKey.PLACE, PartKey.PAY, PartKey.RECENCY}
    judged = [line for part in parts if part.key not in not_both for line in part.evidence]
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
