"""Page furniture: running headers and footers, page numbers, 'last updated' notes."""

import re

from resumes.parsing.document import Line

_PAGE_NUMBER = re.compile(
    r"^(?:(?:page|seite|página|pagina|strona|p\.)\s*)?[-–—|]?\s*\d{1,3}\s*(?:(?:/|of|de|von|di|van|z|sur)\s*\d{1,3})?\s*[-–—|]?$",
    re.IGNORECASE,
)
_NAMED_PAGE = re.compile(
    r"^.{2,60}?[\s–—|·-]+(?:(?:page|seite|página|pagina|strona|p\.)\s*)?\d{1,3}\s*(?:/|of|de|von|di|van|z|sur)\s*\d{1,3}$",
    re.IGNORECASE,
)
_PAGE_NAME = re.compile(
    r"^(?:page|seite|página|pagina|strona)\s+\d{1,3}\s*[–—|·-]\s*.{2,60}$", re.IGNORECASE
)
_UPDATED = re.compile(
    r"^(?:last updated|last modified|updated|stand|mis à jour|actualizado|aggiornato)\b.{0,30}$",
    re.IGNORECASE,
)
_MARGIN_SHARE = 0.09
_HEADER_SHARE = 0.13
_LABEL_CHARACTERS = 12
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_DIGITS = re.compile(r"\d+")


def is_page_number(text: str) -> bool:
    """Whether a text numbers a page, with or without a name beside the number."""
    return bool(_PAGE_NUMBER.match(text) or _NAMED_PAGE.match(text) or _PAGE_NAME.match(text))


def is_page_footer(text: str, top: float, bottom: float, height: float) -> bool:
    """Whether a text in the margin numbers its page: it must not take part in finding columns."""
    margin = height * _MARGIN_SHARE
    return (top < margin or bottom > height - margin) and is_page_number(text)


def without_furniture(lines: list[Line], pages: int, heights: list[float]) -> list[Line]:
    """The lines of the resume itself."""
    repeated = _repeated(lines, pages, heights)
    known = _contact_of_first_page(lines)
    kept: list[Line] = []
    for line in lines:
        edge = _in_margin(line, heights)
        if edge and (is_page_number(line.text) or _UPDATED.match(line.text)):
            continue
        if edge and line.page > 0 and _DIGITS.sub("#", line.text) in repeated:
            continue
        near = edge or _in_margin(line, heights, _HEADER_SHARE)
        if near and line.page > 0 and any(text in line.text for text in known):
            continue
        if near and pages > 1 and kept and _is_mail_again(line, kept, heights):
            continue
        kept.append(line)
    return kept


def _is_mail_again(line: Line, above: list[Line], heights: list[float]) -> bool:
    """Whether a line at the foot of a page is no more than the mail address its head gave."""
    mail = _MAIL.search(line.text)
    if mail is None or line.box is None or line.box[1] < heights[line.page] / 2:
        return False
    short = len(line.text) < len(mail[0]) + _LABEL_CHARACTERS
    return short and any(mail[0] in other.text for other in above if other.page == 0)


def _contact_of_first_page(lines: list[Line]) -> set[str]:
    """Mail addresses of the first page, and its largest text, the name: in the margin of a later page they head it."""
    first = [line for line in lines if line.page == 0]
    mails = {match[0] for line in first for match in _MAIL.finditer(line.text)}
    largest = max(first, key=lambda line: line.size, default=None)
    names = {largest.text} if largest is not None and len(largest.text.split()) > 1 else set()
    return mails | names


def _in_margin(line: Line, heights: list[float], share: float = _MARGIN_SHARE) -> bool:
    if line.box is None or line.page >= len(heights):
        return False
    height = heights[line.page]
    return line.box[1] < height * share or line.box[3] > height * (1 - share)


def _repeated(lines: list[Line], pages: int, heights: list[float]) -> set[str]:
    """Texts that stand in the margin of at least two pages; the first page keeps its own."""
    if pages < 2:
        return set()
    seen: dict[str, set[int]] = {}
    for line in lines:
        if _in_margin(line, heights):
            seen.setdefault(_DIGITS.sub("#", line.text), set()).add(line.page)
    return {text for text, on in seen.items() if len(on) > 1}
