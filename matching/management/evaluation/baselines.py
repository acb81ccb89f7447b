"""What the engine is measured against, over the same texts in the same run."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.engine.dense import Static, blended
from matching.engine.vectors import embed
from matching.types import CandidateProfile, Vectors

DEPTH = 1000
FEATURES = 10_000
STATIC = Static()


@dataclass(frozen=True, slots=True)
class Ranking:
    """Orders by query, and the milliseconds each took."""

    orders: dict[str, list[str]]
    milliseconds: list[float]


def ask_all(queries: Mapping[str, object], order: Callable[[str], list[str]]) -> Ranking:
    """Put every query, one at a time."""
    orders: dict[str, list[str]] = {}
    took: list[float] = []
    for query in queries:
        started = time.perf_counter()
        orders[query] = order(query)
        took.append((time.perf_counter() - started) * 1000)
    return Ranking(orders, took)


def tfidf(ids: Sequence[str], texts: Sequence[str], queries: Mapping[str, str]) -> Ranking:
    """Cosine of TF-IDF over the 10,000 most frequent words and pairs of words."""
    model = TfidfVectorizer(max_features=FEATURES, ngram_range=(1, 2), sublinear_tf=True)
    held = model.fit_transform(texts)
    return ask_all(
        queries,
        lambda query: _best(ids, (held @ model.transform([queries[query]]).T).toarray()[:, 0]),
    )


def bm25(ids: Sequence[str], texts: Sequence[str], queries: Mapping[str, str]) -> Ranking:
    """BM25 as bm25s computes it."""
    model = bm25s.BM25()
    model.index(bm25s.tokenize(list(texts), show_progress=False), show_progress=False)
    depth = min(DEPTH, len(ids))

    def order(query: str) -> list[str]:
        asked = bm25s.tokenize([queries[query]], show_progress=False)
        found, _ = model.retrieve(asked, k=depth, show_progress=False)
        return [ids[number] for number in found[0]]

    return ask_all(queries, order)


def dense(
    ids: Sequence[str],
    titles: Sequence[str],
    bodies: Sequence[str],
    profiles: Mapping[str, CandidateProfile],
) -> Ranking:
    """The shipped dense vectors alone, every row read."""
    held = blended(STATIC.titles(titles, embed(titles)), STATIC.bodies(bodies, embed(bodies)))
    return ask_all(profiles, lambda query: _best(ids, held @ STATIC.resume(profiles[query])))


def _best(ids: Sequence[str], scores: Vectors) -> list[str]:
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [ids[number] for number in order]
