"""PDF: pages, their words, columns and lines; nothing in the file is ever run."""

import ctypes
from functools import partial
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from resumes.parsing import limits, sniff
from resumes.parsing.document import Document
from resumes.parsing.readers.attached import with_attached
from resumes.parsing.readers.glyphs import FEW_GLYPHS, PageWords, page_words
from resumes.parsing.readers.pages import document_of
from resumes.parsing.types import ParseFailure

if TYPE_CHECKING:
    from resumes.parsing.ocr.desk import Desk

_MEANINGLESS_SHARE = 0.5


def read(data: bytes, desk: "Desk | None" = None) -> Document:
    """Raises: ParseFailure, and PicturesWanted where pages are pictures and a desk is there to have them read."""
    document = _opened(data)
    try:
        count = len(document)
        if count > limits.PAGES:
            raise ParseFailure("too_many_pages")
        if count == 0:
            raise ParseFailure("corrupt")
        found = [(index, _page(document, index)) for index in range(count)]
        pages = [(index, page) for index, page in found if page is not None]
        if not pages:
            raise ParseFailure("corrupt")
        read = _with_pictures(document, pages, desk) if desk else [page for _, page in pages]
        answer = with_attached(document_of(read, sniff.PDF), document.raw)
    finally:
        document.close()
    if desk and desk.cut_off:
        answer.warnings.append("cut_off")
    return answer


def _with_pictures(
    document: Any, pages: list[tuple[int, PageWords]], desk: "Desk"
) -> list[PageWords]:
    """The pages, with the words of those that are pictures."""
    if not any(map(_is_picture, (page for _, page in pages))):
        return [page for _, page in pages]
    from resumes.parsing.readers.scans import page_of  # noqa: PLC0415 - 100 ms text need not pay

    desk.speak(" ".join(w.text for _, page in pages if not _is_picture(page) for w in page.words))
    read: list[PageWords] = []
    for index, page in pages:
        seen = page_of(desk, partial(_drawn, document, index)) if _is_picture(page) else None
        if seen is not None:
            seen.links = page.links
        read.append(seen or page)
    desk.settle()
    return read


def _is_picture(page: PageWords) -> bool:
    """Whether a page shows its text without holding it: as a picture, as shapes, or in letters without meaning."""
    few = page.glyphs < FEW_GLYPHS and page.has_image
    return few or page.unmapped > max(FEW_GLYPHS, page.glyphs * _MEANINGLESS_SHARE)


def _drawn(document: Any, index: int) -> tuple[Any, float]:
    """The page as a grey picture, and how many points a pixel of it measures."""
    from resumes.parsing.readers.scans import scale_within_bounds  # noqa: PLC0415

    page = document[index]
    scale = scale_within_bounds(page.get_width(), page.get_height())
    return page.render(scale=scale, grayscale=True).to_pil(), 1 / scale


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
