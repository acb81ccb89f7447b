"""The data archive LinkedIn hands out: a zip file of tables. Tables about other people are never opened."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

from resumes.parsing import sniff
from resumes.parsing.dates import month_number
from resumes.parsing.document import Document, clean
from resumes.parsing.readers import package
from resumes.parsing.readers.linkedin_tables import TELLING, kind_of
from resumes.parsing.readers.plain import decode
from resumes.parsing.readers.shape import document_of, iso_date, shaped
from resumes.parsing.types import ParseFailure

Row = dict[str, str]

_TABLE_BYTES = 4 * 1024**2
_HEAD_BYTES = 16 * 1024
_HEADER_WITHIN = 12
"""Some tables begin with notes and an empty line."""
_ROWS = 1_000
_CENTURY_PIVOT = 60
_LISTED = re.compile(r"(?:([A-Z_ ]+):)?((?:https?://)?[^\s,\[\]]+)")
_MONTH_AND_SHORT_YEAR = re.compile(r"([^\W\d_]{3,})\.?[-' ]+(\d\d)")
_NUMBERS = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d\d|\d{4})")
_BULLET = re.compile(r"\s*[•▪●◦*–-]\s+")


def read(data: bytes) -> Document:
    """Raises: ParseFailure."""
    archive = package.opened(data)
    tables: dict[str, list[Row]] = {}
    for entry in archive.infolist():
        if entry.filename.casefold().endswith(".csv") and entry.file_size <= _TABLE_BYTES:
            kind, rows = _table(archive, entry)
            if kind is not None:
                tables.setdefault(kind, []).extend(rows)
    if not TELLING & tables.keys():
        raise ParseFailure("wrong_type")
    resume = shaped(_resume(tables))
    if not resume:
        raise ParseFailure("empty")
    return document_of(resume, sniff.ZIP)


def _table(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[str | None, list[Row]]:
    """The kind of a table and its rows by column; only tables of a known kind are read whole."""
    try:
        with archive.open(entry) as stream:
            head = stream.read(_HEAD_BYTES)
            kind, _, _ = _header(decode(head))
            text = decode(head + stream.read(_TABLE_BYTES)) if kind else ""
    except package.DAMAGE:
        raise ParseFailure("corrupt") from None
    return kind, _rows(text) if kind else []


def _header(text: str) -> tuple[str | None, int, str]:
    """Kind of the table, the line its header stands on, and what parts its columns."""
    for number, line in enumerate(text.splitlines()[:_HEADER_WITHIN]):
        for mark in ",;\t":
            kind = kind_of(line.split(mark))
            if kind is not None:
                return kind, number, mark
    return None, 0, ","


def _rows(text: str) -> list[Row]:
    _, number, mark = _header(text)
    body = "".join(text.splitlines(keepends=True)[number:])
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=mark)
    rows: list[Row] = []
    try:
        columns = [name.strip("\ufeff ").casefold() for name in next(reader, [])]
        for values in reader:
            row = {key: value.strip() for key, value in zip(columns, values, strict=False)}
            if any(row.values()) and len(rows) < _ROWS:
                rows.append(row)
    except csv.Error:
        pass  # what was read before the damage holds
    return rows


def _resume(tables: dict[str, list[Row]]) -> dict[str, object]:
    def each(kind: str, made: Callable[[Row], object]) -> list[object]:
        return [made(row) for row in tables.get(kind, [])]

    return {
        "basics": _basics(tables),
        "work": each("positions", _position),
        "education": each("education", _study),
        "skills": each("skills", lambda row: {"name": row.get("name", "")}),
        "languages": each("languages", _language),
        "certificates": each("certifications", _certificate),
        "volunteer": each("volunteering", _service) + each("organizations", _membership),
        "awards": each("honors", _honor),
        "publications": each("publications", _publication),
        "projects": each("projects", _project),
    }


def _basics(tables: dict[str, list[Row]]) -> dict[str, object]:
    row = next(iter(tables.get("profile", [])), {})
    name = clean(f"{row.get('first name', '')} {row.get('last name', '')}")
    twitter = [
        {"network": "Twitter", "username": match[2], "url": f"https://twitter.com/{match[2]}"}
        for match in _LISTED.finditer(row.get("twitter handles", ""))
    ]
    pages = [match[2] for match in _LISTED.finditer(row.get("websites", "")) if "." in match[2]]
    return {
        "name": name,
        "label": row.get("headline", ""),
        "email": _email(tables.get("emails", [])),
        "phone": next((p["number"] for p in tables.get("phones", []) if p.get("number")), ""),
        "summary": row.get("summary", ""),
        "url": pages[0] if pages else "",
        "location": _location(row),
        "profiles": twitter,
    }


def _location(row: Row) -> dict[str, str]:
    """'Berlin, Germany' or 'Austin, Texas, United States'; the country is kept as its region's end, it has no code."""
    parts = [part for part in map(clean, row.get("geo location", "").split(",")) if part]
    location = {"postalCode": row.get("zip code", ""), "address": row.get("address", "")}
    if parts:
        location |= {"city": parts[0], "region": ", ".join(parts[1:])}
    return location


def _email(rows: list[Row]) -> str:
    """The primary address, else the first confirmed one."""
    ranked = sorted(
        rows, key=lambda r: (_yes(r.get("primary")), _yes(r.get("confirmed"))), reverse=True
    )
    return ranked[0].get("email address", "") if ranked else ""


def _yes(value: str | None) -> bool:
    return (value or "").casefold() in ("yes", "true", "1")


def _told(text: str) -> tuple[str, list[str]]:
    """The prose of a description, and its listed points."""
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    points = [_BULLET.sub("", line, count=1) for line in lines if _BULLET.match(line)]
    return " ".join(line.strip() for line in lines if not _BULLET.match(line)), points


def _dated(row: Row, start: str = "started on", end: str = "finished on") -> dict[str, str]:
    return {"startDate": _date(row.get(start, "")), "endDate": _date(row.get(end, ""))}


def _date(text: str) -> str:
    """'Mar 2020', '2020', 'Mar-20', '3/20' and '2020-03-01'; of '3/4/20' only the year can be told."""
    text = clean(text)
    short = _MONTH_AND_SHORT_YEAR.fullmatch(text)
    if short and (month := month_number(short[1])):
        return f"{_year(short[2])}-{month:02d}"
    numbers = _NUMBERS.fullmatch(text)
    if numbers is None:
        return iso_date(text)
    first, second, year = numbers[1], int(numbers[2]), _year(numbers[3])
    if first is None:
        return f"{year}-{second:02d}" if 1 <= second <= 12 else year
    day, month = (int(first), second) if int(first) > 12 else (second, int(first))
    if day <= 12 or not 1 <= month <= 12 or day > 31:
        return year
    return f"{year}-{month:02d}-{day:02d}"


def _year(digits: str) -> str:
    if len(digits) == 4:
        return digits
    return f"{19 if int(digits) > _CENTURY_PIVOT else 20}{digits}"


def _position(row: Row) -> dict[str, object]:
    summary, points = _told(row.get("description", ""))
    return {
        "name": row.get("company name", ""),
        "position": row.get("title", ""),
        "location": row.get("location", ""),
        "summary": summary,
        "highlights": points,
        **_dated(row),
    }


def _study(row: Row) -> dict[str, object]:
    degree, _, area = row.get("degree name", "").partition(", ")
    return {
        "institution": row.get("school name", ""),
        "studyType": degree,
        "area": area,
        **_dated(row, "start date", "end date"),
    }


def _language(row: Row) -> dict[str, object]:
    return {"language": row.get("name", ""), "fluency": row.get("proficiency", "")}


def _certificate(row: Row) -> dict[str, object]:
    return {
        "name": row.get("name", ""),
        "issuer": row.get("authority", ""),
        "url": row.get("url", ""),
        "date": _date(row.get("started on", "")),
    }


def _service(row: Row) -> dict[str, object]:
    summary, points = _told(row.get("description", ""))
    return {
        "organization": row.get("company name", ""),
        "position": row.get("role", ""),
        "summary": summary,
        "highlights": points,
        **_dated(row),
    }


def _membership(row: Row) -> dict[str, object]:
    return {
        "organization": row.get("name", ""),
        "position": row.get("position", ""),
        "summary": row.get("description", ""),
        **_dated(row),
    }


def _honor(row: Row) -> dict[str, object]:
    return {
        "title": row.get("title", ""),
        "summary": row.get("description", ""),
        "date": _date(row.get("issued on", "")),
    }


def _publication(row: Row) -> dict[str, object]:
    return {
        "name": row.get("name", ""),
        "publisher": row.get("publisher", ""),
        "releaseDate": _date(row.get("published on", "")),
        "summary": row.get("description", ""),
        "url": row.get("url", ""),
    }


def _project(row: Row) -> dict[str, object]:
    summary, points = _told(row.get("description", ""))
    return {
        "name": row.get("title", ""),
        "description": summary,
        "highlights": points,
        "url": row.get("url", ""),
        **_dated(row),
    }
