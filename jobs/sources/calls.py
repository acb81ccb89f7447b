"""Limits on calls, as arithmetic: what is used, how long to wait, how many a day can be kept up.

Windows roll (the last 24 hours, not the calendar day): a limit kept in every rolling window is
kept in every calendar window too, whichever the source means. Calls are counted in buckets, and a
bucket counts until all of it has left the window, so that the count is never too small.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SECOND, HOUR, EVER = "SECOND", "HOUR", "EVER"
#: Window, its length, and the size of the buckets it is counted in.
WINDOWS: Mapping[str, tuple[timedelta, str]] = {
    "minute": (timedelta(minutes=1), SECOND),
    "hour": (timedelta(hours=1), SECOND),
    "day": (timedelta(days=1), HOUR),
    "week": (timedelta(days=7), HOUR),
    "month": (timedelta(days=31), HOUR),
    "lifetime": (timedelta(days=365_000), EVER),  # never free again: one bucket, kept for good
}
_WORTH_WAITING_FOR = "minute"
_SHORTEST_WAIT = 0.05
_DAY = timedelta(days=1)
PLANNED = ("day", "week", "month")
LIFETIME = "lifetime"
_BUCKETS: Mapping[str, timedelta] = {
    SECOND: timedelta(seconds=1),
    HOUR: timedelta(hours=1),
    EVER: timedelta(0),
}
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many calls were made in the second or hour that begins at `start`, or ever."""

    kind: str
    start: datetime
    used: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no call may be made now, and when the next may. `seconds` is None when not worth waiting."""

    window: str
    limit: int
    free_at: datetime
    seconds: float | None

    def __str__(self) -> str:
        if self.window == LIFETIME:
            return f"All {self.limit:,} calls the key is good for are used; it takes another key."
        return (
            f"All {self.limit:,} calls of this {self.window} are used; "
            f"the next can be made after {self.free_at:%Y-%m-%d %H:%M} UTC."
        )


def length_of(kind: str) -> timedelta:
    """How long one bucket is."""
    return _BUCKETS[kind]


def start_of(kind: str, moment: datetime) -> datetime:
    """The start of the bucket a moment falls into."""
    if kind == EVER:
        return _BEGINNING
    whole = moment.replace(microsecond=0)
    return whole if kind == SECOND else whole.replace(minute=0, second=0)


def used(buckets: Iterable[Bucket], window: str, *, now: datetime) -> int:
    """The calls made in the window that ends now, never too few."""
    return sum(bucket.used for bucket in _inside(buckets, window, now))


def kinds(limits: Mapping[str, int]) -> list[str]:
    """The kinds of buckets a call is counted in: those of a plan always, and what limits look at."""
    return [SECOND, HOUR, *([EVER] if LIFETIME in limits else [])]


def refusal(
    buckets: Iterable[Bucket], limits: Mapping[str, int], *, now: datetime
) -> Refusal | None:
    """Why the next call must wait, or None when it may be made now."""
    known = list(buckets)
    for window, limit in limits.items():
        inside = list(_inside(known, window, now))
        if sum(bucket.used for bucket in inside) >= limit:
            return _refused(inside, window, limit, now)
    return None


def sustainable(buckets: Iterable[Bucket], limits: Mapping[str, int], *, now: datetime) -> int:
    """The most calls that can be made today and on every day after without passing any limit.

    A key that was not used for a month may spend a whole day's limit at once: there is a month of
    postings to catch up with, and what it costs the days after is little.
    """
    known = [bucket for bucket in buckets if bucket.kind == HOUR]
    planned = {window: limit for window, limit in limits.items() if window in PLANNED}
    if not planned:
        return NO_LIMIT
    if "day" in planned and not any(used(known, window, now=now) for window in planned):
        return planned["day"]
    return max(0, min(_bound(known, window, limit, now) for window, limit in planned.items()))


def _bound(buckets: list[Bucket], window: str, limit: int, now: datetime) -> int:
    """On day n the window holds n days of new calls and what is left of the old ones."""
    days = WINDOWS[window][0] // _DAY
    return min(
        (limit - used(buckets, window, now=now + (day - 1) * _DAY)) // day
        for day in range(1, days + 1)
    )


def _inside(buckets: Iterable[Bucket], window: str, now: datetime) -> Iterable[Bucket]:
    length, kind = WINDOWS[window]
    oldest = now - length - length_of(kind)
    return (bucket for bucket in buckets if bucket.kind == kind and bucket.start > oldest)


def _refused(inside: list[Bucket], window: str, limit: int, now: datetime) -> Refusal:
    length, kind = WINDOWS[window]
    oldest = min((bucket.start for bucket in inside), default=now)
    free_at = oldest + length + length_of(kind)
    seconds = max((free_at - now).total_seconds(), _SHORTEST_WAIT)
    return Refusal(window, limit, free_at, seconds if window == _WORTH_WAITING_FOR else None)
