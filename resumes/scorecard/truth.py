"""Reads a truth, in the words of whoever wrote it.

Known are the format of our measurement data (`name, email, phone, location, experience, education, skills, …`), the same
under `contact`, and JSON Resume. Null, an empty text, an empty list and a missing key all mean "not stated".
"""

import re
from collections.abc import Iterator
from typing import Any

from resumes.scorecard.periods import Span, read_span
from resumes.scorecard.profile import Entry, Profile

_WRAPPERS = ("truth", "expected", "resume", "fields")
_TITLE = ("title", "position", "role", "job_title", "jobTitle")
_COMPANY = ("company", "employer", "organization", "organisation", "name")
_DEGREE = ("degree", "studyType", "study_type", "qualification", "program")
_AREA = ("area", "field", "field_of_study", "fieldOfStudy", "major")
_SCHOOL = ("institution", "school", "university", "name")
_BULLETS = ("bullets", "highlights", "responsibilities", "achievements")
_DATES = ("dates", "date", "period", "duration", "years")
_START = ("start", "startDate", "start_date", "from")
_END = ("end", "endDate", "end_date", "to", "until")
_LINKS = ("links", "urls", "url", "website", "linkedin", "github", "profiles")
_PLACE_PARTS = ("address", "postalCode", "city", "region", "state", "country")


def read_truth(stated: dict[str, Any]) -> Profile:
    """What a truth states; it may be wrapped (`{"expected": {…}}`)."""
    stated = next((stated[key] for key in _WRAPPERS if isinstance(stated.get(key), dict)), stated)
    head = {**_rows_of(stated.get("basics")), **_rows_of(stated.get("contact")), **stated}
    jobs = _first(stated, ("experience", "work", "jobs", "employment"))
    return Profile(
        name=_name(_first(head, ("name", "full_name", "fullName"))),
        emails=_texts(_first(head, ("email", "emails", "e-mail"))),
        phones=_texts(_first(head, ("phone", "phones", "telephone", "mobile"))),
        places=_places(_first(head, ("location", "place", "city"))),
        links=tuple(dict.fromkeys(link for key in _LINKS for link in _links(head.get(key)))),
        jobs=tuple(filter(_says_something, map(_job, _rows(jobs)))),
        studies=tuple(filter(_says_something, map(_study, _rows(stated.get("education"))))),
        skills=tuple(_skills(stated.get("skills"))),
        languages=tuple(_languages(stated.get("languages"))),
    )


def forbidden_texts(stated: dict[str, Any]) -> tuple[str, ...]:
    """What must not be read: text that was deleted by a tracked change."""
    return _texts(stated.get("must_not_extract"))


def _name(value: Any) -> str:
    """A name may come in parts (`{"first": …, "last": …}`)."""
    return (
        " ".join(filter(None, map(_text, value.values())))
        if isinstance(value, dict)
        else _text(value)
    )


def _says_something(entry: Entry) -> bool:
    return bool(entry.what or entry.where or entry.span)


def _job(row: dict[str, Any]) -> Entry:
    return Entry(
        _text(_first(row, _TITLE)),
        _text(_first(row, _COMPANY)),
        _span(row),
        _texts(_first(row, _BULLETS)),
    )


def _study(row: dict[str, Any]) -> Entry:
    degree = " ".join(filter(None, (_text(_first(row, _DEGREE)), _text(_first(row, _AREA)))))
    return Entry(degree, _text(_first(row, _SCHOOL)), _span(row))


def _span(row: dict[str, Any]) -> Span | None:
    written = _first(row, _DATES)
    if isinstance(written, dict):
        return _span_of_ends(written)
    if isinstance(written, list):
        return read_span(" - ".join(map(str, written)))
    return read_span(str(written)) if written else _span_of_ends(row)


def _span_of_ends(row: dict[str, Any]) -> Span | None:
    start = read_span(_text(_first(row, _START)))
    end = read_span(_text(_first(row, _END)))
    if start is None:
        return end and Span("", end.end or end.start)
    return Span(start.end or start.start, end.end if end else "")


def _skills(value: Any) -> Iterator[str]:
    """Skills may be a list, a text with commas, groups by name, or JSON Resume rows."""
    if isinstance(value, str):
        yield from filter(None, (part.strip() for part in re.split(r"[,;•\n]", value)))
    elif isinstance(value, dict):
        inner = value.get("keywords") or value.get("skills") or value.get("items")
        named = [value["name"]] if "name" in value else list(value.values())
        yield from _skills(inner or [n for n in named if n != value])
    elif isinstance(value, list):
        for item in value:
            yield from [item.strip()] if isinstance(item, str) and item.strip() else _skills(item)


def _languages(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        value = re.split(r"[,;\n](?![^(]*\))", value)
    elif isinstance(value, dict):
        value = list(value)
    for item in value or ():
        name = item if isinstance(item, str) else _text(_first(item, ("language", "name")))
        if name.strip():
            yield name.strip()


def _links(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        text = _text(item.get("url")) if isinstance(item, dict) else _text(item)
        if text:
            yield text


def _places(value: Any) -> tuple[str, ...]:
    if isinstance(value, dict):
        return _texts(" ".join(filter(None, (_text(value.get(key)) for key in _PLACE_PARTS))))
    return _texts(value)


def _first(row: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((row[key] for key in keys if row.get(key)), None)


def _rows_of(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(_text, items)))
