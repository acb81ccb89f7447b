"""The Europass data some PDFs carry as an attachment: read as data, and believed only where the pages say the same."""

import ctypes
import re
from typing import Any

import pypdfium2.raw as pdfium

from resumes.parsing import sniff
from resumes.parsing.document import Document, Line
from resumes.parsing.types import ParseFailure

_ATTACHMENTS = 8
_BYTES = 2 * 1024**2
_SHOWN_SHARE = 0.8
_TELLING = re.compile(
    r"/basics/name|/(?:work|education|volunteer)/\d+/(?:name|position|institution|organization)"
)
_NOT_LETTERS = re.compile(r"[\W_]+")


def with_attached(document: Document, pdf: Any) -> Document:
    """The document, as its attachment states it where that is Europass data and says what the pages show."""
    for data in _attachments(pdf):
        resume = _stated(data)
        pointers = _shown(resume, document.lines) if resume else {}
        if resume and pointers:
            document.ready, document.pointers = resume, pointers
            return document
    return document


def _attachments(pdf: Any) -> list[bytes]:
    """The first attachments that are small. Nothing is written, opened or run."""
    found: list[bytes] = []
    for index in range(min(pdfium.FPDFDoc_GetAttachmentCount(pdf), _ATTACHMENTS)):
        attachment = pdfium.FPDFDoc_GetAttachment(pdf, index)
        size = ctypes.c_ulong()
        if (
            attachment
            and pdfium.FPDFAttachment_GetFile(attachment, None, 0, ctypes.byref(size))
            and 0 < size.value <= _BYTES
        ):
            buffer = ctypes.create_string_buffer(size.value)
            if pdfium.FPDFAttachment_GetFile(attachment, buffer, size.value, ctypes.byref(size)):
                found.append(buffer.raw[: size.value])
    return found


def _stated(data: bytes) -> dict[str, object] | None:
    if sniff.sniff(data) != sniff.EUROPASS:
        return None
    from resumes.parsing.readers import europass  # noqa: PLC0415 - lxml, which other PDFs need not pay

    try:
        return europass.resume_of(data)
    except ParseFailure:
        return None


def _shown(resume: dict[str, object], lines: list[Line]) -> dict[str, Line]:
    """The line each value stands on; nothing when the pages do not show what the attachment states."""
    page = _Page(lines)
    pointers: dict[str, Line] = {}
    told = shown = 0
    last: Line | None = None
    for pointer, value in _values(resume, ""):
        line = page.line_of(value)
        if _TELLING.fullmatch(pointer):
            told += 1
            shown += line is not None or page.shows(value)
        last = line or last
        if last is not None:
            pointers[pointer] = last
    return pointers if told and shown >= told * _SHOWN_SHARE else {}


def _values(value: object, pointer: str) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [v for key, item in value.items() for v in _values(item, f"{pointer}/{key}")]
    if isinstance(value, list):
        return [v for n, item in enumerate(value) for v in _values(item, f"{pointer}/{n}")]
    return [(pointer, value)] if isinstance(value, str) else []


class _Page:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = [(_squeezed(line.text), line) for line in lines]
        self.text = "".join(text for text, _ in self.lines)

    def shows(self, value: str) -> bool:
        return _squeezed(value) in self.text

    def line_of(self, value: str) -> Line | None:
        wanted = _squeezed(value)[:40]
        return next((line for text, line in self.lines if wanted and wanted in text), None)


def _squeezed(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()
