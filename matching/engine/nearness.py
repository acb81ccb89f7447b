"""Which postings are most like which: one matrix product per block, no loop over pairs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.space import halves
from matching.engine.vectors import Vectors, normalised

#: Parts of a likeness: what the text is about, and the field of work.
BLEND_SHARE, FIELD_SHARE = 0.7, 0.3
_BLOCK = 256  # rows compared at once: a block of likenesses stays near the processor
_GROUP = 64
_NOBODY = -1.0

Whole = npt.NDArray[np.intp]


@dataclass(slots=True, eq=False)
class Nearest:
    """The best so far for each row: positions counted over all that was offered, and likenesses."""

    positions: Whole
    scores: Vectors

    @classmethod
    def of(cls, rows: int, kept: int) -> "Nearest":
        """Nobody yet."""
        return cls(np.zeros((rows, kept), np.intp), np.full((rows, kept), _NOBODY, np.float32))


def joined(places: Vectors) -> Vectors:
    """One row per indexed place, whose dot product with another is their likeness, 0 to 1."""
    text, work = map(normalised, halves(np.asarray(places, np.float32)))
    shares = np.sqrt(np.array([BLEND_SHARE, FIELD_SHARE], np.float32))
    result: Vectors = np.hstack([text * shares[0], work * shares[1]])
    return result


def offer(
    best: Nearest, rows: Vectors, jobs: Whole, offered: Vectors, offered_jobs: Whole, first: int
) -> None:
    """Compare `rows` with what is offered next and keep the closest in `best`.

    `jobs` number the job of each row: nobody is a neighbour of the own job. `first` is the position
    of the first one offered.
    """
    kept = best.scores.shape[1]
    for start in range(0, len(rows), _BLOCK):
        block = slice(start, start + _BLOCK)
        scores = rows[block] @ offered.T
        scores[jobs[block, None] == offered_jobs[None, :]] = _NOBODY
        found, columns = _largest(scores, kept)
        all_scores = np.hstack([best.scores[block], found])
        all_positions = np.hstack([best.positions[block], columns + first])
        order = np.argsort(-all_scores, axis=1, kind="stable")[:, :kept]
        best.scores[block] = np.take_along_axis(all_scores, order, axis=1)
        best.positions[block] = np.take_along_axis(all_positions, order, axis=1)


def _largest(scores: Vectors, kept: int) -> tuple[Vectors, Whole]:
    """The `kept` largest of each row in no order, or a few fewer and `_NOBODY`; their columns.

    The `kept`-th largest of the maxima of groups of columns is a floor that at least `kept` reach:
    only what reaches it is sorted, which is several times faster than to partition every row.
    """
    groups = scores.shape[1] // _GROUP
    if groups <= kept:
        columns = np.argsort(-scores, axis=1)[:, :kept]
        return np.take_along_axis(scores, columns, axis=1), columns
    maxima = scores[:, : groups * _GROUP].reshape(len(scores), groups, _GROUP).max(axis=2)
    floors = np.partition(maxima, -kept, axis=1)[:, -kept]
    rows, columns = np.nonzero(scores >= floors[:, None])
    values = scores[rows, columns]
    order = np.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    is_kept = place < kept
    largest = np.full((len(scores), kept), _NOBODY, np.float32)
    where = np.zeros((len(scores), kept), np.intp)
    largest[rows[is_kept], place[is_kept]] = values[is_kept]
    where[rows[is_kept], place[is_kept]] = columns[is_kept]
    return largest, where
