"""How well skill phrases are found: sentences whose knowledge and skill phrases people have marked.

Layout (SkillSpan): one sentence a line, {tokens, tags_knowledge, tags_skill}; a tag other than `O`
belongs to a phrase. Counted token by token.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jobs.skills import extract_skills
from jobs.skills.spans import KINDS, tagged

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all tokens found, how many are right; of all right ones, how many are found."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class SkillFigures:
    """Per kind of phrase: the tagger and, as a baseline, the vocabulary alone."""

    sentences: int
    found: dict[str, Figures]
    vocabulary: dict[str, Figures]
    milliseconds_per_sentence: float


def evaluate(path: Path) -> SkillFigures:
    """Read a file of marked sentences and judge both readers by it.

    Raises:
        ValueError: the file has another layout.
    """
    rows = _rows(path)
    started = time.process_time()
    found = np.concatenate([tagged(row["tokens"]) for row in rows])
    seconds = time.process_time() - started
    plain = np.concatenate([_by_vocabulary(row["tokens"]) for row in rows])
    truth = {
        kind: np.array([tag != "O" for row in rows for tag in row[f"tags_{kind}"]])
        for kind in KINDS
    }
    return SkillFigures(
        sentences=len(rows),
        found={kind: _judged(found[:, at], truth[kind]) for at, kind in enumerate(KINDS)},
        vocabulary={kind: _judged(plain, truth[kind]) for kind in KINDS},
        milliseconds_per_sentence=1000 * seconds / len(rows),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8").strip()
    try:
        rows = (
            json.loads(text) if text.startswith("[") else list(map(json.loads, text.splitlines()))
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"{path} is not JSON, one sentence a line: {error}") from error
    wanted = {"tokens", *(f"tags_{kind}" for kind in KINDS)}
    if not rows or any(not wanted <= row.keys() for row in rows):
        raise ValueError(f"{path} has sentences without {', '.join(sorted(wanted))}")
    return [row for row in rows if row["tokens"]]


def _by_vocabulary(tokens: Sequence[str]) -> Marks:
    marks = np.zeros(len(tokens), np.bool_)
    starts = np.cumsum([0, *(len(token) + 1 for token in tokens)])
    for skill in extract_skills(" ".join(tokens)):
        first = int(np.searchsorted(starts, skill.start, side="right")) - 1
        marks[first : int(np.searchsorted(starts, skill.end, side="left"))] = True
    return marks


def _judged(found: Marks, truth: Marks) -> Figures:
    right = int((found & truth).sum())
    precision, recall = right / max(int(found.sum()), 1), right / max(int(truth.sum()), 1)
    return Figures(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))
