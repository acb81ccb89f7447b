"""The words of a job title, the same when titles are compiled and when one is read."""

import re

from jobs.skills.text import flatten

_STOP = {
    "a",
    "an",
    "the",
    "of",
    "and",
    "for",
    "in",
    "to",
    "at",
    "on",
    "de",
    "la",
    "le",
    "les",
    "du",
    "des",
    "d",
    "l",
    "et",
    "en",
    "der",
    "die",
    "das",
    "und",
    "fur",
    "von",
    "im",
    "e",
    "y",
    "di",
    "del",
    "per",
    "van",
    "het",
    "een",
    "voor",
    "do",
    "da",
    "ou",
    "or",
    "h",
    "f",
    "m",
    "w",
    "x",
}
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")


def title_tokens(title: str) -> tuple[str, ...]:
    """Folded words without stop words, simple plurals undone; `r&d` stays in pieces."""
    return tuple(_singular(w) for w in _WORD.findall(flatten(title)) if w not in _STOP)


def title_key(title: str) -> str:
    """The tokens joined: how titles are looked up."""
    return " ".join(title_tokens(title))


def _singular(word: str) -> str:
    if len(word) > 4 and word[-1] == "s" and word[-2] not in "siu":  # noqa: PLR2004
        return word[:-1]
    return word
