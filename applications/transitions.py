"""The only writer of an application's status; every change appends an event."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, ApplicationEvent
from applications.selectors.order import top_of
from applications.states import (
    BEFORE_APPLYING,
    CLOSED,
    COLUMN_OF,
    HAND_SET,
    MOVES,
    Status,
    can_restore,
)
from core.errors import DomainError
from core.live import announce_on_commit

Kind = ApplicationEvent.Kind
REMEMBERED = ("applied_at", "last_sign_at", "left_at", "approved_at", "approved_by_id", "position")


class MoveNotAllowedError(DomainError):
    """That move does not follow from where the application stands."""

    code = "move_not_allowed"

    def __init__(self, message: str, *, status: Status, allowed: list[Status]) -> None:
        super().__init__(message)
        self.status_now = status
        self.allowed = allowed


class AlreadyMovedError(DomainError):
    """Someone else has just changed this application. Nothing of yours was applied."""

    code = "already_moved"


class PersonNeededError(DomainError):
    """Only a person can approve an application."""

    code = "person_needed"


class AlreadyOpenError(DomainError):
    """There is already an open application for this posting."""

    code = "already_open"


class CannotUndoError(DomainError):
    """This can no longer be undone."""

    code = "cannot_undo"


class InTheFutureError(DomainError):
    """What has happened cannot lie in the future."""

    code = "in_the_future"


def move(
    application: Application,
    to: Status,
    *,
    now: datetime,
    actor: User | None = None,
    happened_at: datetime | None = None,
) -> ApplicationEvent:
    """Move an application along the table of moves and record it.

    Compare-and-set on the status the caller saw: of two movers racing for one row, one wins.

    Args:
        happened_at: when it really happened ("I applied last Tuesday"); now, when left out.

    Raises:
        MoveNotAllowedError: `to` does not follow from the current status.
        PersonNeededError: an approval without a person.
        AlreadyMovedError: the row left that status since it was read.
    """
    seen = Status(application.status)
    if to not in MOVES[seen]:
        raise _refusal(seen, to)
    if to == Status.APPROVED and actor is None:
        raise PersonNeededError(_("Only a person can approve an application."))
    changes = _consequences(application, to, now=now, happened_at=happened_at or now, actor=actor)
    return _change(application, to, changes, kind=Kind.MOVED, now=now, actor=actor)


def correct(
    application: Application,
    to: Status,
    *,
    now: datetime,
    actor: User,
    happened_at: datetime | None = None,
) -> ApplicationEvent:
    """Set a status by hand, whatever the table of moves says; for a person who knows better.

    Raises:
        MoveNotAllowedError: it is being submitted right now, or `to` is not for a person to set.
        AlreadyMovedError: the row left its status since it was read.
    """
    seen = Status(application.status)
    if seen == Status.SUBMITTING or to not in HAND_SET or to == seen:
        raise _refusal(seen, to)
    changes = _consequences(application, to, now=now, happened_at=happened_at or now, actor=actor)
    return _change(application, to, changes, kind=Kind.CORRECTED, now=now, actor=actor)


def revert(event: ApplicationEvent, *, now: datetime, actor: User) -> ApplicationEvent:
    """Take a move back by a compensating event; an undo can itself be undone.

    Raises:
        CannotUndoError: it was undone before, is no move, or leads where only work can lead.
        AlreadyMovedError: the application has moved on since.
    """
    application = event.application
    if not can_restore(event.from_status, event.to_status):
        raise CannotUndoError(_("This can no longer be undone."))
    if hasattr(event, "undone_by"):
        raise CannotUndoError(_("This was undone before."))
    if application.status != event.to_status:
        raise AlreadyMovedError(
            _("This application has moved on since: undo the later change first.")
        )
    changes = {name: _restored(event.data.get("before", {}), name) for name in REMEMBERED}
    if changes["last_sign_at"] is None:
        del changes["last_sign_at"]
    back = Status(event.from_status)
    return _change(
        application, back, changes, kind=Kind.CORRECTED, now=now, actor=actor, undoes=event
    )


def _refusal(seen: Status, to: Status) -> MoveNotAllowedError:
    message = _("An application that is “%(seen)s” cannot become “%(to)s”.") % {
        "seen": seen.label,
        "to": to.label,
    }
    allowed = [status for status in Status if status in MOVES[seen]]
    return MoveNotAllowedError(message, status=seen, allowed=allowed)


def _consequences(
    application: Application,
    to: Status,
    *,
    now: datetime,
    happened_at: datetime,
    actor: User | None,
) -> dict[str, Any]:
    """Return the fields that follow from a status, such as the day of applying."""
    if happened_at > now:
        raise InTheFutureError(_("What has happened cannot lie in the future."))
    changes: dict[str, Any] = {"happened_at": happened_at, **_approval(to, actor, now)}
    if to in BEFORE_APPLYING:
        changes["applied_at"] = None
    else:
        changes["left_at"] = None
        if to == Status.APPLIED or (application.applied_at is None and to not in CLOSED):
            changes["applied_at"] = happened_at
    if to != Status.GHOSTED:
        changes["last_sign_at"] = max(application.last_sign_at, happened_at)
    if COLUMN_OF[to] != application.column:
        changes["position"] = top_of(application.owner_id, COLUMN_OF[to])
    return changes


def _approval(to: Status, actor: User | None, now: datetime) -> dict[str, Any]:
    """An approval is the person's, and ends when the work on the application is taken up again."""
    if to == Status.APPROVED:
        return {"approved_by_id": actor.pk if actor else None, "approved_at": now}
    if to in BEFORE_APPLYING - {Status.SUBMITTING, Status.FAILED}:
        return {"approved_by_id": None, "approved_at": None}
    return {}


@transaction.atomic
def _change(  # noqa: PLR0913 - the one place where all of a change comes together
    application: Application,
    to: Status,
    changes: dict[str, Any],
    *,
    kind: ApplicationEvent.Kind,
    now: datetime,
    actor: User | None,
    undoes: ApplicationEvent | None = None,
) -> ApplicationEvent:
    seen = application.status
    before = {name: _plain(getattr(application, name)) for name in REMEMBERED}
    happened_at = changes.pop("happened_at", now)
    _compare_and_set(application, to, changes, now=now)
    event = ApplicationEvent.objects.create(
        application=application,
        kind=kind,
        from_status=seen,
        to_status=to,
        actor=actor,
        happened_at=happened_at,
        data={"before": before},
        undoes=undoes,
    )
    for name, value in {**changes, "status": to, "updated_at": now}.items():
        setattr(application, name, value)
    announce_on_commit(application.owner_id, "applications", application_id=application.pk)
    return event


def _compare_and_set(
    application: Application, to: Status, changes: dict[str, Any], *, now: datetime
) -> None:
    row = Application.objects.filter(pk=application.pk, status=application.status)
    try:
        with transaction.atomic():
            won = row.update(status=to, updated_at=now, **changes)
    except IntegrityError as error:
        if "one_open_application_per_posting" not in str(error):
            raise
        raise AlreadyOpenError(
            _("There is already an open application for this posting.")
        ) from error
    if not won:
        raise AlreadyMovedError(
            _("Someone else has just changed this application. Nothing of yours was applied.")
        )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _restored(before: dict[str, Any], name: str) -> Any:
    value = before.get(name)
    if isinstance(value, str) and name.endswith("_at"):
        return parse_datetime(value)
    return 0 if name == "position" and value is None else value
