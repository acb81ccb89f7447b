"""Fit: how well one resume answers one posting, with its reasons."""

from matching.engine.agreements import agreements
from matching.engine.corrections import settled, with_facts, without
from matching.engine.languages import ENGLISH_NAMES
from matching.engine.parts import (
    Likenesses,
    duties_part,
    education_part,
    is_other_language,
    is_other_shape,
    kindred_roles,
    language_part,
    likenesses_of,
    opening_of,
    pay_part,
    place_part,
    role_part,
    years_part,
)
from matching.engine.skill_parts import must_part, nice_part, recency_part
from matching.types import (
    ALSO,
    REASONS,
    CandidateProfile,
    Demand,
    Dispute,
    FactKind,
    Fit,
    Part,
    PartKey,
    PostingRequirements,
    Stop,
    StopKind,
    Wishes,
    key_of,
    key_of_stop,
    two_sided,
)

HALF = 50
ENOUGH = 75  # of the weight stated, with the whole posting to read: a number rather than a range
LIKELY = 0.3  # of an unjudged part's points in the lower end, where three things speak for it
CAP = 49  # of another shape of role, or in a language not known: below Good
_WORK_WORDS = {
    "driving licence": ("driving licen", "driver's licen", "permis b", "führerschein"),
    "security clearance": ("sc clear", "dv clear", "security clear", "secret clear", "sc-clear"),
    "professional registration": ("nmc", "hcpc", "registered", "licensed", "chartered", "qts"),
}


def fit(profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes) -> Fit:
    """Judge `profile` against `posting` for somebody with these `wishes`. Deterministic.

    What the person said of readings (`wishes.said`) is laid over both sides first.
    """
    disputes = wishes.said.of(posting.facts.key) if wishes.said.disputes else ()
    profile = with_facts(profile, wishes.said.facts)
    posting = without(posting, disputes)
    likenesses = likenesses_of(profile, posting)
    parts = _parts(profile, posting, wishes, disputes, likenesses)
    out = {one.key for one in disputes}
    also = agreements(profile, posting, kindred_roles(likenesses))
    also = tuple(line for line in also if key_of(ALSO, line) not in out)
    stops = stops_of(profile, posting, wishes)
    stops = tuple(stop for stop in stops if key_of_stop(stop) not in out)
    stated = sum(part.stated for part in parts)
    if stated < HALF:
        return Fit(None, None, None, True, round(stated, 2), parts, stops, also=also)  # noqa: FBT003
    cap = ""
    if is_other_shape(profile, posting) and not _is_out(parts, PartKey.ROLE):
        cap = "OTHER_SHAPE"
    elif is_other_language(profile, posting, wishes):
        cap = "OTHER_LANGUAGE"
    number, low, high = _numbers(parts, len(two_sided(parts, also)), is_capped=bool(cap))
    return Fit(
        fit=number,
        low=min(low, number),
        high=max(high, number),
        is_provisional=posting.facts.is_excerpt or stated < ENOUGH,
        stated=round(stated, 2),
        parts=parts,
        stops=stops,
        cap_note=cap,
        also=also,
    )


def _parts(
    profile: CandidateProfile,
    posting: PostingRequirements,
    wishes: Wishes,
    disputes: tuple[Dispute, ...],
    likenesses: Likenesses,
) -> tuple[Part, ...]:
    parts = (
        must_part(profile, posting),
        role_part(profile, posting, likenesses),
        duties_part(profile, posting),
        nice_part(profile, posting),
        years_part(profile, posting, likenesses),
        recency_part(profile, posting),
        place_part(profile, posting, wishes),
        education_part(profile, posting),
        language_part(profile, posting, wishes),
        pay_part(posting, wishes),
    )
    return tuple(settled(part, disputes) for part in parts) if disputes else parts


def _is_out(parts: tuple[Part, ...], key: PartKey) -> bool:
    return any(part.key is key and part.note == "LEFT_OUT" for part in parts)


def _numbers(parts: tuple[Part, ...], answers: int, *, is_capped: bool) -> tuple[int, int, int]:
    """The fit, and its lower and upper end: what is not stated at some of its points, and at all."""
    points = sum(part.points or 0.0 for part in parts)
    stated = sum(part.stated for part in parts)
    whole = sum(part.weight for part in parts)
    likely = LIKELY * min(1.0, answers / REASONS)
    most = CAP if is_capped else 100
    number = round(most * points / stated)
    low = round(most * (points + likely * (whole - stated)) / whole)
    high = round(most * (points + whole - stated) / whole)
    return number, low, high


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
            line or opening_of(posting),
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
    licences = {name.casefold() for kind, name in profile.confirmed if kind is FactKind.CERTIFICATE}
    text = profile.text.casefold()
    if demand.subject in licences or any(
        word in text for word in _WORK_WORDS.get(demand.subject, ())
    ):
        return None
    return Stop(demand.kind, demand.line, demand.subject, is_certain=False)
