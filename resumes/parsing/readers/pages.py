"""From the words of pages to a document: columns, lines, page furniture, and what to warn of."""

from resumes.parsing.document import Document, Line, number_lines
from resumes.parsing.layout import columns
from resumes.parsing.layout.furniture import without_furniture
from resumes.parsing.readers.glyphs import FEW_GLYPHS, PageWords

_UNMAPPED_SHARE = 0.05
_POOR = 0.75


def document_of(pages: list[PageWords], media_type: str) -> Document:
    lines: list[Line] = []
    warnings: list[str] = []
    for number, page in enumerate(pages):
        found = columns.lines_of_page(page, page_number=number, first_block=len(lines) + number)
        lines += found.lines
        if found.columns > 1:
            warnings.append("two_columns")
    lines = number_lines(without_furniture(lines, len(pages), [p.height for p in pages]))
    links = [link for page in pages for link in page.links]
    document = Document(lines, media_type, len(pages), warnings + _warnings(pages), links)
    document.warnings = list(dict.fromkeys(document.warnings))
    document.doubts = {n: page.doubts for n, page in enumerate(pages) if page.doubts}
    document.placements = {n: p.placement for n, p in enumerate(pages) if p.placement}
    return document


def _warnings(pages: list[PageWords]) -> list[str]:
    warnings: list[str] = []
    glyphs = sum(p.glyphs for p in pages)
    unread = [p for p in pages if p.has_image and p.glyphs < FEW_GLYPHS and p.sureness is None]
    sureness = [p.sureness for p in pages if p.sureness is not None]
    if glyphs < FEW_GLYPHS and unread and not sureness:
        warnings.append("image_only")
    elif unread:
        warnings.append("unread_region")
    if sureness:
        warnings.append("read_from_picture")
    if sureness and min(sureness) < _POOR:
        warnings.append("poor_picture")
    if sum(p.unmapped for p in pages) > max(3, glyphs * _UNMAPPED_SHARE):
        warnings.append("fonts_without_unicode")
    if any(p.hidden for p in pages):
        warnings.append("hidden_text")
    return warnings
