"""A person's applications as files carry them."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from applications.exports.columns import FIELDS, settable
from applications.exports.records import Record
from applications.exports.sheets import tidy
from applications.models import Application, Note
from applications.states import BEFORE_APPLYING, Status

BETWEEN_NOTES = "\n\n---\n\n"


def records_of(owner_id: UUID) -> list[Record]:
    """Return all of a person's applications, in an order that only what they say decides."""
    notes = Prefetch("notes", Note.objects.order_by("created_at", "pk"))
    rows = Application.objects.owned_by(owner_id).prefetch_related(notes)
    return sorted((_record(row) for row in rows), key=Record.cells)


def _record(row: Application) -> Record:
    return Record(
        company_name=tidy(row.company_name),
        title=tidy(row.title),
        status=settable(Status(row.status)),
        applied_at=None if row.status in BEFORE_APPLYING else row.applied_at,
        place=tidy(row.place),
        url=tidy(row.url),
        source_name=tidy(row.source_name),
        deadline=row.deadline,
        next_action=tidy(row.next_action),
        next_action_at=row.next_action_at if row.next_action else None,
        priority=row.priority,
        tags=tuple(dict.fromkeys(filter(None, (tidy(tag) for tag in row.tags)))),
        pay_asked=row.pay_asked,
        pay_offered=row.pay_offered,
        pay_currency=row.pay_currency,
        pay_period=row.pay_period,
        added_at=row.created_at,
        last_sign_at=row.last_sign_at,
        notes=tidy(BETWEEN_NOTES.join(note.text for note in row.notes.all())),
        description=tidy(row.description),
    )


def as_plain(record: Record) -> dict[str, Any]:
    """Return a record as JSON carries it."""
    values = asdict(record)
    return {name: _plain(values[name]) for name in FIELDS}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)  # a number of JSON would lose its cents
    return list(value) if isinstance(value, tuple) else value


def applied_between(
    owner_id: UUID, *, first: date, last: date, zone: ZoneInfo
) -> QuerySet[Application]:
    """Return what a person applied for between two days, both counted, the earliest first."""
    rows = Application.objects.owned_by(owner_id).filter(applied_at__isnull=False)
    begin = datetime(first.year, first.month, first.day, tzinfo=zone)
    end = datetime(last.year, last.month, last.day, 23, 59, 59, 999_999, tzinfo=zone)
    return rows.filter(applied_at__range=(begin, end)).order_by("applied_at", "pk")
