"""Train the shipped field model: `python -m matching.engine.field_training TAXONOMY_FOLDER`.

From O*NET's titles, tasks and descriptions, ESCO's labels and descriptions, and a list of words in
seven more languages: no posting and no resume is read. A minute, deterministic.
Source: O*NET 29 by USDOL/ETA and ESCO v1.1 by the European Commission, both CC BY 4.0.
"""

import csv
import gzip
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.linear_model import LogisticRegression

from matching.engine.fields import SHIPPED, FieldModel, Linear, dumped
from matching.engine.terms import Rows, Vocabulary, letters_of, terms_of
from matching.engine.training import softmax_regression
from matching.engine.vectors import ARTEFACTS, FIELD_SCALE, embed
from matching.types import Vectors

ONET = (  # file, columns of text, weight
    ("onet_alternate_titles.tsv.gz", (2,), 1.0),
    ("onet_sample_of_reported_titles.tsv.gz", (1, 2), 2.0),
    ("onet_task_statements.tsv.gz", (3,), 1.0),
    ("onet_occupation_data.tsv.gz", (1, 2), 3.0),
    ("onet_technology_skills.tsv.gz", (2,), 0.5),
)
ESCO = "esco_occupations_en.csv.gz"
WORDS, LEAST_USED = 24_000, 3
LETTERS = 12_000
TITLE_CHARACTERS = 60
SEED_WEIGHT = 6.0  # of a word somebody wrote down for a field, beside a title's 1


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a known field; `weight` is how much it counts."""

    text: str
    field: str
    weight: float


def main(folder: Path) -> None:
    """Train and write the artefact."""
    SHIPPED.write_bytes(dumped(trained([*taxonomy(folder), *seeds()])))


def trained(examples: Sequence[Example]) -> FieldModel:
    """A model of these examples; every word of a seed is kept."""
    names = sorted({one.field for one in examples})
    index = {name: number for number, name in enumerate(names)}
    labels = np.array([index[one.field] for one in examples])
    stated = np.array([one.weight for one in examples], np.float32)
    weights = stated * _balance(labels, stated)
    texts = [one.text for one in examples]
    stops = sorted(stop_words())
    documents = [terms_of(text, frozenset(stops)) for text in texts]
    kept = {t for one, d in zip(examples, documents, strict=True) if _is_seed(one) for t in d}
    words = vocabulary(documents, WORDS, kept)
    rows = words.rows(documents)
    short = np.array([len(text) < TITLE_CHARACTERS for text in texts])
    spelt = [letters_of(text) for text, is_short in zip(texts, short, strict=True) if is_short]
    letters = vocabulary(spelt, LETTERS, set())
    raw = embed(texts)
    matrix, bias = softmax_regression(raw * FIELD_SCALE, labels, weights)
    return FieldModel(
        names=tuple(names),
        stops=frozenset(stops),
        words=words,
        by_word=regression(rows, len(words.numbers), labels, weights),
        counts=counted(rows, len(words.numbers), labels, stated, len(names)),
        letters=letters,
        by_letters=regression(
            letters.rows(spelt), len(letters.numbers), labels[short], weights[short]
        ),
        by_vector=Linear(matrix, bias),
    )


def taxonomy(folder: Path) -> Iterator[Example]:
    """What O*NET and ESCO call, say of and ask in each occupation, under its field of work."""
    codes = field_codes()
    for name, columns, weight in ONET:
        for row in _table(folder / name):
            field = field_of(codes["SOC"], row[0])
            for column in columns:
                if field and len(row) > column and len(row[column]) > 2:  # noqa: PLR2004 - a word
                    yield Example(row[column], field, weight)
    with gzip.open(folder / ESCO, "rt", encoding="utf-8", newline="") as held:
        for one in csv.DictReader(held):
            field = field_of(codes["ISCO"], one["iscoGroup"])
            labels = dict.fromkeys([one["preferredLabel"], *one["altLabels"].split("\n")])
            for label in filter(None, labels):
                yield Example(label, field, 1.0)
            if one["description"]:
                yield Example(one["description"], field, 3.0)


def seeds() -> Iterator[Example]:
    """The words of other languages."""
    for row in _plain(ARTEFACTS / "field-words.tsv"):
        for words in row[2].split(", "):
            yield Example(words, row[0], SEED_WEIGHT)


def field_codes() -> Mapping[str, Mapping[str, str]]:
    """Fields by the beginning of an occupation's code, for SOC and ISCO."""
    found: dict[str, dict[str, str]] = {"SOC": {}, "ISCO": {}}
    for scheme, prefix, field in _plain(ARTEFACTS / "field-codes.tsv"):
        found[scheme][prefix] = field
    return found


def field_of(codes: Mapping[str, str], code: str) -> str:
    """The field of an occupation: the longest known beginning of its code decides."""
    return next((codes[code[:n]] for n in range(len(code), 0, -1) if code[:n] in codes), "")


def stop_words() -> frozenset[str]:
    """Words of eight languages that tell nothing."""
    others = (row[1].split() for row in _plain(ARTEFACTS / "stop-words.tsv"))
    return ENGLISH_STOP_WORDS.union(*others)


def vocabulary(
    documents: Sequence[Sequence[str]], most: int, kept: set[str], least: int = LEAST_USED
) -> Vocabulary:
    """The `most` terms that most documents use, and those of `kept`, in alphabetical order."""
    used = Counter(term for document in documents for term in set(document))
    common = sorted((term for term, n in used.items() if n >= least), key=lambda t: (-used[t], t))
    terms = sorted({*common[:most], *kept})
    return Vocabulary(
        {term: number for number, term in enumerate(terms)},
        idf([used[term] for term in terms], len(documents)),
    )


def idf(used: Sequence[int], documents: int) -> Vectors:
    """Smoothed inverse document frequencies, as scikit-learn weighs them."""
    held: Vectors = np.log((1 + documents) / (1 + np.array(used, np.float32))) + 1
    return held.astype(np.float32)


def regression(rows: Rows, width: int, labels: np.ndarray, weights: Vectors) -> Linear:
    """Multinomial logistic regression over sparse rows."""
    model = LogisticRegression(C=5, max_iter=40, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # forty steps are enough
        model.fit(matrix_of(rows, width), labels, sample_weight=weights)
    return Linear(model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))


def counted(rows: Rows, width: int, labels: np.ndarray, weights: Vectors, fields: int) -> Vectors:
    """How often each word stands in texts of each field, shape (words, fields)."""
    held = matrix_of(rows, width)
    held.data[:] = 1
    shape = (fields, len(labels))
    by_field = sparse.csr_matrix((weights, (labels, np.arange(len(labels)))), shape=shape)
    return np.asarray((by_field @ held).todense(), np.float32).T


def matrix_of(rows: Rows, width: int) -> Any:
    """Sparse rows as scipy holds them."""
    held = (rows.values, rows.columns, rows.starts)
    return sparse.csr_matrix(held, shape=(len(rows), width))


def _balance(labels: np.ndarray, weights: Vectors) -> Vectors:
    held = np.bincount(labels, weights=weights)
    return np.asarray(np.sqrt(held.mean() / held)[labels], np.float32)


def _is_seed(one: Example) -> bool:
    return one.weight == SEED_WEIGHT


def _table(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as held:
        rows = csv.reader(held, delimiter="\t")
        next(rows)
        yield from rows


def _plain(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
