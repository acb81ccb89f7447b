"""Reads job titles."""

from jobs.skills.seniority import seniority_of
from jobs.skills.types import TitleReading


def normalise_title(title: str, language: str = "") -> TitleReading:
    """x"""
    return TitleReading(title, "", seniority_of(title), tuple(title.lower().split()))


def related_titles(title: str, limit: int = 10) -> tuple[str, ...]:
    """x"""
    return ()
