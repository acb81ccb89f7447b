"""What the tagger of skill phrases sees of a sentence; the same when it is trained and when it reads."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

from jobs.skills.extractor import extract_skills

COLUMNS = 1 << 18
"""Features are hashed into this many columns: no list of them is kept."""
_EDGE = "()[]{},.;:!?\"'*•·-–"
_REACH = 3  # words to the left and right that are read whole
_HEAVY = 0.5  # from this weight on a skill of the vocabulary tells of the work
_LONG_SENTENCE, _LENGTH_STEP = 12, 3
_RUN = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def _column(feature: str) -> int:
    return crc32(feature.encode()) % COLUMNS


def columns(tokens: Sequence[str]) -> list[npt.NDArray[np.int64]]:
    """The columns that are on, for each token."""
    words = [_Word(token) for token in tokens]
    marks = ["^", *_marks(tokens), "$"]
    length = f"n={min(len(tokens), _LONG_SENTENCE) // _LENGTH_STEP}"
    found = []
    for at in range(len(words)):
        known = (f"d-1={marks[at]}", f"d={marks[at + 1]}", f"d+1={marks[at + 2]}", length)
        features = chain(_around(words, at), known)
        found.append(np.fromiter(map(_column, features), np.int64))
    return found


class _Word:
    """A token's plain form and its shape."""

    __slots__ = ("plain", "shape")

    def __init__(self, token: str) -> None:
        self.plain = token.lower().strip(_EDGE)
        self.shape = _shape(token)


@lru_cache(maxsize=20_000)
def _shape(token: str) -> str:
    kinds = "".join(
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in token
    )
    return _RUN.sub(r"\1\1", kinds)[:8]


def _around(words: Sequence[_Word], at: int) -> list[str]:
    found = ["bias"]
    for step in range(-_REACH, _REACH + 1):
        place = at + step
        if not 0 <= place < len(words):
            found.append(f"w{step}=|")
            continue
        word = words[place]
        found.append(f"w{step}={word.plain}")
        if abs(step) <= 1:
            found += [
                f"s{step}={word.shape}",
                f"3{step}={word.plain[-3:]}",
                f"4{step}={word.plain[-4:]}",
            ]
    here = words[at].plain
    return [*found, f"p3={here[:3]}", f"p4={here[:4]}"]


def _marks(tokens: Sequence[str]) -> list[str]:
    """What the vocabulary knows of each token: the kind of skill, and whether it tells of the work."""
    marks = [""] * len(tokens)
    starts = np.cumsum([0, *(len(token) + 1 for token in tokens)])
    for skill in extract_skills(" ".join(tokens)):
        first = int(np.searchsorted(starts, skill.start, side="right")) - 1
        last = int(np.searchsorted(starts, skill.end, side="left"))
        mark = skill.kind + ("+" if skill.weight >= _HEAVY else "")
        marks[first:last] = [mark] * (min(last, len(tokens)) - first)
    return marks
