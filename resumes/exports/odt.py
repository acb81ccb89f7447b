"""A resume as ODT: the same document as the DOCX, for LibreOffice and whoever asks for open formats."""

import io
from datetime import UTC, datetime

from odf import dc, meta, style, text
from odf.element import Element
from odf.opendocument import OpenDocumentText

from resumes.exports.content import Contact, Content, Entry, Section
from resumes.exports.plain import below, shown_group, sorted_groups

_INK, _MUTED = "#1c4f6b", "#565c62"
_FACE = "Carlito, Calibri, 'Liberation Sans', sans-serif"
_SIZES = {"a4": ("210mm", "297mm", "170mm"), "us-letter": ("215.9mm", "279.4mm", "175.9mm")}


def as_odt(content: Content, *, paper: str, made_at: int = 0) -> bytes:
    """Return the document as bytes."""
    document = OpenDocumentText()
    _lay_out(document, paper)
    _set_styles(document, content.language, _SIZES[paper][2])
    _describe(document, content, made_at)
    _head(document, content)
    for section in content.sections:
        _heading(document, 1, section.title)
        for entry in section.entries:
            _entry(document, entry)
        _groups(document, section, content.words["colon"])
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def _lay_out(document: OpenDocumentText, paper: str) -> None:
    width, height, _text_width = _SIZES[paper]
    layout = style.PageLayout(name="Page")
    layout.addElement(
        style.PageLayoutProperties(
            pagewidth=width,
            pageheight=height,
            margintop="17mm",
            marginbottom="17mm",
            marginleft="20mm",
            marginright="20mm",
        )
    )
    document.automaticstyles.addElement(layout)
    document.masterstyles.addElement(style.MasterPage(name="Standard", pagelayoutname=layout))


def _set_styles(document: OpenDocumentText, language: str, width: str) -> None:
    base = {"fontfamily": _FACE, "language": language, "country": "none"}
    _style(
        document,
        "Standard",
        base | {"fontsize": "10.5pt"},
        {"marginbottom": "3pt", "lineheight": "110%"},
    )
    _style(
        document,
        "Title",
        {"fontsize": "24pt", "fontweight": "bold", "color": _INK},
        {"marginbottom": "2pt"},
    )
    _style(document, "Subtitle", {"fontsize": "12.5pt", "color": _MUTED}, {"marginbottom": "3pt"})
    _style(
        document,
        "Heading_20_1",
        {"fontsize": "13pt", "fontweight": "bold", "color": _INK},
        {
            "margintop": "12pt",
            "marginbottom": "4pt",
            "keepwithnext": "always",
            "borderbottom": "0.5pt solid #9fb4c0",
            "paddingbottom": "1pt",
        },
        level="1",
    )
    tabbed = {"margintop": "7pt", "marginbottom": "0pt", "keepwithnext": "always"}
    _style(
        document,
        "Heading_20_2",
        {"fontsize": "11pt", "fontweight": "bold"},
        tabbed,
        level="2",
        tab=width,
    )
    _style(document, "Entry", {"color": _MUTED}, {"keepwithnext": "always", "marginbottom": "3pt"})
    _span(document, "Dates", {"fontweight": "normal", "color": _MUTED})
    _span(document, "Strong", {"fontweight": "bold"})
    _span(document, "Internet_20_link", {"textunderlinestyle": "none", "color": "#000000"})
    _bullets(document)


def _style(
    document: OpenDocumentText,
    name: str,
    letters: dict[str, str],
    lines: dict[str, str],
    *,
    level: str = "",
    tab: str = "",
) -> None:
    more = {"defaultoutlinelevel": level} if level else {}
    if name != "Standard":
        more["parentstylename"] = "Standard"
    shown = name.replace("_20_", " ")
    made = style.Style(name=name, displayname=shown, family="paragraph", **more)
    paragraph = style.ParagraphProperties(**lines)
    if tab:
        stops = style.TabStops()
        stops.addElement(style.TabStop(position=tab, type="right"))
        paragraph.addElement(stops)
    made.addElement(paragraph)
    made.addElement(style.TextProperties(**letters))
    document.styles.addElement(made)


def _span(document: OpenDocumentText, name: str, letters: dict[str, str]) -> None:
    made = style.Style(name=name, family="text")
    made.addElement(style.TextProperties(**letters))
    document.styles.addElement(made)


def _bullets(document: OpenDocumentText) -> None:
    made = text.ListStyle(name="Bullets")
    level = text.ListLevelStyleBullet(level="1", bulletchar="•")
    level.addElement(style.ListLevelProperties(spacebefore="2mm", minlabelwidth="4mm"))
    made.addElement(level)
    document.styles.addElement(made)


def _describe(document: OpenDocumentText, content: Content, made_at: int) -> None:
    moment = datetime.fromtimestamp(made_at, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S")
    for element, said in (
        (dc.Title, content.name),
        (dc.Creator, content.name),
        (dc.Language, content.language),
        (dc.Date, moment),
        (meta.CreationDate, moment),
    ):
        document.meta.addElement(element(text=said))


def _head(document: OpenDocumentText, content: Content) -> None:
    if content.name:
        _paragraph(document, "Title", content.name)
    if content.headline:
        _paragraph(document, "Subtitle", content.headline)
    if content.contacts:
        line = text.P(stylename="Standard")
        for index, contact in enumerate(content.contacts):
            if index:
                line.addText(" | ")
            _contact(line, contact)
        document.text.addElement(line)
    if content.summary:
        _heading(document, 1, content.words["summary"])
        for said in content.summary:
            _paragraph(document, "Standard", said)


def _contact(line: Element, contact: Contact) -> None:
    if contact.url:
        line.addElement(text.A(type="simple", href=contact.url, text=contact.text))
    else:
        line.addText(contact.text)


def _heading(document: OpenDocumentText, level: int, said: str) -> Element:
    made = text.H(outlinelevel=level, stylename=f"Heading_20_{level}", text=said)
    document.text.addElement(made)
    return made


def _paragraph(parent: OpenDocumentText, name: str, said: str) -> None:
    parent.text.addElement(text.P(stylename=name, text=said))


def _entry(document: OpenDocumentText, entry: Entry) -> None:
    head = _heading(document, 2, "" if entry.url else entry.title)
    if entry.url:
        head.addElement(text.A(type="simple", href=entry.url, text=entry.title))
    if entry.dates:
        head.addElement(text.Tab())
        head.addElement(text.Span(stylename="Dates", text=entry.dates))
    under = ", ".join(filter(None, (entry.subtitle, entry.place)))
    if under:
        _paragraph(document, "Entry", under)
    for said in entry.paragraphs:
        _paragraph(document, "Standard", said)
    if entry.bullets:
        _list(document, entry.bullets)
    for said in below(entry):
        _paragraph(document, "Standard", said)


def _list(document: OpenDocumentText, bullets: tuple[str, ...]) -> None:
    made = text.List(stylename="Bullets")
    for bullet in bullets:
        item = text.ListItem()
        item.addElement(text.P(stylename="Standard", text=bullet))
        made.addElement(item)
    document.text.addElement(made)


def _groups(document: OpenDocumentText, section: Section, colon: str) -> None:
    for group in section.groups:
        if not group.words:
            continue
        line = text.P(stylename="Standard")
        if group.name:
            line.addElement(text.Span(stylename="Strong", text=f"{group.name}{colon} "))
        line.addText(shown_group(group, colon).removeprefix(f"{group.name}{colon} "))
        document.text.addElement(line)
    bare = sorted_groups(section, colon)[1]
    if bare:
        _paragraph(document, "Standard", ", ".join(bare))
