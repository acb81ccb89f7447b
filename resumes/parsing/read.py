"""From a path to a ParsedResume: the one way through the package."""

from datetime import date
from pathlib import Path

from resumes.parsing import limits, sniff
from resumes.parsing.document import Document
from resumes.parsing.types import ParsedResume, ParseFailure

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The stream a DOCX with a password is kept in, inside an old compound file."""


def parse_path(path: Path, *, today: date) -> ParsedResume:
    """Reads a file. `today` closes jobs that still run when months are counted.

    Raises: ParseFailure.
    """
    if path.stat().st_size > limits.FILE_BYTES:
        raise ParseFailure("too_big")
    return parse_bytes(path.read_bytes(), today=today)


def parse_bytes(data: bytes, *, today: date) -> ParsedResume:
    """Reads the bytes of a file in this process: for the program, benches and tests only.

    Raises: ParseFailure.
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise ParseFailure("empty")
    media_type = sniff.sniff(data)
    if media_type is None:
        raise ParseFailure("encrypted" if _ENCRYPTED_PACKAGE in data else "wrong_type")
    document = read_document(data, media_type)
    if document.ready is None and not any(
        c.isalnum() for line in document.lines for c in line.text
    ):
        raise ParseFailure("image_only" if "image_only" in document.warnings else "empty")
    from resumes.parsing.assemble import assemble  # noqa: PLC0415 - a refused file need not pay for it

    return assemble(document, today=today)


def read_document(data: bytes, media_type: str) -> Document:
    """The lines of a file; each reader is imported only when its format turns up.

    Raises: ParseFailure.
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
    }[media_type]
    document: Document = import_module(f"resumes.parsing.readers.{name}").read(data)
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
