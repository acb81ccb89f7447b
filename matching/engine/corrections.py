"""What a person said of a reading, laid over it: facts they confirmed, lines they dispute."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from matching.engine.languages import ENGLISH_NAMES
from matching.types import (
    CandidateProfile,
    Dispute,
    Fact,
    FactKind,
    Part,
    PartKey,
    PostingRequirements,
    Said,
    SkillShown,
    Verdict,
    key_of,
)

_CODES = {name: code for code, name in ENGLISH_NAMES.items()}


def confirmed_note(profile: CandidateProfile, kind: FactKind, name: str) -> str:
    """`CONFIRMED:2026-11-25` where the person said so, else ""."""
    day = profile.confirmed.get((kind, name))
    return f"CONFIRMED:{day.isoformat()}" if day else ""


def language_code(subject: str) -> str:
    """The code of a language as evidence names it."""
    return _CODES.get(subject, subject)


def with_facts(profile: CandidateProfile, facts: Iterable[Fact]) -> CandidateProfile:
    """`profile` that also holds what the person confirmed; what the resume shows is kept."""
    confirmed = {(fact.kind, fact.name): fact.confirmed_on for fact in facts}
    if not confirmed:
        return profile
    degrees = [int(name) for kind, name in confirmed if kind is FactKind.EDUCATION]
    degree = max([*degrees, profile.degree or 0])
    is_higher = degree > (profile.degree or 0)
    codes = {name: "" for kind, name in confirmed if kind is FactKind.LANGUAGE}
    return replace(
        profile,
        skills={**profile.skills, **_skills(profile, confirmed)},
        degree=degree or None,
        degree_line="" if is_higher else profile.degree_line,
        languages={**codes, **profile.languages},
        confirmed=confirmed,
    )


def _skills(
    profile: CandidateProfile, confirmed: Mapping[tuple[FactKind, str], date]
) -> dict[str, SkillShown]:
    kinds = {FactKind.SKILL, FactKind.CERTIFICATE}
    names = [name for kind, name in confirmed if kind in kinds]
    shown = profile.skills
    return {
        name: SkillShown(name, "", "", months=0, in_work=False)
        for name in names
        if name not in shown or shown[name].implied_by
    }


def without(posting: PostingRequirements, disputes: Iterable[Dispute]) -> PostingRequirements:
    """`posting` without what the person says is not asked or was misread."""
    out = {one.key for one in disputes if one.said is not Said.HAVE_IT}
    if not out:
        return posting
    skills = {key.subject for key in out if key.part in {PartKey.MUST, PartKey.NICE}}
    education = {key.subject for key in out if key.part == PartKey.EDUCATION}
    codes = {language_code(key.subject) for key in out if key.part == PartKey.LANGUAGE}
    duties = {key.line for key in out if key.part == PartKey.DUTIES}
    kept = [number for number, line in enumerate(posting.duties) if line not in duties]
    return replace(
        posting,
        must=tuple(one for one in posting.must if one.name not in skills),
        nice=tuple(one for one in posting.nice if one.name not in skills),
        certificates=tuple(one for one in posting.certificates if one.name not in education),
        degree=None if "EDUCATION" in education else posting.degree,
        years=None if any(key.part == PartKey.YEARS for key in out) else posting.years,
        languages={code: line for code, line in posting.languages.items() if code not in codes},
        duties=tuple(posting.duties[number] for number in kept),
        duty_vectors=posting.duty_vectors[kept],
    )


def settled(part: Part, disputes: Iterable[Dispute]) -> Part:
    """`part` as it stands after what was said of it as a whole."""
    own = [one for one in disputes if one.key.part == part.key]
    for one in own:
        if one.said is Said.HAVE_IT and part.key is PartKey.YEARS and part.points is not None:
            line = replace(
                part.evidence[0],
                verdict=Verdict.MET,
                resume="",
                note=f"CONFIRMED:{one.on.isoformat()}",
            )
            return replace(part, points=part.stated, evidence=(line,))
    left_out = [one for one in own if one.said is not Said.HAVE_IT]
    if left_out and (part.key in WHOLE or part.points is None):
        return Part(part.key, part.weight, None, note="LEFT_OUT")
    out = {one.key for one in left_out}
    lines = tuple(line for line in part.evidence if key_of(part.key, line) not in out)
    return replace(part, evidence=lines)


WHOLE = {PartKey.ROLE, PartKey.PLACE, PartKey.PAY}  # parts of a single line
