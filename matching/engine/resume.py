"""Read a resume for matching: what is shown, since when, and in which words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from jobs.skills import HEADS
from jobs.skills.types import SkillMention
from matching.engine import dates, degrees, languages
from matching.engine.lines import (
    distinct,
    item_around,
    lines_of,
    quote,
    quote_around,
    reads_as_duty,
    without_numbers,
)
from matching.engine.reading import implied_by, level_of, mentions, title_of
from matching.engine.shape import level_by_months
from matching.engine.vectors import (
    affinity,
    embed,
    embed_bodies,
    embed_titles,
    fields_of,
    normalised,
)
from matching.types import CandidateProfile, RoleHeld, SkillShown, Vectors

MAX_ROLES = 12
MAX_DUTIES = 60
MAX_TEXT = 40_000
MIN_LETTERS = 3
TITLE_WORDS = 8
HEAD_LINES = 5
HEAD_WEIGHTS = (1.0, 0.5, 0.25)  # of the latest titles in the query
_ADVICE = re.compile(
    r"\b(?:you|your|yours|you['’]re|lorem ipsum)\b", re.IGNORECASE
)  # of a template
# Scraps of layout that stand where a title would: the form's own labels, dates, ends of sentences.
_NO_TITLE = re.compile(
    r"^(?:city|state|country|place|location|address|current(?:ly)?|present|company(?: name)?|employer|position|"
    r"(?:job )?title|dates?|name|from|to|ort|firma|stadt|ville|pays|entreprise|poste|empresa|ciudad|puesto|"
    r"owner|(?:co-?)?founder|self[- ]employed|freelance\w*|volunteer|student|various|board member|member|"  # no work
    r"executive profile|profile|profil|perfil|impact|honou?rs|achievements?|responsibilities|duties|n/?a)\W*$|"
    r"%|\b(?:of|for|in|at|with|and|the|a|to|by)$|^\w+(?:ed|ing) (?:and|for|an?|the|in|to|with|of)\b|"
    r"^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\W*\d",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"@|https?:|www\.|\d{5,}")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may be quoted, with the months it speaks of."""

    text: str
    months: frozenset[int]
    in_work: bool
    is_heading: bool = False


def read_resume(parsed: Json, text: str, language: str, *, today: date) -> CandidateProfile:
    """Read JSON Resume `parsed` and its plain `text`. `today` closes the entries still running."""
    text = text[:MAX_TEXT]
    stated = tuple(_stated_lines(parsed, today))
    skills = _skills(stated, language)
    roles = _roles(parsed, text, language, today)
    months = frozenset[int]().union(*(dates.months_of(job, today) for job in _list(parsed, "work")))
    duties = _duties(stated, text, [role.title for role in roles])
    degree, degree_line = _education(parsed)
    return CandidateProfile(
        skills=skills,
        elsewhere=_elsewhere(f"{_summary(parsed)}\n{text}", language, skills),
        roles=roles,
        level=_level(roles, len(months) or None),
        months=len(months) or None,
        languages=_languages(parsed, text, language),
        language=language,
        degree=degree,
        degree_line=degree_line,
        place=_place(parsed)[0],
        country=_place(parsed)[1],
        text=text,
        duties=duties,
        this_month=today.year * 12 + today.month - 1,
        confirmed={},
        **_vectors(roles, duties, text or "\n".join(line.text for line in stated)),
    )


def _list(parsed: Json, key: str) -> Sequence[Json]:
    held = parsed.get(key)
    return [entry for entry in held if isinstance(entry, Mapping)] if isinstance(held, list) else []


def _words(held: object) -> list[str]:
    if isinstance(held, str):
        return [line for _, _, line in lines_of(held)]
    if isinstance(held, list):
        return [line for one in held if isinstance(one, str) for _, _, line in lines_of(one)]
    return []


def _stated_lines(parsed: Json, today: date) -> Iterator[_Line]:
    """Every line of the entries: work first, so that its line is the one quoted for a skill.

    Not the summary: what only it says is said, but shown nowhere (see `_elsewhere`).
    """
    yield from _worked_lines(parsed, today)
    for group in _list(parsed, "skills"):
        yield _Line(_group_line(group), frozenset(), in_work=False)
    for key in ("certificates", "education"):
        for entry in _list(parsed, key):
            named = _joined(entry, "name", "studyType", "area")
            for line in (named, *_words(entry.get("courses"))):
                yield _Line(line, frozenset(), in_work=False)
    basics = parsed.get("basics")
    held = basics if isinstance(basics, Mapping) else {}
    for line in _words(held.get("label")):
        yield _Line(line, frozenset(), in_work=False)


def _summary(parsed: Json) -> str:
    basics = parsed.get("basics")
    stated = basics.get("summary") if isinstance(basics, Mapping) else None
    return stated if isinstance(stated, str) else ""


def _worked_lines(parsed: Json, today: date) -> Iterator[_Line]:
    entries = [entry for key in ("work", "projects", "volunteer") for entry in _list(parsed, key)]
    for entry in entries:
        months = dates.months_of(entry, today)
        for field in ("highlights", "summary", "description", "keywords"):
            for line in _words(entry.get(field)):
                yield _Line(line, months, in_work=True)
        heading = _heading(entry)
        if heading:
            yield _Line(heading, months, in_work=True, is_heading=True)


def _heading(entry: Json) -> str:
    """`Backend developer, Acme, 2019–2024`: an entry in one line."""
    where = str(entry.get("name") or "")
    name = _joined(entry, "position", *([] if _NO_TITLE.search(where) else ["name"]))
    start, end = str(entry.get("startDate") or "")[:4], str(entry.get("endDate") or "")[:4]
    years = "–".join(part for part in (start, end) if part)
    return ", ".join(part for part in (name, years) if part)


def _group_line(group: Json) -> str:
    name = str(group.get("name") or "").strip()
    words = ", ".join(word for word in group.get("keywords") or [] if isinstance(word, str))
    return f"{name}: {words}" if name and words else name or words


def _joined(entry: Json, *keys: str) -> str:
    return ", ".join(str(entry[key]).strip() for key in keys if entry.get(key))


def _skills(lines: Sequence[_Line], language: str) -> dict[str, SkillShown]:
    months: dict[str, set[int]] = {}
    first: dict[str, SkillShown] = {}
    for line in lines:
        for found in mentions(line.text, language):
            months.setdefault(found.name, set()).update(line.months)
            held = first.get(found.name)
            if held is None or (line.in_work and not held.in_work):
                first[found.name] = _shown(found, line)
    shown = {
        name: replace(one, months=len(months[name]), last_used=max(months[name], default=None))
        for name, one in first.items()
    }
    return shown | _implied(shown)


def _shown(found: SkillMention, line: _Line) -> SkillShown:
    return SkillShown(
        name=found.name,
        kind=found.kind,
        line=quote(line.text, found.start, found.end),
        months=0,
        in_work=line.in_work,
        item=item_around(line.text, found.start, found.end),
        is_heading=line.is_heading,
    )


def _implied(shown: Mapping[str, SkillShown]) -> dict[str, SkillShown]:
    """Django says Python: a weaker showing, quoted with the line that implies it."""
    found: dict[str, SkillShown] = {}
    for name in sorted(shown):
        source = shown[name]
        for other in implied_by(name):
            if other in shown:
                continue
            held = found.get(other)
            if held is None or source.months > held.months:
                found[other] = replace(source, name=other, implied_by=name, strength=0.7)
    return found


def _elsewhere(text: str, language: str, shown: Mapping[str, SkillShown]) -> dict[str, str]:
    found: dict[str, str] = {}
    for mention in mentions(text, language):
        if mention.name not in shown and mention.name not in found:
            found[mention.name] = quote_around(text, mention.start, mention.end)
    return found


def _roles(parsed: Json, text: str, language: str, today: date) -> tuple[RoleHeld, ...]:
    """The titles held, the latest first, then the headline."""
    jobs = [job for job in _list(parsed, "work") if _reads_as_title(job.get("position"), language)]
    held = [_role(str(job["position"]), job, language, today) for job in jobs[:MAX_ROLES]]
    held.sort(key=lambda role: role.ended or date.max, reverse=True)
    label = _headline(parsed, text, language)
    if label:
        held.append(_role(label, {}, language, today, is_headline=True))
    return tuple(held)


def _reads_as_title(stated: object, language: str) -> bool:
    """Whether a position is the name of some work, not a scrap of layout."""
    title = str(stated or "").strip()
    if _ADDRESS.search(title) or _NO_TITLE.search(title):
        return False
    if sum(letter.isalpha() for letter in title) < MIN_LETTERS:
        return False
    reading = title_of(title[:200], language)
    if reading.occupation:
        return True
    is_sentence = title[:1].islower() or title.endswith(".")
    return bool(reading.tokens) and len(title.split()) <= TITLE_WORDS and not is_sentence


def _role(
    title: str, job: Json, language: str, today: date, *, is_headline: bool = False
) -> RoleHeld:
    reading = title_of(title[:200], language)
    level, leads = level_of(title, reading)
    return RoleHeld(
        title=title,
        role=reading.role or title,
        occupation=reading.occupation,
        tokens=frozenset(reading.tokens),
        level=level,
        leads_people=leads,
        months=len(dates.months_of(job, today)),
        ended=dates.ended(job),
        line=quote(_heading(job) or title),
        is_headline=is_headline,
    )


def _headline(parsed: Json, text: str, language: str) -> str:
    """What the person calls themselves: the label, or a short line at the top that names work."""
    basics = parsed.get("basics")
    label = str(basics.get("label") or "").strip() if isinstance(basics, Mapping) else ""
    if _reads_as_title(label, language):
        return label
    # A family name may be a trade (Smith, Baker, Cook): it says nothing of what the person does.
    name = str(basics.get("name") or "") if isinstance(basics, Mapping) else ""
    for _, _, whole in list(lines_of(text[:600]))[:HEAD_LINES]:
        line = _without(whole, name)
        if _ADDRESS.search(line) or len(line.split()) > TITLE_WORDS:
            continue
        if title_of(line[:200], language).occupation:
            return line
    return ""


def _without(line: str, name: str) -> str:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return (
        re.sub(rf"\b{words}\b", " ", line, flags=re.IGNORECASE).strip(" ,;|·•–—-")
        if words
        else line
    )


def _level(roles: Sequence[RoleHeld], months: int | None) -> int | None:
    """The level of the latest title, or of the one before where that was the same work.

    Of the two the higher counts: a senior engineer who was lately called engineer is still senior.
    What somebody was in another trade says nothing of their level in this one.
    """
    held = [role for role in roles if not role.is_headline] or list(roles)
    latest = [role for role in held[:2] if role is held[0] or _is_same_work(role, held[0])]
    stated = [role.level for role in latest if role.level is not None]
    return max(stated) if stated else level_by_months(months)


def _is_same_work(one: RoleHeld, other: RoleHeld) -> bool:
    if one.occupation and one.occupation == other.occupation:
        return True
    return bool((one.tokens & other.tokens) - HEADS)


def _languages(parsed: Json, text: str, language: str) -> dict[str, str]:
    """Languages the resume shows, each with its line; the one it is written in is one of them."""
    found: dict[str, str] = {}
    for entry in _list(parsed, "languages"):
        line = _joined(entry, "language", "fluency")
        for code in languages.named(line):
            found.setdefault(code, line)
    for _, _, line in lines_of(text):
        for code, (start, end) in languages.asked(line).items():
            found.setdefault(code, quote(line, start, end))
    if language:
        found.setdefault(language, "")  # written in it, though no line says so
    return found


def _education(parsed: Json) -> tuple[int | None, str]:
    best: int | None = None
    line = ""
    for entry in _list(parsed, "education"):
        stated = _joined(entry, "studyType", "area", "institution")
        rank = degrees.rank_of(_joined(entry, "studyType", "area"))
        if rank is not None and (best is None or rank > best):
            best, line = rank, quote(stated)
    return best, line


def _place(parsed: Json) -> tuple[str, str]:
    basics = parsed.get("basics")
    location = basics.get("location") if isinstance(basics, Mapping) else None
    if not isinstance(location, Mapping):
        return "", ""
    return _joined(location, "city", "region"), str(location.get("countryCode") or "").upper()


def _may_be_work(line: str, titles: Sequence[str]) -> bool:
    """Whether a line of plain text may tell of work: no title held, no degree, no address."""
    if not reads_as_duty(line) or _ADDRESS.search(line) or degrees.rank_of(line) is not None:
        return False
    return not any(title.casefold() in line.casefold() for title in titles)


def _duties(stated: Sequence[_Line], text: str, titles: Sequence[str]) -> tuple[str, ...]:
    """Lines about work that was done; lists of skills are not, nor is a template's advice."""
    worked = [
        line.text
        for line in stated
        if line.in_work and not line.is_heading and reads_as_duty(line.text)
    ]
    if not worked:
        worked = [line for _, _, line in lines_of(text) if _may_be_work(line, titles)]
    worked = [line for line in worked if not _ADVICE.search(line)]
    return tuple(quote(line) for line in distinct(worked, MAX_DUTIES))


def _vectors(roles: Sequence[RoleHeld], duties: Sequence[str], text: str) -> dict[str, Vectors]:
    titles = [role.role for role in roles]
    role_vectors = embed_titles(titles)
    weights = _head_weights(roles)
    head = normalised(weights @ role_vectors) if titles else np.zeros(256, np.float32)
    body = embed_bodies([text])[0]
    mixed = 2 * fields_of(embed([text]))[0]
    title_fields = fields_of(embed(titles))
    if titles:
        mixed = mixed + 2 * weights @ title_fields / weights.sum()
    if duties:
        mixed = mixed + fields_of(embed(duties)).mean(axis=0)
    return {
        "duty_vectors": embed_bodies([without_numbers(line) for line in duties]),
        "role_vectors": role_vectors,
        "role_fields": affinity(title_fields),
        "query_vector": normalised(head + body),
        "field": affinity(mixed),
    }


def _head_weights(roles: Sequence[RoleHeld]) -> Vectors:
    """The headline counts as much as the latest title."""
    weights = [HEAD_WEIGHTS[i] if i < len(HEAD_WEIGHTS) else 0.1 for i in range(len(roles))]
    if roles and roles[-1].is_headline:
        weights[-1] = HEAD_WEIGHTS[0]
    return np.array(weights, np.float32)
