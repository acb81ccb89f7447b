"""Applications as a list: filters, order and pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from applications.models import Application
from applications.selectors.cards import is_due, is_silent, with_next_step, without_next_step
from applications.states import CLOSED, COLUMNS, Column, Status

ORDERS = {
    "changed": ("-updated_at", "-pk"),
    "company": ("company_name", "title", "pk"),
    "role": ("title", "company_name", "pk"),
    "applied": ("-applied_at", "-pk"),
    "silent": ("last_sign_at", "pk"),
}

MOST_WORDS = 20  # each is three more comparisons for every row


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person narrows their list by."""

    words: str = ""
    column: Column | None = None
    statuses: tuple[Status, ...] = ()
    show: str = ""  # due, no_next_step or silent
    order: str = "changed"


def applications(owner_id: UUID, filters: Filters, *, now: datetime) -> QuerySet[Application]:
    """Return a person's applications, narrowed and totally ordered, ready for `card_of`."""
    rows = Application.objects.owned_by(owner_id).defer("description")
    for word in filters.words.replace("\x00", " ").split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(company_name__icontains=word) | Q(place__icontains=word)
        )
    if filters.column:
        rows = rows.filter(status__in=COLUMNS[filters.column])
    if filters.statuses:
        rows = rows.filter(status__in=filters.statuses)
    prepared = with_next_step(rows.filter(_shown(owner_id, filters.show, now)), now=now)
    return prepared.order_by(*ORDERS.get(filters.order, ORDERS["changed"]))


def _shown(owner_id: UUID, show: str, now: datetime) -> Q:
    is_open = ~Q(status__in=CLOSED)
    if show == "due":
        return is_open & is_due(owner_id, now=now)
    if show == "no_next_step":
        return is_open & without_next_step(owner_id, now=now)
    if show == "silent":
        return is_silent(owner_id, now=now)
    return Q()
