"""A language model reviews a resume version: marks with quotes, and other words for the same facts.

What it says is believed only as far as the resume bears it out: quotes are looked up, remarks and
rewritings pass the fact gate, what does not is left out and counted.
"""

import logging
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone
from pydantic import BaseModel

from accounts.ai import keys
from accounts.ai.asking import Assistant
from accounts.models import ModelUsage
from core.errors import DomainError, TransientError
from core.llm.types import Message, ModelBusyError, ModelError
from core.llm.untrusted import RULE, quoted
from matching.drafting.tracing import Ground, Line, lines_of
from resumes.models import Feedback, ResumeVersion
from resumes.selectors.contact import contact_of
from resumes.selectors.feedback import said_in
from resumes.transitions import (
    Claim,
    claim_feedback,
    fail_feedback,
    finish_feedback,
    put_back_feedback,
    release_feedback,
)

log = logging.getLogger(__name__)

ASPECTS = ("SUMMARY", "WORK", "VALUE", "COMMUNICATION")
_LANGUAGES = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "pl": "Polish",
    "nl": "Dutch",
}
_LONGEST_RESUME, _LONGEST_LINES = 16_000, 12_000  # characters
_MOST_REWRITES = 8
_MOST_TOKENS = 3000
_LOWEST, _HIGHEST = 1, 5
_TASK = (
    "You review a resume for its owner. Give four marks from 1 (weak) to 5 (strong): SUMMARY, how well the summary and "
    "skills say what the person can do; WORK, how clearly the work history says what was done; VALUE, whether results are "
    "shown; COMMUNICATION, how clear and short the language is. For each mark write at most three short sentences to the "
    "owner and give one to three quotes, copied letter for letter from the resume. Then suggest up to eight rewritings of "
    "numbered lines: stronger verbs, fewer words, the same facts. Write a rewriting in the language of its line. Never add "
    "a number, name, employer, tool, skill, date, duty or result that the line's own entry does not state, and never leave "
    "a gap to fill. Write marks and reasons in {language}. " + RULE
)


class Mark(BaseModel):
    """One mark of the rubric."""

    aspect: Literal["SUMMARY", "WORK", "VALUE", "COMMUNICATION"]
    mark: int
    comment: str
    quotes: list[str]


class Rewrite(BaseModel):
    """Other words for a numbered line."""

    line: int
    text: str
    why: str


class Review(BaseModel):
    """What a model answers."""

    marks: list[Mark]
    rewrites: list[Rewrite]


def review_version(*, feedback_id: UUID, now: datetime) -> bool:
    """Make the review that waits; returns whether this call made it. Idempotent.

    Raises: TransientError, after putting it back; the last time it is failed instead.
    """
    claim = claim_feedback(feedback_id, kind=Feedback.Kind.MODEL, now=now)
    if claim is None:
        return False
    rows = ResumeVersion.objects.select_related("owner__profile")
    version = rows.get(feedback=feedback_id)
    wanted = Feedback.objects.values_list("language", flat=True).get(pk=feedback_id)
    lines = lines_of(version.parsed)
    try:
        review = _asked(version, lines, wanted or version.language)
    except ModelBusyError:
        release_feedback(claim, now=timezone.now())
        raise
    except TransientError:
        put_back_feedback(claim, "model_away", now=timezone.now())
        raise
    except (DomainError, ModelError) as error:
        log.info("resume version %s was not reviewed: %s", version.pk, error)
        return fail_feedback(claim, error.code, now=timezone.now())
    return _written(claim, version, lines, review)


def _asked(version: ResumeVersion, lines: list[Line], language: str) -> Review:
    assistant = Assistant(
        user_id=version.owner_id,
        purpose=ModelUsage.Purpose.FEEDBACK,
        categories=[ModelUsage.Category.RESUME],
        known=contact_of(version),
        now=timezone.now,
    )
    numbered = "\n".join(f"{number}. {line.text}" for number, line in enumerate(lines, start=1))
    resume = quoted(said_in(version), name="RESUME", most_characters=_LONGEST_RESUME)
    listed = quoted(numbered, name="LINES", most_characters=_LONGEST_LINES)
    task = _TASK.format(language=_LANGUAGES.get(language, "English"))
    messages = [Message("system", task), Message("user", f"{resume.text}\n\n{listed.text}")]
    return assistant.structured(messages, Review, most_tokens=_MOST_TOKENS)


def _written(claim: Claim, version: ResumeVersion, lines: list[Line], review: Review) -> bool:
    now = timezone.now()
    ground = Ground(version.parsed, said_in(version), version.language, now.date())
    rubric = _rubric(review, ground)
    suggestions = _suggestions(review, lines, ground)
    return finish_feedback(
        claim,
        now=now,
        algorithm=keys.model_for(version.owner_id, ModelUsage.Purpose.FEEDBACK)[:80],
        rubric=rubric,
        suggestions=suggestions,
        dropped={name: count for name, count in ground.dropped.items() if count},
    )


def _rubric(review: Review, ground: Ground) -> list[dict[str, object]]:
    """The first usable mark of each aspect, in the order of the rubric."""
    found: dict[str, dict[str, object]] = {}
    for row in review.marks:
        if row.aspect in found or not _LOWEST <= row.mark <= _HIGHEST:
            continue
        quotes = ground.held_quotes(row.quotes)
        comment = ground.held_comment(row.comment)
        if comment and (quotes or not row.quotes):
            found[row.aspect] = {
                "aspect": row.aspect,
                "mark": row.mark,
                "comment": comment,
                "quotes": quotes,
            }
    return [found[aspect] for aspect in ASPECTS if aspect in found]


def _suggestions(review: Review, lines: list[Line], ground: Ground) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in review.rewrites[:_MOST_REWRITES]:
        line = lines[row.line - 1] if 1 <= row.line <= len(lines) else None
        if line is None or line.pointer in found:
            continue
        text = ground.held_rewrite(line, row.text)
        if text:
            found[line.pointer] = {
                "pointer": line.pointer,
                "before": line.text,
                "after": text,
                "why": ground.held_comment(row.why),
            }
    return list(found.values())
