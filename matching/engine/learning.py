"""What is learnt from an install's own postings, on top of what is shipped.

Words are counted as postings come, so that a later training reads only what is new. The field
model is moved towards the categories of the postings, never far: a source that knows three
categories must not unlearn the other fields.
"""

import struct
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from zlib import compress, crc32, decompress

import numpy as np

from matching.engine.fields import FieldModel, Linear
from matching.engine.terms import Rows, Vocabulary, terms_of
from matching.engine.vectors import FIELD_SCALE, embed
from matching.types import Vectors

MOST_WORDS = 20_000
LEAST_USED = 2
MOST_COUNTED = 400_000  # different terms kept while counting, some 60 MB
EPOCHS, BATCH, RATE = 3, 512, 0.003
PULL = 1e-2  # back to what is shipped
HELD_OUT = 10  # one example in so many is never learnt from
ENOUGH = 200  # examples; from fewer nothing is learnt


@dataclass(slots=True)
class Tally:
    """How many postings use each term, of those read so far."""

    documents: int = 0
    used: Counter[str] = field(default_factory=Counter)

    def add(self, texts: Iterable[str], stops: Collection[str]) -> None:
        """Count more postings; terms used once are forgotten when there are too many."""
        for text in texts:
            self.used.update(set(terms_of(text, stops)))
            self.documents += 1
        least = 1
        while len(self.used) > MOST_COUNTED:
            least += 1
            self.used = Counter({term: n for term, n in self.used.items() if n >= least})

    def words(self) -> Vocabulary:
        """The most used terms in alphabetical order; the smoothed idf of scikit-learn."""
        common = sorted(
            (term for term, times in self.used.items() if times >= LEAST_USED),
            key=lambda term: (-self.used[term], term),
        )
        terms = sorted(common[:MOST_WORDS])
        counts = np.array([self.used[term] for term in terms], np.float32)
        idf = np.log((1 + self.documents) / (1 + counts)) + 1
        numbers = {term: number for number, term in enumerate(terms)}
        return Vocabulary(numbers, idf.astype(np.float32))

    def dumped(self) -> bytes:
        """The tally as bytes, the same for the same counts."""
        terms = sorted(self.used)
        counts = np.array([self.used[term] for term in terms], "<i4")
        head = struct.pack("<ii", self.documents, len(terms))
        return compress(head + counts.tobytes() + "\n".join(terms).encode())

    @classmethod
    def loaded(cls, held: bytes) -> "Tally":
        """The inverse of `dumped`."""
        plain = decompress(held)
        documents, count = struct.unpack_from("<ii", plain)
        counts = np.frombuffer(plain, "<i4", count, 8).tolist()
        terms = plain[8 + 4 * count :].decode().split("\n") if count else []
        return cls(documents, Counter(dict(zip(terms, counts, strict=True))))


def words_of(texts: Iterable[str], stops: Collection[str]) -> Vocabulary:
    """The words and pairs of words of a corpus, with how rare each is in it."""
    tally = Tally()
    tally.add(texts, stops)
    return tally.words()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A posting whose source says its field of work."""

    key: str
    title: str
    body: str
    field: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A field model, and how it did on what it did not learn from."""

    model: FieldModel
    metrics: dict[str, float | int | bool]


def adapted(base: FieldModel, examples: Sequence[Labelled]) -> Outcome:
    """Move a model towards labelled postings; kept as it is where that does not help."""
    known = [one for one in examples if one.field in base.names]
    held_out = [one for one in known if crc32(one.key.encode()) % HELD_OUT == 0]
    learnt = [one for one in known if crc32(one.key.encode()) % HELD_OUT]
    metrics: dict[str, float | int | bool] = {"examples": len(learnt), "held_out": len(held_out)}
    if len(learnt) < ENOUGH or not held_out:
        return Outcome(base, {**metrics, "is_adapted": False})
    moved = _moved(base, learnt)
    before, after = accuracy(base, held_out), accuracy(moved, held_out)
    metrics |= {"accuracy_before": round(before, 4), "accuracy": round(max(before, after), 4)}
    is_better = after > before
    return Outcome(moved if is_better else base, {**metrics, "is_adapted": is_better})


def accuracy(model: FieldModel, examples: Sequence[Labelled]) -> float:
    """Share of postings whose most likely field is theirs, each field counting the same."""
    titles, bodies = [one.title for one in examples], [one.body for one in examples]
    found = model.of_postings(titles, bodies, embed(titles), embed(bodies)).argmax(axis=1)
    wanted = _labels(model, examples)
    hits = found == wanted
    return float(np.mean([hits[wanted == one].mean() for one in np.unique(wanted)]))


def _moved(base: FieldModel, examples: Sequence[Labelled]) -> FieldModel:
    texts = [f"{one.title}\n{one.body}" for one in examples]
    labels = _labels(base, examples)
    weights = _balance(labels)
    rows = base.words.rows(terms_of(text, base.stops) for text in texts)
    titles = embed([one.title for one in examples])
    raw = np.vstack([titles, embed(texts)]) * FIELD_SCALE
    return replace(
        base,
        by_word=_descended(base.by_word, rows, labels, weights),
        by_vector=_descended(base.by_vector, raw, np.tile(labels, 2), np.tile(weights, 2)),
    )


def _descended(
    start: Linear, inputs: Rows | Vectors, labels: np.ndarray, weights: Vectors
) -> Linear:
    """A few rounds of gradient descent on the cross entropy, pulled back to the start."""
    matrix, bias = start.weights.copy(), start.bias.copy()
    squares = np.full_like(matrix, 1e-8)
    chance = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = chance.permutation(len(labels))
        for first in range(0, len(labels), BATCH):
            chosen = order[first : first + BATCH]
            slope, shift = _slope(matrix, bias, inputs, chosen, labels[chosen], weights[chosen])
            slope += PULL * (matrix - start.weights)
            squares += slope * slope
            matrix -= RATE * slope / np.sqrt(squares)
            bias -= RATE * (shift + PULL * (bias - start.bias))
    return Linear(matrix.astype(np.float32), bias.astype(np.float32))


def _slope(
    matrix: Vectors,
    bias: Vectors,
    inputs: Rows | Vectors,
    chosen: np.ndarray,
    labels: np.ndarray,
    weights: Vectors,
) -> tuple[Vectors, Vectors]:
    part = inputs.chosen(chosen) if isinstance(inputs, Rows) else inputs[chosen]
    scores = (part.times(matrix) if isinstance(part, Rows) else part @ matrix) + bias
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    odds[np.arange(len(labels)), labels] -= 1
    odds *= weights[:, None] / len(labels)
    back = part.back(odds, len(matrix)) if isinstance(part, Rows) else part.T @ odds
    return back, odds.sum(axis=0)


def _labels(model: FieldModel, examples: Sequence[Labelled]) -> np.ndarray:
    index = {name: number for number, name in enumerate(model.names)}
    return np.array([index[one.field] for one in examples])


def _balance(labels: np.ndarray) -> Vectors:
    held = np.bincount(labels)
    known = held[held > 0]
    return np.asarray(np.sqrt(known.mean() / np.maximum(held, 1))[labels], np.float32)
