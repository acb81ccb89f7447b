"""PDF: pages, their words, columns and lines; nothing in the file is ever run."""

import ctypes
from typing import Any

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from resumes.parsing import limits, sniff
from resumes.parsing.document import Document, Line, number_lines
from resumes.parsing.layout import columns
from resumes.parsing.layout.furniture import without_furniture
from resumes.parsing.readers.glyphs import PageWords, page_words
from resumes.parsing.types import ParseFailure

_UNMAPPED_SHARE = 0.05
_FEW_GLYPHS = 20


def read(data: bytes) -> Document:
    document = _opened(data)
    try:
        count = len(document)
        if count > limits.PAGES:
            raise ParseFailure("too_many_pages")
        if count == 0:
            raise ParseFailure("corrupt")
        pages = [found for index in range(count) if (found := _page(document, index)) is not None]
    finally:
        document.close()
    if not pages:
        raise ParseFailure("corrupt")
    return _document(pages)


def _opened(data: bytes) -> Any:
    try:
        return pdfium2.PdfDocument(data)
    except pdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ParseFailure("encrypted") from None
        raise ParseFailure("corrupt") from None


def _page(document: Any, index: int) -> PageWords | None:
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        return None
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        if not text_page:
            return None
        found = page_words(page, text_page)
        found.links = _links(document.raw, page)
        return found
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _links(document: Any, page: Any) -> list[str]:
    """Addresses behind the page's link annotations: a profile is often only an icon or a handle."""
    links: list[str] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while len(links) < 100 and pdfium.FPDFLink_Enumerate(
        page, ctypes.byref(position), ctypes.byref(link)
    ):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        buffer = ctypes.create_string_buffer(2048)
        size = pdfium.FPDFAction_GetURIPath(document, action, buffer, 2048)
        if 0 < size <= 2048:
            links.append(buffer.value.decode("utf-8", errors="replace"))
    return links


def _document(pages: list[PageWords]) -> Document:
    lines: list[Line] = []
    warnings: list[str] = []
    for number, page in enumerate(pages):
        found = columns.lines_of_page(page, page_number=number, first_block=len(lines) + number)
        lines += found.lines
        if found.columns > 1:
            warnings.append("two_columns")
    glyphs = sum(p.glyphs for p in pages)
    if glyphs < _FEW_GLYPHS and any(p.has_image for p in pages):
        warnings.append("image_only")
    elif any(p.has_image and p.glyphs < _FEW_GLYPHS for p in pages):
        warnings.append("unread_region")
    if sum(p.unmapped for p in pages) > max(3, glyphs * _UNMAPPED_SHARE):
        warnings.append("fonts_without_unicode")
    if any(p.hidden for p in pages):
        warnings.append("hidden_text")
    lines = number_lines(without_furniture(lines, len(pages), [p.height for p in pages]))
    links = [link for page in pages for link in page.links]
    return Document(lines, sniff.PDF, len(pages), list(dict.fromkeys(warnings)), links)
