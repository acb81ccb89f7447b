"""Where postings and resumes lie in one space, so that what lies near is worth reading.

A posting is one vector: the dense vector of its text, then the probabilities of its field of work,
each times the root of the weight the re-ranker gives it, then what fills it up to one length for
all. A question is its resume's two likewise, filled up with nothing: the nearest postings are those
the re-ranker would put first by these two, and the graph of the index is made with its weights.

Source: Bachrach et al., Speeding up the Xbox recommender system using a Euclidean transformation
for inner-product spaces, RecSys 2014 (the filling).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from matching.engine.dense import Dense, Static, blended
from matching.engine.fields import FieldModel
from matching.engine.ranking import WEIGHTS
from matching.engine.terms import Rows, Vocabulary, terms_of
from matching.engine.vectors import DIMENSIONS, embed
from matching.types import CandidateProfile, RoleHeld, Vectors

INDEXED = 288  # dense vector, fields of work, zeros, and what fills the length up
MOST_FIELDS = INDEXED - DIMENSIONS - 1
_DENSE, _WORK = (float(np.sqrt(WEIGHTS[name])) for name in ("blend", "field"))
_LENGTH = WEIGHTS["blend"] + WEIGHTS["field"]  # squared, of two halves of length one
LATEST = (1.0, 0.5, 0.25)  # how much the latest titles say, beside 0.1 for each before
WORDS_KEPT = 48  # of a posting, the most telling
#: What layouts leave where a title should stand.
_NO_TITLE = frozenset({"city", "state", "current", "present", "company", "company name"})


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Rows for postings: the indexed vector, the title alone, and weighed words."""

    index: Vectors
    titles: Vectors
    fields: Vectors
    words: Rows

    @property
    def says_something(self) -> bool:
        """Whether any word of any text is known: the field of no known word is a mere average."""
        return bool(len(self.words.columns) or halves(self.index)[0].any())


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A resume in the same space. A product with `blend` or `field` is the likeness by one half."""

    index: Vectors
    blend: Vectors
    field: Vectors
    roles: Vectors
    words: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What one engine version has learnt."""

    fields: FieldModel
    words: Vocabulary
    dense: Dense = field(default_factory=Static)

    @property
    def width(self) -> int:
        """Of the sparse vectors; the database knows none of no dimension."""
        return max(len(self.words.numbers), 1)

    def places(self, titles: Sequence[str], bodies: Sequence[str]) -> Places:
        """Place postings by their titles (without place, pay and level) and their texts."""
        raw_titles, raw_bodies = embed(titles), embed(bodies)
        own = self.dense.titles(titles, raw_titles)
        work = self.fields.of_postings(titles, bodies, raw_titles, raw_bodies)
        whole = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
        return Places(
            index=indexed(blended(own, self.dense.bodies(bodies, raw_bodies)), work),
            titles=own,
            fields=work,
            words=self.weighed(whole, most=WORDS_KEPT),
        )

    def question(self, profile: CandidateProfile) -> Question:
        """Place a resume."""
        return question_at(
            self.dense.resume(profile),
            self.work_of(profile),
            roles=self.dense.roles(profile),
            words=self.weighed([profile.text]),
        )

    def wished(self, roles: Sequence[str]) -> Vectors:
        """Vectors of titles somebody looks for."""
        return self.dense.titles(roles, embed(roles))

    def work_of(self, profile: CandidateProfile) -> Vectors:
        """Probabilities of a resume's field of work."""
        titles = tuple((role.role, weight) for role, weight in _titles(profile.roles))
        return _work_of(self.fields, profile.text, titles, profile.duties)

    def weighed(self, texts: Sequence[str], *, most: int | None = None) -> Rows:
        """The words of texts, weighed."""
        return self.words.rows((terms_of(text, self.fields.stops) for text in texts), most=most)


def question_at(dense: Vectors, work: Vectors, *, roles: Vectors, words: Rows) -> Question:
    """Ask from this place."""
    dense, work = dense[None], work[None]
    return Question(
        index=_side_by_side(_DENSE * dense, _WORK * work)[0],
        blend=_side_by_side(dense / _DENSE, np.zeros_like(work))[0],
        field=_side_by_side(np.zeros_like(dense), work / _WORK)[0],
        roles=roles,
        words=words,
    )


def indexed(dense: Vectors, work: Vectors) -> Vectors:
    """Rows of postings as the index holds them, all of one length."""
    rows = _side_by_side(_DENSE * dense, _WORK * work)
    rows[:, -1] = np.sqrt(np.maximum(_LENGTH - np.square(rows).sum(axis=1), 0))
    return rows


def halves(places: Vectors) -> tuple[Vectors, Vectors]:
    """The dense vectors and the fields of work (with zeros after) of indexed rows."""
    return places[..., :DIMENSIONS] / _DENSE, places[..., DIMENSIONS:-1] / _WORK


@lru_cache(maxsize=256)
def _work_of(
    model: FieldModel, text: str, titles: tuple[tuple[str, float], ...], duties: tuple[str, ...]
) -> Vectors:
    """The text, the titles held and the lines of work, a third each of what there is."""
    parts = [model.of_texts([text], embed([text]))[0]]
    if titles:
        names = [title for title, _ in titles]
        weights = np.array([weight for _, weight in titles], np.float32)
        parts.append(weights @ model.of_titles(names, embed(names)) / weights.sum())
    if duties:
        parts.append(model.of_texts(duties, embed(duties)).mean(axis=0))
    return np.asarray(np.mean(parts, axis=0), np.float32)


def _titles(roles: Sequence[RoleHeld]) -> list[tuple[RoleHeld, float]]:
    """Titles with what they count: the latest most; the headline as much as the latest."""
    named = [role for role in roles if role.role.casefold() not in _NO_TITLE]
    weights = [*LATEST, *([0.1] * len(named))][: len(named)]
    if named and named[-1].is_headline:
        weights[-1] = LATEST[0]
    return list(zip(named, weights, strict=True))


def _side_by_side(dense: Vectors, work: Vectors) -> Vectors:
    filled = INDEXED - DIMENSIONS - work.shape[1]
    return np.hstack([dense, work, np.zeros((len(dense), filled), np.float32)]).astype(np.float32)
