"""Dense vectors from a static word-piece table: no torch, no network, the same on every machine.

Raw averages of word vectors all point the same way, so what every title (or every text) has in
common is subtracted before two are compared; that alone moved nDCG@10 from 0.42 to 0.46.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.engine.words import WordTable

ARTEFACTS = Path(__file__).parent / "artefacts"
DIMENSIONS = 256
BODY_SHARE = 0.5  # of the description beside the title in a posting's one indexed vector
TITLE_IN_FIELD = 1.5  # a title tells more of the field of work than the text around it
FIELD_SCALE = 8.0  # the classifier was trained on vectors of this length

Vectors = npt.NDArray[np.float32]
_loading = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class FieldModel:
    """Which of O*NET's groups of occupations a vector belongs to, and what to subtract from it."""

    weights: Vectors
    bias: Vectors
    title_mean: Vectors
    body_mean: Vectors
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PostingVectors:
    """Three rows per posting: the indexed blend, the centred title, the square root of its field."""

    blend: Vectors
    title: Vectors
    field: Vectors


@cache
def _table() -> WordTable:
    return WordTable(ARTEFACTS / "static-minilm-256")


@cache
def field_model() -> FieldModel:
    """The shipped field-of-work model."""
    with np.load(ARTEFACTS / "field-of-work.npz", allow_pickle=False) as held:
        return FieldModel(
            weights=held["weights"].astype(np.float32),
            bias=held["bias"].astype(np.float32),
            title_mean=held["title_mean"].astype(np.float32),
            body_mean=held["body_mean"].astype(np.float32),
            groups=tuple(str(group) for group in held["groups"]),
        )


def normalised(vectors: Vectors) -> Vectors:
    """Rows of length one; a row of zeros stays zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vectors = np.divide(
        vectors,
        lengths,
        out=np.zeros_like(vectors),
        where=lengths > 1e-9,  # noqa: PLR2004
    )
    return result


def embed(texts: Sequence[str]) -> Vectors:
    """One raw unit vector per text, shape (n, 256)."""
    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    with _loading:
        table = _table()
    return normalised(table.encode(texts))


def embed_titles(titles: Sequence[str]) -> Vectors:
    """One unit vector per title without what all titles share."""
    return centred_titles(embed(titles))


def embed_bodies(texts: Sequence[str]) -> Vectors:
    """One unit vector per longer text without what all such texts share."""
    return centred_bodies(embed(texts))


def centred_titles(raw: Vectors) -> Vectors:
    """Raw vectors of titles without what all titles share."""
    return normalised(_present(raw, field_model().title_mean))


def centred_bodies(raw: Vectors) -> Vectors:
    """Raw vectors of longer texts without what all such texts share."""
    return normalised(_present(raw, field_model().body_mean))


def fields_of(raw: Vectors) -> Vectors:
    """Probability of each group of occupations for raw (not centred) vectors, rows sum to one."""
    model = field_model()
    scores = raw * FIELD_SCALE @ model.weights + model.bias
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    result: Vectors = odds / odds.sum(axis=1, keepdims=True)
    return result


def posting_vectors(titles: Sequence[str], bodies: Sequence[str]) -> PostingVectors:
    """The vectors of postings, from their titles and the texts under them."""
    raw_titles, raw_bodies = embed(titles), embed(bodies)
    model = field_model()
    title = normalised(_present(raw_titles, model.title_mean))
    body = normalised(_present(raw_bodies, model.body_mean))
    mixed = TITLE_IN_FIELD * fields_of(raw_titles) + fields_of(raw_bodies)
    return PostingVectors(
        blend=normalised(title + BODY_SHARE * body), title=title, field=affinity(mixed)
    )


def affinity(weights: Vectors) -> Vectors:
    """Square root of a distribution, so that a dot product measures overlap (Bhattacharyya)."""
    total = weights.sum(axis=-1, keepdims=True)
    result: Vectors = np.sqrt(weights / np.maximum(total, 1e-9)).astype(np.float32)
    return result


def _present(raw: Vectors, mean: Vectors) -> Vectors:
    """Subtract the mean, but leave a text without any known word at zero."""
    known = np.abs(raw).sum(axis=1, keepdims=True) > 0
    result: Vectors = np.where(known, raw - mean, 0).astype(np.float32)
    return result
