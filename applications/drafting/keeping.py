"""Keeps versions of letters, each with what the gate said of it, and tells open pages."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from applications.drafting.checking import Gate, as_json
from applications.drafting.material import material_of, version_for
from applications.models import Application, ApplicationEvent, CoverLetter, LetterVersion
from core.errors import DomainError
from core.live import announce_on_commit
from matching.factgate import LetterReport
from resumes.models import ResumeVersion

State = CoverLetter.State


class NoResumeError(DomainError):
    """A letter is written from a resume that was read: add one first."""

    code = "no_resume"


def gate_of(letter: CoverLetter, *, now: datetime) -> tuple[Gate, ResumeVersion]:
    """The gate for the text of this letter as things stand now. Raises: NoResumeError."""
    version = version_for(letter)
    if version is None:
        raise NoResumeError
    material = material_of(letter, version, now=now, with_pairs=False)
    return Gate.of(material, language=letter.language), version


@transaction.atomic
def keep(  # noqa: PLR0913 - what a version is
    letter: CoverLetter,
    text: str,
    report: LetterReport,
    *,
    produced_by: str,
    version: ResumeVersion,
    actor: User | None,
    restores: int | None = None,
) -> LetterVersion:
    """Append a version. Two at once get two numbers: the letter's row is held."""
    CoverLetter.objects.select_for_update().get(pk=letter.pk)
    last = letter.versions.order_by("-number").first()
    kept = LetterVersion.objects.create(
        letter=letter,
        number=last.number + 1 if last else 1,
        text=text,
        produced_by=produced_by,
        restores=restores,
        tone=letter.tone,
        length=letter.length,
        language=letter.language,
        version=version,
        state=LetterVersion.State.CLEAR if report.passes else LetterVersion.State.BLOCKED,
        report=as_json(report),
        actor=actor,
    )
    tell(letter)
    return kept


def note(letter: CoverLetter, what: str, *, actor: User | None, now: datetime, text: str) -> None:
    """Write into the application's history."""
    Application.objects.filter(pk=letter.application_id).update(updated_at=now)
    ApplicationEvent.objects.create(
        application_id=letter.application_id,
        kind=ApplicationEvent.Kind.CHANGED,
        actor=actor,
        happened_at=now,
        data={"letter": what, "text": text},
    )
    announce_on_commit(
        letter.application.owner_id, "applications", application_id=letter.application_id
    )


def hold_application(letter: CoverLetter) -> None:
    """Hold the application before its letter, in the order pages do: the other way both would wait."""
    rows = Application.objects.select_for_update(no_key=True).filter(pk=letter.application_id)
    rows.values_list("pk").first()


def tell(letter: CoverLetter) -> None:
    """Open editors of this letter read it again."""
    announce_on_commit(letter.application.owner_id, "letter", letter_id=letter.pk)


def claim(letter_id: UUID, *, now: datetime) -> CoverLetter | None:
    """Take a queued letter for one run; None when another worker has it, or nobody wants it any more."""
    queued = CoverLetter.objects.filter(pk=letter_id, state=State.QUEUED)
    won = queued.update(
        state=State.WRITING, run=F("run") + 1, tries=F("tries") + 1, beat_at=now, draft=""
    )
    if not won:
        return None
    return CoverLetter.objects.select_related(
        "application__owner__profile", "application__version", "application__posting", "version"
    ).get(pk=letter_id)


def beat(letter: CoverLetter, draft: str, *, now: datetime) -> bool:
    """Keep what came so far; False when the run is over: stopped, or given to another worker."""
    mine = CoverLetter.objects.filter(pk=letter.pk, state=State.WRITING, run=letter.run)
    return bool(mine.update(draft=draft, beat_at=now))


@transaction.atomic
def settle(letter: CoverLetter, state: CoverLetter.State, *, failure: str = "") -> bool:
    """End this run; False when it was over before."""
    mine = CoverLetter.objects.filter(pk=letter.pk, state=State.WRITING, run=letter.run)
    if not mine.update(state=state, failure=failure[:40]):
        return False
    tell(letter)
    return True
