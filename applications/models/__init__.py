"""What a person tracks."""

from applications.models.answers import Answer, AnswerUse
from applications.models.contacts import Contact
from applications.models.diary import Interview, Note, Reminder
from applications.models.exchange import CalendarFeed, IdempotencyKey, Tombstone
from applications.models.files import Attachment
from applications.models.letters import CoverLetter, LetterVersion, WritingSample
from applications.models.mail import KeptFile, Mail, MailAddress, MailFolder
from applications.models.tailoring import PreparationSheet, Tailoring, Writing
from applications.models.tracking import Application, ApplicationEvent, ApplicationQuerySet

__all__ = [
    "Answer",
    "AnswerUse",
    "Application",
    "ApplicationEvent",
    "ApplicationQuerySet",
    "Attachment",
    "CalendarFeed",
    "Contact",
    "CoverLetter",
    "IdempotencyKey",
    "Interview",
    "KeptFile",
    "LetterVersion",
    "Mail",
    "MailAddress",
    "MailFolder",
    "Note",
    "PreparationSheet",
    "Reminder",
    "Tailoring",
    "Tombstone",
    "Writing",
    "WritingSample",
]
