"""What a person decides about their resumes."""

from resumes.exports import LETTER_FORMATS, TEMPLATES, LetterText
from resumes.parsing.types import ParsedResume, ParseFailure
from resumes.services.corrections import (
    CannotCorrectError,
    ChangedMeanwhileError,
    correct_version,
    name_version,
    restore_version,
)
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
    export_letter,
    export_version,
    picture_version,
    typeset_proof,
)
from resumes.services.patches import Change, NothingThereError, Op
from resumes.services.pictures import (
    PICTURE_TYPE,
    NoPictureError,
    draw_page,
    page_sizes,
    picture_behind,
    picture_token,
    with_whole_lines,
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
    read_plain_text,
    retry_parse,
    upload_resume,
)
from resumes.services.values import BadValueError, check_period, clean_part, clean_text

__all__ = [
    "LETTER_FORMATS",
    "PICTURE_TYPE",
    "TEMPLATES",
    "BadValueError",
    "CannotCorrectError",
    "Change",
    "ChangedMeanwhileError",
    "Document",
    "FileRefusedError",
    "LetterText",
    "NoPictureError",
    "NotArrivedError",
    "NotDirectError",
    "NotExportableError",
    "NotMadeError",
    "NotReadableAgainError",
    "NothingThereError",
    "Op",
    "ParseFailure",
    "ParsedResume",
    "archive_resume",
    "check_period",
    "clean_part",
    "clean_text",
    "complete_direct_upload",
    "correct_version",
    "count_export",
    "delete_resume",
    "draw_page",
    "erase_files_on_commit",
    "export_letter",
    "export_version",
    "inspect_upload",
    "move_resumes",
    "name_version",
    "page_sizes",
    "parse_now",
    "picture_behind",
    "picture_token",
    "picture_version",
    "read_file",
    "read_plain_text",
    "rename_resume",
    "restore_resume",
    "restore_version",
    "retry_parse",
    "set_default",
    "start_direct_upload",
    "start_reparse",
    "stop_reparse",
    "typeset_proof",
    "upload_resume",
    "with_whole_lines",
]
