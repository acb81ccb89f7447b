"""Reads one sentence: its clauses, who each speaks of, and the names and quantities in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jobs.skills import SkillMention, extract_skills
from matching.factgate.evidence import Entry, Evidence
from matching.factgate.lexicon import concepts, is_neutral, is_sign, numbers, units, words_that
from matching.factgate.quantities import Quantity, quantities
from matching.factgate.sentences import Clause, clauses_of
from matching.factgate.text import Word, is_form_of, words_of

_GREETINGS = words_that("greetings")
_NEVER_OWN = words_that("never_own")
_POSSESSIVE = words_that("possessive")
_DONE = words_that("past_doing")
_HAVE = words_that("to_have")
_LOWER_LINKS = words_that("lower_links")
_BEFORE_NAMES = words_that("before_names")
_LEGAL = words_that("legal")
_VERB_ENDS = {
    "en": r"(?:ing|ly|ed)$",
    "es": r"(?:[éí]|mente|ndo)$",
    "pt": r"(?:ei|i|mente|ndo)$",
    "pl": r"(?:łam|łem|no|to|ę)$",
}
_PERSON = words_that("person")
_VERBS = {
    "en": r"(?:ed|ing)$",
    "es": r"(?:[éíó]|aron|ieron|aba|ía|ando|iendo)$",
    "pt": r"(?:ei|ou|aram|eram|iram|ava|ia|ando|endo|indo)$",
    "pl": r"(?:łam|łem|ła|ły|li|łą)$",
    "it": r"(?:ando|endo|avo|evo|ivo|arono|irono)$",
    "fr": r"(?:ais|ait|ant|er)$",
    "nl": r"^ge\w+[dtn]$",
}
_TALK = words_that("ordering_talk")
_LONGEST_PLAIN = 3


@dataclass(slots=True)
class Part:
    """A clause with everything read from it; indexes count the sentence's words."""

    clause: Clause
    mode: str  # own, wish or yours
    names: list[tuple[int, int]]
    quantities: list[Quantity]
    skills: list[SkillMention]
    content: list[Word]
    named: list[frozenset[int]] = field(default_factory=list)

    @property
    def with_posting(self) -> bool:
        return self.mode != "own"


@dataclass(slots=True)
class Reading:
    sentence: str
    language: str
    words: list[Word]
    parts: list[Part]
    scope: list[frozenset[int]] = field(default_factory=list)


def read_sentence(sentence: str, evidence: Evidence, language: str) -> Reading:
    """Everything the tracer asks of one sentence; `scope` holds the employers and schools it names."""
    words = words_of(sentence)
    found = quantities(words)
    whole = frozenset(i for q in found for i in range(q.first + 1, q.last + 1))
    skills = extract_skills(sentence, language=language)
    reading = Reading(sentence, language, words, [])
    names = _names(words, found, evidence, language, sentence)
    mode = "own"
    counted = [q for q in found if not _counts_talk(q, words)]
    clauses = clauses_of(sentence, words, language, whole)
    for at, clause in enumerate(clauses):
        own = _is_own(clause, language)
        mode = _mode(clause, mode, evidence, is_own=own)
        after = clauses[at + 1] if at + 1 < len(clauses) else None
        if mode == "own" and after is not None and not own and _introduces(clause, after, found):
            mode = "yours"
        part = _part(clause, mode, names, counted, skills)
        part.content = _content(reading, part)
        part.named = [s for s in (_organisations(words, n, evidence) for n in part.names) if s]
        reading.scope += part.named
        reading.parts.append(part)
    return reading


def _counts_talk(q: Quantity, words: Sequence[Word]) -> bool:
    """Whether the number only orders the talk: `two things`, `drei Gründe`."""
    after = words[q.last + 1].folded if q.last + 1 < len(words) else ""
    return q.kind == "number" and after in _TALK


def _part(
    clause: Clause,
    mode: str,
    names: Sequence[tuple[int, int]],
    found: Sequence[Quantity],
    skills: Sequence[SkillMention],
) -> Part:
    inside = range(clause.first, clause.first + len(clause.words))
    start, end = clause.words[0].start, clause.words[-1].end
    return Part(
        clause,
        mode,
        [n for n in names if n[0] in inside],
        [q for q in found if q.first in inside],
        [s for s in skills if start <= s.start < end],
        [],
    )


def _is_own(clause: Clause, language: str) -> bool:
    """Whether the clause says what the person has, did or was, rather than wishes."""
    words = [w.folded for w in clause.words]
    for at, word in enumerate(words):
        after = words[at + 1 : at + 3]
        is_mine = word in _POSSESSIVE and not (language == "it" and word == "mi")
        if is_mine and not any(w in _NEVER_OWN or is_sign("wish", w) for w in after):
            return True
        if word in _DONE and (language == "en" or word != "was"):
            return True
    return any(w in _HAVE for w in words) and not clause.has("wish")


def _mode(clause: Clause, before: str, evidence: Evidence, *, is_own: bool) -> str:
    if is_own:
        return "own"
    if (
        clause.words[0].folded in _GREETINGS
        or clause.has("yours")
        or _names_company(clause, evidence)
    ):
        return "yours"
    if clause.has("wish"):
        return "wish"
    return "own" if clause.has("first_person") else before


def _introduces(clause: Clause, after: Clause, found: Sequence[Quantity]) -> bool:
    """Whether the clause only dates what comes after it: `Founded in 1998, your clinics …`."""
    inside = range(clause.first, clause.first + len(clause.words))
    is_dated = any(q.kind == "date" and q.first in inside for q in found)
    return is_dated and not clause.has("first_person") and after.has("yours")


def _names_company(clause: Clause, evidence: Evidence) -> bool:
    """Whether the clause begins with a name of the posting that is none of the resume's."""
    first = clause.words[0]
    lines = evidence.posting.lines
    in_posting = any(w.text == first.text and w.is_capital for line in lines for w in line.words)
    lower = any(w.text == first.text.lower() for line in lines for w in line.words)
    if clause.has("first_person") or any(m.start == 0 for m in extract_skills(first.text)):
        return False
    return (
        in_posting
        and not lower
        and len(first.text) > _LONGEST_PLAIN
        and not any(first.folded in line.folded for e in evidence.entries for line in e.lines)
    )


def is_plain(word: Word, language: str) -> bool:
    """Whether a word claims nothing by itself."""
    return is_neutral(word.folded, language)


def _content(reading: Reading, part: Part) -> list[Word]:
    taken = {i for q in part.quantities for i in range(q.first, q.last + 1)}
    taken |= {i for first, last in part.names for i in range(first, last + 1)}
    return [
        word
        for at, word in enumerate(part.clause.words, part.clause.first)
        if at not in taken and _tells(reading, word, at)
    ]


def _tells(reading: Reading, word: Word, at: int) -> bool:
    """Whether a word names a thing: small words and the verb beside `I` or `have` do not."""
    if (
        len(word.text) == 1
        or word.folded in numbers()["values"]
        or is_plain(word, reading.language)
    ):
        return False
    if concepts("strict", word.folded) or concepts("soft", word.folded):
        return True
    return not (word.text.islower() or at == 0) or not _is_verb(reading, word, at)


def _is_verb(reading: Reading, word: Word, at: int) -> bool:
    if reading.language == "de":
        return word.text.islower()
    before = reading.words[at - 1].folded if at else ""
    after = reading.words[at + 1].folded if at + 1 < len(reading.words) else ""
    if before in _HAVE or before in _PERSON or after in {"ik", "je"}:
        return True
    return bool(re.search(_VERBS.get(reading.language, "$^"), word.text))


def _names(
    words: Sequence[Word],
    found: Sequence[Quantity],
    evidence: Evidence,
    language: str,
    sentence: str,
) -> list[tuple[int, int]]:
    """Proper names as index ranges of words."""
    taken = {i for q in found for i in range(q.first, q.last + 1)}
    marked = [
        at not in taken and _is_name(words, at, evidence, language, sentence)
        for at in range(len(words))
    ]
    names: list[tuple[int, int]] = []
    for at, is_name in enumerate(marked):
        if not is_name:
            continue
        if names and _continues(words, names[-1][1], at, sentence):
            names[-1] = (names[-1][0], at)
        else:
            names.append((at, at))
    return names


def _continues(words: Sequence[Word], last: int, at: int, sentence: str) -> bool:
    between = words[last + 1 : at]
    gap = sentence[words[last].end : words[at].start]
    return (
        len(between) <= 2  # noqa: PLR2004
        and all(w.folded in _LOWER_LINKS and w.folded != "and" for w in between)
        and not re.search(r"[,;:()\n]", gap)
    )


def _is_name(
    words: Sequence[Word], at: int, evidence: Evidence, language: str, sentence: str
) -> bool:
    word = words[at]
    if not _is_latin(word.text) or _is_code(word.text):
        return True
    if not word.is_capital or word.text == "I" or _is_common(word, language):
        return False
    if _opens(words, at, sentence):
        ends_as_verb = re.search(_VERB_ENDS.get(language, r"(?:ment|mente|ndo)$"), word.text)
        if language == "de" and any(e.knows(word.folded) for e in evidence.entries):
            return _in_names(word, evidence)
        is_spelled_large = word.text[1:] != word.text[1:].lower()
        return is_spelled_large or not (_stands_small(word, evidence) or ends_as_verb)
    return (
        language != "de"
        or word.text[1:] != word.text[1:].lower()
        or _is_german_name(words, at, evidence)
    )


def _is_code(text: str) -> bool:
    """Digits and letters in one word, such as `SAP4` or `G00gle`."""
    return any(c.isdigit() for c in text) and any(c.isalpha() for c in text)


def _is_latin(text: str) -> bool:
    return all(not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in text)  # noqa: PLR2004


def _is_common(word: Word, language: str) -> bool:
    folded = word.folded
    return (
        is_neutral(folded, language)
        or bool(concepts("soft", folded))
        or folded in numbers()["months"]
        or any(folded in group for group in units().values())
    )


def _opens(words: Sequence[Word], at: int, sentence: str) -> bool:
    before = sentence[words[at - 1].end : words[at].start] if at else "\n"
    return at == 0 or bool(re.search(r"[:\"“„«.!?•¿¡]", before))


def _stands_small(word: Word, evidence: Evidence) -> bool:
    """Whether the evidence writes the word, or a form of it, as an ordinary word."""
    lower = word.text.lower()
    return any(
        w.text == lower or (lower.startswith(w.text[:5]) and len(w.text) > 4 and not w.is_capital)  # noqa: PLR2004
        for entry in evidence.sources(with_posting=True)
        for line in entry.lines
        for w in line.words
    )


def _is_german_name(words: Sequence[Word], at: int, evidence: Evidence) -> bool:
    """German writes every noun large: a name stands after `bei`, before `GmbH`, or beside another one."""
    before = words[at - 1].folded
    after = words[at + 1] if at + 1 < len(words) else None
    if before in _BEFORE_NAMES or (after is not None and after.folded in _LEGAL):
        return not any(e.knows(words[at].folded) for e in evidence.entries) or _in_names(
            words[at], evidence
        )
    beside = (at > 1 and words[at - 1].is_capital) or (after is not None and after.is_capital)
    return words[at].folded in _LEGAL or beside or _in_names(words[at], evidence)


def _in_names(word: Word, evidence: Evidence) -> bool:
    return any(is_form_of(word.folded, w) for e in evidence.entries for w in e.organisation.folded)


def _organisations(
    words: Sequence[Word], name: tuple[int, int], evidence: Evidence
) -> frozenset[int]:
    """The entries whose employer or school the name is part of."""
    parts = [w.folded for w in words[name[0] : name[1] + 1] if w.folded not in _LOWER_LINKS]
    return frozenset(
        at
        for at, entry in enumerate(evidence.entries)
        if parts
        and any(any(is_form_of(p, w) for w in entry.organisation.folded) for p in parts[:1])
    )


def knows_name(entry: Entry, word: Word) -> bool:
    """Whether a line of the entry holds the name itself, not a word like it."""
    return any(is_form_of(word.folded, w) for line in entry.lines for w in line.folded)
