"""What a person tracks."""

from applications.models.diary import Interview, Note, Reminder
from applications.models.exchange import CalendarFeed, IdempotencyKey, Tombstone
from applications.models.mail import KeptFile, Mail, MailAddress, MailFolder
from applications.models.tracking import Application, ApplicationEvent, ApplicationQuerySet

__all__ = [
    "Application",
    "ApplicationEvent",
    "ApplicationQuerySet",
    "CalendarFeed",
    "IdempotencyKey",
    "Interview",
    "KeptFile",
    "Mail",
    "MailAddress",
    "MailFolder",
    "Note",
    "Reminder",
    "Tombstone",
]
