"""DOCX: everything a person sees, in the order it is read: headers, body, tables, text boxes, content controls.

Tracked changes are read as accepted: what was deleted is not there.
"""

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resumes.parsing import sniff
from resumes.parsing.document import Document, Line, Span, number_lines
from resumes.parsing.layout.furniture import is_page_number
from resumes.parsing.readers import package
from resumes.parsing.readers.docx_styles import Style, W, flag, is_numbered, points, styles_of
from resumes.parsing.readers.tables import cells_to_lines
from resumes.parsing.types import ParseFailure

if TYPE_CHECKING:
    from resumes.parsing.ocr.desk import Desk

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "word/document.xml"

_GONE = frozenset(
    {
        W + "del",
        W + "moveFrom",
        W + "instrText",
        W + "delText",
        W + "pPr",
        W + "rPr",
        W + "sdtPr",
        W + "sdtEndPr",
        W + "tblPr",
        W + "tblGrid",
        W + "footnoteReference",
        W + "commentReference",
    }
)
_DEFAULT_POINTS = 11.0


@dataclass(slots=True)
class _Reader:
    styles: dict[str, Style]
    default: Style
    shaded: bool
    hidden: bool = False
    blank: float | None = None
    block: int = 0

    def blocks(self, parent: Any) -> list[Line]:
        """The lines of a body, cell, text box or header."""
        lines: list[Line] = []
        for child in _children(parent):
            if child.tag == W + "p":
                lines += self.paragraph(child)
            elif child.tag == W + "tbl":
                lines += self.table(child)
        return lines

    def table(self, table: Any) -> list[Line]:
        lines: list[Line] = []
        for row in _children(table):
            if row.tag != W + "tr" or row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [self.blocks(cell) for cell in _children(row) if cell.tag == W + "tc"]
            self.block += 1
            lines += cells_to_lines([cell for cell in cells if cell], self.block)
        self.blank = 0.0
        return lines

    def paragraph(self, paragraph: Any) -> list[Line]:
        style = self._paragraph_style(paragraph)
        pieces: list[list[Span]] = [[]]
        boxes: list[Any] = []
        sizes: list[float] = []
        self._runs(paragraph, style, pieces, boxes, sizes)
        lines = []
        for index, spans in enumerate(pieces):
            if not any(s.text.strip() for s in spans):
                self.blank = (self.blank or 0.0) + (0.0 if index else 1.0)
                continue
            line = Line(
                spans,
                gap=self.blank,
                level=style.level,
                block=self.block,
                bullet=style.bullet and not style.level and index == 0,
            )
            line.size = max(sizes, default=style.size or self.default.size or _DEFAULT_POINTS)
            lines.append(line)
            self.blank = 0.0
        for box in boxes:
            lines += self.blocks(box)
        return lines

    def _paragraph_style(self, paragraph: Any) -> Style:
        properties = paragraph.find(W + "pPr")
        base = self.default
        if properties is None:
            return base
        name = properties.find(W + "pStyle")
        if name is not None:
            base = self.styles.get(name.get(W + "val", ""), base)
        outline = properties.find(W + "outlineLvl")
        level = base.level
        if (
            outline is not None
            and outline.get(W + "val", "9").isdigit()
            and int(outline.get(W + "val")) < 9
        ):
            level = int(outline.get(W + "val")) + 1
        return Style(
            base.bold, base.italic, base.size, level, base.bullet or is_numbered(properties)
        )

    def _runs(
        self,
        node: Any,
        style: Style,
        pieces: list[list[Span]],
        boxes: list[Any],
        sizes: list[float],
    ) -> None:
        for child in _children(node):
            if child.tag == W + "r":
                self._run(child, style, pieces, boxes, sizes)
            elif child.tag == W + "p":
                continue
            else:
                self._runs(child, style, pieces, boxes, sizes)

    def _run(  # noqa: C901 - one branch per kind of node
        self,
        run: Any,
        style: Style,
        pieces: list[list[Span]],
        boxes: list[Any],
        sizes: list[float],
    ) -> None:
        look = self._run_style(run, style)
        if look.hidden:
            self.hidden = self.hidden or any(True for _ in run.iter(W + "t"))
            return
        tab = False
        for child in _children(run):
            if child.tag == W + "t":
                text = child.text or ""
                if text:
                    pieces[-1].append(
                        Span(
                            text,
                            bool(look.bold),
                            bool(look.italic),
                            apart=tab or _tabbed(pieces[-1]),
                        )
                    )
                    tab = False
                    if look.size and text.strip():
                        sizes.append(look.size)
            elif child.tag in (W + "tab", W + "ptab"):
                pieces[-1].append(Span("\t"))
            elif child.tag in (W + "br", W + "cr"):
                pieces.append([])
            elif child.tag == W + "noBreakHyphen":
                pieces[-1].append(Span("-", bool(look.bold), bool(look.italic)))
            elif child.tag in (W + "drawing", W + "pict", W + "object"):
                boxes += _text_boxes(child)

    def _run_style(self, run: Any, base: Style) -> Style:
        properties = run.find(W + "rPr")
        bold, italic, size, hidden = base.bold, base.italic, base.size, False
        if properties is not None:
            named = properties.find(W + "rStyle")
            other = self.styles.get(named.get(W + "val", "")) if named is not None else None
            if other is not None:
                bold = other.bold if other.bold is not None else bold
                italic = other.italic if other.italic is not None else italic
                size = other.size or size
            bold = flag(properties, "b", otherwise=bold)
            italic = flag(properties, "i", otherwise=italic)
            size = points(properties) or size
            hidden = bool(flag(properties, "vanish", otherwise=None)) or self._is_white(properties)
        return Style(bold, italic, size, hidden=hidden)

    def _is_white(self, properties: Any) -> bool:
        """White letters with nothing coloured anywhere to stand on."""
        colour = properties.find(W + "color")
        return (
            not self.shaded and colour is not None and colour.get(W + "val", "").upper() == "FFFFFF"
        )


def _tabbed(spans: list[Span]) -> bool:
    return bool(spans) and spans[-1].text == "\t"


def _children(node: Any) -> list[Any]:
    """The children that are read, containers that mean nothing to a reader opened up; not recursive in Python."""
    found: list[Any] = []
    stack = list(reversed(list(node)))
    while stack:
        child = stack.pop()
        if not isinstance(child.tag, str) or child.tag in _GONE or _is_placeholder(child):
            continue
        if child.tag in (
            W + "sdt",
            W + "sdtContent",
            W + "ins",
            W + "moveTo",
            W + "customXml",
            W + "smartTag",
            W + "hyperlink",
            W + "fldSimple",
            W + "bdo",
            W + "dir",
        ):
            stack += reversed(list(child))
        elif child.tag == MC + "AlternateContent":
            chosen = child.find(MC + "Choice")
            stack += reversed(
                list(
                    chosen
                    if chosen is not None
                    else child.find(MC + "Fallback")
                    if child.find(MC + "Fallback") is not None
                    else []
                )
            )
        else:
            found.append(child)
    return found


def _is_placeholder(node: Any) -> bool:
    """Whether a content control only shows what to type into it."""
    return node.tag == W + "sdt" and node.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _text_boxes(drawing: Any) -> list[Any]:
    """The contents of text boxes, without those nested in another of them."""
    boxes = []
    for box in drawing.iter(W + "txbxContent"):
        if next(box.iterancestors(W + "txbxContent", W + "p")).tag == W + "p" and not any(
            b in boxes for b in box.iterancestors(W + "txbxContent")
        ):
            boxes.append(box)
    return boxes


def _relations(archive: Any, name: str) -> dict[str, tuple[str, str, bool]]:
    """Relation id → (type, target, whether it points outside)."""
    folder, base = posixpath.split(name)
    root = package.part(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    if root is None:
        return {}
    return {
        node.get("Id", ""): (
            node.get("Type", "").rsplit("/", 1)[-1],
            node.get("Target", ""),
            node.get("TargetMode") == "External",
        )
        for node in root
        if isinstance(node.tag, str)
    }


def _main_part(archive: Any) -> str:
    """The name of the part that holds the body: the container's own relations say it."""
    for kind, target, outside in _relations(archive, "").values():
        if kind == "officeDocument" and not outside:
            return target.lstrip("/")
    return _MAIN


def _is_shaded(root: Any) -> bool:
    """Whether anything in the document has a coloured ground."""
    shades = (node.get(W + "fill", "auto").upper() for node in root.iter(W + "shd"))
    return any(fill not in ("AUTO", "FFFFFF", "") for fill in shades) or any(
        True for _ in root.iter(W + "txbxContent")
    )


def read(data: bytes, desk: "Desk | None" = None) -> Document:
    archive = package.opened(data)
    main = _main_part(archive)
    root = package.part(archive, main)
    if root is None:
        raise ParseFailure("corrupt")
    body = root.find(W + "body")
    if body is None:
        raise ParseFailure("corrupt")
    styles, default = styles_of(package.part(archive, "word/styles.xml"))
    relations = _relations(archive, main)
    reader = _Reader(styles, default, shaded=_is_shaded(root))
    head, foot = (
        _margins(archive, reader, relations, "header"),
        _margins(archive, reader, relations, "footer"),
    )
    reader.block += 1
    reader.blank = None
    lines = reader.blocks(body)
    present = {line.text for line in lines}
    lines = [line for line in head if line.text not in present] + lines
    lines += [line for line in foot if line.text not in present and not is_page_number(line.text)]
    links = [
        target
        for _, target, outside in relations.values()
        if outside and target.startswith(("http", "mailto:"))
    ]
    warnings = ["hidden_text"] if reader.hidden else []
    if not any(line.text for line in lines):
        pictured = package.of_pictures(archive, "word/media/", sniff.DOCX, desk)
        if pictured is not None:
            return pictured
    return Document(number_lines(lines), sniff.DOCX, warnings=warnings, links=links)


def _margins(
    archive: Any, reader: _Reader, relations: dict[str, tuple[str, str, bool]], kind: str
) -> list[Line]:
    """The lines of all headers or footers, each text once."""
    lines: dict[str, Line] = {}
    for name in sorted(
        {
            target
            for relation, target, outside in relations.values()
            if relation == kind and not outside
        }
    ):
        root = package.part(archive, posixpath.normpath(posixpath.join("word", name)))
        if root is not None:
            reader.block += 1
            for line in reader.blocks(root):
                lines.setdefault(line.text, line)
    return list(lines.values())
