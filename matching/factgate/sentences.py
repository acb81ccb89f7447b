"""Splits a letter into sentences, and sentences into clauses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.factgate.lexicon import is_sign
from matching.factgate.text import Word, words_of

_END = re.compile(r"(?<=[.!?…])[\"'”»)]*\s+(?=[\"'“„«¿¡(]*[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:z\.\s?B|d\.\s?h|Dr|Sr|Sra|Mr|Mrs|Ms|St|Nr|ul|bzw|ca|Prof|inż|mgr|dr|Dott|Ing|Dipl|vs|e\.g|i\.e|p\.ej|núm|No|P\.S|PS|tel|[A-Z])\.|\b\d{1,2}\.)$"
)
_MARK = re.compile(r"[,;:()\"“”„«»–—…?!]|\s-\s")
_CONJUNCTIONS = {
    "en": "and but or that which who where because having while when although whose after before",
    "de": "und aber oder sowie dass weil wobei während indem",
    "fr": "et mais ou que qui où car dont quand lorsque",
    "es": "y e pero o que quien donde porque cuando mientras",
    "pt": "e mas ou que quem onde porque quando enquanto",
    "it": "e ed ma o che chi dove perché quando mentre",
    "pl": "i oraz a ale lub że ponieważ gdzie gdy który która które",
    "nl": "en maar of dat die waar omdat terwijl toen",
}
_LONGEST_PREPOSITION = 5
_I = {"en": "i", "fr": "je j", "es": "yo", "pt": "eu", "it": "io", "pl": "ja"}


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of one clause and what its small words say of it."""

    words: tuple[Word, ...]
    first: int  # index of its first word in the sentence

    def has(self, sign: str) -> bool:
        return any(is_sign(sign, word.folded) for word in self.words)


def sentences_of(letter: str) -> list[str]:
    """The sentences of plain text; every line of a list, a greeting or a sign-off is one."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*[-•*·–])", letter):
        for part in _END.split(" ".join(paragraph.split())):
            if found and found[-1] and _ABBREVIATION.search(found[-1]):
                found[-1] = f"{found[-1]} {part}"
            elif part.strip():
                found.append(part.strip())
        found.append("")
    return [sentence for sentence in found if sentence]


def clauses_of(
    sentence: str, words: Sequence[Word], language: str, whole: frozenset[int]
) -> list[Clause]:
    """The clauses of a sentence; `whole` are the words that continue a quantity and start none."""
    joins = frozenset(_CONJUNCTIONS[language].split())
    persons = frozenset(_I.get(language, "").split())
    clauses: list[Clause] = []
    begin = 0
    for at in range(1, len(words) + 1):
        if at < len(words) and (at in whole or not _begins(sentence, words, at, joins | persons)):
            continue
        clauses.append(Clause(tuple(words[begin:at]), begin))
        begin = at
    return [clause for clause in clauses if clause.words]


def _begins(sentence: str, words: Sequence[Word], at: int, openers: frozenset[str]) -> bool:
    word = words[at]
    if _MARK.search(sentence[words[at - 1].end : word.start]):
        return True
    after = words[at + 1].folded if at + 1 < len(words) else ""
    if len(word.text) <= _LONGEST_PREPOSITION and word.text.islower() and is_sign("yours", after):
        return True
    return word.text.casefold() in openers and not (word.is_capital and word.text != "I")


def first_words(sentence: str) -> list[str]:
    return [word.folded for word in words_of(sentence)[:3]]
