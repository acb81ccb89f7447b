"""The one skill extractor and title reader: the same for postings and for resumes."""

from jobs.skills.extractor import canonical, extract_skills, implied_by
from jobs.skills.spelling import spelled
from jobs.skills.titles import HEADS, known_title_in, normalise_title, related_titles
from jobs.skills.types import SkillMention, TitleReading

__all__ = [
    "HEADS",
    "SkillMention",
    "TitleReading",
    "canonical",
    "extract_skills",
    "implied_by",
    "known_title_in",
    "normalise_title",
    "related_titles",
    "spelled",
]
