"""What an engine is asked and what it gives: postings to read, never a verdict on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from matching.engine.leaning import NOTHING_LEANT, Leanings
from matching.types import Candidate, CandidateProfile, Wishes

MOST = 200  # postings that are judged for one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A resume and what its owner looks for. `within` narrows to these postings (new ones).

    An engine of ours leans towards what the owner liked.
    """

    profile: CandidateProfile
    wishes: Wishes
    engine_id: UUID
    now: datetime
    limit: int = MOST
    within: Sequence[UUID] | None = None
    leanings: Leanings = NOTHING_LEANT


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Candidates, the most relevant first, and the name of the engine that found them.

    `is_second_choice` when it is not the engine this install chose.
    """

    candidates: tuple[Candidate, ...]
    engine: str
    is_second_choice: bool = False


class EngineAwayError(Exception):
    """This engine cannot answer now; the sentence says why, for the log."""


class Engine(Protocol):
    """Finds the postings a resume should be read against.

    Whatever finds them: only open postings that pass the wishes, each once, in an order that is the
    same for the same question and the same postings, at most `limit`. Our own scorer judges and
    explains them afterwards.
    """

    name: str

    def candidates(self, question: Question) -> tuple[Candidate, ...]:
        """Return the postings, the most relevant first.

        Raises: EngineAwayError.
        """
