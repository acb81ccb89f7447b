"""Values applications are described with. No Django models here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from accounts.types import FOLLOW_UP_DAYS

# A calendar's first and last day has no hour before or after it: no zone could show one.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


def check_year(day: date) -> None:
    """Raise ValidationError for a day nobody lives to see."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValidationError(
            _("Enter a year between %(first)s and %(last)s.")
            % {"first": EARLIEST_YEAR, "last": LATEST_YEAR},
            code="year",
        )


#: After how many days without a reply to ask; empty as the person usually waits, 0 never.
FOLLOW_UP_CHOICES = [
    ("", gettext_lazy("As usual")),
    *(
        (days, ngettext_lazy("After %(n)d day", "After %(n)d days", days) % {"n": days})
        for days in FOLLOW_UP_DAYS
        if days
    ),
    (0, gettext_lazy("Never")),
]


class NoSuchTimeError(ValueError):
    """The clocks were put forward over this wall-clock time."""


def moment(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """Return the aware moment a wall clock in `zone` shows.

    A time that happens twice in autumn means the first of the two.

    Raises:
        NoSuchTimeError: the time is skipped in spring.
    """
    aware = wall_clock.replace(tzinfo=zone, fold=0)
    round_trip = aware.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if round_trip.replace(tzinfo=None) != wall_clock:
        raise NoSuchTimeError(f"{wall_clock:%Y-%m-%d %H:%M} does not exist in {zone.key}")
    return aware.astimezone(ZoneInfo("UTC"))


def morning_in(days: int, *, now: datetime, zone: ZoneInfo, hour: int = 9) -> datetime:
    """Return `hour` o'clock on the wall `days` from today, whatever the clocks do meanwhile."""
    day = now.astimezone(zone).date() + timedelta(days=days)
    wall_clock = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - made aware below
    try:
        return moment(wall_clock, zone)
    except NoSuchTimeError:
        return moment(wall_clock + timedelta(hours=1), zone)


def end_of_day(*, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment of tomorrow in `zone`."""
    return morning_in(1, now=now, zone=zone, hour=0)


def next_monday(*, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the morning of the first Monday after today in `zone`."""
    return morning_in(7 - now.astimezone(zone).weekday(), now=now, zone=zone)


class DidYouApply(StrEnum):
    """What a person answers when they come back from the company's site."""

    YES_TODAY = "yes_today"
    YES_THEN = "yes_then"  # on the day they went
    NOT_YET = "not_yet"
    NO = "no"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next for one application and when."""

    text: str
    at: datetime | None
    kind: str  # interview, reminder, step or deadline
    is_due: bool
