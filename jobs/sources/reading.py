"""Careful readers of single values: what is not there or not usable is empty, never a guess."""

import json
import math
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from jobs.sources.base import RejectedError

_ID = re.compile(r"[^\x00-\x1f\x7f]{1,255}")
_LONGEST_TITLE = 500
_LONGEST_URL = 2000
_LONGEST_DESCRIPTION = 100_000
_YEARS = range(1990, 2200)
_FIRST, _LAST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (1990, 2200))
_MILLISECONDS = 10**11  # in seconds, thousands of years away
_TRUE = {"1", "true", "yes", "t", "y"}


def parse_json(body: bytes) -> Any:
    """Parse JSON; what the strict parser refuses (NaN, lone surrogates) the lenient one may take.

    Raises: ValueError.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return json.loads(body)


def text(value: object, *, longest: int = _LONGEST_DESCRIPTION) -> str:
    """Text without the characters PostgreSQL cannot hold; numbers are written out."""
    if not isinstance(value, str):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if is_number else ""
    cleaned = value.replace("\x00", "") if "\x00" in value else value
    if not cleaned.isascii():
        cleaned = cleaned.encode("utf-8", "replace").decode()
    return cleaned.strip()[:longest]


def identity(value: object) -> str:
    """An id, given as text or number. Raises: RejectedError."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = text(value, longest=_LONGEST_URL)
    if not found:
        raise RejectedError("no id")
    if not _ID.fullmatch(found):
        raise RejectedError("id is too long or holds control characters")
    return found


def title(value: object) -> str:
    """A title, cut where the column ends. Raises: RejectedError."""
    found = text(value, longest=_LONGEST_TITLE)
    if not found:
        raise RejectedError("no title")
    return found


def link(value: object) -> str:
    """An http(s) address or nothing. Raises: RejectedError for anything a browser should not follow."""
    found = text(value, longest=_LONGEST_URL + 1)
    if not found:
        return ""
    try:
        parts = urlsplit(found)
    except ValueError:
        raise RejectedError("link cannot be read") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RejectedError("link is not http(s)")
    if len(found) > _LONGEST_URL or len(found.split()) > 1:
        raise RejectedError("link cannot be read")
    return found


def number(value: object) -> float | None:
    """A finite number, given as number or text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def coordinates(lat: object, lon: object) -> tuple[float | None, float | None]:
    """Latitude and longitude, both or neither; 0, 0 is nobody's office."""
    north, east = number(lat), number(lon)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:  # noqa: PLR2004
        return None, None
    return (None, None) if north == east == 0 else (north, east)


def truth(value: object) -> bool:
    """A boolean as sources write it: true, 1, "1", "true"."""
    return value is True or text(value).lower() in _TRUE


def moment(value: object) -> datetime | None:
    """An ISO 8601 date or time in UTC; without a zone it is taken as UTC.

    Years that no advertisement comes from are a mistake, and so no date.
    """
    try:
        found = datetime.fromisoformat(text(value, longest=40))
    except ValueError:
        return None
    if found.year not in _YEARS:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def moment_since_1970(value: object) -> datetime | None:
    """The same from a source that counts seconds since 1970, or milliseconds."""
    seconds = number(value)
    if seconds is None:
        return moment(value)
    if seconds >= _MILLISECONDS:
        seconds /= 1000
    return datetime.fromtimestamp(seconds, UTC) if _FIRST <= seconds < _LAST else None


def country(value: object) -> str | None:
    """An ISO 3166 alpha-2 code in lower case, or nothing; `uk` is a common slip."""
    code = text(value, longest=3).lower()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):  # noqa: PLR2004
        return None
    return "gb" if code == "uk" else code


def record(value: object) -> dict[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def words(value: object) -> tuple[str, ...]:
    """The non-empty texts of a list."""
    return tuple(filter(None, map(text, value))) if isinstance(value, list) else ()
