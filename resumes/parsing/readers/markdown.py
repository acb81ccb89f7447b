"""Markdown: rendered, then read as HTML is, which runs and fetches nothing; what stands between dashes at its top is left out."""

import re

from markdown_it import MarkdownIt

from resumes.parsing import sniff
from resumes.parsing.document import Document
from resumes.parsing.readers.html import document_of
from resumes.parsing.readers.plain import decode

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n(?:[^\n]*\n){1,60}?---[ \t]*\r?\n")


def read(data: bytes) -> Document:
    text = _FRONT_MATTER.sub("", decode(data), count=1)
    renderer = MarkdownIt("commonmark", {"html": True, "breaks": True, "maxNesting": 40}).enable(
        "table"
    )
    return document_of(renderer.render(text), sniff.MARKDOWN)
