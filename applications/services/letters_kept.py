"""What a person does with a letter that is there: edits, restores, confirms, finishes, takes it out."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications.drafting import keeping
from applications.drafting.checking import without
from applications.drafting.phrasing import clean_title, day_of, words
from applications.models import Application, CoverLetter, LetterVersion, WritingSample
from applications.models.letters import BY_HAND
from applications.selectors.letters import latest
from applications.services.ledger import hold
from applications.services.letters import UnderWayError, begin_letter
from core.errors import DomainError
from core.llm.untrusted import plain
from matching.factgate import LetterReport, SentenceReport
from matching.models import ConfirmedFact
from resumes.models import ResumeVersion
from resumes.services import Document, LetterText, export_letter

_LONGEST = 12_000
_LONGEST_FACT = 300
_MOST_SAMPLES = 3
_AMERICAN = frozenset({"US"})


class NoLetterError(DomainError):
    """There is no letter yet."""

    code = "no_letter"


class LetterBlockedError(DomainError):
    """Some sentences are not traced; confirm or rewrite them first."""

    code = "letter_blocked"

    def __init__(self, message: str = "", *, blocked: list[SentenceReport]) -> None:
        super().__init__(message)
        self.blocked = blocked


class BadLetterError(DomainError):
    """This is no letter."""

    code = "bad_letter"
    status = 400


class NotBlockedError(DomainError):
    """This sentence is not among those to confirm."""

    code = "not_blocked"


class TooManySamplesError(DomainError):
    """Three texts are enough to hear how somebody writes. Delete one first."""

    code = "too_many_samples"


@transaction.atomic
def save_letter(
    *, application: Application, text: str, base: int, actor: User, now: datetime
) -> tuple[LetterVersion, bool]:
    """Keep what the person wrote as a version, and whether somebody wrote another one meanwhile.

    Saving the same text again adds nothing. Nothing is lost when two tabs save: the other version
    stays beside this one. Raises: BadLetterError, NoResumeError, UnderWayError.
    """
    clean = clean_letter(text)
    letter = _ready(application)
    last = latest(letter)
    if last is not None and last.text == clean:
        return last, False
    kept = _kept(letter, clean, actor, now)
    return kept, last is not None and base != last.number


@transaction.atomic
def restore_letter(
    *, application: Application, number: int, actor: User, now: datetime
) -> LetterVersion:
    """Make a former version the latest. Raises: NoLetterError."""
    letter = _ready(application)
    former = letter.versions.filter(number=number).first()
    if former is None:
        raise NoLetterError(_("There is no such version."))
    return _kept(letter, former.text, actor, now, restores=number)


@transaction.atomic
def confirm_sentence(
    *, application: Application, sentence: str, actor: User, now: datetime
) -> ConfirmedFact:
    """The person says that a blocked sentence is true: it becomes a fact of theirs.

    Only a sentence of this letter that is blocked now. Raises: NotBlockedError, BadLetterError.
    """
    report = check(application=application, now=now)
    blocked = {each.text for each in report.sentences if not each.passes}
    if sentence not in blocked:
        raise NotBlockedError(_("This sentence is not among those to confirm."))
    if len(sentence) > _LONGEST_FACT:
        raise BadLetterError(
            _("A fact has at most 300 characters: make the sentence shorter first.")
        )
    fact, _made = ConfirmedFact.objects.get_or_create(
        user=actor,
        kind=ConfirmedFact.Kind.EXPERIENCE,
        name=sentence,
        defaults={
            "text": sentence,
            "origin": ConfirmedFact.Origin.BY_HAND,
            "posting": application.posting,
            "confirmed_at": now,
        },
    )
    keeping.tell(begin_letter(application=application))
    return fact


@transaction.atomic
def take_out_sentence(
    *, application: Application, sentence: str, actor: User, now: datetime
) -> LetterVersion:
    """Keep the letter without one sentence. Raises: NoLetterError."""
    letter = _ready(application)
    last = latest(letter)
    if last is None:
        raise NoLetterError
    text = without(last.text, [sentence])
    if text == last.text or not text.strip():
        raise NotBlockedError(_("This sentence is no longer in the letter."))
    return _kept(letter, text, actor, now)


def check(*, application: Application, now: datetime) -> LetterReport:
    """What the gate says of the letter now: facts come and go. Raises: NoLetterError, NoResumeError."""
    return _checked(application, now)[1]


@transaction.atomic
def finish_letter(*, application: Application, actor: User, now: datetime) -> LetterVersion:
    """Attach the letter as it is to the application. Raises: NoLetterError, LetterBlockedError."""
    letter = _ready(application)
    last = _clear(application, now)
    CoverLetter.objects.filter(pk=letter.pk).update(finished=last)
    keeping.note(letter, "finished", actor=actor, now=now, text=f"v{last.number}")
    return last


@transaction.atomic
def reopen_letter(*, application: Application, actor: User, now: datetime) -> None:
    """Detach the letter again."""
    letter = _ready(application)
    if CoverLetter.objects.filter(pk=letter.pk, finished__isnull=False).update(finished=None):
        keeping.note(letter, "reopened", actor=actor, now=now, text="")


def export_cover_letter(
    *, application: Application, name: str, template: str, now: datetime
) -> Document:
    """The letter as a document. Raises: NoLetterError, LetterBlockedError, NotMadeError."""
    last = _clear(application, now)
    letter = begin_letter(application=application)
    _gate, version = keeping.gate_of(letter, now=now)
    return export_letter(
        version=version,
        letter=_as_text(application, last, version, now),
        name=name,
        template=template,
        made_at=int(last.created_at.timestamp()),
    )


@transaction.atomic
def add_sample(*, owner: User, text: str) -> WritingSample:
    """Keep a text that shows how the person writes. Raises: BadLetterError, TooManySamplesError."""
    clean = clean_letter(text)
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    if WritingSample.objects.filter(owner=owner).count() >= _MOST_SAMPLES:
        raise TooManySamplesError(
            _("Three texts are enough to hear how somebody writes. Delete one first.")
        )
    return WritingSample.objects.create(owner=owner, text=clean[:6000])


def remove_sample(*, owner: User, sample_id: Any) -> bool:
    """Delete one; whether there was one."""
    gone, _rows = WritingSample.objects.filter(owner=owner, pk=sample_id).delete()
    return bool(gone)


def clean_letter(text: str) -> str:
    """A letter as it is kept: one empty line between paragraphs. Raises: BadLetterError."""
    lines = [line.rstrip() for line in plain(text.replace("\r\n", "\n")).split("\n")]
    clean = "\n".join(lines).strip()
    while "\n\n\n" in clean:
        clean = clean.replace("\n\n\n", "\n\n")
    if not clean:
        raise BadLetterError(_("The letter is empty."))
    if len(clean) > _LONGEST:
        raise BadLetterError(_("The letter is too long."))
    return clean


def _ready(application: Application) -> CoverLetter:
    hold(application)
    letter = begin_letter(application=application)
    held = CoverLetter.objects.select_for_update().get(pk=letter.pk)
    if held.is_under_way:
        raise UnderWayError(
            _("This letter is being written right now. Stop it, or wait for its end.")
        )
    return letter


def _kept(
    letter: CoverLetter, text: str, actor: User, now: datetime, restores: int | None = None
) -> LetterVersion:
    gate, version = keeping.gate_of(letter, now=now)
    return keeping.keep(
        letter,
        text,
        gate.check(text),
        produced_by=BY_HAND,
        version=version,
        actor=actor,
        restores=restores,
    )


def _clear(application: Application, now: datetime) -> LetterVersion:
    """The latest version, if every sentence of it is traced now. Raises: LetterBlockedError."""
    last, report = _checked(application, now)
    blocked = [each for each in report.sentences if not each.passes]
    if blocked:
        raise LetterBlockedError(
            _(
                "Some sentences are not traced to your resume, your facts or the posting. "
                "Confirm or rewrite them first."
            ),
            blocked=blocked,
        )
    return last


def _checked(application: Application, now: datetime) -> tuple[LetterVersion, LetterReport]:
    """The latest version with what the gate says of that very one. Raises: NoLetterError."""
    letter = begin_letter(application=application)
    last = latest(letter)
    if last is None:
        raise NoLetterError(_("There is no letter yet."))
    gate, _version = keeping.gate_of(letter, now=now)
    return last, gate.check(last.text)


def _as_text(
    application: Application, last: LetterVersion, version: ResumeVersion, now: datetime
) -> LetterText:
    location = (version.parsed.get("basics") or {}).get("location") or {}
    country = str(location.get("countryCode", "")).upper() if isinstance(location, dict) else ""
    day = timezone.localdate(now)
    subject = str(words(last.language)["subject"]).format(title=clean_title(application.title))
    return LetterText(
        to=tuple(filter(None, (application.company_name, application.place))),
        date=day_of(day, last.language, is_american=country in _AMERICAN),
        subject=subject,
        paragraphs=tuple(last.text.split("\n\n")),
        language=last.language,
    )
