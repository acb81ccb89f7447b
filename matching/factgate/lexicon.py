"""The word lists of the gate, from the tables beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from matching.factgate.text import fold

_LEAST_START, _ENDING = 4, 6
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "pl", "nl")


@dataclass(frozen=True, slots=True)
class WordSet:
    whole: frozenset[str]
    starts: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.whole or any(
            word.startswith(start) and len(word) <= max(len(start) * 2, len(start) + _ENDING)
            for start in self.starts
            if len(start) >= _LEAST_START or len(word) <= len(start) + 2
        )


def _word_set(text: str) -> WordSet:
    words = [fold(word) for word in text.split()]
    starts = tuple(word[:-1] for word in words if word.endswith("*"))
    return WordSet(frozenset(w for w in words if not w.endswith("*")), starts)


def _table(name: str) -> dict[str, str]:
    text = (files("matching.factgate") / "words" / f"{name}.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))


@cache
def sets(name: str) -> dict[str, WordSet]:
    """The table `name`: strict, soft, neutral or signs."""
    return {key: _word_set(text) for key, text in _table(name).items()}


@lru_cache(maxsize=20_000)
def concepts(table: str, word: str) -> frozenset[str]:
    """The concepts of a table a folded word stands for."""
    return frozenset(key for key, words in sets(table).items() if word in words)


def is_sign(kind: str, word: str) -> bool:
    return word in sets("signs")[kind]


def is_neutral(word: str, language: str) -> bool:
    return word in sets("neutral")[language]


def guess_language(words: list[str], known: str = "") -> str:
    """The language whose small words the text uses most; `known` wins where it is one of ours."""
    if known[:2] in LANGUAGES:
        return known[:2]
    hits = {code: sum(w in sets("neutral")[code].whole for w in words) for code in LANGUAGES}
    return max(LANGUAGES, key=lambda code: hits[code])


@cache
def numbers() -> dict[str, dict[str, float]]:
    """Number words by table: values, scales, vague, months."""
    raw: dict[str, dict[str, str]] = _table("numbers")  # type: ignore[assignment]
    return {
        name: {word: float(key) for key, text in raw[name].items() for word in text.split()}
        for name in ("values", "scales", "vague", "months")
    }


@cache
def shares() -> dict[str, float]:
    """Phrases that are a percentage: `a third`, `doubled`."""
    raw: dict[str, dict[str, str]] = _table("numbers")  # type: ignore[assignment]
    return {p: float(key) for key, text in raw["shares"].items() for p in text.split("|")}


@cache
def units() -> dict[str, frozenset[str]]:
    """Words of units, articles and halves; `percent` among them."""
    raw: dict[str, dict[str, str]] = _table("numbers")  # type: ignore[assignment]
    found = {name: frozenset(text.split()) for name, text in raw["units"].items()}
    return {**found, "percent": frozenset(raw["percent"]["words"].split())}


@cache
def percent_pairs() -> frozenset[tuple[str, ...]]:
    raw: dict[str, dict[str, str]] = _table("numbers")  # type: ignore[assignment]
    return frozenset(tuple(p.split()) for p in raw["percent"]["two_words"].split("|"))
