"""JSON Resume v1.0.0 as a shape: what a file may bring into our resumes, and the lines that show it."""

import re

from resumes.parsing import limits
from resumes.parsing.dates import find_periods
from resumes.parsing.document import Document, Line, Span, clean, number_lines

TEXT, DATE, URL, WORDS = "text", "date", "url", "words"

Shape = dict[str, object]

_PERIOD: Shape = {"startDate": DATE, "endDate": DATE}
SECTIONS: dict[str, Shape] = {
    "work": {
        "name": TEXT,
        "position": TEXT,
        "location": TEXT,
        "description": TEXT,
        "url": URL,
        "summary": TEXT,
        "highlights": WORDS,
        **_PERIOD,
    },
    "volunteer": {
        "organization": TEXT,
        "position": TEXT,
        "url": URL,
        "summary": TEXT,
        "highlights": WORDS,
        **_PERIOD,
    },
    "education": {
        "institution": TEXT,
        "url": URL,
        "area": TEXT,
        "studyType": TEXT,
        "score": TEXT,
        "courses": WORDS,
        **_PERIOD,
    },
    "awards": {"title": TEXT, "date": DATE, "awarder": TEXT, "summary": TEXT},
    "certificates": {"name": TEXT, "date": DATE, "url": URL, "issuer": TEXT},
    "publications": {
        "name": TEXT,
        "publisher": TEXT,
        "releaseDate": DATE,
        "url": URL,
        "summary": TEXT,
    },
    "skills": {"name": TEXT, "level": TEXT, "keywords": WORDS},
    "languages": {"language": TEXT, "fluency": TEXT},
    "interests": {"name": TEXT, "keywords": WORDS},
    "references": {"name": TEXT, "reference": TEXT},
    "projects": {
        "name": TEXT,
        "description": TEXT,
        "highlights": WORDS,
        "keywords": WORDS,
        "url": URL,
        "roles": WORDS,
        "entity": TEXT,
        "type": TEXT,
        **_PERIOD,
    },
}
BASICS: Shape = {
    "name": TEXT,
    "label": TEXT,
    "image": URL,
    "email": TEXT,
    "phone": TEXT,
    "phoneE164": TEXT,
    "url": URL,
    "summary": TEXT,
    "location": {
        "address": TEXT,
        "postalCode": TEXT,
        "city": TEXT,
        "countryCode": TEXT,
        "region": TEXT,
    },
    "profiles": [{"network": TEXT, "username": TEXT, "url": URL}],
}
_ROWS = 500
_URL_CHARACTERS = 2_000
_ISO = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def shaped(found: dict[str, object]) -> dict[str, object]:
    """What of a value fits JSON Resume; unknown keys, wrong types and empty values are left out, long texts cut."""
    resume: dict[str, object] = {}
    basics = _fitted(found.get("basics"), BASICS)
    if basics:
        resume["basics"] = basics
    for name, shape in SECTIONS.items():
        rows = _fitted(found.get(name), [shape])
        if rows:
            resume[name] = rows
    return resume


def _fitted(value: object, shape: object) -> object:  # noqa: PLR0911 - one answer per kind of shape
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return None
        fitted = {key: _fitted(value.get(key), inner) for key, inner in shape.items()}
        return {key: item for key, item in fitted.items() if item} or None
    if isinstance(shape, list):
        rows = value if isinstance(value, list) else []
        return [row for row in (_fitted(item, shape[0]) for item in rows[:_ROWS]) if row]
    if shape == WORDS:
        words = value if isinstance(value, list) else [value]
        return [text for item in words[:_ROWS] if (text := _text(item))]
    if shape == DATE:
        return iso_date(_text(value))
    text = _text(value)
    return text if shape == TEXT or is_address(text) else None


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(str(value)[: limits.LINE_CHARACTERS])


def is_address(text: str) -> bool:
    """Whether a text can be the address of a page: no script, no data."""
    scheme = re.match(r"\s*([a-z][\w+.-]*):(?!\d)", text, re.IGNORECASE)
    return len(text) <= _URL_CHARACTERS and (
        scheme is None or scheme[1].lower() in ("http", "https", "mailto")
    )


def iso_date(text: str) -> str:
    """A date with the precision it is written in; '' for what is none."""
    if _ISO.fullmatch(text):
        return text
    if _ISO.match(text) and re.match(r"\d{4}-\d\d-\d\dT", text):
        return text[:10]
    periods = find_periods(text)
    return periods[0].end or periods[0].start if len(periods) == 1 else ""


def document_of(resume: dict[str, object], media_type: str) -> Document:
    """A document that already is a resume; every value stands on a line of its own."""
    found: dict[str, Line] = {}
    _show(resume, "", found)
    return Document(number_lines(list(found.values())), media_type, ready=resume, pointers=found)


def _show(value: object, pointer: str, found: dict[str, Line]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _show(item, f"{pointer}/{key}", found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _show(item, f"{pointer}/{index}", found)
    elif isinstance(value, str):
        gap = (
            1.0
            if pointer.count("/") > 2
            and len(found)
            and _row(pointer) != _row(next(reversed(found)))
            else 0.0
        )
        found[pointer] = Line([Span(value)], gap=gap)


def _row(pointer: str) -> list[str]:
    return pointer.split("/")[:3]
