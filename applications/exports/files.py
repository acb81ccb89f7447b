"""What a person brings along, as a table: CSV of any kind, or JSON as our own export writes it."""

import json
from collections.abc import Sequence
from typing import Any

from applications.exports.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Line,
    NotASheetError,
    Sheet,
    read,
    tidy,
)

BETWEEN_TAGS = "\x1f"
"""Parts what stands apart in a list: a tag of a JSON file may hold a comma."""
_MARK = b"\xef\xbb\xbf"


def table_in(content: bytes, *, encoding: str = "") -> Sheet:
    """Read a file as a table, whichever of the two it is. Raises: NotASheetError."""
    if content.removeprefix(_MARK).lstrip()[:1] in {b"{", b"["}:
        return _from_json(content.removeprefix(_MARK))
    return read(content, encoding=encoding)


def _from_json(content: bytes) -> Sheet:
    rows = _objects(content)
    if not rows:
        raise NotASheetError("empty")
    if len(rows) > MOST_ROWS:
        raise NotASheetError("too_long")
    head = list(dict.fromkeys(name for row in rows for name in row))[:MOST_COLUMNS]
    lines = [Line(number, [_cell(row.get(n)) for n in head]) for number, row in enumerate(rows, 1)]
    return Sheet(head, lines, "utf-8", "", between_tags=BETWEEN_TAGS)


def _objects(content: bytes) -> Sequence[dict[str, Any]]:
    """Return the applications of a file, or of a bare list."""
    try:
        body = whole_letters(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise NotASheetError("broken") from error
    rows = body.get("applications") if isinstance(body, dict) else body
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotASheetError("broken")
    return rows


def whole_letters(value: Any) -> Any:
    """Return a value of JSON as text that can be kept and shown. Raises: RecursionError.

    Programs that cut a text after so many units leave half an emoji at its end.
    """
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _cell(value: object) -> str:
    if isinstance(value, list):
        return BETWEEN_TAGS.join(_cell(item) for item in value)
    if value is None or isinstance(value, bool | dict):
        return ""
    return tidy(str(value))
