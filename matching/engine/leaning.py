"""What somebody reads next, moved by what they wanted more and less of.

Source: Rocchio's relevance feedback (Manning, Raghavan, Schütze, Introduction to Information
Retrieval, 9.1.1), with a bound: however many thumbs, the resume stays what is searched with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from matching.engine.space import Question, halves, question_at
from matching.engine.vectors import Vectors, normalised

MORE, LESS = 0.75, 0.4  # weight of the mean of what is liked, and of what is not
FEW = 2  # one thumb says a third of what many say
FURTHEST = radians(30)  # between where the resume points and where we look
ALIKE = 0.75  # this much like an unwanted posting, and more than like any wanted one: set aside


@dataclass(frozen=True, slots=True, eq=False)
class Leanings:
    """Places of the postings somebody wanted more and less of, as they are indexed."""

    more: Vectors
    less: Vectors

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not len(self.more) and not len(self.less)


_NOBODY = np.zeros((0, 0), np.float32)
NOTHING_LEANT = Leanings(_NOBODY, _NOBODY)


def lean(question: Question, leanings: Leanings) -> Question:
    """The same question from a little nearer to what was liked. Its words and titles stay."""
    if leanings.is_empty:
        return question
    dense, work = halves(question.index)
    (more, more_work), (less, less_work) = halves(leanings.more), halves(leanings.less)
    return question_at(
        _moved(dense, more, less),
        _as_likely(_moved(work, normalised(more_work), normalised(less_work)), work),
        roles=question.roles,
        words=question.words,
    )


def set_aside(places: Vectors, leanings: Leanings) -> Sequence[bool]:
    """Of each posting, whether its text is much like one that was not wanted."""
    if not len(leanings.less) or not len(places):
        return [False] * len(places)
    texts, less, more = (halves(one)[0] for one in (places, leanings.less, leanings.more))
    unwanted = (texts @ less.T).max(axis=1)
    wanted = (texts @ more.T).max(axis=1) if len(more) else np.zeros(1)
    return list(map(bool, (unwanted >= ALIKE) & (unwanted > wanted)))


def _as_likely(moved: Vectors, work: Vectors) -> Vectors:
    """Probabilities again, of the same sum; the old ones where nothing is left."""
    held = np.maximum(moved, 0)
    result: Vectors = held * (work.sum() / held.sum()) if held.any() else work
    return result


def _moved(origin: Vectors, more: Vectors, less: Vectors) -> Vectors:
    there = origin.copy()
    if len(more):
        there += np.float32(MORE) * _pull(more)
    if len(less):
        there -= np.float32(LESS) * _pull(less)
    return _bounded(normalised(origin), normalised(there))


def _pull(vectors: Vectors) -> Vectors:
    pull: Vectors = vectors.mean(axis=0) * (len(vectors) / (len(vectors) + FEW))
    return pull


def _bounded(origin: Vectors, there: Vectors) -> Vectors:
    """`there`, or the point on the way to it that is `FURTHEST` from the origin."""
    if not origin.any() or origin @ there >= cos(FURTHEST):
        return there
    aside = normalised(there - (origin @ there) * origin)
    result: Vectors = (cos(FURTHEST) * origin + sin(FURTHEST) * aside).astype(np.float32)
    return result
