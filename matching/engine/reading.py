"""The one skill extractor and title reader, as both sides use them."""

from functools import lru_cache

from jobs.skills import canonical, extract_skills, implied_by, normalise_title
from jobs.skills.types import SkillMention, TitleReading
from matching.engine.shape import leads_people, level_number

LANGUAGE_KIND = "language"
CERTIFICATE_KIND = "certificate"


def mentions(text: str, language: str) -> list[SkillMention]:
    """Every place of `text` that names a skill; human languages are read elsewhere."""
    return [
        found for found in extract_skills(text, language=language) if found.kind != LANGUAGE_KIND
    ]


@lru_cache(maxsize=20_000)
def title_of(title: str, language: str = "") -> TitleReading:
    """A title taken apart; the same few thousand titles come again and again."""
    return normalise_title(title, language)


def level_of(title: str, reading: TitleReading) -> tuple[int | None, bool]:
    """The level a title states, or None, and whether it leads people."""
    return level_number(reading.seniority), leads_people(title, reading.seniority)


__all__ = ["canonical", "implied_by", "level_of", "mentions", "title_of"]
