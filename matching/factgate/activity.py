"""What a clause says was done: most of it must be at home in the evidence, and in the entry named."""

from collections.abc import Iterator, Sequence

from matching.factgate.evidence import Evidence
from matching.factgate.lexicon import concepts
from matching.factgate.reading import Part, Reading
from matching.factgate.text import Word
from matching.factgate.types import Claim

FREE = frozenset(["basics", "skills", "languages", "interests", "references", "fact", "posting"])
_DOING = frozenset(["build", "sell", "support", "plan", "deliver"])
_TO_ME = frozenset(["me", "mich", "mir", "mij", "mi", "mnie"])


def displaced(part: Part, evidence: Evidence, scope: Sequence[frozenset[int]]) -> Iterator[Claim]:
    """Work that only another entry tells of than the one named: most of a clause must be at home there."""
    if part.mode != "own" or not scope:
        return
    named = frozenset[int]().union(*scope)
    at_home = [
        entry
        for at, entry in enumerate(evidence.entries)
        if at in named or entry.kind in FREE - {"posting"}
    ]
    elsewhere = [entry for at, entry in enumerate(evidence.entries) if at not in named]
    telling = [w for w in part.content if not _is_only_doing(w)]
    there = [w for w in telling if any(e.knows(w.folded) for e in at_home)]
    away = [w for w in telling if w not in there and any(e.knows(w.folded) for e in elsewhere)]
    if len(away) >= max(1, len(there)):
        text = ", ".join(w.text for w in away)
        yield Claim("link", text, "it belongs to another entry than the one named here")


def _is_only_doing(word: Word) -> bool:
    """Whether a word tells that something was done, not what: `built`, `programmiert`."""
    found = concepts("soft", word.folded)
    return word.text.islower() and bool(found) and found <= _DOING


def _is_bare(reading: Reading) -> bool:
    """Whether the person says what they did with nothing in it that is traced by itself: no name, figure or tool."""
    if any(word.folded in _TO_ME for word in reading.words):
        return False  # what pleases or moves the person is no work of theirs
    return any(part.clause.has("first_person") for part in reading.parts) and not any(
        part.names or part.quantities or part.skills or part.mode != "own" for part in reading.parts
    )


def activity(reading: Reading, evidence: Evidence) -> Iterator[Claim]:
    """What a sentence says beyond names and figures: most of its words must be at home in the evidence."""
    strange: list[Word] = []
    known = 0
    for part in reading.parts:
        if part.mode == "wish":
            continue
        sources = evidence.sources(with_posting=part.with_posting)
        unknown = [
            w
            for w in part.content
            if not concepts("strict", w.folded) and not any(e.knows(w.folded) for e in sources)
        ]
        strange += unknown
        known += sum(m.kind in {"tool", "language"} for m in part.skills) + len(part.quantities)
        known += len(part.content) - len(unknown)
        known -= sum(_is_only_doing(w) for w in part.content if w not in unknown)
        if len(unknown) > 1 and len(unknown) == len(part.content):
            known -= len(unknown)
    if len(strange) > known or (len(strange) == known > 0 and _is_bare(reading)):
        text = ", ".join(w.text for w in strange)
        yield Claim("activity", text, "nothing in the evidence speaks of it")
