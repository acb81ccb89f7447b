"""The forms one job title takes: both genders, heads of like meaning, words that say nothing."""

import re
from functools import cache

from jobs.skills.text import flatten
from jobs.skills.title_heads import COMPOUNDING, heads, silent_words, stem

_SLASH = re.compile(r"\s*/\s*")
_WORD = re.compile(r"[^\W_]+[+#]*")
_EXCEPT = re.compile(r"\bexcept .*", re.IGNORECASE)
_OWN_ENDINGS = {"in", "innen", "e", "euse", "rice", "trice", "ere", "ne", "a", "o", "ka"}
_SHORTEST = 3  # letters that a word and its feminine share, and that remain before a head


def one_gender(title: str) -> str:
    """`Agent / Agente de vente` and `Lehrer/Lehrerin` with the first gender alone."""
    parts = _SLASH.split(title) if "/" in title else ()
    if len(parts) != 2:  # noqa: PLR2004
        return title
    first, second = (part.split() for part in parts)
    for count in range(min(len(first), len(second)), 0, -1):
        if all(map(_are_twins, first[-count:], second[:count])):
            return " ".join([*first, *second[count:]])
    if first and second and _plain(second[0]) in _OWN_ENDINGS:
        return " ".join([*first, *second[1:]])
    return title


def plain_words(title: str) -> tuple[str, ...]:
    """The folded words of a title as it is written."""
    return tuple(_WORD.findall(flatten(title.replace("ß", "ss"))))


def _plain(word: str) -> str:
    return flatten(word).strip()


def _are_twins(one: str, other: str) -> bool:
    one, other = _plain(one), _plain(other)
    if one == other or other.endswith("ing"):  # `Engineer/Engineering Manager` are two titles
        return one == other
    shared = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    longest = max(len(one), len(other))
    return shared >= _SHORTEST and (
        2 * shared >= longest or (one.endswith("mann") and other.endswith("frau"))
    )


def title_pieces(title: str, language: str) -> tuple[str, ...]:
    """What a title says, word by word: stems, heads of like meaning as one mark that ends in `#`."""
    silent = _silent(language)
    text = flatten(_EXCEPT.sub(" ", one_gender(title)).replace("ß", "ss"))
    return tuple(
        piece
        for word in _WORD.findall(text)
        if word not in silent
        for piece in _pieces(word, language)
    )


@cache
def _silent(language: str) -> frozenset[str]:
    return silent_words(language)


@cache
def _heads(language: str) -> dict[str, str]:
    return heads(language)


@cache
def _pieces(word: str, language: str) -> tuple[str, ...]:
    known = _heads(language)
    if language not in COMPOUNDING:
        short = stem(word, language)
        return (known.get(short, short),)
    for form in (word, word[:-2]) if word.endswith("in") else (word,):
        if form in known:
            return (known[form],)
        for head, mark in known.items():
            if form.endswith(head) and len(form) - len(head) >= _SHORTEST:
                rest = form.removesuffix(head)
                return (rest.rstrip("s") if len(rest) > _SHORTEST + 1 else rest, mark)
    return (stem(word, language),)
