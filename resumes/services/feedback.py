"""A person asks what would make a version better, and accepts what is suggested."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.ai import keys, ledger
from accounts.models import Profile
from accounts.requests import is_within_rate
from core.errors import DomainError
from resumes.models import Feedback, ResumeVersion
from resumes.selectors.feedback import Suggested, suggestion_of, text_of
from resumes.services.corrections import CannotCorrectError, correct_version
from resumes.services.patches import Change, Op
from resumes.tasks import check_version
from resumes.transitions import queue_feedback
from resumes.types import FEEDBACK_STALE

_HOUR = 3600
FEEDBACK_LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "pl", "nl")

Kind = Feedback.Kind


class TooMuchFeedbackError(DomainError):
    """Asked for too often."""

    code = "too_many"
    status = 429


class NoSuchSuggestionError(DomainError):
    """There is no such suggestion, or it no longer fits the version."""

    code = "no_such_suggestion"


def count_request(*, person_id: UUID, network: str) -> None:
    """Count one request of this person and of their address. Raises: TooMuchFeedbackError."""
    for who, most in (
        (str(person_id), settings.FEEDBACK_AN_HOUR),
        (network, 5 * settings.FEEDBACK_AN_HOUR),
    ):
        if not is_within_rate(f"feedback:{who}", limit=most, seconds=_HOUR):
            raise TooMuchFeedbackError(
                _("Feedback was asked for very often in the last hour. Try again later.")
            )


@transaction.atomic
def request_checks(*, version: ResumeVersion, now: datetime) -> Feedback:
    """Have a version checked by rules. Raises: CannotCorrectError."""
    _must_be_read(version)
    found = queue_feedback(version=version, kind=Kind.CHECKS, now=now)
    check_version.delay_on_commit(feedback_id=str(found.pk))
    return found


@transaction.atomic
def request_review(*, version: ResumeVersion, now: datetime, language: str = "") -> Feedback:
    """Have a version reviewed by a language model, in the resume's language or another.

    Raises: CannotCorrectError, NotConfiguredError, NoConsentError.
    """
    _must_be_read(version)
    keys.check_connected(version.owner_id)
    ledger.check_consent(Profile.objects.get(user_id=version.owner_id))
    wanted = language if language in FEEDBACK_LANGUAGES else ""
    running = _review_under_way(version, now)
    if running is not None and running.language == wanted:
        return running
    return queue_feedback(version=version, kind=Kind.MODEL, now=now, language=wanted)


def _review_under_way(version: ResumeVersion, now: datetime) -> Feedback | None:
    """A review a worker is at: another tab that asks for it waits with it, and pays no second one."""
    rows = Feedback.objects.filter(version=version, kind=Kind.MODEL, state=Feedback.State.RUNNING)
    return rows.filter(state_since__gte=now - FEEDBACK_STALE).first()


@transaction.atomic
def look_at_what_was_read(*, version_id: UUID, now: datetime) -> None:
    """After a reading: the checks, and the first review of a file whose owner agreed to a model."""
    version = ResumeVersion.objects.parsed().filter(pk=version_id).select_related("owner__profile")
    found = version.first()
    if found is None:
        return
    request_checks(version=found, now=now)
    is_file = found.origin == ResumeVersion.Origin.UPLOADED
    is_new = not Feedback.objects.filter(version=found, kind=Kind.MODEL).exists()
    if (
        is_file
        and is_new
        and keys.is_connected(found.owner_id)
        and found.owner.profile.has_ai_consent
    ):
        request_review(version=found, now=now)


@transaction.atomic
def accept_suggestions(
    *, feedback: Feedback, keys: Iterable[str], now: datetime, newest_seen: int | None = None
) -> ResumeVersion:
    """Return the new version that says what is suggested, made from the resume's newest version.

    Raises: NoSuchSuggestionError (also when the line was changed meanwhile), ChangedMeanwhileError,
        BadValueError.
    """
    held = Feedback.objects.select_for_update().select_related("version").get(pk=feedback.pk)
    wanted = [suggestion_of(held, key) for key in dict.fromkeys(keys)]
    chosen = [one for one in wanted if one is not None]
    newest = _newest_read(held.version)
    if not chosen or len(chosen) < len(wanted):
        raise NoSuchSuggestionError(_("This suggestion is no longer there."))
    for one in chosen:
        if text_of(newest.parsed, one.pointer) != text_of(held.version.parsed, one.pointer):
            raise NoSuchSuggestionError(
                _(
                    "This line was changed since it was looked at. Have the newest version looked at."
                )
            )
    made = correct_version(
        version=newest, changes=_changes(chosen), newest_seen=newest_seen, now=now
    )
    held.accepted = {**held.accepted, **{one.key: made.number for one in chosen}}
    held.save(update_fields=["accepted", "updated_at"])
    return made


def _changes(chosen: Iterable[Suggested]) -> list[Change]:
    """Removals come last and from behind: what is removed moves what stands after it."""
    ordered = sorted(chosen, key=lambda one: (one.op == Op.REMOVE, _backwards(one.pointer)))
    return [
        Change(Op(one.op), one.pointer, None if one.op == Op.REMOVE else one.value)
        for one in ordered
    ]


def _backwards(pointer: str) -> list[tuple[int, str]]:
    return [(-int(step), "") if step.isdigit() else (0, step) for step in pointer.split("/")]


def _newest_read(version: ResumeVersion) -> ResumeVersion:
    versions = ResumeVersion.objects.parsed().filter(resume_id=version.resume_id)
    return versions.order_by("-number").first() or version


def _must_be_read(version: ResumeVersion) -> None:
    if version.state != ResumeVersion.State.PARSED:
        raise CannotCorrectError(_("Only a resume that was read can be looked at."))
