"""A person's decisions about their applications: the front door of this app."""

from applications.services.calendars import (
    make_calendar_address,
    note_calendar_read,
    revoke_calendar_address,
)
from applications.services.diary import (
    add_interview,
    add_note,
    add_reminder,
    complete_reminder,
    edit_interview,
    remove_interview,
    remove_note,
    reopen_reminder,
    set_follow_up,
    snooze_reminder,
)
from applications.services.exchange import Imported, import_applications, new_among
from applications.services.leaving import (
    LinkMissingError,
    answer_did_you_apply,
    leave_for_company_site,
)
from applications.services.moving import (
    ClosedNeedsReasonError,
    move_application,
    move_many,
    place_application,
    undo,
)
from applications.services.saving import (
    add_by_hand,
    delete_application,
    edit_application,
    move_applications,
    save_posting,
    set_next_action,
    unsave_posting,
)
from applications.services.syncing import KeyReusedError, add_once

__all__ = [
    "ClosedNeedsReasonError",
    "Imported",
    "KeyReusedError",
    "LinkMissingError",
    "add_by_hand",
    "add_interview",
    "add_note",
    "add_once",
    "add_reminder",
    "answer_did_you_apply",
    "complete_reminder",
    "delete_application",
    "edit_application",
    "edit_interview",
    "import_applications",
    "leave_for_company_site",
    "make_calendar_address",
    "move_application",
    "move_applications",
    "move_many",
    "new_among",
    "note_calendar_read",
    "place_application",
    "remove_interview",
    "remove_note",
    "reopen_reminder",
    "revoke_calendar_address",
    "save_posting",
    "set_follow_up",
    "set_next_action",
    "snooze_reminder",
    "undo",
    "unsave_posting",
]
