"""Markdown: rendered without raw HTML, then read as HTML is."""

from markdown_it import MarkdownIt

from resumes.parsing import sniff
from resumes.parsing.document import Document
from resumes.parsing.readers.html import document_of
from resumes.parsing.readers.plain import decode


def read(data: bytes) -> Document:
    text = decode(data)
    renderer = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 40}).enable(
        "table"
    )
    return document_of(renderer.render(text), sniff.MARKDOWN)
