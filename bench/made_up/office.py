"""Word and LibreOffice files: DOCX by python-docx, ODT by odfpy, RTF by hand."""

import io
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Cm, Pt
from docx.text.run import Run
from odf import style, table, text
from odf.opendocument import OpenDocumentText

from bench.made_up.sheet import ASIDE, Line, Section, Sheet

_TEXT_BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">'
    '<w:pict><v:shape style="width:200pt;height:80pt" type="#t"><v:textbox><w:txbxContent>{paragraphs}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></w:r>"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DELETION = (
    f'<w:del {_W} w:id="7" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r>'
    "<w:delText>{words}</w:delText></w:r></w:del>"
)
_CONTROL = f"<w:sdt {_W}><w:sdtPr/><w:sdtContent/></w:sdt>"
_RUN_LETTERS = 7
DELETED = ("Lotus Notes", "WordPerfect")
"""Skills that `docx_tracked` shows as deleted."""
_TEXT_CM, _CELL_CM = 15.2, 10.2
_BOX_PARAGRAPH = "<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_plain(sheet: Sheet) -> bytes:
    """Headings as Word means them, dates at a tab stop."""
    document = _begun(sheet)
    for line in sheet.head:
        document.add_paragraph(line)
    for section in sheet.sections:
        document.add_heading(section.heading, level=1)
        _write(document, _lines(section))
    return _saved(document)


def docx_bold(sheet: Sheet) -> bytes:
    """No styles at all: bold lines are headings, hyphens typed by hand are bullets."""
    document = Document()
    _strong(document.add_paragraph(), sheet.name)
    for words in (sheet.headline, *sheet.head):
        document.add_paragraph(words)
    for section in sheet.sections:
        document.add_paragraph()
        _strong(document.add_paragraph(), section.heading.upper())
        for line in _lines(section):
            written = f"- {line.text}" if line.look == "bullet" else line.text
            document.add_paragraph(f"{written}\t{line.right}" if line.right else written)
    return _saved(document)


def docx_table(sheet: Sheet) -> bytes:
    """A table per section: dates on the left, everything else on the right."""
    document = _begun(sheet)
    for line in sheet.head:
        document.add_paragraph(line)
    for section in sheet.sections:
        document.add_heading(section.heading, level=2)
        _write(document, section.lines)
        if section.entries:
            grid = document.add_table(rows=0, cols=2)
            for entry in section.entries:
                left, right = grid.add_row().cells
                left.text = entry.dates
                _write(right, entry.bare)
    return _saved(document)


def docx_header(sheet: Sheet) -> bytes:
    """Name and contact stand in the header of the page."""
    document = Document()
    header = document.sections[0].header
    header.paragraphs[0].text = sheet.name
    for line in sheet.head:
        header.add_paragraph(line)
    if sheet.headline:
        document.add_paragraph(sheet.headline)
    for section in sheet.sections:
        document.add_heading(section.heading, level=1)
        _write(document, _lines(section))
    return _saved(document)


def docx_textbox(sheet: Sheet) -> bytes:
    """The contact stands in a text box beside the name."""
    document = _begun(sheet)
    inside = "".join(_BOX_PARAGRAPH.format(text=_escaped(part)) for part in sheet.contact)
    box = _TEXT_BOX.format(paragraphs=inside)
    document.add_paragraph()._p.append(parse_xml(box))  # noqa: SLF001 - python-docx writes no text boxes
    for section in sheet.sections:
        document.add_heading(section.heading, level=1)
        _write(document, _lines(section))
    return _saved(document)


def docx_sidebar(sheet: Sheet) -> bytes:
    """A table of two cells makes the sidebar."""
    document = _begun(sheet)
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Cm(_TEXT_CM - _CELL_CM - 0.4), Cm(_CELL_CM + 0.4)
    for part in sheet.contact:
        left.add_paragraph(part)
    for section in sheet.sections:
        cell = left if section.key in ASIDE else right
        _strong(cell.add_paragraph(), section.heading)
        _write(cell, _lines(section), width_cm=_CELL_CM)
    return _saved(document)


def docx_tracked(sheet: Sheet) -> bytes:
    """Words split over many runs, and skills somebody took out while changes were tracked."""
    document = _begun(sheet)
    for line in sheet.head:
        document.add_paragraph(line)
    for section in sheet.sections:
        document.add_heading(section.heading, level=1)
        _write(document, _lines(section))
        if section.key == "skills":
            document.add_paragraph()._p.append(_deleted(", " + ", ".join(DELETED)))  # noqa: SLF001
    for paragraph in document.paragraphs:
        _split_runs(paragraph)
    return _saved(document)


def docx_controls(sheet: Sheet) -> bytes:
    """Every section stands in content controls, as in the forms of Word's own templates."""
    document = _begun(sheet)
    for line in sheet.head:
        document.add_paragraph(line)
    for section in sheet.sections:
        heading = document.add_heading(section.heading, level=1)
        before = len(document.paragraphs)
        _write(document, _lines(section))
        _into_control([heading, *document.paragraphs[before:]])
    return _saved(document)


def odt_plain(sheet: Sheet) -> bytes:
    """Headings, lists and tab stops."""
    return _odt(sheet, in_table=False)


def odt_table(sheet: Sheet) -> bytes:
    """Entries in a table, dates in its left column."""
    return _odt(sheet, in_table=True)


def rtf(sheet: Sheet) -> bytes:
    """Bold headings, tabs before the dates, every letter beyond ASCII escaped."""
    rows = [rf"{_rtf(sheet.banner)}\par"] if sheet.banner else []
    rows += [rf"{{\b\fs40 {_rtf(sheet.name)}}}\par", *(rf"{_rtf(line)}\par" for line in sheet.head)]
    for section in sheet.sections:
        rows.append(rf"\par{{\b\fs26 {_rtf(section.heading)}}}\par")
        for line in _lines(section):
            words = rf"{{\b {_rtf(line.text)}}}" if line.look == "strong" else _rtf(line.text)
            words = rf"\bullet  {words}" if line.look == "bullet" else words
            rows.append(words + (rf"\tab {_rtf(line.right)}" if line.right else "") + r"\par")
    body = "\n".join(rows)
    return rf"{{\rtf1\ansi\ansicpg1252\uc1\deff0{{\fonttbl{{\f0 Arial;}}}}{body}}}".encode("ascii")


def _begun(sheet: Sheet) -> Any:
    document = Document()
    if sheet.banner:
        document.add_paragraph(sheet.banner)
    document.add_heading(sheet.name, level=0)
    if sheet.headline:
        document.add_paragraph(sheet.headline)
    return document


def _lines(section: Section) -> Iterator[Line]:
    yield from section.lines
    for entry in section.entries:
        yield from entry.lines


def _write(container: Any, lines: Iterable[Line], *, width_cm: float = _TEXT_CM) -> None:
    for line in lines:
        if line.look == "bullet":
            paragraph = container.add_paragraph()
            paragraph.style = "List Bullet"
            paragraph.add_run(line.text)
            continue
        paragraph = container.add_paragraph()
        run = paragraph.add_run(line.text)
        run.bold, run.italic = line.look == "strong", line.look == "soft"
        if line.right:
            stop = Cm(width_cm)
            paragraph.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"\t{line.right}")


def _strong(paragraph: Any, words: str) -> None:
    run = paragraph.add_run(words)
    run.bold = True
    run.font.size = Pt(13)


def _deleted(words: str) -> Any:
    return parse_xml(_DELETION.format(words=_escaped(words)))


def _split_runs(paragraph: Any) -> None:
    """Every run becomes several, as after much editing."""
    for run in list(paragraph.runs):
        words = run.text
        if "\t" in words or len(words) < _RUN_LETTERS:
            continue
        run.text = words[:_RUN_LETTERS]
        last = run._r  # noqa: SLF001 - python-docx inserts no run between others
        for start in range(_RUN_LETTERS, len(words), _RUN_LETTERS):
            part = deepcopy(run._r)  # noqa: SLF001
            last.addnext(part)
            Run(part, paragraph).text = words[start : start + _RUN_LETTERS]
            last = part


def _into_control(paragraphs: list[Any]) -> None:
    control = parse_xml(_CONTROL)
    paragraphs[0]._p.addprevious(control)  # noqa: SLF001
    for paragraph in paragraphs:
        control[1].append(paragraph._p)  # noqa: SLF001


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _odt(sheet: Sheet, *, in_table: bool) -> bytes:
    document = OpenDocumentText()
    bold = style.Style(name="Bold", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    document.text.addElement(text.H(outlinelevel=1, text=sheet.name))
    for line in (*filter(None, [sheet.headline]), *sheet.head):
        document.text.addElement(text.P(text=line))
    for section in sheet.sections:
        document.text.addElement(text.H(outlinelevel=2, text=section.heading))
        if section.entries and in_table:
            _odt_table(document.text, section, bold)
        else:
            _odt_lines(document.text, _lines(section), bold)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _odt_table(parent: Any, section: Section, bold: Any) -> None:
    grid = table.Table()
    grid.addElement(table.TableColumn(numbercolumnsrepeated=2))
    for entry in section.entries:
        row, left, right = table.TableRow(), table.TableCell(), table.TableCell()
        left.addElement(text.P(text=entry.dates))
        _odt_lines(right, entry.bare, bold)
        row.addElement(left)
        row.addElement(right)
        grid.addElement(row)
    parent.addElement(grid)


def _odt_lines(parent: Any, lines: Iterable[Line], bold: Any) -> None:
    for line in lines:
        if line.look == "bullet":
            items, item = text.List(), text.ListItem()
            item.addElement(text.P(text=line.text))
            items.addElement(item)
            parent.addElement(items)
            continue
        paragraph = text.P()
        if line.look == "strong":
            paragraph.addElement(text.Span(stylename=bold, text=line.text))
        else:
            paragraph.addText(line.text)
        if line.right:
            paragraph.addElement(text.Tab())
            paragraph.addText(line.right)
        parent.addElement(paragraph)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _rtf(words: str) -> str:
    plain = words.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
    return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in plain)
