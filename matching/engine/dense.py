"""Dense vectors of texts, from whichever model the install chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matching.engine.vectors import (
    BODY_SHARE,
    DIMENSIONS,
    centred_bodies,
    centred_titles,
    normalised,
)
from matching.types import CandidateProfile, Vectors


class Dense(Protocol):
    """Rows of length one (or zeros), `DIMENSIONS` wide."""

    @property
    def name(self) -> str:
        """What settings and engine versions call it."""

    def titles(self, titles: Sequence[str], raw: Vectors) -> Vectors:
        """Vectors of titles; `raw` are their vectors from the static table."""

    def bodies(self, bodies: Sequence[str], raw: Vectors) -> Vectors:
        """Vectors of longer texts; `raw` as above."""

    def resume(self, profile: CandidateProfile) -> Vectors:
        """The vector of a resume, to be compared with postings."""

    def roles(self, profile: CandidateProfile) -> Vectors:
        """Vectors of the titles a resume holds."""


@dataclass(frozen=True, slots=True)
class Static:
    """The table of word pieces that comes with the project."""

    name: str = "static"

    def titles(self, titles: Sequence[str], raw: Vectors) -> Vectors:
        return centred_titles(raw)

    def bodies(self, bodies: Sequence[str], raw: Vectors) -> Vectors:
        return centred_bodies(raw)

    def resume(self, profile: CandidateProfile) -> Vectors:
        return profile.query_vector

    def roles(self, profile: CandidateProfile) -> Vectors:
        return profile.role_vectors


@dataclass(frozen=True, slots=True)
class Nothing:
    """No dense vectors: words and the field of work alone."""

    name: str = "none"

    def titles(self, titles: Sequence[str], raw: Vectors) -> Vectors:
        return np.zeros((len(titles), DIMENSIONS), np.float32)

    def bodies(self, bodies: Sequence[str], raw: Vectors) -> Vectors:
        return np.zeros((len(bodies), DIMENSIONS), np.float32)

    def resume(self, profile: CandidateProfile) -> Vectors:
        return np.zeros(DIMENSIONS, np.float32)

    def roles(self, profile: CandidateProfile) -> Vectors:
        return np.zeros((len(profile.roles), DIMENSIONS), np.float32)


def blended(titles: Vectors, bodies: Vectors) -> Vectors:
    """One vector per posting of its title and the text under it."""
    return normalised(titles + BODY_SHARE * bodies)
