"""The parts of a fit, one function each.

Every function answers from what the posting states and the resume shows, each thing counted once:
a word repeated changes nothing, and a skill added can only turn a miss into a hit. A part that
cannot be judged has `points=None`; whether it can be judged never depends on a skill.
Notes are codes; pages word them.
"""

import math
from collections.abc import Sequence

import numpy as np

from jobs.skills import HEADS
from matching.engine.corrections import confirmed_note
from matching.engine.languages import ENGLISH_NAMES
from matching.engine.lines import lines_of, quote, telling_words
from matching.engine.shape import FAR
from matching.engine.skill_parts import certificate_lines
from matching.types import (
    WEIGHTS,
    CandidateProfile,
    Evidence,
    FactKind,
    Part,
    PartKey,
    PostingRequirements,
    RoleHeld,
    Verdict,
    WishedPlace,
    Wishes,
)

OLD_YEARS, OLD_SHARE = 8, 0.85
ROLE_FLOOR, ROLE_CEILING = 0.25, 0.75  # cosine of two centred titles: unrelated, the same work
DUTY_FLOOR, DUTY_CEILING = 0.12, 0.55
FIELD_BASE = 0.4  # of a likeness between titles of different fields of work
SAME_OCCUPATION = 0.8  # of a role named in other words: a backend developer, an iOS developer
SAME_FIELD, OTHER_TITLE = (0.6, 1.0), 0.5  # work of the same field under an unlike title
HEAD_BASE, HEAD_CEILING = 0.2, 0.7  # of one between titles that share no more than `manager`
SAME_ROLE, LIKE_ROLE = 0.75, 0.35
KINDRED = 0.1  # likeness from which the years of a role count
QUOTED_DUTIES = 3
QUOTED_FROM, CLOSE = 0.62, 0.85  # a pair of lines worth showing; one that says the same
WORDED_FROM, WORDS = 0.4, 2  # less alike is enough where they share two words that tell something
BY_LEVEL = (1.0, 0.8)
FAR_SHARE = 0.35
EARTH_KM = 6371.0


Likenesses = Sequence[tuple[float, RoleHeld]]


def role_part(
    profile: CandidateProfile, posting: PostingRequirements, likenesses: Likenesses
) -> Part:
    """Is it the same work, at the same height?"""
    key = PartKey.ROLE
    if not profile.roles:
        return Part(key, WEIGHTS[key], None, note="NO_TITLES")
    likeness, role = max(likenesses, key=lambda one: one[0])
    level = _level_share(profile, posting)
    if likeness >= SAME_ROLE:
        verdict = Verdict.MET if level == 1 else Verdict.PARTLY
    else:
        verdict = Verdict.PARTLY if likeness > 0.3 else Verdict.MISSING  # noqa: PLR2004
    note = {1.0: "SAME_LEVEL", BY_LEVEL[1]: "ONE_LEVEL_OFF"}.get(level, "OTHER_LEVEL")
    if posting.level is None and level == 1:
        note = ""
    evidence = Evidence("ROLE", verdict, posting.facts.title, role.line, note)
    return _judged(key, likeness * level, (evidence,), note)


def kindred_roles(likenesses: Likenesses) -> tuple[RoleHeld, ...]:
    """The roles held that are like the posting's, the closest first; the headline is one of them."""
    found = [one for one in likenesses if one[0] >= LIKE_ROLE]
    return tuple(role for _, role in sorted(found, key=lambda one: -one[0]))


def likenesses_of(profile: CandidateProfile, posting: PostingRequirements) -> Likenesses:
    """Each role held and how like the posting's it is, 0–1."""
    field = _scaled(float(profile.field @ posting.field), *SAME_FIELD) * OTHER_TITLE
    return [
        _likeness(number, held, profile, posting, field)
        for number, held in enumerate(profile.roles)
    ]


def _likeness(
    number: int,
    held: RoleHeld,
    profile: CandidateProfile,
    posting: PostingRequirements,
    field: float,
) -> tuple[float, RoleHeld]:
    cosine = float(profile.role_vectors[number] @ posting.title_vector)
    share = _scaled(cosine, ROLE_FLOOR, ROLE_CEILING)
    shared = held.tokens & posting.tokens
    overlap = float(profile.role_fields[number] @ posting.field)
    if held.occupation and held.occupation == posting.occupation:
        share = 1.0 if shared - HEADS else max(share, SAME_OCCUPATION)
    elif shared - HEADS:
        share = max(share, len(shared) / len(held.tokens | posting.tokens))
        share *= min(1.0, FIELD_BASE + overlap)
    else:
        share = min(HEAD_CEILING, share * min(1.0, HEAD_BASE + overlap))
    share = max(share, field)
    latest = profile.roles[0].ended
    if held.ended and latest and (latest - held.ended).days > OLD_YEARS * 365:
        share *= OLD_SHARE
    return share, held


def _level_share(profile: CandidateProfile, posting: PostingRequirements) -> float:
    if is_other_shape(profile, posting):
        return FAR_SHARE
    if profile.level is None or posting.level is None:
        return 1.0
    return BY_LEVEL[min(abs(profile.level - posting.level), len(BY_LEVEL) - 1)]


def is_other_shape(profile: CandidateProfile, posting: PostingRequirements) -> bool:
    """Whether the posting is another kind of job: leading people or not, or two levels away."""
    if profile.roles:
        recent = profile.roles[:2]
        if posting.leads_people != any(role.leads_people for role in recent):
            return True
    if profile.level is None or posting.level is None:
        return False
    return abs(profile.level - posting.level) >= FAR


def years_part(
    profile: CandidateProfile, posting: PostingRequirements, likenesses: Likenesses
) -> Part:
    """Years of such work: those of another trade are not what they ask."""
    key = PartKey.YEARS
    if posting.years is None:
        return Part(key, WEIGHTS[key], None, note="NOT_STATED")
    if profile.months is None:
        return Part(key, WEIGHTS[key], None, note="NO_DATES")
    alike = [role for likeness, role in likenesses if likeness >= KINDRED]
    months = min(profile.months, sum(role.months for role in alike))
    if profile.roles and not months:
        return _judged(key, 0.0, (Evidence("YEARS", Verdict.MISSING, posting.years_line),))
    share = min(1.0, (months or profile.months) / max(1, posting.years * 12))
    verdict = Verdict.MET if share >= 1 else Verdict.PARTLY
    line = alike[0].line if alike else ""
    note = f"MONTHS:{months or profile.months}"
    return _judged(key, share, (Evidence("YEARS", verdict, posting.years_line, line, note),))


def education_part(profile: CandidateProfile, posting: PostingRequirements) -> Part:
    """Degrees, on one ladder; certificates and licences each by name."""
    key = PartKey.EDUCATION
    lines = certificate_lines(profile, posting)
    if posting.degree is not None:
        lines.insert(0, (1.0, *_degree(profile, posting.degree, posting.degree_line)))
    if not lines:
        return Part(key, WEIGHTS[key], None, note="NOT_STATED")
    total = sum(weight for weight, _, _ in lines)
    reached = sum(weight * share for weight, share, _ in lines)
    return _judged(key, reached / total, tuple(line for _, _, line in lines))


def _degree(profile: CandidateProfile, wanted: int, line: str) -> tuple[float, Evidence]:
    if profile.degree is None:
        return 0.0, Evidence("EDUCATION", Verdict.MISSING, line)
    share = 1.0 if profile.degree >= wanted else profile.degree / (wanted + 1)
    verdict = Verdict.MET if share == 1 else Verdict.PARTLY
    note = (
        ""
        if profile.degree_line
        else confirmed_note(profile, FactKind.EDUCATION, str(profile.degree))
    )
    return share, Evidence("EDUCATION", verdict, line, profile.degree_line, note)


def language_part(profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes) -> Part:
    """Languages asked for, and the one the posting is written in."""
    key = PartKey.LANGUAGE
    if not posting.languages:
        return Part(key, WEIGHTS[key], None, note="NOT_STATED")
    lines: list[Evidence] = []
    for code, line in posting.languages.items():
        shown = code in profile.languages or code in wishes.languages
        verdict = Verdict.MET if shown else Verdict.MISSING
        said = profile.languages.get(code, "")
        asked = line or (opening_of(posting) if said else "")
        note = "" if said else confirmed_note(profile, FactKind.LANGUAGE, code)
        lines.append(Evidence(ENGLISH_NAMES.get(code, code), verdict, asked, said, note))
    reached = sum(line.verdict is Verdict.MET for line in lines) / len(lines)
    return _judged(key, reached, tuple(lines))


def is_other_language(
    profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes
) -> bool:
    """Whether the posting is written in a language that neither the resume nor the wishes show."""
    code = posting.facts.language
    known = {*profile.languages, *wishes.languages}
    return code in posting.languages and bool(known) and code not in known


def opening_of(posting: PostingRequirements) -> str:
    """The first line: what it is written in can be seen there."""
    return next((quote(line) for _, _, line in lines_of(posting.facts.description)), "")


def place_part(profile: CandidateProfile, posting: PostingRequirements, wishes: Wishes) -> Part:
    """Where the work is, against where the person wants to be."""
    key = PartKey.PLACE
    share, note = place_share(posting, wishes)
    if share is None:
        return Part(key, WEIGHTS[key], None, note=note)
    verdict = Verdict.MET if share >= 1 else Verdict.PARTLY if share > 0 else Verdict.MISSING
    where = posting.facts.place or posting.facts.country or posting.facts.remote
    wished = ", ".join(place.name for place in wishes.places) or ", ".join(wishes.countries)
    evidence = Evidence("PLACE", verdict, where, wished, note)
    return _judged(key, share, (evidence,), note)


def place_share(posting: PostingRequirements, wishes: Wishes) -> tuple[float | None, str]:
    """How near, 0–1 or None, and a code that says why."""
    if not wishes.places and not wishes.countries and wishes.remote != "ONLY":
        return None, "NO_WISH"
    if _suits_remote(posting, wishes):
        return 1.0, "REMOTE"
    if wishes.remote == "ONLY" and posting.facts.remote != "REMOTE":
        return (0.4, "HYBRID") if posting.facts.remote == "HYBRID" else (0.0, "NOT_REMOTE")
    return _on_the_map(posting, wishes)


def _suits_remote(posting: PostingRequirements, wishes: Wishes) -> bool:
    facts = posting.facts
    if facts.remote != "REMOTE" or wishes.remote == "ANY":
        return False
    return not wishes.countries or not facts.country or facts.country in wishes.countries


def _on_the_map(posting: PostingRequirements, wishes: Wishes) -> tuple[float | None, str]:
    facts = posting.facts
    if wishes.places:
        near = [
            one for one in (_near(posting, wished) for wished in wishes.places) if one is not None
        ]
        if near:
            return max(near), "NEAR" if max(near) >= 1 else "FAR"
    if not facts.country or not wishes.countries:
        return None, "NOT_STATED"
    if facts.country not in wishes.countries:
        return 0.0, "OTHER_COUNTRY"
    return (None, "NOT_STATED") if wishes.places else (1.0, "NEAR")


def _near(posting: PostingRequirements, wished: WishedPlace) -> float | None:
    facts = posting.facts
    name, lat, lon, radius = wished.name, wished.lat, wished.lon, wished.radius_km
    if name and name.split(",")[0].casefold() in facts.place.casefold():
        return 1.0
    if facts.lat is None or facts.lon is None or lat is None or lon is None:
        return None
    distance = distance_km((facts.lat, facts.lon), (lat, lon))
    return max(0.0, min(1.0, 2 - distance / max(1.0, radius)))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in degrees."""
    (a, b), (c, d) = (map(math.radians, one)), (map(math.radians, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def pay_part(posting: PostingRequirements, wishes: Wishes) -> Part:
    """Pay the employer states, against the least the person wants. An estimate is not judged."""
    key, facts = PartKey.PAY, posting.facts
    if wishes.pay_floor is None:
        return Part(key, WEIGHTS[key], None, note="NO_WISH")
    top = facts.pay_yearly_max or facts.pay_yearly_min
    if not facts.pay_is_stated or top is None:
        return Part(key, WEIGHTS[key], None, note="NOT_STATED")
    if wishes.pay_currency and facts.pay_currency and wishes.pay_currency != facts.pay_currency:
        return Part(key, WEIGHTS[key], None, note="OTHER_CURRENCY")
    share = 1.0 if top >= wishes.pay_floor else 0.0
    verdict = Verdict.MET if share else Verdict.MISSING
    least = facts.pay_yearly_min or top
    stated = f"{top:,}" if least == top else f"{least:,}–{top:,}"
    stated = f"{stated} {facts.pay_currency}".strip()
    evidence = Evidence("PAY", verdict, stated, f"{wishes.pay_floor:,}")
    return _judged(key, share, (evidence,))


def duties_part(profile: CandidateProfile, posting: PostingRequirements) -> Part:
    """Each line of work the posting tells, beside the closest line of the resume."""
    key = PartKey.DUTIES
    if not profile.duties or not posting.duties:
        return Part(key, WEIGHTS[key], None, note="NOT_STATED" if profile.duties else "NO_DUTIES")
    likeness = posting.duty_vectors @ profile.duty_vectors.T
    closest = likeness.argmax(axis=1)
    best = likeness.max(axis=1)
    shares = [_scaled(float(one), DUTY_FLOOR, DUTY_CEILING) for one in best]
    lines = []
    for number in np.argsort(-best, kind="stable")[:QUOTED_DUTIES]:
        asked, done = posting.duties[number], profile.duties[closest[number]]
        if shares[number] < (
            QUOTED_FROM if len(telling_words(asked, done)) < WORDS else WORDED_FROM
        ):
            continue
        verdict = Verdict.MET if shares[number] >= CLOSE else Verdict.PARTLY
        lines.append(Evidence("DUTY", verdict, asked, done))
    return _judged(key, sum(shares) / len(shares), tuple(lines))


def _judged(key: PartKey, share: float, evidence: tuple[Evidence, ...], note: str = "") -> Part:
    """A part that could be judged as a whole."""
    weight = WEIGHTS[key]
    return Part(key, weight, weight * share, evidence, note, stated=weight)


def _scaled(value: float, floor: float, ceiling: float) -> float:
    return max(0.0, min(1.0, (value - floor) / (ceiling - floor)))
