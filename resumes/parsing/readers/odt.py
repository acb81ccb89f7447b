"""ODT: paragraphs, headings, lists, tables and frames in the order they are read."""

from typing import TYPE_CHECKING, Any

from resumes.parsing import sniff
from resumes.parsing.document import Document, Line, Span, number_lines
from resumes.parsing.readers import package
from resumes.parsing.readers.tables import cells_to_lines
from resumes.parsing.types import ParseFailure

if TYPE_CHECKING:
    from resumes.parsing.ocr.desk import Desk

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"

_GONE = frozenset(
    {
        TEXT + "tracked-changes",
        TEXT + "note",
        OFFICE + "annotation",
        TEXT + "sequence-decls",
        OFFICE + "forms",
        TEXT + "bookmark",
        TEXT + "placeholder",
        TEXT + "hidden-text",
        TEXT + "hidden-paragraph",
    }
)
_SHAPES = frozenset(
    DRAW + name
    for name in ("frame", "g", "custom-shape", "rect", "text-box", "ellipse", "line", "caption")
)
_DEPTH = 150


class _Reader:
    def __init__(self, styles: dict[str, tuple[bool, bool, float | None, str]]) -> None:
        self.styles = styles
        self.links: list[str] = []
        self.lines: list[Line] = []
        self.block = 0
        self.blank: float | None = None
        self.hidden = False

    def style(self, name: str | None) -> tuple[bool | None, bool | None, float | None]:
        bold, italic, size = None, None, None
        for _ in range(8):
            if name is None or name not in self.styles:
                break
            own_bold, own_italic, own_size, parent = self.styles[name]
            bold, italic, size = bold or own_bold, italic or own_italic, size or own_size
            name = parent
        return bold, italic, size

    def blocks(self, node: Any, depth: int, *, bullet: bool = False) -> None:  # noqa: C901 - one branch per kind of node
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _GONE or depth > _DEPTH:
                continue
            if tag in (TEXT + "p", TEXT + "h"):
                self.paragraph(child, depth, bullet=bullet)
                bullet = False
            elif tag == TEXT + "list":
                for item in child:
                    if item.tag in (TEXT + "list-item", TEXT + "list-header"):
                        self.blocks(item, depth + 1, bullet=True)
            elif tag == TABLE + "table":
                self.table(child, depth)
            elif tag == TEXT + "section" and child.get(TEXT + "display") == "none":
                self.hidden = True
            else:
                self.blocks(child, depth + 1, bullet=bullet)

    def table(self, table: Any, depth: int) -> None:
        for row in table.iter(TABLE + "table-row"):
            if next(row.iterancestors(TABLE + "table"), None) is not table:
                continue
            cells = []
            for cell in row.iterchildren(TABLE + "table-cell"):
                inner = _Reader(self.styles)
                inner.blocks(cell, depth + 1)
                self.links += inner.links
                cells.append(inner.lines)
            self.block += 1
            self.lines += cells_to_lines([c for c in cells if c], self.block)
        self.blank = 0.0

    def paragraph(self, node: Any, depth: int, *, bullet: bool) -> None:
        name = node.get(TEXT + "style-name")
        bold, italic, size = self.style(name)
        pieces: list[list[Span]] = [[]]
        frames: list[Any] = []
        self._inline(node, pieces, frames, (bool(bold), bool(italic)), depth)
        level = 0
        if node.tag == TEXT + "h":
            value = node.get(TEXT + "outline-level", "1")
            level = int(value) if value.isdigit() else 1
        elif name == "Title" or self.styles.get(name or "", (False, False, None, ""))[3] == "Title":
            level = 1
        for spans in pieces:
            if any(s.text.strip() for s in spans):
                self.lines.append(
                    Line(
                        spans,
                        gap=self.blank,
                        level=level,
                        bullet=bullet,
                        block=self.block,
                        size=size or 0.0,
                    )
                )
                self.blank, bullet = 0.0, False
            else:
                self.blank = (self.blank or 0.0) + 1.0
        for frame in frames:
            self.blocks(frame, depth + 1)

    def _inline(
        self,
        node: Any,
        pieces: list[list[Span]],
        frames: list[Any],
        look: tuple[bool, bool],
        depth: int,
    ) -> None:
        bold, italic = look
        self._add(pieces, node.text, look)
        for child in node:
            tag = child.tag
            if isinstance(tag, str) and tag not in _GONE and depth < _DEPTH:
                if tag == TEXT + "s":
                    count = child.get(TEXT + "c", "1")
                    self._add(pieces, " " * min(int(count) if count.isdigit() else 1, 20), look)
                elif tag == TEXT + "tab":
                    pieces[-1].append(Span("\t"))
                elif tag == TEXT + "line-break":
                    pieces.append([])
                elif tag in _SHAPES:
                    frames.append(child)
                else:
                    if tag == TEXT + "a" and child.get(XLINK + "href", "").startswith(
                        ("http", "mailto:")
                    ):
                        self.links.append(child.get(XLINK + "href"))
                    own_bold, own_italic, _ = self.style(child.get(TEXT + "style-name"))
                    inner = (bold or bool(own_bold), italic or bool(own_italic))
                    self._inline(child, pieces, frames, inner, depth + 1)
            self._add(pieces, child.tail, look)

    @staticmethod
    def _add(pieces: list[list[Span]], text: str | None, look: tuple[bool, bool]) -> None:
        if text:
            apart = bool(pieces[-1]) and pieces[-1][-1].text == "\t"
            pieces[-1].append(Span(" ".join(text.split("\n")), *look, apart))


def _styles(*roots: Any) -> dict[str, tuple[bool, bool, float | None, str]]:
    found: dict[str, tuple[bool, bool, float | None, str]] = {}
    for root in roots:
        if root is None:
            continue
        for node in root.iter(STYLE + "style"):
            look = node.find(STYLE + "text-properties")
            bold = italic = False
            size = None
            if look is not None:
                bold = look.get(FO + "font-weight", "") in ("bold", "600", "700", "800", "900")
                italic = look.get(FO + "font-style", "") in ("italic", "oblique")
                value = look.get(FO + "font-size", "")
                size = (
                    float(value[:-2])
                    if value.endswith("pt") and value[:-2].replace(".", "", 1).isdigit()
                    else None
                )
            found[node.get(STYLE + "name", "")] = (
                bold,
                italic,
                size,
                node.get(STYLE + "parent-style-name", ""),
            )
    return found


def read(data: bytes, desk: "Desk | None" = None) -> Document:
    archive = package.opened(data)
    manifest = package.part(archive, "META-INF/manifest.xml")
    if manifest is not None and any(True for _ in manifest.iter(MANIFEST + "encryption-data")):
        raise ParseFailure("encrypted")
    root = package.part(archive, "content.xml")
    if root is None:
        raise ParseFailure("corrupt")
    looks = package.part(archive, "styles.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ParseFailure("corrupt")
    reader = _Reader(_styles(looks, root))
    if looks is not None:
        for header in looks.iter(STYLE + "header"):
            reader.blocks(header, 0)
    reader.blank = None
    reader.block += 1
    reader.blocks(body, 0)
    if not any(line.text for line in reader.lines):
        pictured = package.of_pictures(archive, "Pictures/", sniff.ODT, desk)
        if pictured is not None:
            return pictured
    warnings = ["hidden_text"] if reader.hidden else []
    return Document(number_lines(reader.lines), sniff.ODT, warnings=warnings, links=reader.links)
