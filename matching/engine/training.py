"""Train the field-of-work model: `python -m matching.engine.training TAXONOMY_FOLDER`.

A softmax regression from word-piece vectors to O*NET's minor groups (98 of them), on O*NET's own
titles, tasks and descriptions: no posting and no resume is read. Deterministic.
Source: O*NET 29 by USDOL/ETA, CC BY 4.0.
"""

import csv
import gzip
import sys
from pathlib import Path

import numpy as np

from matching.engine.vectors import ARTEFACTS, FIELD_SCALE, Vectors, embed

GROUP_LETTERS = 4  # "15-12" is a minor group; its first four letters tell it apart
TITLE_WORDS = 5
EPOCHS, BATCH, RATE, DECAY = 15, 512, 0.01, 1e-5
SOURCES = (  # file, columns of text, weight
    ("onet_alternate_titles.tsv.gz", (2,), 1.0),
    ("onet_sample_of_reported_titles.tsv.gz", (1, 2), 2.0),
    ("onet_task_statements.tsv.gz", (3,), 1.0),
    ("onet_occupation_data.tsv.gz", (1, 2), 3.0),
)


def main(folder: Path) -> None:
    texts, groups, weights = _read(folder)
    names = sorted(set(groups))
    index = {name: number for number, name in enumerate(names)}
    raw = embed(texts)
    labels = np.array([index[group] for group in groups])
    matrix, bias = softmax_regression(raw * FIELD_SCALE, labels, _balance(labels) * weights)
    short = np.array([len(text.split()) <= TITLE_WORDS for text in texts])
    np.savez_compressed(
        ARTEFACTS / "field-of-work.npz",
        weights=matrix.astype(np.float16),
        bias=bias.astype(np.float16),
        title_mean=raw[short].mean(axis=0).astype(np.float32),
        body_mean=raw[~short].mean(axis=0).astype(np.float32),
        groups=np.array(names),
    )


def _read(folder: Path) -> tuple[list[str], list[str], Vectors]:
    texts: list[str] = []
    groups: list[str] = []
    weights: list[float] = []
    for name, columns, weight in SOURCES:
        with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as held:
            rows = csv.reader(held, delimiter="\t")
            next(rows)
            for row in rows:
                for column in columns:
                    if len(row) > column and len(row[column]) > 2:  # noqa: PLR2004 - a word
                        texts.append(row[column])
                        groups.append(row[0][:GROUP_LETTERS])
                        weights.append(weight)
    return texts, groups, np.array(weights, np.float32)


def _balance(labels: np.ndarray) -> Vectors:
    counts = np.bincount(labels)
    result: Vectors = np.sqrt(counts.mean() / counts)[labels].astype(np.float32)
    return result


def softmax_regression(
    inputs: Vectors, labels: np.ndarray, weights: Vectors
) -> tuple[Vectors, Vectors]:
    """Adam with a falling rate; returns the matrix and the bias."""
    width = int(labels.max()) + 1
    ones = np.ones((len(inputs), 1), np.float32)
    inputs = np.hstack([inputs, ones])
    theta = np.zeros((inputs.shape[1], width), np.float32)
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    chance = np.random.default_rng(0)
    steps, step = EPOCHS * (len(inputs) // BATCH + 1), 0
    for _ in range(EPOCHS):
        order = chance.permutation(len(inputs))
        for start in range(0, len(inputs), BATCH):
            step += 1
            rows = order[start : start + BATCH]
            slope = _slope(inputs[rows], labels[rows], weights[rows], theta)
            first = 0.9 * first + 0.1 * slope
            second = 0.999 * second + 0.001 * slope * slope
            move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
            theta -= RATE * (1 - step / (steps + 1)) * move
    return theta[:-1], theta[-1]


def _slope(inputs: Vectors, labels: np.ndarray, weights: Vectors, theta: Vectors) -> Vectors:
    scores = inputs @ theta
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    odds /= odds.sum(axis=1, keepdims=True)
    odds[np.arange(len(labels)), labels] -= 1
    odds *= weights[:, None] / len(labels)
    result: Vectors = inputs.T @ odds + DECAY * theta
    return result


if __name__ == "__main__":
    main(Path(sys.argv[1]))
