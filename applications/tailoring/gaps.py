"""Splits what a resume does not show: in another of theirs, in their facts, not theirs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from applications.tailoring.lines import leaves_of, level, skills_in, text_of
from applications.tailoring.types import Fact, Gap, Original, Want, Where

_LONGEST_QUOTE = 200


def gaps_of(
    document: Mapping[str, Any],
    wants: Sequence[Want],
    *,
    language: str,
    others: Sequence[Original] = (),
    facts: Sequence[Fact] = (),
) -> list[Gap]:
    """What the entries of this resume do not show, in the order it was asked; each thing once.

    Only skills, certificates and languages: whether other words are answered is the fit's to say.
    """
    mine = _shown(document, language)
    whole = level(text_of(dict(document)))
    found: dict[str, Gap] = {}
    for want in wants:
        name = level(want.subject)
        if not want.is_skill or want.subject in found or want.subject in mine or name in whole:
            continue
        found[want.subject] = _gap(want, language, others, facts)
    return list(found.values())


def _gap(want: Want, language: str, others: Sequence[Original], facts: Sequence[Fact]) -> Gap:
    for other in others:
        for line in _quotable(other):
            if _says(line, want.subject, language):
                quote = line[:_LONGEST_QUOTE]
                return Gap(want.subject, want.line, Where.MASTER, quote, other.label)
    for fact in facts:
        if level(want.subject) in {level(fact.name), level(fact.text)}:
            return Gap(want.subject, want.line, Where.FACTS, fact.text)
    return Gap(want.subject, want.line, Where.NOT_YOURS)


def _quotable(other: Original) -> Iterator[str]:
    yield from (text for _at, text in leaves_of(other.document))
    yield from (line.strip() for line in other.text.splitlines() if line.strip())


def _says(line: str, subject: str, language: str) -> bool:
    if level(subject) == level(line):
        return True
    return skills_in(line, language).get(subject) == 1


def _shown(document: Mapping[str, Any], language: str) -> set[str]:
    return {name for _at, text in leaves_of(document) for name in skills_in(text, language)}
