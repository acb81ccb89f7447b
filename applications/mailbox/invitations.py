"""Dates that come along as calendar files. Source: RFC 5545, RFC 5546."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event

from applications.mailbox.texts import tidy
from applications.mailbox.types import Invitation

LARGEST = 256 * 1024
_LONGEST_MINUTES = 12 * 60
_USUAL_MINUTES = 60
_EARLIEST, _LATEST = 2000, 2199
_ODD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def invitation_in(content: bytes, *, zone: ZoneInfo) -> Invitation | None:
    """Return the first date of a calendar file, or None when it holds none that can be read.

    A time that names no zone is read on the wall of `zone`.
    """
    if len(content) > LARGEST:
        return None
    try:
        calendar = Calendar.from_ical(content)
        event = next((part for part in calendar.walk("VEVENT") if isinstance(part, Event)), None)
        return None if event is None else _read(calendar, event, zone)
    except _ODD:  # whatever a library meets in a file made by a stranger
        return None


def _read(calendar: Calendar, event: Event, zone: ZoneInfo) -> Invitation | None:
    start = _value(event, "DTSTART")
    if not isinstance(start, datetime) or not _EARLIEST <= start.year <= _LATEST:
        return None  # a whole day is no appointment
    is_cancelled = "CANCEL" in f"{calendar.get('METHOD', '')} {event.get('STATUS', '')}".upper()
    return Invitation(
        uid=_line(event.get("UID"), most=255),
        starts_at=(start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC),
        minutes=_minutes(event, start),
        time_zone=_zone_name(event, start) or zone.key,
        summary=_line(event.get("SUMMARY")),
        place=_line(event.get("LOCATION"), most=500),
        is_cancelled=is_cancelled,
    )


def _value(event: Event, name: str) -> Any:
    """What a property says in Python's own types; None where it is missing or odd."""
    return getattr(event.get(name), "dt", None)


def _minutes(event: Event, start: datetime) -> int:
    end, length = _value(event, "DTEND"), _value(event, "DURATION")
    if isinstance(end, datetime) and bool(end.tzinfo) == bool(start.tzinfo):
        length = end - start
    if not isinstance(length, timedelta):
        return _USUAL_MINUTES
    minutes = int(length / timedelta(minutes=1))
    return minutes if 0 < minutes <= _LONGEST_MINUTES else _USUAL_MINUTES


def _zone_name(event: Event, start: datetime) -> str:
    """The zone's name where the world knows it; a file may bring rules of its own under any name."""
    stated = str(getattr(event.get("DTSTART"), "params", {}).get("TZID", "")) or str(
        getattr(start.tzinfo, "key", "")
    )
    for name in (str(getattr(start.tzinfo, "key", "")), stated):
        try:
            if name:
                return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ""


def _line(value: object, most: int = 300) -> str:
    return " ".join(tidy(str(value or "")).split())[:most]
