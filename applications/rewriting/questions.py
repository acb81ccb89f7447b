"""A model adds questions and hints to a preparation sheet; a hint about the person passes the gate or goes."""

import logging
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from pydantic import BaseModel

from accounts.ai.asking import Assistant
from accounts.models import ModelUsage
from applications.models import PreparationSheet, Writing
from applications.preparing import Kind, Question
from applications.selectors.fit import default_version
from applications.selectors.tailoring import posting_text
from core.errors import DomainError, TransientError
from core.live import announce_on_commit
from core.llm.types import Message, ModelBusyError, ModelError
from core.llm.untrusted import RULE, displayed, quoted
from matching.factgate import Evidence, check_letter
from matching.selectors import facts_of
from resumes.models import ResumeVersion
from resumes.selectors.contact import contact_of

log = logging.getLogger(__name__)

_MOST = 10
_LONGEST_TEXT, _LONGEST_RESUME, _LONGEST_POSTING = 400, 8_000, 6_000
_MOST_TOKENS = 2500
_TASK = (
    "You prepare a person for a job interview. From the posting, write up to ten questions this "
    "employer is likely to ask, none of them general. For each, where the resume holds something to "
    "answer with, add one hint: a sentence in the first person that says only what the resume says, "
    "with its figures and names as they are. Without such a line leave the hint empty. Write in the "
    "language with the code {language}. " + RULE
)


class Item(BaseModel):
    """One question with what to say to it."""

    question: str
    hint: str


class Items(BaseModel):
    """The questions of one answer."""

    items: list[Item]


def write_questions(*, sheet_id: UUID, now: datetime) -> int:
    """Ask a model for questions; returns how many there are. Idempotent. Raises: ModelBusyError."""
    rows = PreparationSheet.objects.filter(pk=sheet_id, state=Writing.WRITING)
    sheet = rows.select_related("application__posting", "application__version").first()
    if sheet is None:
        return 0
    version = sheet.application.version or default_version(sheet.application.owner_id)
    if version is None:
        return _settle(sheet, state=Writing.FAILED, failure="no_resume")
    try:
        found = list(_questions(sheet, version, now))
    except ModelBusyError:
        raise
    except (DomainError, ModelError, TransientError) as error:
        log.info("preparation %s was not written: %s", sheet_id, error)
        failure = str(getattr(error, "code", "model_away"))
        return _settle(sheet, state=Writing.FAILED, failure=failure)
    told = [one.as_json() for one in found]
    _settle(sheet, state=Writing.READY, failure="", questions=told, written_at=now)
    return len(found)


def _questions(
    sheet: PreparationSheet, version: ResumeVersion, now: datetime
) -> Iterator[Question]:
    facts = tuple(facts_of(version.owner_id).values_list("text", flat=True))
    posting = posting_text(sheet.application)
    evidence = Evidence.of(
        version.parsed, posting="", today=now.date(), facts=facts, language=version.language
    )
    for item in _asked(sheet, version, posting).items[:_MOST]:
        text = displayed(item.question)[:_LONGEST_TEXT]
        hint = displayed(item.hint)[:_LONGEST_TEXT]
        if not text:
            continue
        passes = bool(hint) and check_letter(hint, evidence, language=sheet.language).passes
        yield Question(Kind.USUAL, text, hint=hint if passes else "")


def _asked(sheet: PreparationSheet, version: ResumeVersion, posting: str) -> Items:
    category = ModelUsage.Category
    assistant = Assistant(
        user_id=version.owner_id,
        purpose=ModelUsage.Purpose.INTERVIEW,
        categories=[category.RESUME, category.POSTING],
        known=contact_of(version),
        now=timezone.now,
    )
    resume = quoted(version.text, name="RESUME", most_characters=_LONGEST_RESUME)
    advert = quoted(posting, name="POSTING", most_characters=_LONGEST_POSTING)
    messages = [
        Message("system", _TASK.format(language=sheet.language or "en")),
        Message("user", f"{resume.text}\n\n{advert.text}"),
    ]
    return assistant.structured(messages, Items, most_tokens=_MOST_TOKENS)


def _settle(sheet: PreparationSheet, **changes: object) -> int:
    """Write the end, unless somebody else did."""
    rows = PreparationSheet.objects.filter(
        pk=sheet.pk, state=Writing.WRITING, state_since=sheet.state_since
    )
    if rows.update(**changes, updated_at=timezone.now()):
        announce_on_commit(sheet.application.owner_id, "preparation", sheet_id=sheet.pk)
    return 0
