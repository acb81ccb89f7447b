"""A resume as DOCX: real headings and lists, so that it can be edited and is read by screen readers."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from resumes.exports.content import Contact, Content, Entry, Section
from resumes.exports.plain import below, shown_group, sorted_groups

_INK = RGBColor(0x1C, 0x4F, 0x6B)
_MUTED = RGBColor(0x56, 0x5C, 0x62)
_FACE = "Calibri"
_SIZES = {"a4": (Mm(210), Mm(297)), "us-letter": (Mm(215.9), Mm(279.4))}
_MARGIN = Mm(20)


def as_docx(content: Content, *, paper: str, made_at: int = 0) -> bytes:
    """Return the document as bytes; the same content gives the same text."""
    document = Document()
    width = lay_out(document, paper)
    set_styles(document, width)
    describe(document, content, made_at)
    head_of(document, content)
    for section in content.sections:
        document.add_heading(section.title, level=1)
        for entry in section.entries:
            _entry(document, entry)
        _groups(document, section, content.words["colon"])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def lay_out(document: DocxDocument, paper: str) -> Length:
    """Set the page; returns the width of its lines."""
    page = document.sections[0]
    page.page_width, page.page_height = _SIZES[paper]
    page.left_margin = page.right_margin = _MARGIN
    page.top_margin = page.bottom_margin = Mm(17)
    return Length(_SIZES[paper][0] - 2 * _MARGIN)


def set_styles(document: DocxDocument, width: Length) -> None:
    """The look of every document of ours."""
    _style(document, "Normal", size=10.5, after=3)
    document.styles["Normal"].paragraph_format.line_spacing = 1.08
    _style(document, "Title", size=24, after=2, color=_INK, bold=True)
    _without_border(document, "Title")
    _style(document, "Subtitle", size=12.5, after=3, color=_MUTED)
    for wide in document.styles["Subtitle"].element.rPr.findall(qn("w:spacing")):
        wide.getparent().remove(wide)
    _style(document, "Heading 1", size=13, before=12, after=4, color=_INK, bold=True)
    _underline(document, "Heading 1")
    _style(document, "Heading 2", size=11, before=7, after=0, color=RGBColor(0, 0, 0), bold=True)
    _style(document, "List Bullet", size=10.5, after=2)
    line = document.styles.add_style("Entry", WD_STYLE_TYPE.PARAGRAPH)
    line.base_style = document.styles["Normal"]
    line.font.color.rgb = _MUTED
    line.paragraph_format.keep_with_next = True
    for name in ("Heading 2", "Entry"):
        stops = document.styles[name].paragraph_format.tab_stops
        stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)


def _style(  # noqa: PLR0913 - what a style is
    document: DocxDocument,
    name: str,
    *,
    size: float,
    after: float,
    before: float = 0,
    color: RGBColor | None = None,
    bold: bool = False,
) -> None:
    style = document.styles[name]
    style.font.name, style.font.size = _FACE, Pt(size)
    style.font.bold, style.font.italic = bold, False
    if color is not None:
        style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), _FACE)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _without_border(document: DocxDocument, name: str) -> None:
    properties = document.styles[name].element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _underline(document: DocxDocument, name: str) -> None:
    """A thin line below, as part of the style: no table, no picture."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in {"val": "single", "sz": "4", "space": "2", "color": "9FB4C0"}.items():
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties = document.styles[name].element.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(borders)


def describe(document: DocxDocument, content: Content, made_at: int) -> None:
    """Say whose it is, in what language and when it was made."""
    about = document.core_properties
    about.title = about.author = content.name
    about.language, about.comments = content.language, ""
    about.created = about.modified = datetime.fromtimestamp(made_at, tz=UTC).replace(tzinfo=None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), content.language)
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def head_of(document: DocxDocument, content: Content, *, with_summary: bool = True) -> None:
    """Name, headline and contacts."""
    if content.name:
        document.add_paragraph(content.name, style="Title")
    if content.headline:
        document.add_paragraph(content.headline, style="Subtitle")
    if content.contacts:
        line = document.add_paragraph()
        for index, contact in enumerate(content.contacts):
            if index:
                line.add_run(" | ")
            _contact(line, contact)
    if content.summary and with_summary:
        document.add_heading(content.words["summary"], level=1)
        for text in content.summary:
            document.add_paragraph(text)


def _contact(line: Paragraph, contact: Contact) -> None:
    if contact.url:
        _link(line, contact.text, contact.url)
    else:
        line.add_run(contact.text)


def _link(line: Paragraph, text: str, url: str) -> None:
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    anchor.append(line.add_run(text)._r)  # noqa: SLF001 - the library has no links of its own
    line._p.append(anchor)  # noqa: SLF001


def _entry(document: DocxDocument, entry: Entry) -> None:
    head = document.add_heading("", level=2)
    if entry.url:
        _link(head, entry.title, entry.url)
    else:
        head.add_run(entry.title)
    if entry.dates:
        dates = head.add_run(f"\t{entry.dates}")
        dates.bold, dates.font.color.rgb = False, _MUTED
    under = ", ".join(filter(None, (entry.subtitle, entry.place)))
    if under:
        document.add_paragraph(under, style="Entry")
    for text in entry.paragraphs:
        document.add_paragraph(text)
    for bullet in entry.bullets:
        document.add_paragraph(bullet, style="List Bullet")
    for text in below(entry):
        document.add_paragraph(text)


def _groups(document: DocxDocument, section: Section, colon: str) -> None:
    for group in section.groups:
        if group.words and group.name:
            line = document.add_paragraph()
            line.add_run(f"{group.name}{colon} ").bold = True
            line.add_run(shown_group(group, colon).removeprefix(f"{group.name}{colon} "))
        elif group.words:
            document.add_paragraph(shown_group(group, colon))
    bare = sorted_groups(section, colon)[1]
    if bare:
        document.add_paragraph(", ".join(bare))
