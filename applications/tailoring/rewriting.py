"""Which lines a model may word anew, and which of its words may be offered: those the gate lets through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.tailoring.lines import level, rows_of, text_of
from applications.tailoring.planning import key_of
from applications.tailoring.types import Act, Proposal
from matching.factgate import Evidence, check_letter

MOST_SENTENCES = 60
_SHORTEST = 12
_TITLES = {"work": "position", "volunteer": "position", "education": "area"}
_TEXTS = ("summary", "description")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line that may be worded anew. `entry` is all it may rest on; empty is the whole resume."""

    pointer: str
    text: str
    section: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Words of a model that the gate did not let through, and why."""

    pointer: str
    text: str
    claim: str
    lacked: str


def sentences_of(document: Mapping[str, Any], *, with_titles: bool = False) -> list[Sentence]:
    """What may be worded anew, in the order of the resume; titles only where it is translated."""
    found = [*_basics(document, with_titles=with_titles)]
    for section in ("work", "projects", "volunteer", "education"):
        for index, row in enumerate(rows_of(document, section)):
            if isinstance(row, Mapping):
                names = [_TITLES[section]] if with_titles and section in _TITLES else []
                found += _of_entry(section, index, row, names)
    return found[:MOST_SENTENCES]


def gated(
    document: Mapping[str, Any],
    sentence: Sentence,
    words: str,
    *,
    language: str,
    facts: tuple[str, ...],
    today: date,
) -> Proposal | Refused | None:
    """A model's words for one line as a proposal, or what in them has no source; None if the same.

    A line of an entry rests on that entry alone: what was done at one employer is not moved to
    another, and a fact about the person says nothing of where. The posting bears nothing.
    """
    after = " ".join(words.split())
    if not after or level(after) == level(sentence.text):
        return None
    rows = rows_of(document, sentence.section) if sentence.section else []
    part = {sentence.section: [rows[sentence.index]]} if rows else dict(document)
    known = () if rows else facts
    evidence = Evidence.of(part, posting="", today=today, facts=known, language=language)
    report = check_letter(after, evidence, language=language)
    for checked in report.sentences:
        for claim in checked.blocked:
            return Refused(sentence.pointer, after, claim.text, claim.lacked)
    key = key_of(Act.REWRITE, sentence.pointer, after)
    return Proposal(key, Act.REWRITE, sentence.pointer, sentence.text, after)


def _basics(document: Mapping[str, Any], *, with_titles: bool) -> Iterator[Sentence]:
    basics = document.get("basics")
    if isinstance(basics, Mapping):
        for name in ("label", "summary") if with_titles else ("summary",):
            if text_of(basics.get(name)):
                yield Sentence(f"/basics/{name}", text_of(basics.get(name)))


def _of_entry(
    section: str, index: int, row: Mapping[str, Any], names: list[str]
) -> Iterator[Sentence]:
    base = f"/{section}/{index}"
    for name in (*names, *_TEXTS):
        text = text_of(row.get(name)) if isinstance(row.get(name), str) else ""
        if len(text) >= _SHORTEST or (text and name in names):
            yield Sentence(f"{base}/{name}", text, section, index)
    lines = row.get("highlights")
    for at, line in enumerate(lines if isinstance(lines, list) else ()):
        if isinstance(line, str) and len(line) >= _SHORTEST:
            yield Sentence(f"{base}/highlights/{at}", line, section, index)
