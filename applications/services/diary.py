"""Notes, interviews and reminders."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.services.notices import withdraw_news
from applications.models import Application, ApplicationEvent, Interview, Note, Reminder
from applications.reminding.diary import interview_keys, reminder_key
from applications.services.ledger import hold, record, touch
from core.live import announce_on_commit

INTERVIEW_FIELDS = frozenset(
    {"kind", "starts_at", "minutes", "time_zone", "people", "place", "notes", "outcome"}
)
Kind = ApplicationEvent.Kind


@transaction.atomic
def add_note(*, application: Application, text: str, actor: User, now: datetime) -> Note:
    """Write something down about an application."""
    note = Note.objects.create(application=application, author=actor, text=text)
    record(application, Kind.NOTE, actor=actor, now=now, note=str(note.pk))
    return note


@transaction.atomic
def remove_note(*, note: Note, now: datetime) -> None:
    """Remove a note; the timeline keeps that there was one."""
    application = note.application
    note.delete()
    touch(application, now=now)


@transaction.atomic
def add_interview(
    *, application: Application, starts_at: datetime, actor: User, now: datetime, **details: Any
) -> Interview:
    """Put a conversation with the employer in the diary; that is a sign of life."""
    known = {name: value for name, value in details.items() if name in INTERVIEW_FIELDS}
    hold(application)
    interview = Interview.objects.create(application=application, starts_at=starts_at, **known)
    application.last_sign_at = max(application.last_sign_at, now)
    application.save(update_fields=["last_sign_at"])
    record(
        application,
        Kind.INTERVIEW,
        actor=actor,
        now=now,
        interview=str(interview.pk),
        interview_kind=interview.kind,
        starts_at=starts_at.isoformat(),
        time_zone=interview.time_zone,
    )
    return interview


@transaction.atomic
def edit_interview(
    *, interview: Interview, actor: User, now: datetime, **changes: Any
) -> Interview:
    """Change an interview; the event keeps which fields changed."""
    changed = {
        name: value
        for name, value in changes.items()
        if name in INTERVIEW_FIELDS and getattr(interview, name) != value
    }
    if not changed:
        return interview
    if {"starts_at", "outcome"} & set(changed):
        owner_id = interview.application.owner_id
        withdraw_news(user_id=owner_id, keys=interview_keys(interview), now=now)
    for name, value in changed.items():
        setattr(interview, name, value)
    interview.revision = F("revision") + 1
    interview.save(update_fields=[*changed, "revision", "updated_at"])
    interview.refresh_from_db(fields=["revision"])
    record(
        interview.application,
        Kind.INTERVIEW,
        actor=actor,
        now=now,
        interview=str(interview.pk),
        fields=sorted(changed),
        starts_at=interview.starts_at.isoformat(),
        time_zone=interview.time_zone,
    )
    return interview


@transaction.atomic
def remove_interview(*, interview: Interview, now: datetime) -> None:
    """Take an interview out of the diary; the timeline keeps that it was there."""
    application = interview.application
    withdraw_news(user_id=application.owner_id, keys=interview_keys(interview), now=now)
    interview.delete()
    touch(application, now=now)


@transaction.atomic
def set_follow_up(*, application: Application, days: int | None, now: datetime) -> None:
    """After how many days without a reply to ask: 0 never, None as the person usually waits."""
    application.follow_up_days = days
    application.save(update_fields=["follow_up_days"])
    touch(application, now=now)


@transaction.atomic
def add_reminder(
    *,
    owner: User,
    text: str,
    due_at: datetime,
    now: datetime,
    application: Application | None = None,
    time_zone: str = "UTC",
) -> Reminder:
    """Remind a person of something at a time."""
    reminder = Reminder.objects.create(
        owner=owner, application=application, text=text, due_at=due_at, time_zone=time_zone
    )
    if application is not None:
        record(
            application,
            Kind.REMINDER,
            actor=owner,
            now=now,
            reminder=str(reminder.pk),
            text=text,
            due_at=due_at.isoformat(),
        )
    _announce(reminder, now=now)
    return reminder


@transaction.atomic
def complete_reminder(*, reminder: Reminder, now: datetime) -> Reminder:
    """Tick a reminder off. Ticking it twice is once."""
    if reminder.state == Reminder.State.DONE:
        return reminder
    if reminder.application is not None:
        record(
            reminder.application,
            Kind.REMINDER,
            actor=reminder.owner,
            now=now,
            reminder=str(reminder.pk),
            text=reminder.text,
            done=True,
        )
    withdraw_news(user_id=reminder.owner_id, keys=[reminder_key(reminder)], now=now)
    return _set(reminder, now=now, state=Reminder.State.DONE)


@transaction.atomic
def reopen_reminder(*, reminder: Reminder, now: datetime) -> Reminder:
    """Take the tick back."""
    return _set(reminder, now=now, state=Reminder.State.OPEN)


@transaction.atomic
def snooze_reminder(*, reminder: Reminder, until: datetime, now: datetime) -> Reminder:
    """Show a reminder again later."""
    withdraw_news(user_id=reminder.owner_id, keys=[reminder_key(reminder)], now=now)
    return _set(reminder, now=now, snoozed_until=until)


def _set(reminder: Reminder, *, now: datetime, **changes: Any) -> Reminder:
    for name, value in changes.items():
        setattr(reminder, name, value)
    reminder.revision = F("revision") + 1
    reminder.save(update_fields=[*changes, "revision", "updated_at"])
    reminder.refresh_from_db(fields=["revision"])
    _announce(reminder, now=now)
    return reminder


def _announce(reminder: Reminder, *, now: datetime) -> None:
    if reminder.application is not None:
        touch(reminder.application, now=now)
    else:
        announce_on_commit(reminder.owner_id, "applications")
