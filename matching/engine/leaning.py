"""What somebody reads next, moved by what they wanted more and less of.

Source: Rocchio's relevance feedback (Manning, Raghavan, Schütze, Introduction to Information
Retrieval, 9.1.1), with a bound: however many thumbs, the resume stays what is searched with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin

import numpy as np

from matching.engine.vectors import Vectors, normalised
from matching.types import CandidateProfile

MORE, LESS = 0.75, 0.4  # weight of the mean of what is liked, and of what is not
FEW = 2  # one thumb says a third of what many say
FURTHEST = radians(30)  # between where the resume points and where we look
ALIKE = 0.75  # this much like an unwanted posting, and more than like any wanted one: set aside


@dataclass(frozen=True, slots=True, eq=False)
class Leanings:
    """Vectors of the postings somebody wanted more and less of. Rows of length one."""

    more: Vectors
    less: Vectors
    more_fields: Vectors
    less_fields: Vectors

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not len(self.more) and not len(self.less)


def lean(profile: CandidateProfile, leanings: Leanings) -> CandidateProfile:
    """The same resume, looking a little more towards what was liked. Nothing else of it changes."""
    if leanings.is_empty:
        return profile
    seeker = replace(
        profile, query_vector=_moved(profile.query_vector, leanings.more, leanings.less)
    )
    said = [one for one in (leanings.more_fields, leanings.less_fields) if len(one)]
    if any(one.shape[1:] != profile.field.shape for one in said):
        return seeker  # this engine reads the field of work of a resume from its text
    field = _moved(profile.field, leanings.more_fields, leanings.less_fields)
    return replace(seeker, field=normalised(np.maximum(field, 0)))


def set_aside(vectors: Vectors, leanings: Leanings) -> Sequence[bool]:
    """Of each posting, whether it is much like one that was not wanted."""
    if not len(leanings.less) or not len(vectors):
        return [False] * len(vectors)
    unwanted = (vectors @ leanings.less.T).max(axis=1)
    wanted = (vectors @ leanings.more.T).max(axis=1) if len(leanings.more) else np.zeros(1)
    return list(map(bool, (unwanted >= ALIKE) & (unwanted > wanted)))


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
