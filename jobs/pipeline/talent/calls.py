"""The calls a day to Talent Solution: one count for sending and for searching, in PostgreSQL.

A day is a UTC day. Sending leaves the last fifth of it to searching: a person waits for a search, a
posting can wait for tomorrow.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.conf import settings
from django.db import connection

from jobs.models import CallQuota
from jobs.pipeline.talent.door import parent

DAY = "DAY"
SEARCHES_SHARE = 0.2

# The limit is tested by the statement that counts: two workers never both make the last call.
_TAKE = """
INSERT INTO jobs_callquota AS quota
    (id, source_id, key_id, window_kind, window_start, used, created_at, updated_at)
SELECT gen_random_uuid(), NULL, %(key)s, %(kind)s, %(start)s, 1, now(), now()
WHERE %(limit)s > 0
ON CONFLICT (source_id, key_id, window_kind, window_start)
DO UPDATE SET used = quota.used + 1, updated_at = now() WHERE quota.used < %(limit)s
RETURNING used
"""


class Purpose(StrEnum):
    """What a call is made for."""

    SYNC = "SYNC"
    SEARCH = "SEARCH"


@dataclass(frozen=True, slots=True)
class Today:
    """Calls made since midnight (UTC), and what is left for each purpose."""

    used: int
    quota: int

    @property
    def left_for_search(self) -> int:
        return max(0, limit_of(Purpose.SEARCH) - self.used)

    @property
    def left_for_sync(self) -> int:
        return max(0, limit_of(Purpose.SYNC) - self.used)

    def __str__(self) -> str:
        return (
            f"{self.used:,} of {self.quota:,} calls used today, {self.left_for_sync:,} left to send "
            f"postings, {self.left_for_search:,} to search"
        )


def limit_of(purpose: Purpose) -> int:
    """The number of calls of a day from which on this purpose gets none."""
    quota: int = settings.CTS_DAILY_QUOTA
    return quota if purpose is Purpose.SEARCH else int(quota * (1 - SEARCHES_SHARE))


def take(purpose: Purpose, *, now: datetime) -> bool:
    """Count one call, or say that this purpose gets none today."""
    values: dict[str, str | int | datetime] = {
        "key": _key(),
        "kind": DAY,
        "start": _midnight(now),
        "limit": limit_of(purpose),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return cursor.fetchone() is not None


def today(*, now: datetime) -> Today:
    """Read the count."""
    row = CallQuota.objects.filter(
        source=None, key_id=_key(), window_kind=DAY, window_start=_midnight(now)
    ).first()
    return Today(row.used if row else 0, settings.CTS_DAILY_QUOTA)


def _key() -> str:
    return f"talent-{hashlib.sha256(parent().encode()).hexdigest()[:12]}"


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
