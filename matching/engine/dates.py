"""Months of dated entries; a month counts once however many jobs ran in it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?")
LONGEST = 12 * 60


def months_of(entry: Mapping[str, Any], today: date) -> frozenset[int]:
    """Month numbers (year × 12 + month) of one JSON Resume entry; an entry without an end runs on."""
    start = _number(entry.get("startDate"), month=1)
    if start is None:
        return frozenset()
    stated_end = entry.get("endDate")
    now = today.year * 12 + today.month - 1
    end = _number(stated_end, month=12) if stated_end else now
    if end is None:
        end = start
    end = min(end, now)
    return frozenset(range(start, min(end, start + LONGEST) + 1)) if end >= start else frozenset()


def ended(entry: Mapping[str, Any]) -> date | None:
    """The month an entry ended, or None while it lasts (or when the end is not stated)."""
    number = _number(entry.get("endDate"), month=12)
    return None if number is None else date(number // 12, number % 12 + 1, 1)


def _number(stated: object, *, month: int) -> int | None:
    found = _DATE.match(str(stated or ""))
    if not found:
        return None
    year, at = int(found[1]), int(found[2] or month)
    if not 1900 < year < 2200 or not 1 <= at <= 12:  # noqa: PLR2004 - a calendar
        return None
    return year * 12 + at - 1
