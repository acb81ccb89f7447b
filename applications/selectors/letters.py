"""Cover letters as their owner sees them."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from applications.models import Application, CoverLetter, LetterVersion, WritingSample

_MOST_PAIRS = 100_000  # of equal words; with more, words that stand everywhere lead nowhere


@dataclass(frozen=True, slots=True)
class Piece:
    """Words two versions share, or that one of them lacks."""

    text: str
    kind: str = ""  # "", "gone" or "new"


def letters_of(owner_id: UUID) -> QuerySet[CoverLetter]:
    """A person's letters with what writing one needs."""
    rows = CoverLetter.objects.filter(application__owner_id=owner_id)
    return rows.select_related(
        "application__owner__profile",
        "application__posting__source",
        "application__version",
        "version__resume",
        "finished",
    )


def letter_of(application: Application) -> CoverLetter | None:
    """The letter of one application, if it was begun."""
    return letters_of(application.owner_id).filter(application=application).first()


def owns_letter(owner_id: UUID, letter_id: UUID) -> bool:
    """Whether this letter is this person's."""
    return CoverLetter.objects.filter(pk=letter_id, application__owner_id=owner_id).exists()


def versions_of(letter: CoverLetter) -> QuerySet[LetterVersion]:
    """Every version, the latest first."""
    return letter.versions.select_related("version__resume", "actor").order_by("-number")


def latest(letter: CoverLetter) -> LetterVersion | None:
    """The version whose text is the letter's."""
    return versions_of(letter).first()


def samples_of(owner_id: UUID) -> QuerySet[WritingSample]:
    """A person's own texts, the latest first."""
    return WritingSample.objects.filter(owner_id=owner_id).order_by("-created_at", "-pk")


def changes_between(before: str, after: str) -> list[Piece]:
    """What became of the words of a letter, in order; white space is kept."""
    old, new = (re.findall(r"\s*\S+|\s+", text) for text in (before, after))
    pieces: list[Piece] = []
    is_long = _pairs(old, new) > _MOST_PAIRS
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=is_long)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(old[a:b])))
            continue
        pieces += [Piece("".join(old[a:b]), "gone")] if b > a else []
        pieces += [Piece("".join(new[c:d]), "new")] if d > c else []
    return pieces


def _pairs(old: list[str], new: list[str]) -> int:
    """How many words are the same in both: what one step of a comparison costs at most."""
    counts = Counter(new)
    return sum(counts[word] for word in old)
