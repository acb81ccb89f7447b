"""The values the parser hands out: what was read, or why it could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PARSER_VERSION = "4"

MESSAGES: Mapping[str, str] = {
    "empty": "This file has no text in it.",
    "encrypted": "This file is protected by a password. Save a copy without the password and try again.",
    "image_only": "This file is a picture of a resume, and pictures cannot be read here: tesseract-ocr is not installed.",
    "illegible": "This file is a picture, and no text could be made out in it.",
    "corrupt": "This file is damaged and could not be opened.",
    "too_big": "This file is too big to read.",
    "out_of_memory": "This file unpacks to more than may be held in memory.",
    "too_many_pages": "This file has too many pages for a resume.",
    "wrong_type": "This is not a kind of file we can read. Use PDF, DOCX, ODT, RTF, HTML, Markdown, plain text, a picture (JPEG, PNG, TIFF, WebP), a LinkedIn archive or a Europass file.",
    "unreadable": "The text of this file could not be read.",
    "crashed": "This file could not be read: it broke the reader.",
    "too_slow": "This file took too long to read.",
}


class ParseFailure(Exception):  # noqa: N818 - the name is part of the interface
    """A file that could not be read; `code` is a key of MESSAGES, `message` a sentence a person may read."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        self.message = message or MESSAGES[code]
        super().__init__(f"{code}: {self.message}")


@dataclass(frozen=True, slots=True)
class ParsedResume:
    """What was read from one file.

    `resume` is JSON Resume v1.0.0. `provenance` maps a JSON pointer into it to
    {"page", "line", "box": [x0, y0, x1, y1] in points from the top left or None, "confidence": 0–1}.
    `experience_months` counts every month once, however many jobs ran in it; None when no job has dates.
    """

    resume: dict[str, Any]
    text: str
    warnings: tuple[str, ...]
    language: str | None
    pages: int
    media_type: str
    parser_version: str = PARSER_VERSION
    provenance: dict[str, dict[str, Any]] = field(default_factory=dict)
    experience_months: int | None = None
