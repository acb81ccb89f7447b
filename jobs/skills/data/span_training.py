"""Trains the tagger of skill phrases: `python -m jobs.skills.data.span_training TRAIN.json`.

TRAIN.json is the train split of SkillSpan, one sentence a line: {idx, tokens, tags_knowledge,
tags_skill}. Deterministic, about two minutes. The threshold is chosen on folds of whole documents
that the weights had not seen; the development split takes no part.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from jobs.skills.span_features import COLUMNS, columns

_TAGS = ("tags_knowledge", "tags_skill")
_RAREST = 2  # what was seen once tells of that document only
_FOLDS = 5
_STRENGTH = 0.6  # of three tried, the best on the folds
_STEPS = np.arange(-1.6, 0.4, 0.05)
_TARGET = Path(__file__).parent / "spans.npz"


def train(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Weights of every column (in steps of `scale`), and from which score on a token belongs."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    seen = _matrix(rows)
    folds = np.array([_document(row) % _FOLDS for row in rows for _ in row["tokens"]])
    weights, scales, thresholds = [], [], []
    for tag in _TAGS:
        truth = np.array([mark != "O" for row in rows for mark in row[tag]])
        thresholds.append(_threshold(seen, truth, folds))
        fitted = _fitted(seen, truth)
        scale = np.abs(fitted).max() / 127
        scales.append(scale)
        weights.append(np.round(fitted / scale).astype(np.int8))
    return {
        "weights": np.stack(weights, axis=1),
        "scale": np.array(scales, np.float32),
        "threshold": np.array(thresholds, np.float32),
    }


def _matrix(rows: list[dict[str, Any]]) -> sparse.csr_matrix:
    on = [token for row in rows for token in columns(row["tokens"])]
    bounds = np.cumsum([0, *map(len, on)]).astype(np.int32)
    held = np.concatenate(on).astype(np.int32)
    counts = np.bincount(held, minlength=COLUMNS)
    values = (counts[held] >= _RAREST).astype(np.float64)
    made = sparse.csr_matrix((values, held, bounds), shape=(len(on), COLUMNS))
    made.eliminate_zeros()
    return made


def _document(row: dict[str, Any]) -> int:
    return int(row["idx"])


def _fitted(seen: sparse.csr_matrix, truth: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    used = np.flatnonzero(np.bincount(seen.indices, minlength=COLUMNS))
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", fit_intercept=False, random_state=0)
    model.fit(seen[:, used], truth)
    weights = np.zeros(COLUMNS)
    weights[used] = model.coef_[0]
    return weights


def _threshold(
    seen: sparse.csr_matrix, truth: npt.NDArray[np.bool_], folds: npt.NDArray[np.int64]
) -> float:
    scores = np.zeros(len(truth))
    for fold in range(_FOLDS):
        unseen = folds == fold
        scores[unseen] = seen[unseen] @ _fitted(seen[~unseen], truth[~unseen])
    f1 = [
        2 * (truth & (scores > step)).sum() / (truth.sum() + (scores > step).sum())
        for step in _STEPS
    ]
    return float(_STEPS[int(np.argmax(f1))])


if __name__ == "__main__":
    trained = train(Path(sys.argv[1]))
    np.savez_compressed(
        _TARGET,
        weights=trained["weights"],
        scale=trained["scale"],
        threshold=trained["threshold"],
    )
