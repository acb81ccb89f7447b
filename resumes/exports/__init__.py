"""A resume on its way out: JSON Resume in, the bytes of a document out. Pure; knows neither Django nor files of people."""

from resumes.exports.content import Content, content_of
from resumes.exports.documents import export, preview
from resumes.exports.letter import LETTER_FORMATS, LetterText, letter_document
from resumes.exports.types import (
    DEFAULT_PAPER,
    DEFAULT_TEMPLATE,
    FORMATS,
    PAPERS,
    TEMPLATES,
    ExportFailure,
    Format,
)
from resumes.exports.typeset import typeset_list

__all__ = [
    "DEFAULT_PAPER",
    "DEFAULT_TEMPLATE",
    "FORMATS",
    "LETTER_FORMATS",
    "PAPERS",
    "TEMPLATES",
    "Content",
    "ExportFailure",
    "Format",
    "LetterText",
    "content_of",
    "export",
    "letter_document",
    "preview",
    "typeset_list",
]
