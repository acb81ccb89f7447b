"""The states of an application and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    SAVED = "SAVED", _("Saved")
    PREPARING = "PREPARING", _("Preparing")
    IN_REVIEW = "IN_REVIEW", _("In review")
    READY = "READY", _("Ready")
    APPROVED = "APPROVED", _("Approved")
    SUBMITTING = "SUBMITTING", _("Being submitted")
    FAILED = "FAILED", _("Failed")
    APPLIED = "APPLIED", _("Applied")
    SCREENING = "SCREENING", _("Screening")
    INTERVIEW = "INTERVIEW", _("Interview")
    OFFER = "OFFER", _("Offer")
    ACCEPTED = "ACCEPTED", _("Accepted")
    REJECTED = "REJECTED", _("Rejected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    GHOSTED = "GHOSTED", _("No reply")


class Column(models.TextChoices):
    SAVED = "SAVED", _("Saved")
    PREPARING = "PREPARING", _("Preparing")
    APPLIED = "APPLIED", _("Applied")
    SCREENING = "SCREENING", _("Screening")
    INTERVIEW = "INTERVIEW", _("Interview")
    OFFER = "OFFER", _("Offer")
    CLOSED = "CLOSED", _("Closed")


S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.SAVED: frozenset({S.PREPARING, S.APPLIED, S.WITHDRAWN}),
    S.PREPARING: frozenset({S.IN_REVIEW, S.READY, S.APPLIED, S.SAVED, S.WITHDRAWN}),
    S.IN_REVIEW: frozenset({S.READY, S.PREPARING, S.WITHDRAWN}),
    S.READY: frozenset({S.APPROVED, S.PREPARING, S.IN_REVIEW, S.APPLIED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.SUBMITTING, S.PREPARING, S.WITHDRAWN}),
    S.SUBMITTING: frozenset({S.APPLIED, S.FAILED}),
    S.FAILED: frozenset({S.PREPARING, S.APPROVED, S.APPLIED, S.WITHDRAWN}),
    S.APPLIED: frozenset({S.SCREENING, S.INTERVIEW, S.OFFER, S.REJECTED, S.WITHDRAWN, S.GHOSTED}),
    S.SCREENING: frozenset({S.INTERVIEW, S.OFFER, S.REJECTED, S.WITHDRAWN, S.GHOSTED}),
    S.INTERVIEW: frozenset({S.OFFER, S.REJECTED, S.WITHDRAWN, S.GHOSTED}),
    S.OFFER: frozenset({S.ACCEPTED, S.REJECTED, S.WITHDRAWN}),
    S.GHOSTED: frozenset({S.SCREENING, S.INTERVIEW, S.OFFER, S.REJECTED}),
    S.ACCEPTED: frozenset(),
    S.REJECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
COLUMNS: dict[Column, tuple[Status, ...]] = {
    Column.SAVED: (S.SAVED,),
    Column.PREPARING: (S.PREPARING, S.IN_REVIEW, S.READY, S.APPROVED, S.SUBMITTING, S.FAILED),
    Column.APPLIED: (S.APPLIED,),
    Column.SCREENING: (S.SCREENING,),
    Column.INTERVIEW: (S.INTERVIEW,),
    Column.OFFER: (S.OFFER,),
    Column.CLOSED: (S.ACCEPTED, S.REJECTED, S.WITHDRAWN, S.GHOSTED),
}
COLUMN_OF: dict[Status, Column] = {
    status: column for column, statuses in COLUMNS.items() for status in statuses
}
CLOSED = frozenset(COLUMNS[Column.CLOSED])

LANDING: dict[Column, Status] = {
    column: statuses[0] for column, statuses in COLUMNS.items() if column != Column.CLOSED
}
"""The status a card takes when a person drops it on a column. Closed asks for a reason first."""

HAND_SET = frozenset(LANDING.values()) | CLOSED
"""What a person may set by hand: the rest says what a machine or a reviewer is doing."""

MACHINE_ONLY = frozenset({S.IN_REVIEW, S.SUBMITTING, S.FAILED})
"""Reached by the product's own work, never by a person's request."""

BEFORE_APPLYING = frozenset(COLUMNS[Column.SAVED] + COLUMNS[Column.PREPARING])
WAITING_ON_OTHERS = frozenset({S.APPLIED, S.SCREENING, S.INTERVIEW})


def moves_for_a_person(status: Status) -> list[Status]:
    """Return the moves a person may ask for, in the order of the board."""
    if status == S.SUBMITTING:
        return []
    return [to for to in Status if to in MOVES[status] - MACHINE_ONLY]


def corrections_for_a_person(status: Status) -> list[Status]:
    """Return what a person may set by hand beyond the ordinary moves, in the order of the board."""
    if status == S.SUBMITTING:
        return []
    return [to for to in Status if to in HAND_SET - MOVES[status] - {status}]


NEVER_RESTORED = frozenset({S.IN_REVIEW, S.APPROVED, S.SUBMITTING})
"""Where an undo cannot lead: a machine's work or a person's approval must be given anew."""


def can_restore(from_status: str, to_status: str) -> bool:
    """Whether a change between these two can be taken back at all."""
    return bool(from_status) and from_status not in NEVER_RESTORED and to_status != S.SUBMITTING


def likely_end(status: Status) -> Status:
    """Return why an application dropped on Closed is most likely over; the person may change it."""
    if status in BEFORE_APPLYING:
        return S.WITHDRAWN
    return S.ACCEPTED if status == S.OFFER else S.REJECTED
