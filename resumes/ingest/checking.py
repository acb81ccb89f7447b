"""Checks a version by rules and writes what was found."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from resumes.feedback import Report, Subject, check_resume
from resumes.feedback.checking import words_to_look_up
from resumes.ingest.spelling import unknown_words
from resumes.models import Feedback, ResumeVersion
from resumes.selectors.feedback import said_in
from resumes.transitions import claim_feedback, finish_feedback
from resumes.types import FEEDBACK_ATTEMPTS, FEEDBACK_STALE

_WORDS_A_PAGE = 550
_OVERDUE = timedelta(minutes=2)
_BATCH = 200


def check_version(*, feedback_id: UUID, now: datetime) -> bool:
    """Make the checks that wait; returns whether this call made them. Idempotent."""
    claim = claim_feedback(feedback_id, kind=Feedback.Kind.CHECKS, now=now)
    if claim is None:
        return False
    version = ResumeVersion.objects.get(feedback=feedback_id)
    report = report_on(version, now=now)
    return finish_feedback(
        claim,
        now=now,
        algorithm=report.algorithm,
        score=report.score,
        parts=report.parts_as_json(),
        findings=report.findings_as_json(),
        unchecked=list(report.unchecked),
    )


def feedback_waiting_too_long(*, now: datetime) -> list[Feedback]:
    """Return feedback whose message was lost or whose worker died, oldest first."""
    due = Feedback.objects.waiting_since_before(queued=now - _OVERDUE, running=now - FEEDBACK_STALE)
    left = due.filter(attempts__lt=FEEDBACK_ATTEMPTS).order_by("state_since", "pk")
    return list(left.only("pk", "kind")[:_BATCH])


def report_on(version: ResumeVersion, *, now: datetime) -> Report:
    """Check a version as it is read by others.

    One that was edited here has no file of its own yet: what our documents print of it is checked,
    so neither the layout nor the pages of the file it began as.
    """
    is_file = version.origin == ResumeVersion.Origin.UPLOADED
    text = said_in(version)
    subject = Subject(
        document=version.parsed,
        text=text,
        today=now.date(),
        provenance=version.provenance,
        language=version.language,
        pages=version.pages if is_file else max(1, round(len(text.split()) / _WORDS_A_PAGE)),
        warnings=tuple(version.warnings) if is_file else (),
        months=version.experience_months,
        unknown_words=None,
    )
    return check_resume(_spelled(subject))


def _spelled(subject: Subject) -> Subject:
    unknown = unknown_words(words_to_look_up(subject), language=subject.language)
    return subject if unknown is None else replace(subject, unknown_words=unknown)
