"""What a person's calendar shows: interviews and open reminders, and no more of either than needed."""

from uuid import UUID

from django.utils.translation import gettext as _

from applications.exports.calendar import Entry
from applications.models import CalendarFeed, Interview, Reminder
from applications.selectors.detail import interviews_of, reminders_of

MOST = 1000  # of each, the latest
REMINDER_MINUTES = 15


def feed_of(owner_id: UUID) -> CalendarFeed | None:
    """Return the person's calendar address, if they made one."""
    return CalendarFeed.objects.filter(owner_id=owner_id).first()


def feed_behind(token: str) -> CalendarFeed | None:
    """Return the feed a secret address belongs to, while its owner may sign in."""
    feeds = CalendarFeed.objects.select_related("owner").filter(owner__is_active=True)
    return feeds.filter(token_hash=CalendarFeed.hash_of(token)).first()


def entries_of(owner_id: UUID) -> list[Entry]:
    """Return everything in a person's calendar, in order of time."""
    interviews = interviews_of(owner_id).order_by("-starts_at", "-pk")[:MOST]
    is_open = reminders_of(owner_id).filter(state=Reminder.State.OPEN)
    reminders = is_open.order_by("-due_at", "-pk")[:MOST]
    entries = [interview_entry(row) for row in interviews]
    entries += [reminder_entry(row) for row in reminders]
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))


def interview_entry(interview: Interview) -> Entry:
    """Return an interview without who takes part and how it was prepared for."""
    application = interview.application
    return Entry(
        uid=f"interview-{interview.pk}@career-copilot",
        revision=interview.revision,
        summary=_("Interview: %(company)s (%(kind)s)")
        % {"company": application.company_name, "kind": interview.get_kind_display()},
        description=application.title,
        place=interview.place,
        starts_at=interview.starts_at,
        minutes=interview.minutes,
        time_zone=interview.time_zone,
        created_at=interview.created_at,
        updated_at=max(interview.updated_at, interview.created_at),
        is_cancelled=interview.outcome == Interview.Outcome.CANCELLED,
    )


def reminder_entry(reminder: Reminder) -> Entry:
    """Return a reminder where it now stands: a snoozed one at the end of its rest."""
    application = reminder.application
    at = max(reminder.due_at, reminder.snoozed_until or reminder.due_at)
    return Entry(
        uid=f"reminder-{reminder.pk}@career-copilot",
        revision=reminder.revision,
        summary=reminder.text,
        description=application.company_name if application else "",
        starts_at=at,
        minutes=REMINDER_MINUTES,
        time_zone=reminder.time_zone,
        created_at=reminder.created_at,
        updated_at=max(reminder.updated_at, reminder.created_at),
        is_busy=False,
    )
