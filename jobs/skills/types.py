"""Values the skill extractor and the title reader hand out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SkillMention:
    """One place in a text that names a skill.

    `kind` is skill, tool, knowledge, language or certificate; `start` and `end` are offsets into the
    text that was given; `weight` lies in (0, 1]: how much the skill tells about the work.
    """

    name: str
    kind: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class TitleReading:
    """A job title taken apart.

    `role` is the title without seniority, gender marks and asides; `occupation` the canonical
    occupation or ""; `seniority` a posting level or ""; `tokens` the folded words of the role.
    """

    role: str
    occupation: str
    seniority: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillSpan:
    """A phrase of a text that names knowledge or a skill; `kind` says which."""

    kind: str
    start: int
    end: int
