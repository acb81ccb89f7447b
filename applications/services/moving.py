"""Moving applications across the board, within a column, and back again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications import transitions
from applications.models import Application, ApplicationEvent
from applications.selectors.fit import current_fit
from applications.selectors.order import STEP, between, in_column
from applications.services.ledger import hold, touch
from applications.states import (
    COLUMN_OF,
    LANDING,
    Column,
    Status,
    corrections_for_a_person,
    moves_for_a_person,
)
from core.errors import DomainError
from matching.services import record_outcome


class ClosedNeedsReasonError(DomainError):
    """Closing needs a reason: accepted, rejected, withdrawn or no reply."""

    code = "closed_needs_reason"


@transaction.atomic
def move_application(  # noqa: PLR0913 - what a person may say about one move
    *,
    application: Application,
    to: Status,
    actor: User,
    now: datetime,
    by_hand: bool = False,
    seen: Status | None = None,
    happened_at: datetime | None = None,
) -> ApplicationEvent:
    """Move along the table of moves, or anywhere a person may set it when `by_hand`.

    Args:
        seen: the status the person was looking at; the move is refused when it is out of date.

    Raises:
        MoveNotAllowedError: not an allowed move (its `allowed` names those that are).
        AlreadyMovedError: it stands elsewhere than the person saw.
    """
    here = Status(application.status)
    if seen is not None and seen != here:
        raise transitions.AlreadyMovedError(
            _("%(company)s has been moved to “%(status)s” meanwhile. Nothing of yours was applied.")
            % {"company": application.company_name, "status": here.label}
        )
    allowed = moves_for_a_person(here)
    if to in allowed:
        event = transitions.move(application, to, now=now, actor=actor, happened_at=happened_at)
    elif by_hand and to in corrections_for_a_person(here):
        event = transitions.correct(application, to, now=now, actor=actor, happened_at=happened_at)
    else:
        raise transitions.MoveNotAllowedError(
            _("An application that is “%(seen)s” cannot become “%(to)s”.")
            % {"seen": here.label, "to": to.label},
            status=here,
            allowed=allowed,
        )
    if to == Status.APPLIED:
        _remember_fit(application)
        _count(application)
    return event


def _count(application: Application) -> None:
    if application.posting_id is not None:
        record_outcome(
            user_id=application.owner_id,
            posting_id=application.posting_id,
            outcome="applications",
        )


def _remember_fit(application: Application) -> None:
    fit = current_fit(application.version_id, application.posting_id)
    if fit is not None:
        application.fit_at_applying = fit
        application.save(update_fields=["fit_at_applying"])


@transaction.atomic
def place_application(  # noqa: PLR0913 - where it was, where it goes, who says so
    *,
    application: Application,
    column: Column,
    after: UUID | None,
    actor: User,
    now: datetime,
    seen: Status | None = None,
    end: Status | None = None,
) -> ApplicationEvent | None:
    """Put a card into a column, right below the card `after`, or on top when None.

    Args:
        end: which of the four ends is meant when the column is Closed.

    Returns the event when the column changed, None when only the order did.

    Raises:
        ClosedNeedsReasonError: Closed has four meanings; a person must choose one.
    """
    event = None
    if application.column != column:
        to = end if column == Column.CLOSED else LANDING[column]
        if to is None:
            raise ClosedNeedsReasonError(
                _("Closing needs a reason: accepted, rejected, withdrawn or no reply.")
            )
        event = move_application(
            application=application,
            to=to,
            actor=actor,
            now=now,
            by_hand=True,
            seen=seen,
        )
    _put_below(application, after, now=now)
    return event


def _put_below(application: Application, after: UUID | None, *, now: datetime) -> None:
    hold(application)
    column = COLUMN_OF[Status(application.status)]
    others = in_column(application.owner_id, column).exclude(pk=application.pk)
    position = _position_below(list(others.values_list("pk", "position")), after)
    if position is None:
        _rebalance(application.owner_id, column)
        position = _position_below(list(others.values_list("pk", "position")), after)
    application.position = position or 0.0
    application.save(update_fields=["position"])
    touch(application, now=now)


def _position_below(cards: list[tuple[UUID, float]], after: UUID | None) -> float | None:
    """Return a position below `after`; on top when it is None or no longer in the column."""
    keys = [key for key, _position in cards]
    if not cards:
        return 0.0
    if after not in keys:
        return cards[0][1] - STEP
    index = keys.index(after)
    below = cards[index + 1][1] if index + 1 < len(cards) else None
    return between(cards[index][1], below)


def _rebalance(owner_id: UUID, column: Column) -> None:
    cards = list(in_column(owner_id, column))
    for index, card in enumerate(cards):
        card.position = index * STEP
    Application.objects.bulk_update(cards, ["position"], batch_size=500)


def undo(*, event: ApplicationEvent, actor: User, now: datetime) -> ApplicationEvent:
    """Take a move back by a compensating event.

    Raises:
        CannotUndoError, AlreadyMovedError: see `transitions.revert`.
    """
    return transitions.revert(event, now=now, actor=actor)


def move_many(
    *, applications: Iterable[Application], to: Status, actor: User, now: datetime
) -> tuple[list[ApplicationEvent], list[tuple[Application, str]]]:
    """Move each as a person may set it; one that cannot move does not hold the others back.

    Returns what moved, and what did not with the sentence why.
    """
    moved: list[ApplicationEvent] = []
    left: list[tuple[Application, str]] = []
    for application in applications:
        try:
            event = move_application(
                application=application, to=to, actor=actor, now=now, by_hand=True
            )
        except DomainError as error:
            left.append((application, str(error)))
        else:
            moved.append(event)
    return moved, left


def undo_many(
    *, events: Iterable[ApplicationEvent], actor: User, now: datetime
) -> tuple[int, list[tuple[Application, str]]]:
    """Take each move back that can be. Returns how many were, and what was not with the sentence why."""
    undone, left = 0, []
    for event in events:
        try:
            transitions.revert(event, now=now, actor=actor)
        except DomainError as error:
            left.append((event.application, str(error)))
        else:
            undone += 1
    return undone, left
