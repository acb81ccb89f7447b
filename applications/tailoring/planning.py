"""Proposes: what comes first, what another resume or a fact can add, what goes for length."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from applications.tailoring.lines import (
    INSIDE,
    level,
    lists_of,
    rows_of,
    skills_in,
    text_of,
    told,
)
from applications.tailoring.types import Act, Fact, Original, Plan, Proposal, Want

#: Two pages: what a reader of resumes turns.
MOST_LINES = 96
_LINE_CHARACTERS = 92
_ENTRY_LINES = 3  # heading, dates, the space between
_FEWEST_KEPT = 2  # lines of an entry that stay
_MOST_ADDED = 8
_FEWEST_SKILLS = 3  # asked for and listed: then the list comes first

_NAMED = {"work": "name", "volunteer": "organization", "projects": "name", "education": "institution"}  # fmt: skip
_FACT_SECTIONS = {"SKILL": "skills", "CERTIFICATE": "certificates", "LANGUAGE": "languages"}


def make_plan(
    document: Mapping[str, Any],
    wants: Sequence[Want],
    *,
    language: str,
    others: Sequence[Original] = (),
    facts: Sequence[Fact] = (),
    most_lines: int = MOST_LINES,
) -> Plan:
    """Every proposal for this resume and these wants; the same values give the same plan."""
    orders = {key: _order(items, wants, language) for key, items in lists_of(document)}
    proposals = [
        *_sections(document, wants, language),
        *_firsts(document, orders, wants, language),
        *_added(document, wants, language, others),
        *_confirmed(document, wants, facts, language),
    ]
    proposals += _drops(document, wants, language, most_lines)
    kept = {key: order for key, order in orders.items() if order}
    return Plan(tuple({one.key: one for one in proposals}.values()), kept)


def key_of(act: Act, pointer: str, text: str = "") -> str:
    """What names a proposal in a form. Other words are another proposal: nobody accepted them."""
    if act not in {Act.ADD, Act.REWRITE}:
        return f"{act.value}:{pointer}"
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return f"{act.value}:{pointer}:{digest}"


def printed_lines(document: Mapping[str, Any]) -> int:
    """About how many lines of a page the resume takes."""
    lines = 0
    for section in ("work", "volunteer", "projects", "education", "awards", "certificates"):
        for row in rows_of(document, section):
            texts = row.get("highlights") if isinstance(row, Mapping) else None
            lines += _ENTRY_LINES + sum(_wrapped(text_of(text)) for text in texts or ())
    basics = document.get("basics")
    summary = text_of(basics.get("summary")) if isinstance(basics, Mapping) else ""
    return lines + _wrapped(summary) + 2 * len(rows_of(document, "skills"))


def _wrapped(text: str) -> int:
    return -(-len(text) // _LINE_CHARACTERS)


def _order(items: Sequence[Any], wants: Sequence[Want], language: str) -> tuple[int, ...]:
    """Indexes of the items that tell something, the most telling first."""
    scores = [told(text_of(item), wants, language).score for item in items]
    telling = [index for index, score in enumerate(scores) if score > 0]
    return tuple(sorted(telling, key=lambda index: (-scores[index], index)))


def _firsts(
    document: Mapping[str, Any],
    orders: Mapping[str, tuple[int, ...]],
    wants: Sequence[Want],
    language: str,
) -> Iterator[Proposal]:
    """Lines that stand behind less telling ones."""
    for pointer, items in lists_of(document):
        for place, index in enumerate(orders[pointer]):
            if index <= place or orders[pointer][: place + 1] == tuple(range(place + 1)):
                continue
            at, text = f"{pointer}/{index}", text_of(items[index])
            subjects = told(text, wants, language).subjects
            yield Proposal(key_of(Act.FIRST, at), Act.FIRST, at, text, text, subjects)


def _sections(
    document: Mapping[str, Any], wants: Sequence[Want], language: str
) -> Iterator[Proposal]:
    """The list of skills before the work, where it answers much of what is asked."""
    listed = skills_in(text_of(rows_of(document, "skills")), language)
    shown = [want.subject for want in wants if want.is_skill and listed.get(want.subject) == 1]
    if len(shown) >= _FEWEST_SKILLS and rows_of(document, "work"):
        key = key_of(Act.SECTION, "/skills")
        yield Proposal(key, Act.SECTION, "/skills", subjects=tuple(dict.fromkeys(shown)))


def _added(
    document: Mapping[str, Any],
    wants: Sequence[Want],
    language: str,
    others: Sequence[Original],
) -> Iterator[Proposal]:
    """Lines of the person's other resumes about the same employers, and skills listed there."""
    have = {level(text_of(item)) for _at, items in lists_of(document) for item in items}
    found: list[tuple[float, Proposal]] = []
    for other in others:
        for pointer, text in _lines_elsewhere(document, other):
            tells = told(text, wants, language)
            if tells.score and level(text) not in have:
                have.add(level(text))
                key = key_of(Act.ADD, pointer, text)
                made = Proposal(
                    key, Act.ADD, pointer, "", text, tells.subjects,
                    f"resume:{other.id}", other.label, text,
                )  # fmt: skip
                found.append((-tells.score, made))
    found.sort(key=lambda one: (one[0], one[1].key))
    yield from (one for _score, one in found[:_MOST_ADDED])
    yield from _skills_elsewhere(document, wants, language, others)


def _lines_elsewhere(document: Mapping[str, Any], other: Original) -> Iterator[tuple[str, str]]:
    """Lines another resume has in an entry this one has too, with the list they belong into."""
    for section, name in _NAMED.items():
        for row in rows_of(other.document, section):
            at = _same_entry(document, section, name, row)
            if at is None:
                continue
            for inside in INSIDE[section]:
                for text in row.get(inside) or ():
                    if isinstance(text, str) and text.strip():
                        yield f"/{section}/{at}/{inside}", text


def _same_entry(document: Mapping[str, Any], section: str, name: str, row: Any) -> int | None:
    """The entry of the same employer that began in the same year, and had the same title if told."""
    if not isinstance(row, Mapping) or not level(text_of(row.get(name))):
        return None
    for index, mine in enumerate(rows_of(document, section)):
        if isinstance(mine, Mapping) and _facts_of(mine, name) == _facts_of(row, name):
            return index
    return None


def _facts_of(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    title = text_of(row.get("position") or row.get("area"))
    return level(text_of(row.get(name))), text_of(row.get("startDate"))[:4], level(title)


def _skills_elsewhere(
    document: Mapping[str, Any],
    wants: Sequence[Want],
    language: str,
    others: Sequence[Original],
) -> Iterator[Proposal]:
    """Skills asked for that another resume lists and this one shows nowhere."""
    shown = skills_in(text_of(dict(document)), language)
    for want in wants:
        if not want.is_skill or shown.get(want.subject) == 1:
            continue
        for other in others:
            word = _listed(other.document, want.subject, language)
            if word:
                yield _one_more("skills", {"name": word}, want.subject, f"resume:{other.id}", other.label)  # fmt: skip
                break


def _listed(document: Mapping[str, Any], skill: str, language: str) -> str:
    """The person's own word for a skill in a list of theirs, or nothing."""
    for row in rows_of(document, "skills"):
        words = [row.get("name"), *(row.get("keywords") or ())] if isinstance(row, Mapping) else []
        for word in words:
            if isinstance(word, str) and skills_in(word, language).get(skill) == 1:
                return word
    return ""


def _confirmed(
    document: Mapping[str, Any], wants: Sequence[Want], facts: Sequence[Fact], language: str
) -> Iterator[Proposal]:
    """Confirmed skills, certificates and languages the posting asks for and the resume lacks."""
    whole = level(text_of(dict(document)))
    shown = skills_in(text_of(dict(document)), language)
    asked = {level(want.subject): want.subject for want in wants}
    for fact in facts:
        section = _FACT_SECTIONS.get(fact.kind)
        subject = asked.get(level(fact.name)) or asked.get(level(fact.text))
        is_there = level(fact.text) in whole or shown.get(fact.name) == 1
        if section and subject and not is_there:
            entry = {"language": fact.text} if section == "languages" else {"name": fact.text}
            yield _one_more(section, entry, subject, f"fact:{fact.id}", "")


def _one_more(
    section: str, entry: dict[str, str], subject: str, source: str, label: str
) -> Proposal:
    text, pointer = text_of(entry), f"/{section}"
    return Proposal(
        key_of(Act.ADD, pointer, text), Act.ADD, pointer, "", text, (subject,), source, label, entry
    )


def _drops(
    document: Mapping[str, Any], wants: Sequence[Want], language: str, most_lines: int
) -> Iterator[Proposal]:
    """Lines that tell this posting nothing, the oldest first, until the resume is short enough."""
    over = printed_lines(document) - most_lines
    if over <= 0:
        return
    jobs = rows_of(document, "work")
    for index in range(len(jobs) - 1, -1, -1):
        row = jobs[index]
        texts = row.get("highlights") if isinstance(row, Mapping) else None
        lines = [text_of(text) for text in texts] if isinstance(texts, list) else []
        spare = [at for at, text in enumerate(lines) if not told(text, wants, language).score]
        spare.sort(key=lambda at: (any(map(str.isdigit, lines[at])), -at))
        for at in spare[: max(0, len(lines) - _FEWEST_KEPT)]:
            if over <= 0:
                return
            over -= _wrapped(lines[at])
            pointer = f"/work/{index}/highlights/{at}"
            yield Proposal(key_of(Act.DROP, pointer), Act.DROP, pointer, lines[at])
