"""A model words the lines of a resume for a posting; the fact gate decides which of them are offered."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from pydantic import BaseModel

from accounts.ai.asking import Assistant
from accounts.models import ModelUsage
from applications.models import Tailoring, Writing
from applications.selectors.tailoring import plan_of, posting_text
from applications.tailoring import Plan, Proposal, gated, sentences_of
from applications.tailoring.rewriting import Refused, Sentence
from applications.tailoring.types import Act
from core.errors import DomainError, TransientError
from core.live import announce_on_commit
from core.llm.types import Message, ModelBusyError, ModelError
from core.llm.untrusted import RULE, displayed, quoted
from matching.selectors import facts_of
from resumes.selectors.contact import contact_of

log = logging.getLogger(__name__)

_AT_ONCE = 20  # lines of one question
_LONGEST_LINES, _LONGEST_POSTING = 12_000, 6_000
_MOST_TOKENS = 3000
_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish",
}  # fmt: skip
_TASK = (
    "You word lines of a resume so that they speak to a posting. Answer in {language}. Keep every "
    "employer, title, figure, date, tool and name exactly as it is; add none, leave none out. Say "
    "nothing the line does not say: no new skill, no result, no praise, no word of the posting that "
    "is not true of the line. {what} Give each line its number. Leave out lines that are good as "
    "they are. " + RULE
)
_REWORD = "Begin with a strong verb and be brief."
_TRANSLATE = "Translate every line, as a native speaker would write it in a resume."


class Line(BaseModel):
    """One line, worded anew."""

    number: int
    text: str


class Lines(BaseModel):
    """The lines of one answer."""

    lines: list[Line]


def write_lines(*, tailoring_id: UUID, now: datetime) -> int:
    """Ask a model for new words; returns how many lines may be offered. Idempotent.

    Raises: ModelBusyError.
    """
    rows = Tailoring.objects.filter(pk=tailoring_id, state=Writing.WRITING)
    tailoring = rows.select_related(
        "application__posting", "application__owner__profile", "base__owner__profile"
    ).first()
    if tailoring is None:
        return 0
    sentences = sentences_of(tailoring.base.parsed, with_titles=tailoring.is_translated)
    offered: list[Proposal] = []
    refused: list[Refused] = []
    try:
        for sentence, words in _worded(tailoring, sentences):
            found = _checked(tailoring, sentence, words, now)
            if isinstance(found, Proposal):
                offered.append(found)
            elif found is not None:
                refused.append(found)
    except ModelBusyError:
        raise
    except (DomainError, ModelError, TransientError) as error:
        log.info("tailoring %s was not written: %s", tailoring_id, error)
        _settle(tailoring, state=Writing.FAILED, failure=str(getattr(error, "code", "model_away")))
        return 0
    kept = [one for one in plan_of(tailoring).proposals if one.act is not Act.REWRITE]
    plan = Plan((*kept, *offered), plan_of(tailoring).orders)
    said = [[one.text, one.claim, one.lacked] for one in refused]
    _settle(tailoring, state=Writing.READY, failure="", plan=plan.as_json(), refused=said)
    return len(offered)


def _worded(tailoring: Tailoring, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, str]]:
    for first in range(0, len(sentences), _AT_ONCE):
        some = sentences[first : first + _AT_ONCE]
        seen: set[int] = set()
        for line in _asked(tailoring, some).lines:
            if 1 <= line.number <= len(some) and line.number not in seen:
                seen.add(line.number)
                yield some[line.number - 1], displayed(line.text)


def _asked(tailoring: Tailoring, sentences: Iterable[Sentence]) -> Lines:
    category = ModelUsage.Category
    assistant = Assistant(
        user_id=tailoring.application.owner_id,
        purpose=ModelUsage.Purpose.TAILORING,
        categories=[category.RESUME, category.POSTING],
        known=contact_of(tailoring.base),
        now=timezone.now,
    )
    what = _TRANSLATE if tailoring.is_translated else _REWORD
    language = _NAMES.get(tailoring.language, "the language of the lines")
    listed = "\n".join(f"{at}. {one.text}" for at, one in enumerate(sentences, start=1))
    lines = quoted(listed, name="LINES", most_characters=_LONGEST_LINES)
    text = posting_text(tailoring.application)
    posting = quoted(text, name="POSTING", most_characters=_LONGEST_POSTING)
    messages = [
        Message("system", _TASK.format(language=language, what=what)),
        Message("user", f"{lines.text}\n\n{posting.text}"),
    ]
    return assistant.structured(messages, Lines, most_tokens=_MOST_TOKENS)


def _checked(
    tailoring: Tailoring, sentence: Sentence, words: str, now: datetime
) -> Proposal | Refused | None:
    return gated(
        tailoring.base.parsed,
        sentence,
        words,
        language=tailoring.language,
        facts=tuple(facts_of(tailoring.application.owner_id).values_list("text", flat=True)),
        today=now.date(),
    )


def _settle(tailoring: Tailoring, **changes: object) -> None:
    """Write the end, unless somebody else did."""
    rows = Tailoring.objects.filter(
        pk=tailoring.pk, state=Writing.WRITING, state_since=tailoring.state_since
    )
    if rows.update(**changes, updated_at=timezone.now()):
        announce_on_commit(tailoring.application.owner_id, "tailoring", tailoring_id=tailoring.pk)
