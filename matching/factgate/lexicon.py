"""The word lists of the gate, from the tables beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from matching.factgate.text import fold

_LEAST_START, _ENDING = 4, 6
_COMPOUNDING, _CASE_ENDING = frozenset(["de", "nl"]), 4
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


def words_that(sign: str) -> frozenset[str]:
    """The whole words of a sign."""
    return sets("signs")[sign].whole


def is_sign(kind: str, word: str) -> bool:
    return word in sets("signs")[kind]


def is_neutral(word: str, language: str) -> bool:
    words = sets("neutral")[language]
    if language not in _COMPOUNDING or word in words.whole:
        return word in words
    return word in words and any(
        word.startswith(start) and len(word) <= len(start) + _CASE_ENDING for start in words.starts
    )


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
    } | {"values": _spelled(raw["values"])}


def _spelled(values: dict[str, str]) -> dict[str, float]:
    """Number words with those that are written as one: `achtunddreißig`, `ventotto`, `ochocientos`."""
    found = {word: float(key) for key, text in values.items() for word in text.split()}
    for tens, ones, link in _WRITTEN_AS_ONE:
        for ten, word in enumerate(tens.split(), start=2):
            for one, digit in enumerate(ones.split(), start=1):
                joined = f"{digit}{link}{word}" if link else f"{word}{digit}"
                found.setdefault(joined, ten * 10.0 + one)
                if not link and digit[0] in "aeiou":
                    found.setdefault(f"{word[:-1]}{digit}", ten * 10.0 + one)
    found |= _hundreds()
    for word, value in tuple(found.items()):
        found |= {f"{word}{thousand}": value * 1000 for thousand in _THOUSANDS if value}
    for word, value in zip(_ELIDED.split(), range(20, 100, 10), strict=True):
        found[word] = float(value)
    return found


def _hundreds() -> dict[str, float]:
    return {
        f"{digit}{hundred}": one * 100.0
        for ones, hundreds in _HUNDREDS
        for one, digit in enumerate(ones.split(), start=2)
        for hundred in hundreds.split()
    }


_GERMAN_TENS = "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"
_DUTCH_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
_ITALIAN_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta"
_WRITTEN_AS_ONE = (
    (_GERMAN_TENS, "ein zwei drei vier funf sechs sieben acht neun", "und"),
    (_DUTCH_TENS, "een twee drie vier vijf zes zeven acht negen", "en"),
    (_ITALIAN_TENS, "uno due tre quattro cinque sei sette otto nove", ""),
    ("veinti", "uno dos tres cuatro cinco seis siete ocho nueve", ""),
)
_HUNDREDS = (
    ("zwei drei vier funf sechs sieben acht neun", "hundert"),
    ("twee drie vier vijf zes zeven acht negen", "honderd"),
    ("due tre quattro cinque sei sette otto nove", "cento"),
    ("dos tres cuatro cinco seis sete ocho nove", "cientos cientas"),
    ("duz trez quatro quin seis sete oito nove", "centos centas"),
    ("dwie trzy cztery piec szesc siedem osiem dziewiec", "sta set"),
)
_THOUSANDS = ("tausend", "duizend", "mila")
_ELIDED = "vent trent quarant cinquant sessant settant ottant novant"


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
