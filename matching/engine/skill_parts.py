"""The parts of a fit that skills make: asked for, welcome, used lately; certificates.

A skill added can only turn a miss into a hit, and whether a part can be judged depends on none.
"""

from dataclasses import replace

from matching.engine.corrections import confirmed_note
from matching.engine.reading import CERTIFICATE_KIND
from matching.types import (
    WEIGHTS,
    CandidateProfile,
    Evidence,
    FactKind,
    Part,
    PartKey,
    PostingRequirements,
    SkillShown,
    SkillWanted,
    Verdict,
)

LISTED, WORKED, SAID = 0.85, 1.0, 0.6  # in a list, in dated work, only elsewhere in the text
ENOUGH_SKILLS = 2.0  # weight of named skills from which the whole part counts as stated
FRESH_MONTHS, STALE_MONTHS = 24, 120  # since it was used: as good as now, long ago
STALE, UNDATED = 0.2, 0.6  # what a skill used long ago, or at no known time, is worth
QUOTED_USES = 3


def must_part(profile: CandidateProfile, posting: PostingRequirements) -> Part:
    """Skills the posting asks for."""
    return _skills_part(PartKey.MUST, posting.must, profile)


def nice_part(profile: CandidateProfile, posting: PostingRequirements) -> Part:
    """Skills that would be welcome."""
    return _skills_part(PartKey.NICE, posting.nice, profile)


def _skills_part(key: PartKey, wanted: tuple[SkillWanted, ...], profile: CandidateProfile) -> Part:
    if not wanted:
        return Part(key, WEIGHTS[key], None, note="NOT_STATED")
    lines: list[tuple[tuple[float, int], Evidence]] = []
    reached = total = 0.0
    for skill in wanted:
        share, evidence = answer(skill, profile)
        reached += share * skill.weight
        total += skill.weight
        shown = profile.skills.get(skill.name)
        lines.append(((-skill.weight * (1 + share), -shown.months if shown else 0), evidence))
    lines.sort(key=lambda one: (one[0], one[1].subject))
    weight = WEIGHTS[key]
    stated = weight * min(1.0, total / ENOUGH_SKILLS)
    ordered = _each_once([line for _, line in lines], wanted, profile)
    return Part(key, weight, stated * reached / total, ordered, stated=stated)


def _each_once(
    lines: list[Evidence], wanted: tuple[SkillWanted, ...], profile: CandidateProfile
) -> tuple[Evidence, ...]:
    """Where one line asks for several skills that one line shows, the next quotes its own words."""
    items = {skill.name: skill.item for skill in wanted}
    said: set[tuple[str, str]] = set()
    result: list[Evidence] = []
    for line in lines:
        shown = profile.skills.get(line.subject)
        if (line.posting, line.resume) in said and shown and items[line.subject] and shown.item:
            line = replace(line, posting=items[line.subject], resume=shown.item)  # noqa: PLW2901
        said.add((line.posting, line.resume))
        result.append(line)
    return tuple(result)


def answer(skill: SkillWanted, profile: CandidateProfile) -> tuple[float, Evidence]:
    """How far the resume shows one skill, 0–1, and the line for it."""
    shown = profile.skills.get(skill.name)
    if shown is None:
        said = profile.elsewhere.get(skill.name)
        if said is None:
            return 0.0, Evidence(skill.name, Verdict.MISSING, skill.line)
        return SAID, Evidence(skill.name, Verdict.ELSEWHERE, skill.line, said)
    share = (WORKED if shown.in_work else LISTED) * shown.strength
    if not shown.line:
        kind = FactKind.CERTIFICATE if skill.kind == CERTIFICATE_KIND else FactKind.SKILL
        note = confirmed_note(profile, kind, skill.name)
        return share, Evidence(skill.name, Verdict.MET, skill.line, "", note)
    if not shown.implied_by:
        note = f"MONTHS:{shown.months}" if shown.months else ""
        return share, Evidence(skill.name, Verdict.MET, skill.line, shown.line, note)
    if skill.name in profile.elsewhere:
        share = max(share, SAID)
    note = f"IMPLIED:{shown.implied_by}"
    return share, Evidence(skill.name, Verdict.PARTLY, skill.line, shown.line, note)


def recency_part(profile: CandidateProfile, posting: PostingRequirements) -> Part:
    """When each skill asked for was last used in dated work."""
    key = PartKey.RECENCY
    if not posting.must:
        return Part(key, WEIGHTS[key], None, note="NOT_STATED")
    if profile.months is None:
        return Part(key, WEIGHTS[key], None, note="NO_DATES")
    total = sum(skill.weight for skill in posting.must)
    reached = 0.0
    used: list[tuple[int, Evidence]] = []
    for skill in posting.must:
        shown = profile.skills.get(skill.name)
        if shown is None:
            continue
        share = _freshness(shown, profile.this_month)
        reached += skill.weight * share
        if shown.last_used is not None:
            used.append((shown.last_used, _last_use(skill, shown, share)))
    stated = WEIGHTS[key] * min(1.0, total / ENOUGH_SKILLS)
    lines = [line for _, line in sorted(used, key=lambda one: (one[0], one[1].subject))]
    return Part(
        key, WEIGHTS[key], stated * reached / total, tuple(lines[:QUOTED_USES]), stated=stated
    )


def _freshness(shown: SkillShown, this_month: int) -> float:
    if shown.last_used is None:
        return UNDATED
    over = max(0, this_month - shown.last_used - FRESH_MONTHS)
    return max(STALE, 1 - (1 - STALE) * over / (STALE_MONTHS - FRESH_MONTHS))


def _last_use(skill: SkillWanted, shown: SkillShown, share: float) -> Evidence:
    verdict = Verdict.MET if share == 1 else Verdict.PARTLY
    year = (shown.last_used or 0) // 12
    return Evidence(skill.name, verdict, skill.line, shown.line, f"LAST_USED:{year}")


def certificate_lines(
    profile: CandidateProfile, posting: PostingRequirements
) -> list[tuple[float, float, Evidence]]:
    """Weight, share and answer of each certificate or licence asked for."""
    found = []
    for wanted in posting.certificates:
        share, evidence = answer(wanted, profile)
        found.append((wanted.weight, share, evidence))
    return found
