"""From the glyphs of a PDF page to words: pdfium's own plain text glues words on some producers, its boxes do not lie."""

import ctypes
import math
import re
import statistics
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from resumes.parsing import limits
from resumes.parsing.document import Placement
from resumes.parsing.layout.bullets import drawn_bullets
from resumes.parsing.layout.words import Glyph, Mark, Style, Word

_BOLD_NAME = re.compile(
    r"bold|black|heavy|semibold|demi|-bd|bx\d|sfbx|cmbx|cmb\d|\bbd\b|[-_]sb\b", re.IGNORECASE
)
_ITALIC_NAME = re.compile(r"ital|obli|slant|cmti|cmsl|sfti|sfsl", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_ITALIC_FLAG = 1 << 6
_BOLD_WEIGHT = 600
_INVISIBLE_MODES = frozenset({3, 7})
_STROKED = 2
_TINY_POINTS = 1.5
_LONGEST_WORDS = 15
"""Fewer drawn blanks than one in so many letters are no sign that blanks are drawn at all."""
_WHITE = 238
_CLEAR = 8
FEW_GLYPHS = 20
_DRAWN_LETTERS = 150
"""So many shapes on a page without text are letters that were turned into outlines."""
_PICTURE = 2.0
_PRIVATE_USE = range(0xE000, 0xF900)
_SYMBOL_BULLETS = frozenset({0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF0FC, 0xF0A8})
_MARK = (1.2, 7.0)
_NO_TEXT = frozenset({0x0, 0xA, 0xD, 0xFFFD, 0xFFFE, 0xFFFF})


@dataclass(slots=True)
class PageWords:
    """One page. `has_image` also says that it is drawn without letters; `sureness`, `doubts` and `placement` are those
    of a page that was read off a picture.
    """

    words: list[Word]
    width: float
    height: float
    glyphs: int = 0
    unmapped: int = 0
    hidden: int = 0
    turned: int = 0
    has_image: bool = False
    links: list[str] = field(default_factory=list)
    doubts: dict[str, float] = field(default_factory=dict)
    sureness: float | None = None
    placement: Placement | None = None


class _Reader:
    """Reads one page; the style of a text object is looked up once, not once per letter."""

    def __init__(self, page: Any, text_page: Any) -> None:
        self.page = page
        self.text_page = text_page
        self.styles: dict[int, Style] = {}
        self.unmapped = 0
        self.crop = self._crop_box()

    def _crop_box(self) -> tuple[float, float, float, float]:
        box = pdfium.FS_RECTF()
        if pdfium.FPDF_GetPageBoundingBox(self.page, ctypes.byref(box)):
            return box.left, box.bottom, box.right, box.top
        return 0.0, 0.0, pdfium.FPDF_GetPageWidthF(self.page), pdfium.FPDF_GetPageHeightF(self.page)

    def glyphs(self) -> list[Glyph | None]:
        """The page's letters in drawing order; None where a blank was drawn."""
        found: list[Glyph | None] = []
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        rect, ox, oy = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        text_page = self.text_page
        for index in range(min(pdfium.FPDFText_CountChars(text_page), limits.GLYPHS_PER_PAGE)):
            drawn = pdfium.FPDFText_GetTextObject(text_page, index)
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if not drawn:
                if code == 0x20 and found and found[-1] is not None:
                    found[-1].blank_after = True
                continue
            if code in _NO_TEXT:
                self.unmapped += code not in (0xA, 0xD)
                continue
            if code in (0x20, 0xA0, 0x9, 0x3000) or 0x2000 <= code <= 0x200A:
                found.append(None)
                continue
            if code in _PRIVATE_USE and code not in _SYMBOL_BULLETS:
                found.append(None)
                continue
            pdfium.FPDFText_GetLooseCharBox(text_page, index, rect)
            pdfium.FPDFText_GetCharOrigin(text_page, index, ox, oy)
            char = "-" if code in (0x2, 0xAD) else chr(code)
            style = self._style(drawn, index)
            found.append(self._placed(char, style, box, x.value, y.value))
        return found

    def _placed(self, char: str, style: Style, box: Any, x: float, y: float) -> Glyph:
        """The glyph on an upright page: text that was drawn turned is turned back."""
        left, bottom, right, top = self.crop
        if style.turn == 0:
            return Glyph(char, box.left - left, box.right - left, top - y, style)
        if style.turn == 1:
            return Glyph(char, box.bottom - bottom, box.top - bottom, x - left, style)
        if style.turn == 2:
            return Glyph(char, right - box.right, right - box.left, y - bottom, style)
        return Glyph(char, top - box.top, top - box.bottom, right - x, style)

    def _style(self, drawn: Any, index: int) -> Style:
        key = ctypes.addressof(drawn.contents)
        style = self.styles.get(key)
        if style is None:
            style = self.styles[key] = self._look_up(drawn, index)
        return style

    def _look_up(self, drawn: Any, index: int) -> Style:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.text_page, index, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(self.text_page, index) * math.hypot(matrix.c, matrix.d)
        name, flags = self._font(index)
        weight = pdfium.FPDFText_GetFontWeight(self.text_page, index)
        rgba = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(self.text_page, index, *map(ctypes.byref, rgba))
        red, green, blue, alpha = (part.value for part in rgba)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn)
        bold = bool(_BOLD_NAME.search(name)) or flags & _FORCE_BOLD != 0 or mode == _STROKED
        return Style(
            size=round(abs(size), 2) or 0.01,
            bold=bold or (weight >= _BOLD_WEIGHT and not name),
            italic=bool(_ITALIC_NAME.search(name)) or flags & _ITALIC_FLAG != 0,
            colour=(red << 16) + (green << 8) + blue,
            visible=abs(size) > _TINY_POINTS,
            outlined=mode in _INVISIBLE_MODES or alpha <= _CLEAR,
            turn=round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4,
        )

    def _font(self, index: int) -> tuple[str, int]:
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        length = pdfium.FPDFText_GetFontInfo(
            self.text_page, index, buffer, 128, ctypes.byref(flags)
        )
        return (buffer.value.decode("latin-1") if length else ""), flags.value


def page_words(page: Any, text_page: Any) -> PageWords:
    """The words of a page, upright, without what nobody can see."""
    reader = _Reader(page, text_page)
    drawn = reader.glyphs()
    letters = [g for g in drawn if g is not None]
    left, bottom, right, top = reader.crop
    width, height = right - left, top - bottom
    images, backdrops = _backdrops(page, letters, reader.crop)
    visible = {id(g) for g in letters if _is_seen(g, width, height, backdrops)}
    turn = _usual_turn(letters)
    if turn % 2:
        width, height = height, width
    kept = [g for g in drawn if g is None or (id(g) in visible and g.style.turn == turn)]
    words = _words(kept)
    if turn == 0:
        words += drawn_bullets(words, _marks(page, reader.crop))
    return PageWords(
        words=words,
        width=width,
        height=height,
        glyphs=len(letters),
        unmapped=reader.unmapped,
        hidden=len(letters) - len(visible),
        turned=sum(g.style.turn != turn for g in letters),
        has_image=images,
    )


def _usual_turn(letters: list[Glyph]) -> int:
    counts = [0, 0, 0, 0]
    for glyph in letters:
        counts[glyph.style.turn] += 1
    return counts.index(max(counts))


def _is_white(colour: int) -> bool:
    return min(colour >> 16, colour >> 8 & 255, colour & 255) >= _WHITE


def _is_seen(glyph: Glyph, width: float, height: float, backdrops: list[tuple[float, ...]]) -> bool:
    if not glyph.style.visible:
        return False
    if glyph.style.turn:
        return True
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - glyph.style.size * 0.3
    if not (-2 <= x <= width + 2 and -2 <= y <= height + 2):
        return False
    beneath = [b for b in backdrops if _covers(b, x, y)]
    has_ground = any(b[4] for b in beneath)
    if glyph.style.outlined:
        outlines = [b for b in beneath if b[3] - b[1] < glyph.style.size * 4]
        return any(b[4] == _PICTURE for b in beneath) or any(b[4] or has_ground for b in outlines)
    return not _is_white(glyph.style.colour) or has_ground


def _covers(box: tuple[float, ...], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _backdrops(
    page: Any, letters: list[Glyph], crop: tuple[float, float, float, float]
) -> tuple[bool, list[tuple[float, ...]]]:
    """Whether the page shows a picture, and what white or undrawn text could stand on.

    Undrawn text is honest where a picture (a scan) or the outlines of its letters (Skia's bold) are drawn instead.
    """
    needed = len(letters) < FEW_GLYPHS or any(
        _is_white(s.colour) or s.outlined for s in {g.style for g in letters}
    )
    if not needed:
        return False, []
    images = False
    shapes = 0
    boxes: list[tuple[float, ...]] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page), 20_000)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        images = images or kind != pdfium.FPDF_PAGEOBJ_PATH
        shapes += 1
        edges = [ctypes.c_float() for _ in range(4)]
        if pdfium.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, edges)):
            x0, y0, x1, y1 = (edge.value for edge in edges)
            ground = _PICTURE if kind != pdfium.FPDF_PAGEOBJ_PATH else float(_is_dark(drawn))
            boxes.append((x0 - crop[0], crop[3] - y1, x1 - crop[0], crop[3] - y0, ground))
    return images or (len(letters) < FEW_GLYPHS and shapes > _DRAWN_LETTERS), boxes


def _marks(page: Any, crop: tuple[float, float, float, float]) -> list[Mark]:
    """Small filled shapes about as wide as high: browsers and word processors draw their bullets so."""
    marks: list[Mark] = []
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), 20_000)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(
            drawn
        ) != pdfium.FPDF_PAGEOBJ_PATH or not pdfium.FPDFPageObj_GetBounds(drawn, *pointers):
            continue
        x0, y0, x1, y1 = (edge.value for edge in edges)
        if (
            _MARK[0] <= x1 - x0 <= _MARK[1]
            and abs((x1 - x0) - (y1 - y0)) < (x1 - x0) * 0.35
            and _is_dark(drawn)
        ):
            marks.append((x0 - crop[0], crop[3] - y1, x1 - crop[0], crop[3] - y0))
    return marks


def _is_dark(path: Any) -> bool:
    rgba = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(path, *map(ctypes.byref, rgba)):
        return True
    red, green, blue, alpha = (part.value for part in rgba)
    return alpha > _CLEAR and not _is_white((red << 16) + (green << 8) + blue)


def _words(drawn: list[Glyph | None]) -> list[Word]:
    words: list[Word] = []
    run: list[tuple[Glyph, bool]] = []
    spaced = False
    for glyph in drawn:
        if glyph is None:
            spaced = True
            continue
        if run and not _follows(run[-1][0], glyph):
            words += _split(run)
            run = []
        if run and _repeats(run[-1][0], glyph):
            continue
        run.append((glyph, spaced))
        spaced = False
    return words + _split(run)


def _follows(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.style.size, glyph.style.size)
    return (
        abs(before.base - glyph.base) < size * 0.15
        and -size * 0.6 < glyph.x0 - before.x1 < size * 6
    )


def _repeats(before: Glyph, glyph: Glyph) -> bool:
    """A letter drawn twice in the same place: a shadow, or bold made by overprinting."""
    return before.char == glyph.char and abs(before.x0 - glyph.x0) < glyph.style.size * 0.05


def _split(run: list[tuple[Glyph, bool]]) -> list[Word]:
    """Words of a run of glyphs on one baseline: at drawn blanks, and where letters stand unusually far apart."""
    gaps = [g.x0 - b.x1 for (b, _), (g, spaced) in pairwise(run) if not spaced]
    usual = max(0.0, statistics.median_low(gaps)) if gaps else 0.0
    has_blanks = sum(spaced for _, spaced in run) * _LONGEST_WORDS > len(run)
    words: list[Word] = []
    for index, (glyph, spaced) in enumerate(run):
        before = run[index - 1][0] if index else None
        ems = 0.06 if before is not None and before.blank_after else 0.25 if has_blanks else 0.17
        limit = usual + glyph.style.size * ems
        apart = before is None or spaced or glyph.x0 - before.x1 > limit
        if apart or glyph.style != words[-1].style:
            words.append(
                Word(
                    glyph.char,
                    glyph.x0,
                    glyph.x1,
                    glyph.base,
                    glyph.style,
                    spaced or (apart and index > 0),
                )
            )
            if not apart and before is not None:
                words[-1].x0 = before.x1  # no gap: the line joins the two without a blank
        else:
            words[-1].text += glyph.char
            words[-1].x1 = glyph.x1
    return words
