"""What a person tracks."""

from applications.models.answers import Answer, AnswerUse
from applications.models.diary import Interview, Note, Reminder
from applications.models.exchange import CalendarFeed, IdempotencyKey, Tombstone
from applications.models.tailoring import PreparationSheet, Tailoring, Writing
from applications.models.tracking import Application, ApplicationEvent, ApplicationQuerySet

__all__ = [
    "Answer",
    "AnswerUse",
    "Application",
    "ApplicationEvent",
    "ApplicationQuerySet",
    "CalendarFeed",
    "IdempotencyKey",
    "Interview",
    "Note",
    "PreparationSheet",
    "Reminder",
    "Tailoring",
    "Tombstone",
    "Writing",
]
