"""A resume as JSON Resume v1.0.0: what was read, without what the schema does not allow."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from resumes.exports.content import iso_date, line, web_address

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

Clean = Callable[[object], object]


def as_json(resume: Mapping[str, Any], *, made_at: str = "") -> bytes:
    """Return the document, valid against the schema; empty parts are left out.

    Args:
        made_at: ISO 8601, for `meta.lastModified`; left out when empty.
    """
    made: dict[str, object] = {"$schema": SCHEMA}
    for name, clean in _DOCUMENT.items():
        value = clean(resume.get(name))
        if value:
            made[name] = value
    made["meta"] = {"version": "v1.0.0"} | ({"lastModified": made_at} if made_at else {})
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _text(value: object) -> str:
    """Text that keeps its lines."""
    if not isinstance(value, str):
        return line(value)
    return "\n".join(filter(None, (line(part) for part in value.splitlines())))


def _mail(value: object) -> str:
    text = line(value)
    return text if text.count("@") == 1 and " " not in text else ""


def _texts(value: object) -> list[str]:
    return [text for text in map(_text, value) if text] if isinstance(value, list) else []


def _object(**fields: Clean) -> Clean:
    def clean(value: object) -> dict[str, object]:
        row = value if isinstance(value, dict) else {}
        made = {name: each(row.get(name)) for name, each in fields.items()}
        return {name: item for name, item in made.items() if item}

    return clean


def _list(**fields: Clean) -> Clean:
    one = _object(**fields)

    def clean(value: object) -> list[object]:
        rows = value if isinstance(value, list) else []
        return [row for row in map(one, rows) if row]

    return clean


_PERIOD: dict[str, Clean] = {"startDate": iso_date, "endDate": iso_date}
_TOLD: dict[str, Clean] = {"url": web_address, **_PERIOD, "summary": _text, "highlights": _texts}
_DOCUMENT: dict[str, Clean] = {
    "basics": _object(
        name=line,
        label=line,
        email=_mail,
        phone=line,
        url=web_address,
        summary=_text,
        location=_object(address=_text, postalCode=line, city=line, countryCode=line, region=line),
        profiles=_list(network=line, username=line, url=web_address),
    ),
    "work": _list(name=line, position=line, location=line, description=_text, **_TOLD),
    "volunteer": _list(organization=line, position=line, **_TOLD),
    "education": _list(
        institution=line,
        url=web_address,
        area=line,
        studyType=line,
        **_PERIOD,
        score=line,
        courses=_texts,
    ),
    "awards": _list(title=line, date=iso_date, awarder=line, summary=_text),
    "certificates": _list(name=line, date=iso_date, url=web_address, issuer=line),
    "publications": _list(
        name=line, publisher=line, releaseDate=iso_date, url=web_address, summary=_text
    ),
    "skills": _list(name=line, level=line, keywords=_texts),
    "languages": _list(language=line, fluency=line),
    "interests": _list(name=line, keywords=_texts),
    "references": _list(name=line, reference=_text),
    "projects": _list(
        name=line,
        description=_text,
        highlights=_texts,
        keywords=_texts,
        **_PERIOD,
        url=web_address,
        roles=_texts,
        entity=line,
        type=line,
    ),
}
