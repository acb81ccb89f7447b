"""What a letter is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "pl", "nl")


class Tone(StrEnum):
    """How a letter sounds."""

    PLAIN = "PLAIN"
    WARM = "WARM"
    FORMAL = "FORMAL"


class Length(StrEnum):
    """How long a letter is: about 80, 150 and 230 words."""

    SHORT = "SHORT"
    STANDARD = "STANDARD"
    LONG = "LONG"


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the posting and the line of the resume that answers it."""

    subject: str
    posting: str
    resume: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a letter may say."""

    resume: Mapping[str, Any]
    resume_language: str
    title: str
    company: str
    place: str
    posting: str
    posting_language: str
    today: date
    pairs: tuple[Pair, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def posting_text(self) -> str:
        """The posting with what its page says beside the text."""
        lines = (self.title, self.company, self.place, self.posting)
        return "\n".join(line for line in lines if line)
