"""What happens to a file after it was stored: it is scanned, read, read again, and removed when nobody needs it."""

from resumes.ingest.checking import check_version, feedback_waiting_too_long
from resumes.ingest.files import (
    lock_owner,
    remove_unreferenced,
    sweep_abandoned,
    sweep_orphans,
)
from resumes.ingest.reading import (
    STALE,
    give_up,
    may_be_handed_out,
    read_version,
    tell_parsed,
    waiting_too_long,
)
from resumes.ingest.rereading import (
    reread_batch,
    reread_for,
    stalled_runs,
    versions_to_reread,
)
from resumes.ingest.second_reader import read_again

__all__ = [
    "STALE",
    "check_version",
    "feedback_waiting_too_long",
    "give_up",
    "lock_owner",
    "may_be_handed_out",
    "read_again",
    "read_version",
    "remove_unreferenced",
    "reread_batch",
    "reread_for",
    "stalled_runs",
    "sweep_abandoned",
    "sweep_orphans",
    "tell_parsed",
    "versions_to_reread",
    "waiting_too_long",
]
