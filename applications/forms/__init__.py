"""What a person may type about applications: cleaned and refused here, saved by services."""

from applications.forms.contacts import ContactForm, FileForm
from applications.forms.editing import PRIORITIES, EditForm
from applications.forms.tracking import (
    MAX_NOTE,
    WALL_CLOCK,
    ByHandForm,
    FollowUpForm,
    InterviewForm,
    InZoneForm,
    NextStepForm,
    NoteForm,
    PageForm,
    PeriodForm,
    ReminderForm,
    WallClockField,
    as_moment,
)
from applications.forms.writing import ANSWER_LANGUAGES, AnswerForm, FolderForm, LetterForm

__all__ = [
    "ANSWER_LANGUAGES",
    "MAX_NOTE",
    "PRIORITIES",
    "WALL_CLOCK",
    "AnswerForm",
    "ByHandForm",
    "ContactForm",
    "EditForm",
    "FileForm",
    "FolderForm",
    "FollowUpForm",
    "InZoneForm",
    "InterviewForm",
    "LetterForm",
    "NextStepForm",
    "NoteForm",
    "PageForm",
    "PeriodForm",
    "ReminderForm",
    "WallClockField",
    "as_moment",
]
