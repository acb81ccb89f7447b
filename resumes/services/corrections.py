"""A person corrects what was read: a new version, because a version never changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from resumes import ingest
from resumes.models import ResumeVersion
from resumes.parsing.dates import months_worked
from resumes.services.patches import Change, apply_changes
from resumes.services.shelf import next_number

LABEL_CHARACTERS = 80
_YEAR_CHARACTERS = 4

Origin = ResumeVersion.Origin


class CannotCorrectError(DomainError):
    """Only what was read can be corrected."""

    code = "not_parsed"


class ChangedMeanwhileError(DomainError):
    """Somebody, probably the same person in another window, saved a newer version."""

    code = "changed_meanwhile"


@transaction.atomic
def correct_version(
    *,
    version: ResumeVersion,
    changes: Iterable[Change],
    now: datetime,
    newest_seen: int | None = None,
) -> ResumeVersion:
    """Return a new version with the changes, or the same one if nothing differs.

    Args:
        newest_seen: the number of the newest version the person knew of; another one refuses.

    Raises: CannotCorrectError, ChangedMeanwhileError, BadValueError, NothingThereError.
    """
    _must_be_read(version, _("Only a resume that was read can be corrected."))
    ingest.lock_owner(version.owner_id)
    number = next_number(version.resume_id)
    draft = apply_changes(version.parsed, version.provenance, changes)
    if draft.document == version.parsed and draft.provenance == version.provenance:
        return version
    if newest_seen is not None and number != newest_seen + 1:
        return _saved_before(version, draft.document, number - 1)
    return _next_version(
        version,
        number=number,
        origin=Origin.TAILORED if version.origin == Origin.TAILORED else Origin.EDITED,
        now=now,
        parsed=draft.document,
        provenance=draft.provenance,
        experience_months=_months(version, draft.document, now),
    )


@transaction.atomic
def restore_version(*, version: ResumeVersion, now: datetime) -> ResumeVersion:
    """Return a new version that says what this one says; the newest one itself stays.

    Raises: CannotCorrectError.
    """
    _must_be_read(version, _("Only a version that was read can be restored."))
    ingest.lock_owner(version.owner_id)
    number = next_number(version.resume_id)
    if version.number == number - 1:
        return version
    return _next_version(
        version,
        number=number,
        origin=Origin.RESTORED,
        now=now,
        parsed=version.parsed,
        provenance=version.provenance,
        experience_months=version.experience_months,
    )


@transaction.atomic
def tailor_version(  # noqa: PLR0913 - what a version holds
    *,
    version: ResumeVersion,
    document: dict[str, Any],
    moved: Mapping[str, str],
    text: str,
    language: str,
    label: str,
    now: datetime,
) -> ResumeVersion:
    """Return a new version of origin `TAILORED`: lines of theirs that a person chose for one posting.

    Args:
        moved: where each text was in `version`: new pointer → old one; what is new is the person's word.
        text: what the document says, for whoever reads the version's text.

    Raises: CannotCorrectError.
    """
    _must_be_read(version, _("Only a resume that was read can be tailored."))
    ingest.lock_owner(version.owner_id)
    made = _next_version(
        version,
        number=next_number(version.resume_id),
        origin=Origin.TAILORED,
        now=now,
        parsed=document,
        provenance=_provenance_of(document, moved, version.provenance or {}),
        experience_months=version.experience_months,
        text=text,
        language=language,
    )
    return name_version(version=made, label=label)


@transaction.atomic
def name_version(*, version: ResumeVersion, label: str) -> ResumeVersion:
    """Give a version a name of its own; an empty one takes it away. What it says stays as it is."""
    version.label = " ".join(label.split())[:LABEL_CHARACTERS]
    version.save(update_fields=["label", "updated_at"])
    return version


_KEPT = (
    "file_name",
    "file_key",
    "sha256",
    "media_type",
    "size",
    "text",
    "language",
    "pages",
    "parser_version",
    "warnings",
)


def _next_version(
    version: ResumeVersion, *, number: int, origin: Origin, now: datetime, **content: Any
) -> ResumeVersion:
    made = ResumeVersion.objects.create(
        resume_id=version.resume_id,
        owner_id=version.owner_id,
        number=number,
        origin=origin,
        parent=version,
        state=ResumeVersion.State.PARSED,
        state_since=now,
        **{name: getattr(version, name) for name in _KEPT} | content,
    )
    ingest.tell_parsed(made.pk, made.owner_id)
    return made


def _provenance_of(
    document: Mapping[str, Any], moved: Mapping[str, str], before: Mapping[str, Any]
) -> dict[str, Any]:
    """What is known of each text, where it stands now; a place counts only on a page."""
    known: dict[str, Any] = {}
    for new, old in moved.items():
        place = before.get(old)
        if place:
            is_on_page = bool(place.get("page") or place.get("box"))
            known[new] = {k: v for k, v in place.items() if is_on_page or k != "line"}
    return known


def _must_be_read(version: ResumeVersion, sentence: str) -> None:
    if version.state != ResumeVersion.State.PARSED:
        raise CannotCorrectError(sentence)


def _saved_before(version: ResumeVersion, wanted: dict[str, Any], newest: int) -> ResumeVersion:
    """The same form sent twice is the version the first one made. Raises: ChangedMeanwhileError."""
    found = ResumeVersion.objects.filter(
        resume_id=version.resume_id, number=newest, parent=version
    ).first()
    if found is not None and found.parsed == wanted:
        return found
    raise ChangedMeanwhileError(
        _("Version %(number)s was saved meanwhile, perhaps in another window. Look at it first.")
        % {"number": newest}
    )


def _months(version: ResumeVersion, document: dict[str, Any], now: datetime) -> int | None:
    """Count the months again where the jobs differ; the parser's own count otherwise."""
    jobs = document.get("work")
    if jobs == (version.parsed or {}).get("work") or not isinstance(jobs, list):
        return version.experience_months
    periods = [(_year_of(job, "startDate"), _year_of(job, "endDate")) for job in jobs]
    return months_worked(periods, now.date())


def _year_of(job: Any, key: str) -> str:
    text = str(job.get(key) or "") if isinstance(job, Mapping) else ""
    return text if text[:_YEAR_CHARACTERS].isdigit() else ""
