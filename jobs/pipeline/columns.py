"""How a posting travels to PostgreSQL: the staging columns and COPY's text format.

Workers write COPY text straight away, so publishing only hands bytes to the server.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

#: Columns of a new or changed posting, named as in jobs_posting unless listed in OWN.
STAGED: Mapping[str, str] = {
    "id": "uuid", "external_id": "text", "place_key": "text", "source_url": "text",
    "redirect_url": "text", "title": "text", "company_key": "text", "company_name": "text",
    "description": "text", "description_html": "text", "category": "text", "place": "text",
    "region": "text", "country": "text", "geoname_id": "integer", "lat": "float8", "lon": "float8",
    "remote": "text", "employment_type": "text", "level": "text", "is_internship": "boolean",
    "pay_min": "numeric(14,2)", "pay_max": "numeric(14,2)", "pay_currency": "text",
    "pay_period": "text", "pay_source": "text", "pay_yearly_min": "integer",
    "pay_yearly_max": "integer", "pay_rule": "text", "skills": "text[]", "must_skills": "text[]",
    "occupation": "text", "language": "text", "years_wanted": "smallint", "degree_wanted": "text",
    "content_hash": "text", "flags": "text[]", "raw": "jsonb", "configuration": "regconfig",
    "words_title": "text", "words_skills": "text", "words_text": "text", "likeness": "bigint[]",
}  # fmt: skip
#: Staging columns that are no columns of jobs_posting.
OWN = {"company_key", "configuration", "words_title", "words_skills", "words_text", "likeness"}
#: Columns of every posting of a page, changed or not.
SEEN: Mapping[str, str] = {
    "id": "uuid", "posted_at": "timestamptz", "expires_at": "timestamptz",
    "redirect_url": "text", "is_staged": "boolean",
}  # fmt: skip

#: In this order: the backslash first, or it would be doubled in what the others became.
_SPECIAL = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), ("\x00", ""))
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\x00": None})


def copy_line(values: Iterable[object]) -> str:
    """Write one row in COPY's text format.

    Source: PostgreSQL manual, COPY, "Text Format".
    """
    return "\t".join(map(_field, values))


def pack(lines: Sequence[str]) -> bytes:
    """Compress rows; lone surrogates, which UTF-8 cannot hold, become question marks."""
    body = "".join(line + "\n" for line in lines)
    return zlib.compress(body.encode("utf-8", "replace"), 1)


def unpack(body: bytes | memoryview) -> bytes:
    """Return the COPY text of packed rows."""
    return zlib.decompress(body)


def shape(version: str) -> str:
    """Name the layout of staged rows: rows staged by other code are not published."""
    layout = repr((sorted(STAGED.items()), sorted(SEEN.items()), version))
    return hashlib.sha256(layout.encode()).hexdigest()[:16]


def _field(value: Any) -> str:
    write = _WRITERS.get(type(value))
    if write:
        return write(value)
    if isinstance(value, tuple | list):
        return _escaped(_array(value))
    return _escaped(value) if isinstance(value, str) else str(value)


def _escaped(value: str) -> str:
    if not value or value.isalnum():
        return value
    for sign, written in _SPECIAL:  # far quicker than `translate` over a long text
        if sign in value:
            value = value.replace(sign, written)
    return value


def _array(values: Iterable[str | int]) -> str:
    return "{" + ",".join(f'"{str(value).translate(_QUOTED)}"' for value in values) + "}"


#: By exact type, the usual ones first; a subclass of `str` or a list takes the longer way.
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: _escaped,
    type(None): lambda _none: "\\N",
    bool: lambda truth: "t" if truth else "f",
    int: str,
    float: repr,
    datetime: datetime.isoformat,
}
