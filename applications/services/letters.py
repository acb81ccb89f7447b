"""A person has a cover letter written: by rules at once, or by a model in a worker."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.ai import keys, ledger
from accounts.models import ModelUsage, User
from accounts.requests import is_within_rate
from applications.drafting import keeping
from applications.drafting.checking import Gate, without_blocked
from applications.drafting.composing import compose
from applications.drafting.keeping import NoResumeError
from applications.drafting.material import language_for, material_of, version_for
from applications.drafting.streams import Writer
from applications.drafting.types import Length, Material, Tone
from applications.models import Application, CoverLetter, LetterVersion
from applications.models.letters import COMPOSED, MODEL
from applications.services.ledger import hold
from applications.tasks import write_letter
from core.errors import DomainError
from resumes.models import ResumeVersion

State = CoverLetter.State

_HOUR = 3600
_EXPECTED_TOKENS = 5_000  # about what a letter takes, question and answer
_TURNS = 6


class UnderWayError(DomainError):
    """This letter is being written right now. Stop it, or wait for its end."""

    code = "letter_under_way"


class TooManyLettersError(DomainError):
    """Too many letters in an hour."""

    code = "too_many"
    status = 429


class NoSuchParagraphError(DomainError):
    """This letter has no such paragraph any more."""

    code = "no_such_paragraph"


class NothingElseError(DomainError):
    """There is nothing else to say here: the resume gives no other line."""

    code = "nothing_else"


def count_letter(*, user: User, network: str) -> None:
    """Count one writing, for the person and for where they are. Raises: TooManyLettersError."""
    most = settings.LETTERS_AN_HOUR
    is_mine = is_within_rate(f"letters:{user.pk}", limit=most, seconds=_HOUR)
    is_there = is_within_rate(f"letters-from:{network}", limit=most * 5, seconds=_HOUR)
    if not (is_mine and is_there):
        raise TooManyLettersError(
            _("Many letters were written for you in the last hour. Try again later.")
        )


def begin_letter(*, application: Application) -> CoverLetter:
    """The letter of an application, begun in the language of its posting where there was none."""
    letter, _made = CoverLetter.objects.get_or_create(
        application=application, defaults={"language": language_for(application)}
    )
    letter.application = application
    return letter


@transaction.atomic
def compose_letter(
    *, application: Application, actor: User, wishes: Mapping[str, Any], now: datetime
) -> LetterVersion:
    """Compose the letter from matched lines, by rules. Raises: NoResumeError, UnderWayError."""
    letter = _held(application, wishes)
    material, version = _material(letter, now)
    gate = Gate.of(material, language=letter.language)
    text = _composed(letter, material, gate, turn=letter.turn)
    CoverLetter.objects.filter(pk=letter.pk).update(
        turn=letter.turn + 1, state=State.READY, draft=""
    )
    kept = keeping.keep(
        letter, text, gate.check(text), produced_by=COMPOSED, version=version, actor=actor
    )
    keeping.note(letter, "composed", actor=actor, now=now, text=f"v{kept.number}")
    return kept


@transaction.atomic
def ask_for_letter(
    *,
    application: Application,
    actor: User,
    wishes: Mapping[str, Any],
    now: datetime,
    paragraph: int | None = None,
) -> CoverLetter:
    """Queue the letter, or one paragraph, for a model.

    Raises: NotConfiguredError, NoConsentError, QuotaUsedUpError, NoResumeError, UnderWayError,
        NoSuchParagraphError.
    """
    check_model(user=actor, now=now)
    letter = _held(application, wishes)
    if version_for(letter) is None:
        raise NoResumeError(_("A letter is written from a resume that was read: add one first."))
    if paragraph is not None:
        _paragraphs(letter, paragraph)
    CoverLetter.objects.filter(pk=letter.pk).update(
        state=State.QUEUED,
        paragraph=paragraph,
        draft="",
        failure="",
        tries=0,
        asked_at=now,
        beat_at=now,
    )
    letter.refresh_from_db(fields=["state", "paragraph", "asked_at"])
    keeping.tell(letter)
    write_letter.delay_on_commit(letter_id=str(letter.pk))
    return letter


def check_model(*, user: User, now: datetime) -> None:
    """Whether a model may be asked for this person now.

    Raises: NotConfiguredError, NoConsentError, QuotaUsedUpError.
    """
    route = keys.route_for(user.pk, _LETTER)
    ledger.check_consent(user.profile)
    if not route.is_own and any(
        each.refuses(_EXPECTED_TOKENS) for each in ledger.allowances(user.pk, now=now)
    ):
        raise ledger.QuotaUsedUpError(
            _(
                "Your questions to the language model are used up; the letter can be composed by rules."
            )
        )


@transaction.atomic
def rewrite_paragraph(
    *, application: Application, number: int, actor: User, now: datetime
) -> LetterVersion:
    """Put another wording, made by rules, in place of one paragraph.

    Raises: NoSuchParagraphError, NothingElseError, NoResumeError, UnderWayError.
    """
    letter = _held(application, {})
    paragraphs = _paragraphs(letter, number)
    material, version = _material(letter, now)
    gate = Gate.of(material, language=letter.language)
    for turn in range(letter.turn, letter.turn + _TURNS):
        others = _composed(letter, material, gate, turn=turn).split("\n\n")
        if number < len(others) and others[number] not in paragraphs:
            break
    else:
        raise NothingElseError(
            _("There is nothing else to say here: the resume gives no other line.")
        )
    paragraphs[number] = others[number]
    text = "\n\n".join(paragraphs)
    CoverLetter.objects.filter(pk=letter.pk).update(turn=turn + 1)
    return keeping.keep(
        letter, text, gate.check(text), produced_by=COMPOSED, version=version, actor=actor
    )


@transaction.atomic
def stop_letter(*, application: Application, actor: User, now: datetime) -> LetterVersion | None:
    """End the writing; what came of a whole letter so far is kept as a version."""
    letter = begin_letter(application=application)
    found = CoverLetter.objects.select_for_update().get(pk=letter.pk)
    if not found.is_under_way:
        return None
    CoverLetter.objects.filter(pk=letter.pk).update(state=State.STOPPED)
    letter.refresh_from_db()
    letter.application = application
    transaction.on_commit(lambda: Writer(letter.pk, letter.run).end(State.STOPPED))
    kept = None
    if letter.paragraph is None and letter.draft.strip():
        with suppress(NoResumeError):  # it went meanwhile: stopped all the same
            kept = _kept_draft(letter, actor, now)
    keeping.tell(letter)
    return kept


@transaction.atomic
def keep_draft(*, application: Application, actor: User, now: datetime) -> LetterVersion | None:
    """Keep what came before the writing failed."""
    letter = _held(application, {})
    if letter.paragraph is not None or not letter.draft.strip():
        return None
    CoverLetter.objects.filter(pk=letter.pk).update(state=State.READY, failure="")
    return _kept_draft(letter, actor, now)


def _kept_draft(letter: CoverLetter, actor: User, now: datetime) -> LetterVersion:
    gate, version = keeping.gate_of(letter, now=now)
    text = letter.draft.strip()
    CoverLetter.objects.filter(pk=letter.pk).update(draft="")
    model = f"{MODEL}{keys.model_for(letter.application.owner_id, _LETTER)}"[:130]
    return keeping.keep(
        letter, text, gate.check(text), produced_by=model, version=version, actor=actor
    )


def _held(application: Application, wishes: Mapping[str, Any]) -> CoverLetter:
    """The letter with its row held and these wishes in it. Raises: GoneError, UnderWayError."""
    hold(application)
    letter = begin_letter(application=application)
    letter = (
        CoverLetter.objects.select_for_update(of=("self",))
        .select_related("version")
        .get(pk=letter.pk)
    )
    letter.application = application
    if letter.is_under_way:
        raise UnderWayError(
            _("This letter is being written right now. Stop it, or wait for its end.")
        )
    changes = {name: wishes[name] for name in WISHES if wishes.get(name)}
    if "version" in wishes:  # none: the one the person applies with
        changes["version"] = wishes["version"]
    for name, value in changes.items():
        setattr(letter, name, value)
    letter.save(update_fields=[*changes, "updated_at"])
    return letter


WISHES = ("tone", "length", "language", "version")
_LETTER = ModelUsage.Purpose.LETTER


def _material(letter: CoverLetter, now: datetime) -> tuple[Material, ResumeVersion]:
    version = version_for(letter)
    if version is None:
        raise NoResumeError(_("A letter is written from a resume that was read: add one first."))
    return material_of(letter, version, now=now), version


def _composed(letter: CoverLetter, material: Material, gate: Gate, *, turn: int) -> str:
    """The letter by rules; that it passes is tried once more on the whole."""
    text = compose(
        material,
        language=letter.language,
        tone=Tone(letter.tone),
        length=Length(letter.length),
        passes=gate.passes,
        turn=turn,
    )
    return without_blocked(text, gate)


def _paragraphs(letter: CoverLetter, number: int) -> list[str]:
    last = letter.versions.order_by("-number").first()
    paragraphs = last.text.split("\n\n") if last else []
    if not 0 <= number < len(paragraphs):
        raise NoSuchParagraphError(_("This letter has no such paragraph any more."))
    return paragraphs
