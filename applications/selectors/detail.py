"""One application with everything that happened to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from applications.models import (
    Application,
    ApplicationEvent,
    Attachment,
    Contact,
    Interview,
    Mail,
    Note,
    Reminder,
)
from applications.selectors.cards import Card, card_of, with_next_step
from applications.selectors.mail import mails_by_id
from applications.states import can_restore


@dataclass(frozen=True, slots=True)
class Detail:
    """What the page of one application shows."""

    application: Application
    card: Card
    events: list[ApplicationEvent]  # newest first
    undoable: UUID | None  # the latest change of status, while it can be taken back
    interviews: list[Interview]
    reminders: list[Reminder]
    notes: list[Note]
    contacts: list[Contact]
    attachments: list[Attachment]
    mails: dict[str, Mail]  # by id, without their text


def mine(owner_id: UUID) -> QuerySet[Application]:
    """Return a person's applications with what a service needs of them."""
    return Application.objects.owned_by(owner_id).select_related("posting", "posting__source")


def detail(owner_id: UUID, pk: UUID, *, now: datetime) -> Detail | None:
    """Return one application of this person with its history, or None when it is not theirs."""
    rows = (
        mine(owner_id)
        .filter(pk=pk)
        .select_related("version", "version__resume", "owner", "letter__finished")
    )
    row = with_next_step(rows, now=now).first()
    if row is None:
        return None
    events = list(timeline(row))
    return Detail(
        application=row,
        card=card_of(row, now=now),
        events=events,
        undoable=_undoable(row, events),
        interviews=list(row.interviews.order_by("starts_at", "pk")),
        reminders=list(row.reminders.order_by("state", "due_at", "pk")),
        notes=list(row.notes.order_by("-created_at", "-pk")),
        contacts=list(row.contacts.order_by("name", "pk")),
        attachments=list(row.attachments.order_by("created_at", "pk")),
        mails=mails_by_id(owner_id, pk),
    )


def timeline(application: Application) -> QuerySet[ApplicationEvent]:
    """Return what happened to an application, newest first."""
    events = application.events.select_related("actor", "undoes", "undone_by")
    return events.order_by("-happened_at", "-pk")


def _undoable(row: Application, events: list[ApplicationEvent]) -> UUID | None:
    changes = sorted(
        (e for e in events if e.to_status), key=lambda e: (e.created_at, e.pk), reverse=True
    )
    last = next(iter(changes), None)
    if last is None or last.to_status != row.status or last.undoes_id:
        return None
    return last.pk if can_restore(last.from_status, last.to_status) else None


def last_move(application: Application) -> ApplicationEvent | None:
    """Return the latest change of its status."""
    moves = application.events.exclude(to_status="").select_related("actor")
    return moves.order_by("-created_at", "-pk").first()


def events_of(owner_id: UUID) -> QuerySet[ApplicationEvent]:
    """Return every event of a person's applications."""
    events = ApplicationEvent.objects.filter(application__owner_id=owner_id)
    return events.select_related("application")


def interviews_of(owner_id: UUID) -> QuerySet[Interview]:
    """Return every interview of a person."""
    rows = Interview.objects.filter(application__owner_id=owner_id)
    return rows.select_related("application")


def reminders_of(owner_id: UUID) -> QuerySet[Reminder]:
    """Return every reminder of a person."""
    return Reminder.objects.filter(owner_id=owner_id).select_related("application")


def notes_of(owner_id: UUID) -> QuerySet[Note]:
    """Return every note of a person."""
    return Note.objects.filter(application__owner_id=owner_id).select_related("application")


def contacts_of(owner_id: UUID) -> QuerySet[Contact]:
    """Return everybody a person wrote down."""
    rows = Contact.objects.filter(application__owner_id=owner_id)
    return rows.select_related("application")


def attachments_of(owner_id: UUID) -> QuerySet[Attachment]:
    """Return every file a person keeps."""
    rows = Attachment.objects.filter(application__owner_id=owner_id)
    return rows.select_related("application")
