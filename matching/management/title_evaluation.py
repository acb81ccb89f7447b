"""How well titles are normalised: labelled titles against the labels of occupations, one folder a language.

Layout (BEIR): `corpus.jsonl` {_id, text} with the labels of occupations, `queries.jsonl` {_id, text}
with titles, `qrels.tsv` query-id, corpus-id, score; each perhaps `.gz`. Labels of one occupation
share the front of their ids (`C000017_fr_003`), the preferred label first.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from jobs.skills.ranking import TitleRanker
from matching.engine.vectors import embed_titles

Scores = npt.NDArray[np.float32]
_TOP = 10
_CHUNK = 200  # titles scored at once
_LABEL_ID = re.compile(r"(?P<occupation>.+)_(?P<language>[a-z]{2})_\d+")
_FOLDER = re.compile(r"_c_([a-z]{2})$")


@dataclass(frozen=True, slots=True)
class TitleSet:
    """Titles with the occupations they belong to; `owners` has the occupation of each label."""

    name: str
    language: str
    labels: tuple[str, ...]
    owners: tuple[int, ...]
    titles: tuple[str, ...]
    wanted: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean reciprocal rank of the first right one, and how often it is among the best ten."""

    mrr: float
    accuracy10: float


def title_sets(folder: Path) -> list[TitleSet]:
    """Every set in `folder`, or `folder` itself where it is one.

    Raises:
        FileNotFoundError: there is none.
    """
    folders = [folder, *sorted(path for path in folder.iterdir() if path.is_dir())]
    found = [_read(one) for one in folders if any(one.glob("corpus.jsonl*"))]
    if not found:
        raise FileNotFoundError(f"no corpus.jsonl in {folder} or in a folder of it")
    return found


def normaliser(titles: TitleSet) -> Figures:
    """Our own: occupations are ranked, each once."""
    ranker = TitleRanker(list(zip(titles.owners, titles.labels, strict=True)), titles.language)
    owners = np.arange(max(titles.owners) + 1)
    return _measured(titles, ranker.scores, owners)


def baselines(titles: TitleSet) -> dict[str, Figures]:
    """What anybody has: labels ranked one by one, and the best of them with each occupation once."""
    owners = np.array(titles.owners)
    made = {
        "word_tfidf": _tfidf(titles, TfidfVectorizer()),
        "character_tfidf": _tfidf(titles, TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5))),
        "static_vectors": _dense(titles),
    }
    found = {name: _measured(titles, score, owners) for name, score in made.items()}
    once = partial(_once, made["character_tfidf"], owners)
    found["character_tfidf_occupations_once"] = _measured(titles, once, np.arange(owners.max() + 1))
    return found


def _measured(
    titles: TitleSet, score: Callable[[Sequence[str]], Scores], owners: npt.NDArray[np.int64]
) -> Figures:
    ranks = []
    for at in range(0, len(titles.titles), _CHUNK):
        rows = score(titles.titles[at : at + _CHUNK])
        wanted = titles.wanted[at : at + _CHUNK]
        ranks += [_rank(row, np.isin(owners, list(w))) for row, w in zip(rows, wanted, strict=True)]
    places = np.array(ranks)
    return Figures(float((1 / places).mean()), float((places <= _TOP).mean()))


def _rank(row: Scores, right: npt.NDArray[np.bool_]) -> int:
    """The place of the best right one; among equals the earlier stands first."""
    best = row[right].max()
    first = int(np.flatnonzero(right & (row == best))[0])
    return int((row > best).sum() + (row[:first] == best).sum()) + 1


def _once(
    score: Callable[[Sequence[str]], Scores], owners: npt.NDArray[np.int64], some: Sequence[str]
) -> Scores:
    order = np.argsort(owners, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(owners[order]) > 0])
    result: Scores = np.maximum.reduceat(score(some)[:, order], starts, axis=1)
    return result


def _tfidf(titles: TitleSet, vectorizer: TfidfVectorizer) -> Callable[[Sequence[str]], Scores]:
    labels = vectorizer.fit_transform(titles.labels)
    return lambda some: (vectorizer.transform(some) @ labels.T).toarray().astype(np.float32)


def _dense(titles: TitleSet) -> Callable[[Sequence[str]], Scores]:
    labels = embed_titles(titles.labels)
    return lambda some: embed_titles(some) @ labels.T


def _read(folder: Path) -> TitleSet:
    numbers: dict[str, int] = {}
    place: dict[str, int] = {}
    corpus = list(_rows(folder, "corpus.jsonl"))
    for row in corpus:
        known = _LABEL_ID.fullmatch(row["_id"])
        occupation = known["occupation"] if known else row["_id"]
        place[row["_id"]] = numbers.setdefault(occupation, len(numbers))
    wanted: dict[str, set[int]] = {}
    for query, label in _judged(folder):
        if label in place:
            wanted.setdefault(query, set()).add(place[label])
    queries = [row for row in _rows(folder, "queries.jsonl") if row["_id"] in wanted]
    return TitleSet(
        name=folder.name,
        language=_language(folder, corpus),
        labels=tuple(row.get("text") or row.get("title", "") for row in corpus),
        owners=tuple(place[row["_id"]] for row in corpus),
        titles=tuple(row["text"] for row in queries),
        wanted=tuple(frozenset(wanted[row["_id"]]) for row in queries),
    )


def _language(folder: Path, corpus: Sequence[dict[str, str]]) -> str:
    """Of the labels: what the folder is called (`fra_q_fr_c_fr`), or their ids."""
    if named := _FOLDER.search(folder.name):
        return named[1]
    known = _LABEL_ID.fullmatch(corpus[0]["_id"])
    return known["language"] if known else ""


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with _opened(folder, name) as held:
        for line in held:
            if line.strip():
                yield json.loads(line)


def _judged(folder: Path) -> Iterator[tuple[str, str]]:
    """Pairs of query and label that belong together; a heading is skipped."""
    with _opened(folder, "qrels.tsv") as held:
        for line in held:
            query, label, score = line.rstrip("\n").split("\t")
            if score.isdecimal() and int(score) > 0:
                yield query, label


def _opened(folder: Path, name: str) -> TextIOWrapper:
    packed = folder / f"{name}.gz"
    if packed.exists():
        return gzip.open(packed, "rt", encoding="utf-8")
    return (folder / name).open(encoding="utf-8")
