"""From a path to a ParsedResume: the one way through the package."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from resumes.parsing import limits, sniff
from resumes.parsing.document import Document
from resumes.parsing.types import ParsedResume, ParseFailure

if TYPE_CHECKING:
    from resumes.parsing.ocr.desk import Desk

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The stream a DOCX with a password is kept in, inside an old compound file."""

_WITH_PICTURES = frozenset({sniff.PDF, sniff.DOCX, sniff.ODT, *sniff.PICTURES})
"""The kinds of files whose pages may be pictures."""


def parse_path(path: Path, *, today: date, desk: "Desk | None" = None) -> ParsedResume:
    """Reads a file. `today` closes jobs that still run when months are counted.

    Raises: ParseFailure, and PicturesWanted where there is a desk to have pictures read.
    """
    if path.stat().st_size > limits.FILE_BYTES:
        raise ParseFailure("too_big")
    return parse_bytes(path.read_bytes(), today=today, desk=desk)


def parse_bytes(data: bytes, *, today: date, desk: "Desk | None" = None) -> ParsedResume:
    """Reads the bytes of a file in this process: for the program, benches and tests only.

    Raises: ParseFailure, and PicturesWanted where there is a desk to have pictures read.
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise ParseFailure("empty")
    media_type = sniff.sniff(data)
    if media_type is None:
        raise ParseFailure("encrypted" if _ENCRYPTED_PACKAGE in data else "wrong_type")
    document = read_document(data, media_type, desk)
    if document.ready is None and not any(
        c.isalnum() for line in document.lines for c in line.text
    ):
        raise ParseFailure(_emptiness(document, desk))
    from resumes.parsing.assemble import assemble  # noqa: PLC0415 - a refused file need not pay for it

    return assemble(document, today=today)


def _emptiness(document: Document, desk: "Desk | None") -> str:
    """Why nothing was read: there is no text, it is in a picture nobody read (in time), or cannot be made out."""
    if not {"image_only", "read_from_picture"} & set(document.warnings):
        return "empty"
    if desk is not None and desk.wants:
        return "too_slow"
    return (
        "image_only" if desk is None or document.media_type not in _WITH_PICTURES else "illegible"
    )


def read_document(data: bytes, media_type: str, desk: "Desk | None" = None) -> Document:
    """The lines of a file; each reader is imported only when its format turns up.

    Raises: ParseFailure, PicturesWanted.
    """
    from importlib import import_module  # noqa: PLC0415

    name = {
        sniff.PDF: "pdf",
        sniff.DOCX: "docx",
        sniff.ODT: "odt",
        sniff.RTF: "rtf",
        sniff.HTML: "html",
        sniff.MARKDOWN: "markdown",
        sniff.TEXT: "plain",
        sniff.JSON: "jsonresume",
        sniff.ZIP: "linkedin",
        sniff.EUROPASS: "europass",
        **dict.fromkeys(sniff.PICTURES, "picture"),
    }[media_type]
    reader = import_module(f"resumes.parsing.readers.{name}")
    own = (data, desk) if media_type in _WITH_PICTURES else (data,)
    document: Document = reader.read(*own)
    _bound(document)
    return document


def _bound(document: Document) -> None:
    """Cuts off what no resume has: endless lines, and lines without end."""
    total = 0
    for index, line in enumerate(document.lines):
        if len(line.text) > limits.LINE_CHARACTERS:
            document.lines[index] = line.shortened(limits.LINE_CHARACTERS)
            document.warnings.append("cut_off")
        total += len(document.lines[index].text)
        if total > limits.TEXT_CHARACTERS or index >= limits.LINES:
            document.lines = document.lines[:index]
            document.warnings.append("cut_off")
            return
