"""A file that already is a JSON Resume: its known parts are kept, everything else is left out."""

import json

from resumes.parsing import sniff
from resumes.parsing.document import Document
from resumes.parsing.readers.plain import decode
from resumes.parsing.readers.shape import SECTIONS, document_of, shaped
from resumes.parsing.types import ParseFailure


def read(data: bytes) -> Document:
    try:
        found = json.loads(decode(data))
    except (ValueError, RecursionError):
        raise ParseFailure("corrupt") from None
    if not isinstance(found, dict) or not ({"basics", *SECTIONS} & found.keys()):
        raise ParseFailure("wrong_type")
    resume = shaped(found)
    if not resume:
        raise ParseFailure("empty")
    return document_of(resume, sniff.JSON)
