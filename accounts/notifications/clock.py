"""When a person is told: by the clock on their wall, whatever it does. Values in, values out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One day's moment: `day` names it, so that one day has one."""

    day: date
    at: datetime


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant a wall shows `at` on `day`.

    A time that comes twice means the first of the two; one the clocks jump over is as long after
    midnight as it would have been: 02:30 is 03:30 on the wall.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def is_day(day: date, zone: ZoneInfo) -> bool:
    """Whether there is such a day: some zones changed sides of the date line and left one out."""
    return moment(day, time(12), zone).astimezone(zone).date() == day


def last_slot(at: time, zone: ZoneInfo, now: datetime) -> Slot:
    """The newest day's moment that is not after `now`."""
    today = now.astimezone(zone).date()
    days = (today + _DAY, today, today - _DAY, today - 2 * _DAY, today - 3 * _DAY)
    slots = [Slot(day, moment(day, at, zone)) for day in days if is_day(day, zone)]
    return next(slot for slot in slots if slot.at <= now)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which a person is left alone; across midnight when they end before they begin."""

    begins: time
    ends: time

    def holds(self, wall: time) -> bool:
        """Whether this is one of them."""
        if self.begins <= self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends

    def until(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When they may be told: now, or when the quiet hours they are in end."""
        here = now.astimezone(zone)
        if not self.holds(here.time()):
            return now
        ends = (moment(here.date() + offset, self.ends, zone) for offset in (timedelta(0), _DAY))
        return next((end for end in ends if end > now), now)
