"""Has a model write a letter, in a worker: piece by piece to the open editors and to the row.

Every write names the run it belongs to: a worker thought dead, or stopped by the person, changes
nothing any more. A message delivered twice finds the letter no longer queued.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.ai import keys
from accounts.ai.asking import Assistant
from accounts.models import ModelUsage
from applications.drafting import keeping
from applications.drafting.checking import Gate
from applications.drafting.material import material_of, version_for
from applications.drafting.prompting import letter_messages, paragraph_messages
from applications.drafting.streams import Sanitised, Writer
from applications.drafting.types import Length, Material, Tone
from applications.models import CoverLetter, LetterVersion, WritingSample
from applications.models.letters import MODEL
from core.errors import DomainError, TransientError
from core.llm.types import Message, ModelBusyError, ModelError
from resumes.models import ResumeVersion
from resumes.selectors.contact import contact_of

log = logging.getLogger(__name__)

State = CoverLetter.State
Category = ModelUsage.Category

SAMPLES = 3
MOST_TOKENS = 1500
_BEAT_SECONDS = 0.4
_LONGEST = 12_000
#: A model may be silent this long: three attempts within their budget, and a little.
SILENT = timedelta(minutes=4)
LOST = timedelta(minutes=2)
_LONGEST_QUEUE = timedelta(minutes=20)
_MOST_TRIES = 2


def write(*, letter_id: UUID, clock: Callable[[], float] = time.monotonic) -> bool:
    """Write the letter, or the paragraph, that was asked for; whether a version came of it.

    Raises: ModelBusyError, after which the letter is queued again.
    """
    letter = keeping.claim(letter_id, now=timezone.now())
    if letter is None:
        return False
    stream = Writer(letter.pk, letter.run)
    stream.begin()
    keeping.tell(letter)
    try:
        return _written(letter, stream, clock)
    except ModelBusyError:
        keeping.settle(letter, State.QUEUED)
        raise
    except (DomainError, ModelError) as error:
        failure = error.code
    except TransientError as error:
        log.info("letter %s was not written: %s", letter_id, error)
        failure = "model_away"
    keeping.settle(letter, State.FAILED, failure=failure)
    stream.end(State.FAILED)
    return False


def waiting_too_long(*, now: datetime) -> list[UUID]:
    """Letters whose worker was lost: queued again once, then failed. Returns those to enqueue."""
    lost: list[UUID] = []
    silent = CoverLetter.objects.filter(state=State.WRITING, beat_at__lt=now - SILENT)
    for letter in silent.select_related("application"):
        if letter.tries < _MOST_TRIES:
            if keeping.settle(letter, State.QUEUED):
                lost.append(letter.pk)
        elif keeping.settle(letter, State.FAILED, failure="interrupted"):
            Writer(letter.pk, letter.run).end(State.FAILED)
    waiting = CoverLetter.objects.filter(state=State.QUEUED, asked_at__lt=now - LOST)
    hopeless = waiting.filter(asked_at__lt=now - _LONGEST_QUEUE).exclude(pk__in=lost)
    for letter in hopeless.select_related("application"):
        hopeless.filter(pk=letter.pk).update(state=State.FAILED, failure="model_away")
        keeping.tell(letter)
    return list(dict.fromkeys([*lost, *waiting.values_list("pk", flat=True)]))


def _written(letter: CoverLetter, stream: Writer, clock: Callable[[], float]) -> bool:
    version = version_for(letter)
    if version is None:
        raise keeping.NoResumeError
    material = material_of(letter, version, now=timezone.now())
    before = letter.versions.order_by("-number").first()
    if letter.paragraph is not None and letter.paragraph >= _paragraphs(before):
        letter.paragraph = None
    messages, categories = _question(letter, material, before.text if before else "")
    pieces = _assistant(letter, version, categories).stream(messages, most_tokens=MOST_TOKENS)
    shown = Sanitised()
    if not _streamed(letter, pieces, shown, stream, clock):
        return False
    text = _whole(shown.text, before.text if before else "", letter.paragraph)
    return _kept(letter, text, material, version, stream)


def _streamed(
    letter: CoverLetter,
    pieces: Iterator[str],
    shown: Sanitised,
    stream: Writer,
    clock: Callable[[], float],
) -> bool:
    """Pass every piece on as it comes; False when the run ended meanwhile."""
    beaten = clock()
    try:
        for piece in pieces:
            if fresh := shown.hear(piece):
                stream.say(fresh)
            if clock() - beaten >= _BEAT_SECONDS:
                beaten = clock()
                if not keeping.beat(letter, shown.text, now=timezone.now()):
                    return False
    finally:  # what came before a failure is kept as well
        is_mine = keeping.beat(letter, shown.text, now=timezone.now())
    if fresh := shown.rest():
        stream.say(fresh)
    return is_mine


def _kept(
    letter: CoverLetter, text: str, material: Material, version: ResumeVersion, stream: Writer
) -> bool:
    if not text.strip():
        keeping.settle(letter, State.FAILED, failure="model_bad_answer")
        stream.end(State.FAILED)
        return False
    report = Gate.of(material, language=letter.language).check(text)
    model = keys.model_for(letter.application.owner_id, ModelUsage.Purpose.LETTER)
    with transaction.atomic():
        keeping.hold_application(letter)
        if not keeping.settle(letter, State.READY):
            return False
        kept = keeping.keep(
            letter,
            text,
            report,
            produced_by=f"{MODEL}{model}"[:130],
            version=version,
            actor=letter.application.owner,
        )
        CoverLetter.objects.filter(pk=letter.pk).update(draft="", paragraph=None, tries=0)
        keeping.note(
            letter, "written", actor=None, now=timezone.now(), text=f"v{kept.number} · {model}"
        )
    stream.end(State.READY)
    return True


def _question(
    letter: CoverLetter, material: Material, before: str
) -> tuple[list[Message], list[Category]]:
    tone, length = Tone(letter.tone), Length(letter.length)
    categories = [Category.RESUME, Category.POSTING]
    categories += [Category.FACTS] if material.facts else []
    if letter.paragraph is not None:
        messages = paragraph_messages(
            material, letter=before, number=letter.paragraph, language=letter.language, tone=tone
        )
        return messages, [*categories, Category.LETTER]
    owner = letter.application.owner_id
    samples = WritingSample.objects.filter(owner_id=owner).order_by("-created_at")
    texts = list(samples.values_list("text", flat=True)[:SAMPLES])
    messages = letter_messages(
        material,
        language=letter.language,
        tone=tone,
        length=length,
        samples=texts,
        draft=letter.run,
    )
    return messages, [*categories, *([Category.LETTER] if texts else [])]


def _assistant(
    letter: CoverLetter, version: ResumeVersion, categories: list[Category]
) -> Assistant:
    return Assistant(
        user_id=letter.application.owner_id,
        purpose=ModelUsage.Purpose.LETTER,
        categories=categories,
        known=contact_of(version),
        now=timezone.now,
    )


def _paragraphs(before: LetterVersion | None) -> int:
    return len(before.text.split("\n\n")) if before else 0


def _whole(written: str, before: str, paragraph: int | None) -> str:
    """The letter: what was written, or the former one with one paragraph in its place."""
    clean = "\n\n".join(part.strip() for part in written.split("\n\n") if part.strip())[:_LONGEST]
    if paragraph is None:
        return clean
    paragraphs = before.split("\n\n")
    if not clean or paragraph >= len(paragraphs):
        return before
    paragraphs[paragraph] = clean.replace("\n\n", " ")
    return "\n\n".join(paragraphs)
