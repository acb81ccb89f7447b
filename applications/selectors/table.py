"""Applications as a list: filters, order and pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from applications.models import Application
from applications.selectors.cards import NO_NEXT_STEP, with_next_step
from applications.states import CLOSED, COLUMNS, WAITING_ON_OTHERS, Column, Status

SILENT_DAYS = 21
ORDERS = {
    "changed": ("-updated_at", "-pk"),
    "company": ("company_name", "title", "pk"),
    "role": ("title", "company_name", "pk"),
    "applied": ("-applied_at", "-pk"),
    "silent": ("last_sign_at", "pk"),
}


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
    for word in filters.words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(company_name__icontains=word) | Q(place__icontains=word)
        )
    if filters.column:
        rows = rows.filter(status__in=COLUMNS[filters.column])
    if filters.statuses:
        rows = rows.filter(status__in=filters.statuses)
    prepared = _shown(with_next_step(rows, now=now), filters.show, now)
    return prepared.order_by(*ORDERS.get(filters.order, ORDERS["changed"]))


def _shown(rows: QuerySet[Application], show: str, now: datetime) -> QuerySet[Application]:
    if show == "due":
        return rows.exclude(status__in=CLOSED).filter(
            Q(reminder_at__lte=now) | Q(next_action_at__lte=now) | Q(left_at__isnull=False)
        )
    if show == "no_next_step":
        return rows.exclude(status__in=CLOSED).filter(NO_NEXT_STEP)
    if show == "silent":
        return rows.filter(is_silent(now=now))
    return rows


def is_silent(*, now: datetime) -> Q:
    """Waiting for an employer who has not been heard of for weeks, with no interview ahead."""
    return Q(
        status__in=WAITING_ON_OTHERS,
        last_sign_at__lte=now - timedelta(days=SILENT_DAYS),
        interview_at__isnull=True,
    )


def stamp(owner_id: UUID) -> str:
    """Return a text that changes whenever a person's list of applications does."""
    rows = Application.objects.owned_by(owner_id).order_by()
    found = rows.aggregate(n=Count("pk"), last=Max("updated_at"))
    return f"{found['n']}-{found['last'].timestamp() if found['last'] else 0}"
