"""A file that already is a JSON Resume: its known parts are kept, everything else is left out."""

import json

from resumes.parsing import sniff
from resumes.parsing.document import Document, Line, Span, number_lines
from resumes.parsing.readers.plain import decode
from resumes.parsing.types import ParseFailure

SECTIONS = (
    "work",
    "volunteer",
    "education",
    "awards",
    "certificates",
    "publications",
    "skills",
    "languages",
    "interests",
    "references",
    "projects",
)
_DEPTH = 6


def read(data: bytes) -> Document:
    try:
        found = json.loads(decode(data))
    except (ValueError, RecursionError):
        raise ParseFailure("corrupt") from None
    if not isinstance(found, dict) or not ({"basics", *SECTIONS} & found.keys()):
        raise ParseFailure("wrong_type")
    resume: dict[str, object] = {}
    if isinstance(found.get("basics"), dict):
        resume["basics"] = _known(found["basics"], _DEPTH)
    for name in SECTIONS:
        rows = found.get(name)
        if isinstance(rows, list):
            resume[name] = [_known(row, _DEPTH) for row in rows if isinstance(row, dict)]
    lines = [Line([Span(text)]) for text in _texts(resume)]
    return Document(number_lines(lines), sniff.JSON, ready=resume)


def _known(value: object, depth: int) -> object:
    """A JSON value without nulls, no deeper than the schema goes."""
    if depth == 0:
        return None
    if isinstance(value, dict):
        items = {str(k): _known(v, depth - 1) for k, v in value.items() if v is not None}
        return {k: v for k, v in items.items() if v is not None}
    if isinstance(value, list):
        return [item for item in (_known(v, depth - 1) for v in value) if item is not None]
    return value if isinstance(value, str | int | float | bool) else None


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) and value.strip() else []
