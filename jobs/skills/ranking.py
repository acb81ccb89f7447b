"""Ranks occupations, each known by its labels, for job titles nobody has seen.

A title is compared with every label by character n-grams, once as written and once as read (one
gender, stems, heads of like meaning, no silent words). What counts beside the closest label: the
first label (the preferred one), all labels together, and what else people call the title's
occupation in the compiled reference of O*NET and ESCO titles, which is English with the common
titles of seven more languages. An occupation with one label is mostly a heading of a classification.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from jobs.skills.title_forms import one_gender, plain_words, title_pieces
from jobs.skills.title_words import title_key
from jobs.skills.titles import reference

Scores = npt.NDArray[np.float32]
Matrix: TypeAlias = "sparse.csr_matrix"
_SHORTEST, _LONGEST = 2, 5
_CHUNK = 200  # titles scored at once: some 30 MB of scores for each feature
_MARKED = 2  # a shared head counts as two n-grams
# One set for every language, learned on labelled titles of three (softmax over 100 candidates);
# on halves of the titles these weights had not seen they do as well. See docs/matching.md.
_WEIGHTS = {"read": 3.7, "written": 3.0, "first": 1.8, "together": 2.9, "exact": 1.7, "other_names": 3.4, "other_exact": 3.5, "lonely": -1.9}  # fmt: skip


class TitleRanker:
    """Occupations to choose from. Safe to share between threads; deterministic."""

    def __init__(self, labels: Sequence[tuple[int, str]], language: str = "") -> None:
        """`labels` are (occupation, label), occupations numbered from 0, the preferred label first."""
        ordered = sorted(labels, key=lambda one: one[0])
        owners = np.array([owner for owner, _ in ordered])
        texts = [text for _, text in ordered]
        self._language = language
        self._starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        read = [title_pieces(text, language) for text in texts]
        self._read = _Space(read, owners)
        self._plain = _Space([plain_words(text) for text in texts], owners)
        self._lonely = (np.bincount(owners) == 1).astype(np.float32)
        self._by_pieces: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place in self._starts:
            self._by_pieces[tuple(sorted(read[place]))].append(int(owners[place]))
        self._by_key: dict[str, set[int]] = defaultdict(set)
        for owner, text in ordered:
            self._by_key[title_key(text)].add(owner)

    def scores(self, titles: Sequence[str]) -> Scores:
        """One row per title, one column per occupation; the highest is the best."""
        chunks = [titles[at : at + _CHUNK] for at in range(0, len(titles), _CHUNK)]
        empty = np.zeros((0, len(self._lonely)), np.float32)
        return np.concatenate([self._scores(chunk) for chunk in chunks] or [empty])

    def _scores(self, titles: Sequence[str]) -> Scores:
        total = np.zeros((len(titles), len(self._lonely)), np.float32)
        for name, values in self._features(titles).items():
            total += np.float32(_WEIGHTS[name]) * values
        return total

    def _features(self, titles: Sequence[str]) -> dict[str, Scores]:
        pieces = [title_pieces(title, self._language) for title in titles]
        read = self._read.vectors(pieces)
        written = self._plain.vectors([plain_words(title) for title in titles])
        single = self._plain.vectors([plain_words(one_gender(title)) for title in titles])
        alike = (written @ self._plain.labels.T).toarray()
        others = [_other_names(title) for title in titles]
        named = self._named(others)
        return {
            "read": self._closest((read @ self._read.labels.T).toarray()),
            "written": self._closest(alike),
            "first": alike[:, self._starts],
            "together": (single @ self._plain.together.T).toarray(),
            "exact": self._exact(pieces),
            "other_names": (named @ self._read.together.T).toarray(),
            "other_exact": self._other_exact(others),
            "lonely": self._lonely,
        }

    def _closest(self, alike: Scores) -> Scores:
        return np.maximum.reduceat(alike, self._starts, axis=1)

    def _exact(self, pieces: Sequence[tuple[str, ...]]) -> Scores:
        found = np.zeros((len(pieces), len(self._lonely)), np.float32)
        for row, words in enumerate(pieces):
            found[row, self._by_pieces.get(tuple(sorted(words)), [])] = 1
        return found

    def _named(self, others: Sequence[Sequence[str]]) -> Matrix:
        """The mean direction of all other names of each title's occupation."""
        pieces = [title_pieces(name, self._language) for name in chain.from_iterable(others)]
        rows = np.repeat(np.arange(len(others)), [len(names) for names in others])
        return _unit(_indicator(rows, len(others)) @ self._read.vectors(pieces))

    def _other_exact(self, others: Sequence[Sequence[str]]) -> Scores:
        found = np.zeros((len(others), len(self._lonely)), np.float32)
        for row, names in enumerate(others):
            for name in names:
                found[row, list(self._by_key.get(name, ()))] += 1 / len(names)
        return np.sqrt(found)


class _Space:
    """Labels as unit vectors over the n-grams of their words, one by one and all of an occupation."""

    def __init__(self, labels: Sequence[Sequence[str]], owners: npt.NDArray[np.int64]) -> None:
        self._grams: dict[str, int] = {}
        counts = self._counted(labels, learn=True)
        together = (_indicator(owners) @ counts).tocsr()
        self._rarity = _rarity(together)
        self.labels = self._weighted(counts)
        self.together = self._weighted(together)

    def vectors(self, titles: Sequence[Sequence[str]]) -> Matrix:
        """Unit vectors of other titles, given as words."""
        return self._weighted(self._counted(titles))

    def _counted(self, titles: Sequence[Sequence[str]], *, learn: bool = False) -> Matrix:
        """How often each n-gram stands in each title; unknown ones are left out unless learning."""
        columns: list[int] = []
        bounds = [0]
        for words in titles:
            for gram in chain.from_iterable(map(_grams, words)):
                column = (
                    self._grams.setdefault(gram, len(self._grams))
                    if learn
                    else self._grams.get(gram)
                )
                if column is not None:
                    columns.append(column)
            bounds.append(len(columns))
        values = np.ones(len(columns), np.float32)
        made = sparse.csr_matrix((values, columns, bounds), shape=(len(titles), len(self._grams)))
        made.sum_duplicates()
        return made

    def _weighted(self, counts: Matrix) -> Matrix:
        found = counts.astype(np.float32)
        found.data = 1 + np.log(found.data)
        return _unit(found @ sparse.diags(self._rarity))


@cache
def _grams(word: str) -> tuple[str, ...]:
    if word.endswith("#"):
        return (word,) * _MARKED
    padded = f" {word} "
    sizes = range(_SHORTEST, min(_LONGEST, len(padded)) + 1)
    return tuple(padded[at : at + size] for size in sizes for at in range(len(padded) - size + 1))


def _indicator(rows: npt.NDArray[np.int64], count: int | None = None) -> Matrix:
    shape = (int(rows.max()) + 1 if count is None else count, len(rows))
    return sparse.csr_matrix(
        (np.ones(len(rows), np.float32), (rows, np.arange(len(rows)))), shape=shape
    )


def _rarity(counts: Matrix) -> Scores:
    """Inverse document frequency over occupations: forty labels that say the same count once."""
    rows: int = counts.shape[0]
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    result: Scores = (np.log((rows + 1) / (seen + 1)) + 1).astype(np.float32)
    return result


def _unit(rows: Matrix) -> Matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale.astype(np.float32)) @ rows)


def _other_names(title: str) -> Sequence[str]:
    known = reference()
    occupation = known.occupations.get(title_key(one_gender(title)))
    return () if occupation is None else _names_of().get(occupation, ())


@cache
def _names_of() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, occupation in reference().occupations.items():
        found[occupation].append(key)
    return {occupation: tuple(keys) for occupation, keys in found.items()}
