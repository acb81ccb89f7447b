"""Finds phrases that name knowledge or a skill, known to the vocabulary or not.

A linear tagger over words, shapes, neighbours and the vocabulary's own finds, trained on the train
split of SkillSpan (`jobs/skills/data/span_training.py`). It says where such a phrase stands, not
what skill it is: for that there is `extract_skills`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from jobs.skills.span_features import columns
from jobs.skills.types import SkillSpan

Numbers = npt.NDArray[np.float32]
KINDS = ("knowledge", "skill")
MAX_TOKENS = 20_000
# Commas are no tokens: the sentences the weights were trained on have none. They end a phrase.
_TOKEN = re.compile(r"[^\s,;()\[\]{}•·]+|[()\[\]{}]")
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])")
_EDGE = "()[]{},.;:!?\"'*•·-– "
_LOOSE = {"a", "an", "the", "and", "or", "of", "in", "with", "to", "for", "on", "as", "at", "by", "our", "your", "their"}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Tagger:
    weights: Numbers
    threshold: Numbers


@cache
def _tagger() -> _Tagger:
    packed = (files("jobs.skills.data") / "spans.npz").read_bytes()
    with np.load(BytesIO(packed), allow_pickle=False) as held:
        return _Tagger(held["weights"].astype(np.float32) * held["scale"], held["threshold"])


def tagged(tokens: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether each token of one sentence is part of a knowledge phrase, and of a skill phrase: (n, 2)."""
    known = _tagger()
    if not tokens:
        return np.zeros((0, len(KINDS)), np.bool_)
    scores = np.array([known.weights[on].sum(axis=0) for on in columns(tokens)])
    result: npt.NDArray[np.bool_] = scores > known.threshold
    return result


def spans(text: str) -> tuple[SkillSpan, ...]:
    """Every phrase that names knowledge or a skill, left to right; a phrase may be both."""
    found: list[SkillSpan] = []
    left = MAX_TOKENS
    for line in _LINE.finditer(text):
        for start, sentence in _sentences(line[0]):
            tokens = list(_TOKEN.finditer(sentence))[:left]
            left -= len(tokens)
            found += _phrases(text, tokens, line.start() + start)
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _sentences(line: str) -> list[tuple[int, str]]:
    cuts = [0, *(end.end() for end in _SENTENCE_END.finditer(line)), len(line)]
    return [(a, line[a:b]) for a, b in pairwise(cuts) if a < b]


def _phrases(text: str, tokens: list[re.Match[str]], offset: int) -> list[SkillSpan]:
    on = tagged([token[0] for token in tokens])
    found = []
    for column, kind in enumerate(KINDS):
        for run in _runs(tokens, on[:, column]):
            kept = _without_loose_ends(run)
            if not kept:
                continue
            start, end = offset + kept[0].start(), offset + kept[-1].end()
            phrase = text[start:end]
            start += len(phrase) - len(phrase.lstrip(_EDGE))
            end -= len(phrase) - len(phrase.rstrip(_EDGE))
            if start < end:
                found.append(SkillSpan(kind, start, end))
    return found


def _runs(tokens: list[re.Match[str]], on: npt.NDArray[np.bool_]) -> list[list[re.Match[str]]]:
    """Neighbouring tokens that are on, parted where a comma stands between two."""
    runs: list[list[re.Match[str]]] = []
    open_run = False
    for token, is_on in zip(tokens, on, strict=True):
        if is_on:
            between = token.string[runs[-1][-1].end() : token.start()] if open_run else ","
            if between.strip():
                runs.append([])
            runs[-1].append(token)
        open_run = bool(is_on)
    return runs


def _without_loose_ends(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """The tokens of a phrase without articles, prepositions and conjunctions at its ends."""
    solid = [at for at, token in enumerate(tokens) if token[0].lower() not in _LOOSE]
    return tokens[solid[0] : solid[-1] + 1] if solid else []
