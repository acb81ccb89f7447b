"""Order retrieved postings by relevance, in one vectorised pass."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.shape import FAR
from matching.types import CandidateProfile

Floats = npt.NDArray[np.float32]
#: Weights of the features below; the first two were measured on real resumes, see docs/matching.md.
WEIGHTS: Mapping[str, float] = {
    "blend": 1.6,
    "field": 8.0,
    "title": 0.5,
    "words": 1.3,
    "skills": 0.6,
    "wish": 0.5,
    "level": -0.35,
    "shape": -0.25,
}
HALF_WAY = 2.0  # the sum of weighed features that is called a relevance of one half
FULL_SKILLS = 6.0  # this much weight of shared skills is as good as more


class SkillRows:
    """Which postings name a skill, for those that many resumes are held against."""

    def __init__(self, skills: Sequence[Sequence[str]]) -> None:
        self._count = len(skills)
        found: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(skills):
            for name in set(names):
                found[name].append(number)
        self._rows = {name: np.array(numbers) for name, numbers in found.items()}

    def summed(self, worth: Mapping[str, float]) -> Floats:
        """The weights of the skills each posting names, added up."""
        total = np.zeros(self._count, np.float32)
        for name in worth.keys() & self._rows.keys():
            total[self._rows[name]] += worth[name]
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What is known of each retrieved posting before its text is read. Arrays of one length."""

    blend: npt.NDArray[np.float32]
    field: npt.NDArray[np.float32]
    title: npt.NDArray[np.float32]
    wish: npt.NDArray[np.float32]
    words: npt.NDArray[np.float32]
    skills: Sequence[Sequence[str]] | SkillRows
    levels: Sequence[int | None] | Floats
    leads_people: Sequence[bool] | npt.NDArray[np.bool_]


def relevance(profile: CandidateProfile, features: Features) -> npt.NDArray[np.float32]:
    """Return 0–1 per posting, higher first to read. Only orders; nobody is shown it."""
    worth = _worth(profile)
    shared = _shared(worth, features.skills)
    own = any(role.leads_people for role in profile.roles[:2])
    other_shape = (np.asarray(features.leads_people, bool) != own).astype(np.float32)
    raw = (
        WEIGHTS["blend"] * features.blend
        + WEIGHTS["field"] * features.field
        + WEIGHTS["title"] * np.clip(features.title, 0, 1)
        + WEIGHTS["words"] * features.words
        + WEIGHTS["wish"] * np.clip(features.wish, 0, 1)
        + WEIGHTS["skills"] * np.minimum(1, shared / FULL_SKILLS)
        + WEIGHTS["level"] * _levels_off(profile.level, features.levels)
        + WEIGHTS["shape"] * (other_shape if profile.roles else 0)
    )
    worth_reading = np.maximum(raw, 0)
    result: npt.NDArray[np.float32] = (worth_reading / (worth_reading + HALF_WAY)).astype(
        np.float32
    )
    return result


def _shared(worth: Mapping[str, float], skills: Sequence[Sequence[str]] | SkillRows) -> Floats:
    """The weight of each posting's skills that the resume shows, each once."""
    if isinstance(skills, SkillRows):
        return skills.summed(worth)
    return np.array(
        [sum(worth.get(name, 0.0) for name in set(names)) for names in skills], np.float32
    )


def _worth(profile: CandidateProfile) -> dict[str, float]:
    shown = {name: 0.5 if one.implied_by else 1.0 for name, one in profile.skills.items()}
    return dict.fromkeys(profile.elsewhere, 0.4) | shown


def _levels_off(own: int | None, levels: Sequence[int | None] | Floats) -> Floats:
    """0 for the same or a neighbouring level, 1 for one two steps away or more."""
    if own is None:
        return np.zeros(len(levels), np.float32)
    off = np.clip(np.abs(as_numbers(levels) - own) - FAR + 1, 0, 1)
    result: Floats = np.nan_to_num(off, nan=0.0).astype(np.float32)
    return result


def as_numbers(levels: Sequence[int | None] | Floats) -> Floats:
    """Levels as an array; one that is not stated is no number."""
    return np.array(levels, np.float32)
