"""Calendars as RFC 5545 writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import STATUS, TRANSP, Calendar, Event

PRODUCT = "-//Career Copilot//Applications//EN"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar. `uid` never changes, `revision` grows with every change."""

    uid: str
    revision: int
    summary: str
    starts_at: datetime
    minutes: int
    time_zone: str
    created_at: datetime
    updated_at: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_busy: bool = True


def calendar_file(entries: Sequence[Entry], *, name: str = "") -> bytes:
    """Return an iCalendar file; the same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        calendar.calendar_name = name
        calendar.refresh_interval = REFRESH
    for entry in entries:
        calendar.add_component(_event(entry))
    if entries:
        first, last = _years(entries)
        calendar.add_missing_timezones(first_date=date(first, 1, 1), last_date=date(last, 1, 1))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    starts, ends = _period(entry)
    return Event.new(
        uid=entry.uid,
        sequence=entry.revision,
        stamp=entry.updated_at.astimezone(UTC),
        created=entry.created_at.astimezone(UTC),
        last_modified=entry.updated_at.astimezone(UTC),
        start=starts,
        end=ends,
        summary=_line(entry.summary),
        description=_line(entry.description) or None,
        location=_line(entry.place) or None,
        url=entry.url or None,
        status=STATUS.CANCELLED if entry.is_cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.OPAQUE
        if entry.is_busy and not entry.is_cancelled
        else TRANSP.TRANSPARENT,
    )


def _period(entry: Entry) -> tuple[datetime, datetime]:
    """Return beginning and end on the wall of the entry's zone.

    A wall clock that shows a time twice means the first (RFC 5545, 3.3.5): the second is told in UTC.
    """
    starts_at = entry.starts_at.astimezone(UTC)
    ends_at = starts_at + timedelta(minutes=entry.minutes)
    zone = _zone(entry.time_zone)
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if zone.key == "UTC" or starts.fold or ends.fold:
        return starts_at, ends_at
    return starts, ends


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _years(entries: Sequence[Entry]) -> tuple[int, int]:
    """Return years around all entries: a zone's rules are written for these only."""
    years = [entry.starts_at.year for entry in entries]
    return min(years) - 1, max(years) + 2


def _line(text: str) -> str:
    """Fold line breaks and control characters into spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
