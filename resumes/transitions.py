"""The states of feedback: QUEUED → RUNNING → DONE or FAILED, and back to QUEUED on request. The only writer of them."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from core.live import announce_on_commit
from resumes.models import Feedback, ResumeVersion
from resumes.signals import review_wanted
from resumes.types import FEEDBACK_ATTEMPTS, FEEDBACK_STALE

State = Feedback.State
Kind = Feedback.Kind


@dataclass(frozen=True, slots=True)
class Claim:
    """Feedback that one worker alone makes, until the claim goes stale."""

    feedback_id: UUID
    since: datetime


@transaction.atomic
def queue_feedback(
    *, version: ResumeVersion, kind: Feedback.Kind, now: datetime, language: str = ""
) -> Feedback:
    """Return the version's feedback of this kind, waiting to be made (again); one that waits stays as it is."""
    found, is_new = Feedback.objects.select_for_update().get_or_create(
        version=version, kind=kind, defaults={"state_since": now, "language": language}
    )
    if not is_new and found.state != State.QUEUED:
        found.state, found.state_since, found.attempts = State.QUEUED, now, 0
        found.failure_code, found.language = "", language
        found.save(
            update_fields=[
                "state",
                "state_since",
                "attempts",
                "failure_code",
                "language",
                "updated_at",
            ]
        )
    if kind == Kind.MODEL:
        tell_wanted(found.pk)
    announce_on_commit(version.owner_id, "feedback", version_id=version.pk, state=State.QUEUED)
    return found


def tell_wanted(feedback_id: UUID) -> None:
    """Tell the app above that a review waits, once the transaction commits."""
    transaction.on_commit(
        partial(review_wanted.send_robust, sender=Feedback, feedback_id=str(feedback_id)),
        robust=True,
    )


@transaction.atomic
def claim_feedback(feedback_id: UUID, *, kind: Feedback.Kind, now: datetime) -> Claim | None:
    """Return the claim on feedback that waits, or whose worker is gone; None when it is somebody else's."""
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, state_since__lt=now - FEEDBACK_STALE)
    claimed = Feedback.objects.filter(
        free, pk=feedback_id, kind=kind, attempts__lt=FEEDBACK_ATTEMPTS
    ).update(state=State.RUNNING, state_since=now, attempts=F("attempts") + 1, updated_at=now)
    return Claim(feedback_id, now) if claimed else None


def finish_feedback(claim: Claim, *, now: datetime, **columns: Any) -> bool:
    """Write what was found; False when the claim was lost."""
    return _end(claim, State.DONE, now, failure_code="", accepted={}, **columns)


def fail_feedback(claim: Claim, code: str, *, now: datetime) -> bool:
    """Write that it cannot be made; False when the claim was lost."""
    return _end(claim, State.FAILED, now, failure_code=code)


def release_feedback(claim: Claim, *, now: datetime) -> bool:
    """Give it back: somebody else's fault, and nothing was tried."""
    return bool(
        _held(claim).update(
            state=State.QUEUED, state_since=now, attempts=F("attempts") - 1, updated_at=now
        )
    )


def put_back_feedback(claim: Claim, code: str, *, now: datetime) -> bool:
    """Let it be tried again; the last time it is failed."""
    tries = _held(claim).values_list("attempts", flat=True).first() or 0
    if tries >= FEEDBACK_ATTEMPTS:
        return fail_feedback(claim, code, now=now)
    return bool(_held(claim).update(state=State.QUEUED, state_since=now, updated_at=now))


@transaction.atomic
def give_up_feedback(*, now: datetime) -> int:
    """Fail what was tried too often; return how many."""
    dead = Feedback.objects.filter(
        state=State.RUNNING, state_since__lt=now - FEEDBACK_STALE, attempts__gte=FEEDBACK_ATTEMPTS
    )
    claims = [Claim(*row) for row in dead.values_list("pk", "state_since")]
    return sum(fail_feedback(claim, "crashed", now=now) for claim in claims)


@transaction.atomic
def _end(claim: Claim, state: str, now: datetime, **columns: Any) -> bool:
    owner = _held(claim).values_list("version__owner_id", "version_id").first()
    written = _held(claim).update(state=state, state_since=now, updated_at=now, **columns)
    if written and owner:
        announce_on_commit(owner[0], "feedback", version_id=owner[1], state=state)
    return bool(written)


def _held(claim: Claim) -> Any:
    return Feedback.objects.filter(
        pk=claim.feedback_id, state=State.RUNNING, state_since=claim.since
    )
