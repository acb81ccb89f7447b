"""What a person decides about their resumes."""

from resumes.parsing.types import ParsedResume, ParseFailure
from resumes.services.corrections import CannotCorrectError, correct_version
from resumes.services.direct import (
    NotArrivedError,
    NotDirectError,
    complete_direct_upload,
    start_direct_upload,
)
from resumes.services.exports import (
    Document,
    NotExportableError,
    NotMadeError,
    count_export,
    export_version,
    picture_version,
)
from resumes.services.reparse import start_reparse, stop_reparse
from resumes.services.shelf import (
    archive_resume,
    delete_resume,
    erase_files_on_commit,
    move_resumes,
    rename_resume,
    restore_resume,
    set_default,
)
from resumes.services.uploads import (
    FileRefusedError,
    NotReadableAgainError,
    inspect_upload,
    parse_now,
    read_file,
    retry_parse,
    upload_resume,
)

__all__ = [
    "CannotCorrectError",
    "Document",
    "FileRefusedError",
    "NotArrivedError",
    "NotDirectError",
    "NotExportableError",
    "NotMadeError",
    "NotReadableAgainError",
    "ParseFailure",
    "ParsedResume",
    "archive_resume",
    "complete_direct_upload",
    "correct_version",
    "count_export",
    "delete_resume",
    "erase_files_on_commit",
    "export_version",
    "inspect_upload",
    "move_resumes",
    "parse_now",
    "picture_version",
    "read_file",
    "rename_resume",
    "restore_resume",
    "retry_parse",
    "set_default",
    "start_direct_upload",
    "start_reparse",
    "stop_reparse",
    "upload_resume",
]
