"""A cover letter as a document, with the head of the resume it goes with: one look for both."""

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from resumes.exports import docx
from resumes.exports.content import Content, content_of
from resumes.exports.typeset import typeset_list
from resumes.exports.words import language_or_english


@dataclass(frozen=True, slots=True)
class LetterText:
    """What stands below the head; `paragraphs` from the greeting to the name, `\\n` ends a line."""

    to: tuple[str, ...]
    date: str
    subject: str
    paragraphs: tuple[str, ...]
    language: str


LETTER_FORMATS = ("pdf", "docx", "text")


def letter_document(
    resume: Mapping[str, Any],
    letter: LetterText,
    name: str,
    *,
    template: str,
    paper: str,
    made_at: int,
) -> bytes:
    """Return the document. Raises: ExportFailure, of a PDF only; ValueError for another format."""
    head = content_of(resume, language=letter.language)
    if name == "pdf":
        content = {**_head(head), **asdict(letter), "look": template}
        content["language"] = language_or_english(letter.language)
        return typeset_list(content, template="letter", paper=paper, made_at=made_at)
    if name == "docx":
        return _as_docx(head, letter, paper=paper, made_at=made_at)
    if name != "text":
        raise ValueError(name)
    return _as_text(head, letter)


def _head(content: Content) -> dict[str, Any]:
    contacts = [asdict(contact) for contact in content.contacts]
    return {"name": content.name, "headline": content.headline, "contacts": contacts}


def _as_text(head: Content, letter: LetterText) -> bytes:
    contacts = " | ".join(contact.text for contact in head.contacts)
    blocks = ["\n".join(filter(None, (head.name, contacts))), "\n".join(letter.to), letter.date]
    blocks += [letter.subject, *letter.paragraphs]
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def _as_docx(head: Content, letter: LetterText, *, paper: str, made_at: int) -> bytes:
    document = Document()
    width = docx.lay_out(document, paper)
    docx.set_styles(document, width)
    docx.describe(document, head, made_at or int(datetime.now(tz=UTC).timestamp()))
    docx.head_of(document, head, with_summary=False)
    if letter.to:
        document.add_paragraph("\n".join(letter.to)).paragraph_format.space_before = Pt(22)
    if letter.date:
        date = document.add_paragraph(letter.date)
        date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if letter.subject:
        subject = document.add_paragraph()
        subject.add_run(letter.subject).bold = True
        subject.paragraph_format.space_before = Pt(12)
    for paragraph in letter.paragraphs:
        line = document.add_paragraph(paragraph)
        line.paragraph_format.space_after = Pt(9)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
