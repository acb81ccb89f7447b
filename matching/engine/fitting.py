"""Fit: how well one resume answers one posting, with its reasons."""

from matching.engine.agreements import agreements
from matching.engine.languages import ENGLISH_NAMES
from matching.engine.parts import (
    duties_part,
    education_part,
    is_other_shape,
    kindred_roles,
    language_part,
    must_part,
    nice_part,
    pay_part,
    place_part,
    role_part,
    years_part,
)
from matching.types import (
    REASONS,
    CandidateProfile,
    Demand,
    Fit,
    PostingRequirements,
    Stop,
    StopKind,
    Wishes,
    two_sided,
)

HALF = 50
ENOUGH = 75  # of the weight stated, with the whole posting to read: a number rather than a range
LIKELY = 0.3  # of an unjudged part's points in the lower end, where three things speak for it
OTHER_SHAPE_CAP = 54
_WORK_WORDS = {
    "driving licence": ("driving licen", "driver's licen", "permis b", "führerschein"),
    "security clearance": ("sc clear", "dv clear", "security clear", "secret clear", "sc-clear"),
    "professional registration": ("nmc", "hcpc", "registered", "licensed", "chartered", "qts"),
}


def fit(profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes) -> Fit:
    """Judge `profile` against `posting` for somebody with these `wishes`. Deterministic."""
    parts = (
        must_part(profile, posting),
        role_part(profile, posting),
        duties_part(profile, posting),
        nice_part(profile, posting),
        years_part(profile, posting),
        place_part(profile, posting, wishes),
        education_part(profile, posting),
        language_part(profile, posting, wishes),
        pay_part(posting, wishes),
    )
    also = agreements(profile, posting, kindred_roles(profile, posting))
    stops = stops_of(profile, posting, wishes)
    stated = sum(part.stated for part in parts)
    if stated < HALF:
        return Fit(
            fit=None,
            low=None,
            high=None,
            is_provisional=True,
            stated=round(stated, 2),
            parts=parts,
            stops=stops,
            also=also,
        )
    points = sum(part.points or 0.0 for part in parts)
    rest = sum(part.weight for part in parts) - stated
    likely = LIKELY * min(1.0, len(two_sided(parts, also)) / REASONS)
    capped = is_other_shape(profile, posting)
    numbers = (
        100 * points / stated,
        100 * (points + likely * rest) / (stated + rest),
        100 * (points + rest) / (stated + rest),
    )
    if capped:
        numbers = tuple(number * OTHER_SHAPE_CAP / 100 for number in numbers)  # type: ignore[assignment]
    number, low, high = (round(one) for one in numbers)
    return Fit(
        fit=number,
        low=min(low, number),
        high=max(high, number),
        is_provisional=posting.facts.is_excerpt or stated < ENOUGH,
        stated=round(stated, 2),
        parts=parts,
        stops=stops,
        cap_note="OTHER_SHAPE" if capped else "",
        also=also,
    )


def stops_of(
    profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes
) -> tuple[Stop, ...]:
    """What may rule the posting out, certain ones first."""
    found = [
        *_language_stops(profile, posting, wishes),
        *_place_stops(profile, posting, wishes),
        *_pay_stops(posting, wishes),
        *_demand_stops(profile, posting, wishes),
    ]
    return tuple(sorted(found, key=lambda stop: not stop.is_certain))


def _language_stops(
    profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes
) -> list[Stop]:
    known = set(profile.languages) | set(wishes.languages)
    return [
        Stop(
            StopKind.LANGUAGE,
            line,
            ENGLISH_NAMES.get(code, code),
            is_certain=bool(wishes.languages) and wishes.is_confirmed,
        )
        for code, line in posting.languages.items()
        if code not in known
    ]


def _place_stops(
    profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes
) -> list[Stop]:
    part = place_part(profile, posting, wishes)
    if part.points != 0 or part.note not in {"OTHER_COUNTRY", "NOT_REMOTE", "FAR"}:
        return []
    where = posting.facts.place or posting.facts.country
    return [Stop(StopKind.PLACE, where, part.note, is_certain=wishes.is_confirmed)]


def _pay_stops(posting: PostingRequirements, wishes: Wishes) -> list[Stop]:
    part = pay_part(posting, wishes)
    if part.points != 0:
        return []
    return [Stop(StopKind.PAY, part.evidence[0].posting, f"{wishes.pay_floor:,}")]


def _demand_stops(
    profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes
) -> list[Stop]:
    return [
        stop
        for demand in posting.demands
        if (stop := _demand_stop(demand, profile, posting, wishes)) is not None
    ]


def _demand_stop(
    demand: Demand, profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes
) -> Stop | None:
    if demand.kind is StopKind.VISA:
        if posting.facts.country and posting.facts.country in wishes.right_to_work:
            return None
        is_certain = wishes.needs_sponsorship or bool(
            wishes.right_to_work and posting.facts.country
        )
        return Stop(demand.kind, demand.line, demand.subject, is_certain=is_certain)
    text = profile.text.casefold()
    if any(word in text for word in _WORK_WORDS.get(demand.subject, ())):
        return None
    return Stop(demand.kind, demand.line, demand.subject, is_certain=False)
