"""Applications a person brings along in a file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from accounts.models import User
from applications.exports.records import Record
from applications.models import Application, ApplicationEvent, Note
from applications.selectors.exchange import records_of
from applications.selectors.order import STEP, top_of
from applications.states import BEFORE_APPLYING, COLUMN_OF, Column, Status
from core.live import announce_on_commit

AT_ONCE = 500
Kind = ApplicationEvent.Kind


@dataclass(frozen=True, slots=True)
class Imported:
    """How many came in, and how many were there before."""

    added: int
    already_there: int


def new_among(*, owner: User, records: Sequence[Record]) -> list[Record]:
    """Return the records the person does not have yet; each that is there answers for one row."""
    there = Counter(record.key for record in records_of(owner.pk))
    fresh: list[Record] = []
    for record in records:
        if there[record.key] > 0:
            there[record.key] -= 1
        else:
            fresh.append(record)
    return fresh


@transaction.atomic
def import_applications(*, owner: User, records: Sequence[Record], now: datetime) -> Imported:
    """Add what is new. Importing the same file twice is importing it once."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # two tabs, one file
    fresh = new_among(owner=owner, records=records)
    tops = {column: top_of(owner.pk, column) for column in Column}
    rows: list[Application] = []
    for record in fresh:
        column = COLUMN_OF[record.status]
        rows.append(_application(owner, record, position=tops[column], now=now))
        tops[column] -= STEP
    _write(owner, rows, fresh, now)
    announce_on_commit(owner.pk, "applications")
    return Imported(added=len(rows), already_there=len(records) - len(fresh))


def _application(owner: User, record: Record, *, position: float, now: datetime) -> Application:
    """A row is born with its status: nothing moves it, the ledger below tells how it got there."""
    return Application(
        owner=owner,
        title=record.title,
        company_name=record.company_name,
        place=record.place,
        url=record.url,
        description=record.description,
        archived_at=now if record.description else None,
        source_name=record.source_name,
        status=record.status,
        applied_at=record.applied_at,
        deadline=record.deadline,
        next_action=record.next_action,
        next_action_at=record.next_action_at,
        priority=record.priority,
        tags=list(record.tags),
        pay_asked=record.pay_asked,
        pay_offered=record.pay_offered,
        pay_currency=record.pay_currency,
        pay_period=record.pay_period,
        position=position,
        last_sign_at=record.last_sign_at or record.applied_at or record.added_at or now,
    )


def _write(owner: User, rows: list[Application], records: Sequence[Record], now: datetime) -> None:
    Application.objects.bulk_create(rows, batch_size=AT_ONCE)
    for row, record in zip(rows, records, strict=True):
        row.created_at = record.added_at or now
    Application.objects.bulk_update(rows, ["created_at"], batch_size=AT_ONCE)
    events = [event for row in rows for event in _history(row, owner, now)]
    ApplicationEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    notes = [
        Note(application=row, author=owner, text=record.notes)
        for row, record in zip(rows, records, strict=True)
        if record.notes
    ]
    Note.objects.bulk_create(notes, batch_size=AT_ONCE)


def _history(row: Application, owner: User, now: datetime) -> list[ApplicationEvent]:
    """What the file says has happened: added, applied, and where it stands."""
    steps = [Status.SAVED, Status(row.status)]
    if row.applied_at and row.status not in BEFORE_APPLYING | {Status.APPLIED}:
        steps.insert(1, Status.APPLIED)
    made = {"application": row, "actor": owner, "data": {"how": "import"}}
    events = [ApplicationEvent(kind=Kind.CREATED, happened_at=min(row.created_at, now), **made)]
    for before, after in pairwise(steps):
        if before == after:
            continue
        at = row.applied_at if after == Status.APPLIED and row.applied_at else row.last_sign_at
        event = ApplicationEvent(kind=Kind.CORRECTED, happened_at=min(at, now), **made)
        event.from_status, event.to_status = before, after
        event.data = {"how": "import", "before": _before(row, before)}
        events.append(event)
    return events


def _before(row: Application, status: Status) -> dict[str, object]:
    """What an undo of this step restores."""
    applied = row.applied_at.isoformat() if row.applied_at and status == Status.APPLIED else None
    return {"applied_at": applied, "last_sign_at": row.last_sign_at.isoformat(), "position": 0}
