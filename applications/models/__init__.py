"""What a person tracks."""

from applications.models.diary import Interview, Note, Reminder
from applications.models.exchange import CalendarFeed, IdempotencyKey, Tombstone
from applications.models.letters import CoverLetter, LetterVersion, WritingSample
from applications.models.tracking import Application, ApplicationEvent, ApplicationQuerySet

__all__ = [
    "Application",
    "ApplicationEvent",
    "ApplicationQuerySet",
    "CalendarFeed",
    "CoverLetter",
    "IdempotencyKey",
    "Interview",
    "LetterVersion",
    "Note",
    "Reminder",
    "Tombstone",
    "WritingSample",
]
