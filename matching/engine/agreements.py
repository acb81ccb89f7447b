"""What both sides state beside the judged parts: it gives a reason, never a point.

Each is a line or a field of the posting beside a line or a field of the resume. What only one side
states is left out, and so is what a judged part has said already.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from jobs.skills import HEADS
from matching.engine.lines import lines_of, quote
from matching.engine.regions import country_of, region_of
from matching.engine.shape import level_word
from matching.types import (
    CandidateProfile,
    Evidence,
    PostingRequirements,
    RoleHeld,
    SkillWanted,
    Verdict,
)

OTHER_ROLES = 2  # work of the same kind held before, at most so many
_WAYS = (  # a way of working that a field or line of both sides names
    ("REMOTE", r"remote\w*|home[- ]?office|work(?:ing)? from home|télétravail|homeoffice|distributed team"),
    ("CONTRACT", r"contract(?:or|ing)?\b(?! test)|freelance\w*|interim|fixed[- ]term|temporary|befristet\w*"),
    ("PART_TIME", r"part[- ]time|temps partiel|teilzeit|hours per week"),
    ("INTERNSHIP", r"intern(?:ship)?s?|stage|stagiaire|praktik\w+|placement|apprentice\w*|work[- ]study"),
)  # fmt: skip
_WAY_PATTERNS = tuple(
    (way, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for way, words in _WAYS
)
_IS_WAY = {
    "REMOTE": {"REMOTE", "HYBRID"},
    "CONTRACT": {"CONTRACT", "TEMPORARY"},
    "PART_TIME": {"PART_TIME"},
    "INTERNSHIP": {"INTERNSHIP"},
}


def agreements(
    profile: CandidateProfile,
    posting: PostingRequirements,
    kindred: Sequence[RoleHeld],
) -> tuple[Evidence, ...]:
    """Return what both sides state; `kindred` holds roles like the posting's, the closest first."""
    return (
        *_level(posting, kindred),
        *_other_roles(posting, kindred),
        *_ways(profile, posting),
        *_general(profile, posting),
        *_home(profile, posting),
    )


def _level(posting: PostingRequirements, kindred: Sequence[RoleHeld]) -> Iterator[Evidence]:
    """The same level, named by both titles of like work."""
    asked = level_word(posting.facts.title)
    for role in kindred:
        if asked and role.level == posting.level is not None and level_word(role.title):
            yield Evidence("LEVEL", Verdict.MET, asked, role.line)
            return


def _other_roles(posting: PostingRequirements, kindred: Sequence[RoleHeld]) -> Iterator[Evidence]:
    """Work of the same kind under other entries than the one beside the title."""
    told = [line for _, _, line in lines_of(posting.facts.description)]
    said = {kindred[0].line} if kindred else set()
    held = [role for role in kindred[1:] if not role.is_headline and role.line not in said]
    for role in held[:OTHER_ROLES]:
        yield Evidence("OTHER_ROLE", Verdict.PARTLY, _names(role, told, posting), role.line)


def _names(role: RoleHeld, lines: Sequence[str], posting: PostingRequirements) -> str:
    """The line of the posting that names this work, or its title."""
    shared = (role.tokens & posting.tokens) - HEADS
    for token in sorted(shared, key=lambda word: (-len(word), word)):
        pattern = re.compile(rf"(?<!\w){re.escape(token)}", re.IGNORECASE)
        for line in lines:
            found = pattern.search(line)
            if found:
                return quote(line, *found.span())
    return posting.facts.title


def _ways(profile: CandidateProfile, posting: PostingRequirements) -> Iterator[Evidence]:
    stated = {posting.facts.remote, posting.facts.employment_type}
    for way, pattern in _WAY_PATTERNS:
        if stated & _IS_WAY[way]:
            asked = _line_with(pattern, f"{posting.facts.title}\n{posting.facts.description}")
            shown = _line_with(pattern, profile.text)
            if asked and shown:
                yield Evidence(way, Verdict.MET, asked, shown)


@lru_cache(maxsize=2048)
def _line_with(pattern: re.Pattern[str], text: str) -> str:
    for _, _, line in lines_of(text):
        found = pattern.search(line)
        if found:
            return quote(line, *found.span())
    return ""


def _general(profile: CandidateProfile, posting: PostingRequirements) -> Iterator[Evidence]:
    """Words too general to be asked for, which both sides use all the same."""
    for wanted in posting.general:
        shown = profile.skills.get(wanted.name)
        if shown is None:
            line = profile.elsewhere.get(wanted.name, "")
            if line and not _is_title(line, profile):
                yield _said(wanted, line)
        elif not shown.is_heading and not shown.implied_by:
            yield _said(wanted, shown.line)


def _said(wanted: SkillWanted, line: str) -> Evidence:
    return Evidence(wanted.name, Verdict.MET, wanted.line, line)


def _is_title(line: str, profile: CandidateProfile) -> bool:
    return any(role.title in line or line in role.line for role in profile.roles)


def _home(profile: CandidateProfile, posting: PostingRequirements) -> Iterator[Evidence]:
    """The place the resume names, where the posting is in the same town, region or country."""
    facts, home = posting.facts, profile.place
    if not home or not facts.place:
        return
    own = country_of(home) or profile.country
    if facts.country and own and own != facts.country:
        return
    note = ""
    if _town(home) == _town(facts.place):
        note = "SAME_TOWN"
    elif region_of(home) and region_of(home) == region_of(facts.place):
        note = "SAME_REGION"
    elif own and own == facts.country:
        note = "SAME_COUNTRY"
    if note:
        yield Evidence("HOME", Verdict.MET, facts.place, home, note)


def _town(place: str) -> str:
    return place.split(",", 1)[0].strip().casefold()
