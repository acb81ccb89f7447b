"""Traces the claims of a sentence that was read: each to one entry, together to the same."""

import re
from collections.abc import Callable, Iterator, Sequence

from matching.factgate.amounts import entries_of_quantity
from matching.factgate.evidence import Entry, Evidence, Line
from matching.factgate.lexicon import concepts, is_sign, words_that
from matching.factgate.quantities import quantities
from matching.factgate.reading import Part, Reading, is_plain, knows_name
from matching.factgate.text import Word, is_form_of, words_of
from matching.factgate.types import Claim

_TITLE_CUES = {
    "en": {"as"}, "de": {"als"}, "fr": {"comme", "que"}, "es": {"como"},
    "pt": {"como"}, "it": {"come"}, "pl": {"jako"}, "nl": {"als"},
}  # fmt: skip
_BE = words_that("to_be")
_NOT_ONLY = words_that("not_only")
_SHORT = 5
_DOING = frozenset(["build", "sell", "support", "plan", "deliver"])
_AT = words_that("workplace")
_PARTICIPLE = re.compile(
    r"(?:[aiu]t[oaie]|tt[oaie]|st[oaie]|es[oaie]|ndo|ad[oa]s?|id[oa]s?|ed|ing)$|^ge\\w+[tn]$"
)
_FREE = frozenset(["basics", "skills", "languages", "interests", "references", "fact", "posting"])


def trace(reading: Reading, evidence: Evidence) -> Iterator[Claim]:
    """Every claim of the sentence with what it lacked."""
    scope: list[frozenset[int]] = (
        list(reading.scope) if not any(p.named for p in reading.parts) else []
    )
    later = [s for p in reading.parts for s in p.named][:1]
    for part in reading.parts:
        scope = part.named or scope or later
        yield from _part_claims(reading, part, evidence, scope)
        yield from _displaced(part, evidence, scope)
    yield from _activity(reading, evidence)


def _part_claims(
    reading: Reading, part: Part, evidence: Evidence, scope: Sequence[frozenset[int]]
) -> Iterator[Claim]:
    anchors: list[tuple[Claim, frozenset[int]]] = []
    for kind, text, found in _anchored(reading, part, evidence, scope):
        sources = evidence.sources(with_posting=True)
        lacked = "" if found else _lack(kind)
        source = _nearest_line(sources[min(found)], text) if found else ""
        claim = Claim(kind, text, lacked, source)
        if found:
            anchors.append((claim, found))
        yield claim
    yield from _negations(reading, part, evidence)
    yield from _together(anchors, part, evidence, scope)


def _nearest_line(entry: Entry, text: str) -> str:
    """The line of the entry that says most of what the claim says; its first where none does."""
    words = words_of(text)
    values = {q.value for q in quantities(words)}

    def likeness(line: Line) -> int:
        figures = sum(q.value in values for q in line.quantities)
        return 2 * figures + sum(line.holds(word.folded) for word in words)

    return max(entry.lines, key=likeness).text


def _outside_figures(reading: Reading, part: Part) -> list[Word]:
    """The words that are not part of a figure or a date: `Mai 2023` denies nothing, as Italian `mai` does."""
    taken = {
        word.start
        for q in part.quantities
        if q.last > q.first
        for word in reading.words[q.first : q.last + 1]
    }
    return [word for word in part.clause.words if word.start not in taken]


def _lack(kind: str) -> str:
    return {
        "name": "no line of the evidence holds this name",
        "language": "no entry says that the person speaks it",
        "skill": "the resume does not name this skill",
        "date": "no entry begins or ends then",
        "duration": "the dates of the resume do not add up to it",
        "title": "no entry holds this title",
        "wording": "no line says as much about the same thing",
    }.get(kind, "no line holds this figure for the same thing")


def _anchored(
    reading: Reading, part: Part, evidence: Evidence, scope: Sequence[frozenset[int]]
) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Kind, text and supporting entries of every claim of a clause."""
    yield from _names(reading, part, evidence)
    for q in part.quantities:
        text = " ".join(w.text for w in reading.words[q.first : q.last + 1])
        kind = {"year": "duration", "month": "duration"}.get(q.kind, q.kind)
        yield kind, text, entries_of_quantity(q, reading, part, evidence, scope)
    yield from _skills(reading, part, evidence)
    for word in _outside_figures(reading, part):
        for concept in _strict(word, reading, part):
            yield "wording", word.text, _wording_entries(concept, word, part, evidence, scope)
    yield from _tongues(part, evidence)
    phrase = _title(reading, part)
    if phrase:
        entries = _where(evidence, part, lambda e: _holds_title(e, phrase, part))
        yield "title", " ".join(w.text for w in phrase), entries


def _names(
    reading: Reading, part: Part, evidence: Evidence
) -> Iterator[tuple[str, str, frozenset[int]]]:
    for first, last in part.names:
        words = reading.words[first : last + 1]
        if _is_gap(reading, part, evidence, words):
            continue
        before = reading.words[first - 1].folded if first else ""
        entries = _name_entries(words, part, evidence)
        if before in _AT and part.mode == "own":
            entries = frozenset(at for at in entries if _employs(evidence.entries[at], words))
        yield "name", " ".join(w.text for w in words), entries


def _skills(
    reading: Reading, part: Part, evidence: Evidence
) -> Iterator[tuple[str, str, frozenset[int]]]:
    for mention in part.skills:
        own = [w for w in part.clause.words if mention.start <= w.start < mention.end]
        is_common = all(is_plain(w, reading.language) or concepts("soft", w.folded) for w in own)
        if mention.kind == "skill" or is_common or _is_gap(reading, part, evidence, own):
            continue
        text = reading.sentence[mention.start : mention.end]
        yield "skill", text, _skill_entries(mention.name, own, part, evidence)


def _tongues(part: Part, evidence: Evidence) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Languages the person says to speak."""
    if part.mode == "yours" or part.clause.has("wish"):
        return
    for word in part.clause.words:
        tongue = concepts("tongues", word.folded)
        if tongue:
            entries = (at for at, e in enumerate(evidence.entries) if _speaks(e, tongue))
            yield "language", word.text, frozenset(entries)


def _is_gap(reading: Reading, part: Part, evidence: Evidence, words: Sequence[Word]) -> bool:
    """Whether the clause only admits that a skill is `not yet` the person's."""
    denials = sum(is_sign("negation", w.folded) for w in part.clause.words)
    named = [w for m in part.skills for w in words if m.start <= w.start < m.end]
    return (
        denials == 1
        and len(named) == len(words)
        and part.clause.has("yet")
        and not any(w.folded in _NOT_ONLY for w in reading.words)
        and not any(knows_name(e, w) for e in evidence.entries for w in named)
    )


def _employs(entry: Entry, words: Sequence[Word]) -> bool:
    """Whether one can have worked there: not a tool or a tongue of the same name."""
    if entry.kind in {"skills", "languages", "interests"}:
        return False
    if entry.kind not in {"work", "education", "volunteer"}:
        return True
    return any(is_form_of(w.folded, o) for w in words for o in entry.organisation.folded)


def _where(evidence: Evidence, part: Part, holds: Callable[[Entry], bool]) -> frozenset[int]:
    sources = evidence.sources(with_posting=part.with_posting)
    return frozenset(at for at, entry in enumerate(sources) if holds(entry))


def _name_entries(words: Sequence[Word], part: Part, evidence: Evidence) -> frozenset[int]:
    said = [w for w in words if w.is_capital or any(c.isdigit() for c in w.text)]
    return _where(
        evidence, part, lambda e: all(knows_name(e, w) or _is_header_form(e, w) for w in said)
    )


def _is_header_form(entry: Entry, word: Word) -> bool:
    """Titles and fields are written large in letters: `Store Manager`, `Master of Science`."""
    return bool(concepts("strict", word.folded) & entry.header[0].strict) if entry.header else False


def _skill_entries(
    name: str, words: Sequence[Word], part: Part, evidence: Evidence
) -> frozenset[int]:
    def holds(entry: Entry) -> bool:
        return name in entry.skills or all(entry.knows(w.folded) for w in words if len(w.text) > 2)  # noqa: PLR2004

    return _where(evidence, part, holds)


def _strict(word: Word, reading: Reading, part: Part) -> frozenset[str]:
    """The strong claims a word makes where it stands."""
    found = concepts("strict", word.folded)
    if not found:
        return found
    if (
        is_plain(word, reading.language)
        and not part.clause.has("first_person")
        and not part.content
    ):
        return frozenset()
    if part.mode == "wish" and (part.clause.has("wish") or found <= {"superlative", "lead"}):
        return found - {"superlative", "lead", "all_of", "alone"}
    if reading.language in {"pt", "es"} and word.folded in {"solo", "sao"}:
        return frozenset()
    return frozenset(sorted(found)[:1]) if found else found


def _wording_entries(
    concept: str, word: Word, part: Part, evidence: Evidence, scope: Sequence[frozenset[int]]
) -> frozenset[int]:
    telling = [w.folded for w in part.clause.words if len(w.text) > _SHORT and w != word]
    spoken = {t for w in part.clause.words for t in concepts("tongues", w.folded)}
    others = [w for w in part.content if w != word and not concepts("strict", w.folded)]

    def holds(entry: Entry) -> bool:
        for line in entry.lines:
            stated = line.strict | _STATED_BY.get(entry.kind, frozenset())
            if not (concepts("strict", word.folded) & stated) or not _may_bear(line, part):
                continue
            if entry.kind == "languages" and spoken and not spoken & line.tongues:
                continue  # how well one language is spoken says nothing of another
            if not others or any(line.knows(w.folded) for w in others):
                return True
            if line.holds(word.folded) and any(line.holds(w) for w in telling):
                return True
            if scope and line is entry.lines[0]:
                return True
        return False

    return _where(evidence, part, holds)


_STATED_BY = {
    "certificates": frozenset(["certified"]),
    "awards": frozenset(["award"]),
    "publications": frozenset(["publish"]),
    "education": frozenset(["diploma"]),
}


def _title(reading: Reading, part: Part) -> list[Word]:
    """The words of a title the clause gives the person: `as a store manager`."""
    words = part.clause.words
    for at, word in enumerate(words):
        if word.folded in _TITLE_CUES[reading.language] or word.folded in _BE:
            spans = [*part.names, *((q.first, q.last) for q in part.quantities)]
            named = {reading.words[i].start for a, b in spans for i in range(a, b + 1)}
            found = _phrase(words[at + 1 :], reading.language, named)
            is_done = word.folded in _BE and found and _PARTICIPLE.search(found[0].folded)
            return [] if is_done else found
    return []


def _speaks(entry: Entry, tongue: frozenset[str]) -> bool:
    return any(tongue & line.tongues for line in entry.lines)


def _holds_title(entry: Entry, phrase: Sequence[Word], part: Part) -> bool:
    lines = [line for line in entry.lines if _may_bear(line, part)]
    return all(any(line.holds(w.folded) for line in lines) for w in phrase)


def _may_bear(line: Line, part: Part) -> bool:
    """A line about assisting bears no claim of having done it: `supported the manager`, `Assistant Manager`."""
    return "support" not in line.soft or any(
        "support" in concepts("soft", w.folded) for w in part.clause.words
    )


def _phrase(words: Sequence[Word], language: str, named: set[int]) -> list[Word]:
    found: list[Word] = []
    for word in words[:6]:
        if word.start in named:
            break
        if not is_plain(word, language):
            found.append(word)
        elif found:
            break
    return found[:4]


def _negations(reading: Reading, part: Part, evidence: Evidence) -> Iterator[Claim]:
    """A denial is traced by nothing: it may only admit a skill the resume does not have."""
    words = [w for w in _outside_figures(reading, part) if is_sign("negation", w.folded)]
    if reading.language == "pt":
        words = [w for w in words if w.folded != "no"]
    near = {w.folded for w in reading.words}
    if not words or near & _NOT_ONLY or part.mode != "own":
        return
    if len(words) > 1 and reading.language in {"en", "de", "nl"}:
        yield Claim("negation", words[0].text, "a double denial claims what it denies")
    elif part.content and not any(m.kind == "tool" for m in part.skills):
        lines = [line for e in evidence.entries for line in e.lines]
        about = [line for line in lines if line.knows(part.content[0].folded)]
        if not any(is_sign("negation", w) for line in about for w in line.folded):
            yield Claim("negation", words[0].text, "no line says that it was not so")


def _together(
    anchors: Sequence[tuple[Claim, frozenset[int]]],
    part: Part,
    evidence: Evidence,
    scope: Sequence[frozenset[int]],
) -> Iterator[Claim]:
    """Claims of one clause must rest on one entry; where an employer is named, on that one."""
    posting = len(evidence.entries)
    free = {at for at, e in enumerate(evidence.entries) if e.kind in _FREE} | {posting}
    bound = [(c, f) for c, f in anchors if scope or c.kind not in {"skill", "duration"}]
    shared: frozenset[int] | None = None
    for claim, found in bound:
        if claim.kind == "duration" and not scope:
            continue
        allowed = found - free if scope and claim.kind == "skill" else found
        if any(not (found & named) for named in scope) and not (allowed & free):
            yield Claim(
                "link",
                claim.text,
                "it belongs to another entry than the one named here",
                claim.source,
            )
            return
        if not found & free:
            shared = found if shared is None else shared & found
            if not shared and not part.named:
                yield Claim(
                    "link",
                    claim.text,
                    "it and the rest of the clause belong to different entries",
                    claim.source,
                )
                return


def _displaced(part: Part, evidence: Evidence, scope: Sequence[frozenset[int]]) -> Iterator[Claim]:
    """Work that only another entry tells of than the one named: most of a clause must be at home there."""
    if part.mode != "own" or not scope:
        return
    named = frozenset[int]().union(*scope)
    at_home = [
        entry
        for at, entry in enumerate(evidence.entries)
        if at in named or entry.kind in _FREE - {"posting"}
    ]
    elsewhere = [entry for at, entry in enumerate(evidence.entries) if at not in named]
    telling = [w for w in part.content if not _is_only_doing(w)]
    there = [w for w in telling if any(e.knows(w.folded) for e in at_home)]
    away = [w for w in telling if w not in there and any(e.knows(w.folded) for e in elsewhere)]
    if len(away) > len(there):
        text = ", ".join(w.text for w in away)
        yield Claim("link", text, "it belongs to another entry than the one named here")


def _is_only_doing(word: Word) -> bool:
    """Whether a word tells that something was done, not what: `built`, `programmiert`."""
    found = concepts("soft", word.folded)
    return word.text.islower() and bool(found) and found <= _DOING


def _activity(reading: Reading, evidence: Evidence) -> Iterator[Claim]:
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
    if len(strange) > known:
        text = ", ".join(w.text for w in strange)
        yield Claim("activity", text, "nothing in the evidence speaks of it")
