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
