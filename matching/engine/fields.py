"""The field of work a text speaks of: finance, health, teaching … as probabilities.

Three views are averaged: the dense vector of the text, its words weighed one against another
(logistic regression), and its few most telling words on their own (naive Bayes). They err in
different places: the first is vague, the second learnt from short texts, the third cannot weigh.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np

from matching.engine.terms import Rows, Vocabulary, letters_of, packed, terms_of, unpacked
from matching.engine.vectors import ARTEFACTS, FIELD_SCALE
from matching.types import Vectors

SHIPPED = ARTEFACTS / "fields.npz"
TITLE_SHARE = 1.5  # a title tells more of the field of work than the text around it
TELLING = 30  # words that the naive view looks at
CERTAINTY = 0.15  # words of a text are no independent witnesses: each counts for this much
_UNSEEN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Logistic regression: scores are inputs times weights plus bias."""

    weights: Vectors
    bias: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class FieldModel:
    """Which field of work a text belongs to. Pure and deterministic."""

    names: tuple[str, ...]
    stops: frozenset[str]
    words: Vocabulary
    by_word: Linear
    counts: Vectors
    letters: Vocabulary
    by_letters: Linear
    by_vector: Linear
    likelihoods: Vectors = field(init=False)
    telling: Vectors = field(init=False)

    def __post_init__(self) -> None:
        """Derive from the counts what each word says for each field, and how much it tells."""
        held = self.counts + _UNSEEN
        odds = np.log(held / held.sum(axis=0))
        likelihoods = (odds - odds.mean(axis=1, keepdims=True)).astype(np.float32)
        object.__setattr__(self, "likelihoods", likelihoods)
        object.__setattr__(self, "telling", likelihoods.std(axis=1))

    def of_texts(self, texts: Sequence[str], raw: Vectors) -> Vectors:
        """Probabilities, shape (texts, fields), of texts and their raw (not centred) vectors."""
        terms = [terms_of(text, self.stops) for text in texts]
        rows = self.words.rows(terms)
        return self._mixed(rows, _softmax(_scores(self.by_word, rows)), raw)

    def of_titles(self, titles: Sequence[str], raw: Vectors) -> Vectors:
        """As `of_texts`, for titles: words nobody knows are read by their letters."""
        terms = [terms_of(title, self.stops) for title in titles]
        rows = self.words.rows(terms)
        letters = self.letters.rows(letters_of(title) for title in titles)
        known = np.array([[self._known(one)] for one in terms], np.float32).reshape(-1, 1)
        by_word = known * _softmax(_scores(self.by_word, rows))
        by_word = by_word + (1 - known) * _softmax(_scores(self.by_letters, letters))
        return self._mixed(rows, by_word, raw)

    def of_postings(
        self, titles: Sequence[str], bodies: Sequence[str], raw_titles: Vectors, raw_bodies: Vectors
    ) -> Vectors:
        """Probabilities of postings, the title counting more."""
        mixed = TITLE_SHARE * self.of_titles(titles, raw_titles) + self.of_texts(bodies, raw_bodies)
        return np.asarray(mixed / (TITLE_SHARE + 1), np.float32)

    def _known(self, terms: Sequence[str]) -> float:
        words = [term for term in terms if " " not in term]
        return sum(word in self.words.numbers for word in words) / len(words) if words else 0.0

    def _mixed(self, rows: Rows, by_word: Vectors, raw: Vectors) -> Vectors:
        scores = raw * FIELD_SCALE @ self.by_vector.weights + self.by_vector.bias
        mixed = by_word + _softmax(scores) + _softmax(CERTAINTY * self._naive(rows))
        return np.asarray(mixed / 3, np.float32)

    def _naive(self, rows: Rows) -> Vectors:
        """What the most telling words say together, as log likelihoods above the average."""
        result = np.zeros((len(rows), len(self.names)), np.float32)
        for number in range(len(rows)):
            columns, _ = rows.row(number)
            if len(columns) > TELLING:
                order = np.argsort(-self.telling[columns], kind="stable")
                columns = columns[order[:TELLING]]
            result[number] = self.likelihoods[columns].sum(axis=0)
        return result


def dumped(model: FieldModel) -> bytes:
    """The model as a numpy archive; the same model gives the same bytes."""
    held = BytesIO()
    np.savez_compressed(
        held,
        names=packed(model.names),
        stops=packed(sorted(model.stops)),
        words=packed(model.words.numbers),
        words_idf=model.words.idf.astype(np.float16),
        words_weights=model.by_word.weights.astype(np.float16),
        words_bias=model.by_word.bias.astype(np.float32),
        counts=model.counts.astype(np.float32),
        letters=packed(model.letters.numbers),
        letters_idf=model.letters.idf.astype(np.float16),
        letters_weights=model.by_letters.weights.astype(np.float16),
        letters_bias=model.by_letters.bias.astype(np.float32),
        vector_weights=model.by_vector.weights.astype(np.float16),
        vector_bias=model.by_vector.bias.astype(np.float32),
    )
    return held.getvalue()


def loaded(held: bytes) -> FieldModel:
    """The inverse of `dumped`. Nothing in it is executed."""
    with np.load(BytesIO(held), allow_pickle=False) as one:
        return FieldModel(
            names=tuple(unpacked(one["names"])),
            stops=frozenset(unpacked(one["stops"])),
            words=_vocabulary(one["words"], one["words_idf"]),
            by_word=_linear(one["words_weights"], one["words_bias"]),
            counts=one["counts"].astype(np.float32),
            letters=_vocabulary(one["letters"], one["letters_idf"]),
            by_letters=_linear(one["letters_weights"], one["letters_bias"]),
            by_vector=_linear(one["vector_weights"], one["vector_bias"]),
        )


@cache
def shipped(path: Path = SHIPPED) -> FieldModel:
    """The model that comes with the project."""
    return loaded(path.read_bytes())


def _vocabulary(terms: np.ndarray, idf: np.ndarray) -> Vocabulary:
    numbers = {term: number for number, term in enumerate(unpacked(terms))}
    return Vocabulary(numbers, idf.astype(np.float32))


def _linear(weights: np.ndarray, bias: np.ndarray) -> Linear:
    return Linear(weights.astype(np.float32), bias.astype(np.float32))


def _scores(linear: Linear, rows: Rows) -> Vectors:
    return rows.times(linear.weights) + linear.bias


def _softmax(scores: Vectors) -> Vectors:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)
