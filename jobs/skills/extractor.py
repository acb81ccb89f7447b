"""Finds the skills a text names, with their offsets."""

import re
from functools import lru_cache

from jobs.skills.text import flatten, pattern_of
from jobs.skills.types import SkillMention
from jobs.skills.vocabulary import Vocabulary, vocabulary

MAX_TEXT = 60_000
UNKNOWN_IS = "en"  # a text whose language nobody knows is read as English
_COMPANY = {
    "Programming",
    "Statistics",
    "Software development",
    "Back-end development",
    "Data analysis",
    "Scripting",
}
_LIST_BEFORE = set(",/|•;:(+&[·●▪*–")
_LIST_AFTER = set(",/|;)+&]•·")
_CUE_BEFORE = re.compile(
    r"(?:\b(?:in|with|using|use|of|and|or|microsoft|ms|languages?|framework|knowledge|experience|like|as|google|apache|adobe|via|write|writing|"
    r"code|coding|et|und|ou|oder|en|mit|y|con|e|o|especially|including|preferably|learn|know|core|modern|programming|java|mit|sous)\W{1,2}(?:the )?)$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"^\W{0,2}(?:program\w*|developer\w*|development|engineer\w*|languages?|framework|code|scripts?|scripting|microservices?|services?|spreadsheets?|"
    r"database\w*|boot|mvc|cloud|skills|knowledge|entwickl\w+|d[ée]velopp\w+|backend|or|and|et|und|ou|experience|shiny|studio|packages?)\b",
    re.IGNORECASE,
)
# What only a skill can follow: enough without company.
_ASKED_BEFORE = re.compile(
    r"(?:written|write|writing|services?|code|coding|program\w*|applications?|apps?|scripts?|experienced?|proficien\w+|fluen\w+|skill\w*|expertise|expert|knowledge|familiarity|"
    r"kenntnisse|erfahrung|ma[iî]trise|conna[iî]ssances?|conocimientos?|dominio|conoscenza|conhecimentos?|kennis|ervaring|znajomo[śs][ćc]) (?:in|with|of|using|mit|von|en|de|di|em|van|met) $"
    r"|\b(?:ma[iî]trise|connaissance) d['’]$",
    re.IGNORECASE,
)
_NEVER_BEFORE = re.compile(
    r"(?:\b(?:class|grade|category|vitamin|hepatitis|plan|type|permis|f[üu]hrerschein|klasse|section|group|part|level|series|unit|building|option|schedule|cat[ée]gorie|titre|title|to|please|let['’]s|we|you|they|i|will)\W{1,2})$",
    re.IGNORECASE,
)
_NEVER_AFTER = re.compile(
    r"^(?:\W?&\W?[A-Z]\b|['’]s?\b|-(?:suite|level|class|section|corp)\b|\.[A-Z]\.|\W?level\b| to\b|-to\b)"
)


def extract_skills(
    text: str, *, language: str = "", flat: str | None = None
) -> tuple[SkillMention, ...]:
    """Every mention of a known skill in `text`, left to right, none inside another.

    Words of another language than the text's are strangers: `assurance` is insurance in French only.
    """
    words = vocabulary()
    language = language[:2].lower() or UNKNOWN_IS
    text = text[:MAX_TEXT]
    flat = flatten(text) if flat is None else flat[:MAX_TEXT]
    matches = words.automaton.find_matches_as_indexes(f" {flat} ", overlapping=True)
    # (start, -end) order: at one start the longest first. Offsets: the padding and the anchor cancel out.
    spans = sorted((start, 2 - end, alias) for alias, start, end in matches)
    mentions: list[SkillMention] = []
    unsure: list[tuple[int, int, int]] = []
    free = 0
    for start, negative_end, alias in spans:
        end = -negative_end
        if start < free:
            continue
        if alias >= len(words.owners):  # a phrase that only looks like a skill
            free = end
            continue
        if language not in words.languages.get(alias, (language,)):
            continue
        verdict = _verdict(words, alias, text, start, end)
        if verdict is None:
            unsure.append((start, end, alias))
            continue
        if verdict:
            mentions.append(_mention(words, alias, start, end))
            free = end
    return _settle(words, text, mentions, unsure) if unsure else tuple(mentions)


def _mention(words: Vocabulary, alias: int, start: int, end: int) -> SkillMention:
    owner = words.owners[alias]
    return SkillMention(words.names[owner], words.kinds[owner], start, end, words.weights[owner])


def _verdict(words: Vocabulary, alias: int, text: str, start: int, end: int) -> bool | None:
    """Whether the spelling is right; None means that only the neighbours can tell."""
    rule = words.rules[alias]
    found = text[start:end]
    if "\n" in found and not _wrapped(found):
        return False
    if rule in " ^":
        return rule == " " or not found.islower() or not found.isascii()
    exact = words.exact[alias]
    if exact[0] == ".":  # .NET, not a net
        return text[start - 1 : start] == "." and found.lower() == exact[1:].lower()
    if found != exact:
        return False
    return None if rule == "?" else True


def _wrapped(found: str) -> bool:
    """Whether a line break inside a match only wraps a line."""
    return all(after[:1].islower() for after in found.split("\n")[1:])


def _settle(
    words: Vocabulary, text: str, sure: list[SkillMention], unsure: list[tuple[int, int, int]]
) -> tuple[SkillMention, ...]:
    """Keep an ambiguous word where its neighbours speak of skills."""
    taken = [(m.start, m.end) for m in sure]
    tools = [m for m in sure if m.kind == "tool" or m.name in _COMPANY]
    for start, end, alias in unsure:
        if any(s < end and start < e for s, e in taken):
            continue
        if _in_context(text, start, end, tools):
            mention = _mention(words, alias, start, end)
            sure.append(mention)
            tools.append(mention)
            taken.append((start, end))
    return tuple(sorted(sure, key=lambda m: m.start))


def _in_context(text: str, start: int, end: int, tools: list[SkillMention]) -> bool:
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    if _NEVER_BEFORE.search(before) or _NEVER_AFTER.match(after):
        return False
    in_list = before.rstrip()[-1:] in _LIST_BEFORE or after.lstrip()[:1] in _LIST_AFTER
    cue = bool(_CUE_BEFORE.search(before) or _CUE_AFTER.match(after))
    near = any(abs(m.start - end) < 70 or abs(start - m.end) < 70 for m in tools)  # noqa: PLR2004
    alone = not before.split("\n")[-1].strip(" •-") and not after.split("\n")[0].strip(" .,")
    return (
        bool(_ASKED_BEFORE.search(before))
        or (near and (in_list or cue))
        or (in_list and cue)
        or (alone and bool(before or after))
        or bool(_CUE_AFTER.match(after))
    )


@lru_cache(maxsize=10_000)
def canonical(name: str) -> str | None:
    """The canonical name behind a name or alias, or None when it is not in the vocabulary."""
    words = vocabulary()
    key = pattern_of(name)
    owner = words.by_name.get(key, words.by_alias.get(key))
    return None if owner is None else words.names[owner]


def implied_by(name: str) -> tuple[str, ...]:
    """What knowing `name` implies, nearest first: Django implies Python."""
    words = vocabulary()
    start = words.by_name.get(pattern_of(name))
    found: dict[int, None] = {}
    queue = list(words.implied.get(start, ())) if start is not None else []
    while queue:
        here = queue.pop(0)
        if here not in found and here != start:
            found[here] = None
            queue.extend(words.implied.get(here, ()))
    return tuple(words.names[i] for i in found)
