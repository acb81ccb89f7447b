"""Writes a made-up person out in the formats resumes come in, each with a layout of its own."""

import io
import zipfile
from html import escape
from xml.sax.saxutils import escape as xml_escape

from resumes.tests.parsing.pdfs import Text, column, pdf
from resumes.tests.parsing.people import Person


def as_text(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    lines = [person.name, f"{person.email} | {person.phone} | {person.place}", "", work.upper(), ""]
    for title, company, dates, bullets in person.jobs:
        lines += [f"{title}, {company}", dates, *(f"- {b}" for b in bullets), ""]
    lines += [education.upper(), ""]
    for degree, school, dates in person.studies:
        lines += [degree, f"{school}, {dates}", ""]
    lines += [skills.upper(), "", ", ".join(person.skills), "", languages.upper(), ""]
    lines += [f"{name}: {level}" for name, level in person.languages]
    return "\n".join(lines).encode()


def as_markdown(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    lines = [
        f"# {person.name}",
        "",
        f"{person.place} · {person.phone} · <{person.email}>",
        "",
        f"## {work}",
        "",
    ]
    for title, company, dates, bullets in person.jobs:
        lines += [
            f"### {company}",
            "",
            f"*{title}* | {dates}",
            "",
            *(f"- {b}" for b in bullets),
            "",
        ]
    lines += [f"## {education}", ""]
    for degree, school, dates in person.studies:
        lines += [f"**{school}** | {dates}", "", degree, ""]
    lines += [f"## {skills}", "", *(f"- {s}" for s in person.skills), "", f"## {languages}", ""]
    lines += [f"- {name} ({level})" for name, level in person.languages]
    return "\n".join(lines).encode()


def as_html(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    rows = "".join(
        f"<tr><td>{escape(d)}</td><td><b>{escape(t)}</b><br>{escape(c)}<ul>{''.join(f'<li>{escape(b)}</li>' for b in bs)}</ul></td></tr>"
        for t, c, d, bs in person.jobs
    )
    studies = "".join(
        f"<p>{escape(dates)}: {escape(degree)}, {escape(school)}</p>"
        for degree, school, dates in person.studies
    )
    spoken = ", ".join(f"{name} ({level})" for name, level in person.languages)
    return (
        f"<!doctype html><html><head><title>CV</title><style>p{{color:red}}</style></head><body><h1>{escape(person.name)}</h1>"
        f"<p>{escape(person.email)}<br>{escape(person.phone)}<br>{escape(person.place)}</p><h2>{escape(work)}</h2><table>{rows}</table>"
        f"<h2>{escape(education)}</h2>{studies}<h2>{escape(skills)}</h2><p>{escape(' • '.join(person.skills))}</p>"
        f"<h2>{escape(languages)}</h2><p>{escape(spoken)}</p><script>document.title='x'</script></body></html>"
    ).encode()


def as_docx(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    parts = [
        paragraph(person.name, bold=True, size=36),
        paragraph(f"{person.place} | {person.phone} | {person.email}"),
        paragraph(work, bold=True, size=26),
    ]
    for title, company, dates, bullets in person.jobs:
        parts += [
            paragraph(f"{company}\t{dates}", bold=True),
            paragraph(title),
            *(paragraph(b, bullet=True) for b in bullets),
        ]
    parts.append(paragraph(education, bold=True, size=26))
    parts += [
        text
        for degree, school, dates in person.studies
        for text in (paragraph(f"{school}\t{dates}", bold=True), paragraph(degree))
    ]
    parts += [
        paragraph(skills, bold=True, size=26),
        paragraph("; ".join(person.skills)),
        paragraph(languages, bold=True, size=26),
    ]
    parts += [paragraph(f"{name} – {level}") for name, level in person.languages]
    return docx("".join(parts))


def paragraph(text: str, *, bold: bool = False, size: int = 22, bullet: bool = False) -> str:
    look = ("<w:b/>" if bold else "") + f'<w:sz w:val="{size}"/>'
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{xml_escape(part)}</w:t></w:r>'
        for part in text.split("\t")
    )
    listed = (
        '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        if bullet
        else ""
    )
    return f"<w:p>{listed}{runs}</w:p>"


def docx(body: str) -> bytes:
    """The smallest DOCX around a body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        )
        archive.writestr(
            "word/document.xml",
            "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
            "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
            f"xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><w:body>{body}</w:body></w:document>",
        )
    return buffer.getvalue()


WRITERS = {"txt": as_text, "md": as_markdown, "html": as_html, "docx": as_docx}


def as_pdf(person: Person) -> bytes:
    """One column, dates at the right margin, bullets hanging."""
    page = [Text(50, 60, person.name, 20, bold=True)]
    page.append(Text(50, 78, f"{person.email}  |  {person.phone}  |  {person.place}", 9))
    y = 110.0
    work, education, skills, languages = person.headings
    page.append(Text(50, y, work.upper(), 12, bold=True))
    for title, company, dates, bullets in person.jobs:
        page += [
            Text(50, y + 20, company, bold=True),
            Text(400, y + 20, dates),
            Text(50, y + 33, title),
        ]
        page += [Text(60, y + 47 + n * 13, f"\u2022 {bullet}") for n, bullet in enumerate(bullets)]
        y += 40 + 13 * len(bullets)
    y += 30
    page.append(Text(50, y, education.upper(), 12, bold=True))
    for degree, school, dates in person.studies:
        page += [
            Text(50, y + 20, school, bold=True),
            Text(400, y + 20, dates),
            Text(50, y + 33, degree),
        ]
        y += 40
    page += [
        Text(50, y + 30, skills.upper(), 12, bold=True),
        Text(50, y + 50, ", ".join(person.skills)),
    ]
    page.append(Text(50, y + 80, languages.upper(), 12, bold=True))
    page += [
        Text(50, y + 100 + n * 13, f"{name} ({level})")
        for n, (name, level) in enumerate(person.languages)
    ]
    return pdf(page)


def as_sidebar_pdf(person: Person) -> bytes:
    """Contact, skills and languages in a sidebar on the left, in step with the lines on the right."""
    work, education, skills, languages = person.headings
    left = [
        *person.place.split("\n"),
        person.phone,
        person.email,
        "",
        f"#{skills}",
        *person.skills,
        "",
        f"#{languages}",
    ]
    left += [f"{name} – {level}" for name, level in person.languages]
    right = [f"#{work}"]
    for title, company, dates, bullets in person.jobs:
        right += [title, f"{company} | {dates}", *(f"\u2022 {bullet}" for bullet in bullets), ""]
    right.append(f"#{education}")
    for degree, school, dates in person.studies:
        right += [degree, f"{school} | {dates}"]
    return pdf(
        [
            Text(220, 60, person.name, 22, bold=True),
            *column(40, 100, left),
            *column(220, 100, right),
        ]
    )


PDF_WRITERS = {"pdf": as_pdf, "sidebar": as_sidebar_pdf}
"""The base fonts of a PDF have no Polish letters: not for everyone."""
