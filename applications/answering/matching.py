"""Likeness of two wordings, and the topic whose known wordings are most like a question.

Words by their beginnings and letters in fours, each weighted by how few of the known wordings hold
it: "Sie", "have" and "posto" say nothing, "Kündigungsfrist" says all.
"""

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_TOPICS = Path(__file__).parent / "words" / "topics.toml"
_WORD = re.compile(r"[^\W_]+")
#: Questions no answer is kept for.
NONE = "NONE"
_STEM, _GRAM = 6, 4
_UNSEEN = 1.0
_STEM_SHARE = 2.0  # a word that is shared counts more than letters that are
#: Below this likeness nothing is suggested; set on phrases of ours, measured on others (docs/tailoring.md).
ENOUGH = 0.25


@dataclass(frozen=True, slots=True)
class Guess:
    """A topic and how sure it is, 0–1."""

    topic: str
    likeness: float


@dataclass(frozen=True, slots=True)
class _Known:
    topic: str
    weights: Mapping[str, float]


def guess_topic(question: str) -> Guess | None:
    """The topic a form's question is about; None where no known wording is like it."""
    asked = _weighted(question)
    best: dict[str, float] = {}
    for known in _known():
        best[known.topic] = max(best.get(known.topic, 0.0), _cosine(asked, known.weights))
    topic = max(best, key=lambda name: (best[name], name))
    is_told = topic != NONE and best[topic] >= ENOUGH
    return Guess(topic, round(best[topic], 3)) if is_told else None


def likeness(one: str, other: str) -> float:
    """How alike two wordings are, 0–1."""
    return _cosine(_weighted(one), _weighted(other))


def nearest(question: str, wordings: Iterable[tuple[T, str]]) -> tuple[T, float] | None:
    """Whichever of these wordings is most like the question; None where none is."""
    found = [(likeness(question, wording), at, key) for at, (key, wording) in enumerate(wordings)]
    best = max(found, key=lambda one: (one[0], -one[1]), default=None)
    return (best[2], best[0]) if best and best[0] >= ENOUGH else None


def folded(text: str) -> str:
    """Letters without case and marks."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ß", "ss"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _features(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in _WORD.findall(folded(text)):
        found[f"w:{word[:_STEM]}"] = 1
        padded = f"_{word}_"
        for start in range(max(1, len(padded) - _GRAM + 1)):
            found[f"g:{padded[start : start + _GRAM]}"] = 1
    return found


@lru_cache(maxsize=2048)
def _weighted(text: str) -> Mapping[str, float]:
    rarity, unseen = _rarity()
    weights = {
        name: rarity.get(name, unseen) * (_STEM_SHARE if name.startswith("w:") else 1.0)
        for name in _features(text)
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {name: weight / length for name, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    small, large = sorted((one, other), key=len)
    return sum(weight * large.get(name, 0.0) for name, weight in small.items())


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    held = tomllib.loads(_TOPICS.read_text(encoding="utf-8"))
    return tuple(
        (topic, phrase)
        for topic, languages in held.items()
        for phrases in languages.values()
        for phrase in phrases
    )


@cache
def _rarity() -> tuple[Mapping[str, float], float]:
    """Of each feature how rare it is between topics, and what one nobody knows weighs.

    Counted by topic and not by phrase: what four wordings of one topic share is what tells it.
    """
    by_topic: dict[str, set[str]] = {}
    for topic, phrase in _phrases():
        by_topic.setdefault(topic, set()).update(_features(phrase))
    counts = Counter(name for features in by_topic.values() for name in features)
    topics = len(by_topic)
    rarity = {name: math.log((topics + 1) / count) ** 2 for name, count in counts.items()}
    return rarity, _UNSEEN


@cache
def _known() -> tuple[_Known, ...]:
    return tuple(_Known(topic, _weighted(phrase)) for topic, phrase in _phrases())
