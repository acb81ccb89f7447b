"""How many calls a key may still make: counted in PostgreSQL, so every worker sees one number.

The arithmetic is in `jobs.sources.calls`; here the buckets are kept.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from core.http import QuotaUsedUpError
from jobs.models import CallQuota
from jobs.sources import calls
from jobs.sources.calls import EVER, HOUR, SECOND, Bucket

#: How long buckets are kept: as long as a window may look back.
_KEPT: Mapping[str, timedelta] = {
    SECOND: timedelta(hours=2),
    HOUR: timedelta(days=38),
    EVER: timedelta(days=365_000),
}
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_COUNT = """
INSERT INTO jobs_callquota AS quota
    (id, source_id, key_id, window_kind, window_start, used, created_at, updated_at)
VALUES (gen_random_uuid(), %(source)s, %(key)s, %(kind)s, %(start)s, 1, now(), now())
ON CONFLICT (source_id, key_id, window_kind, window_start)
DO UPDATE SET used = quota.used + 1, updated_at = now()
"""
# The oldest bucket the call can have been counted in: taken from a later one, the count of a window
# could become too small.
_GIVE_BACK = """
UPDATE jobs_callquota SET used = used - 1, updated_at = now()
WHERE id = (
    SELECT id FROM jobs_callquota
    WHERE source_id = %(source)s AND key_id = %(key)s AND window_kind = %(kind)s
      AND window_start >= %(start)s AND used > 0
    ORDER BY window_start LIMIT 1)
"""
_FORGET = """
DELETE FROM jobs_callquota
WHERE source_id = %(source)s AND key_id = %(key)s AND window_kind = %(kind)s
  AND window_start < %(before)s
"""


@dataclass(frozen=True, slots=True)
class PostgresLedger:
    """A `core.http.Ledger` shared by every process and thread."""

    source_id: UUID
    key_id: str
    limits: Mapping[str, int]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def take(self) -> float:
        """Count one call and return 0, or return how many seconds until the next may be made.

        Raises: QuotaUsedUpError when waiting makes no sense.
        """
        with _returned():
            return self._take()

    def give_back(self, seconds_ago: float) -> None:
        """Count one call less: one that was taken since then and never reached anybody."""
        with _returned(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOCK, [self._lock])
            taken = self.clock() - timedelta(seconds=seconds_ago)
            for kind in calls.kinds(self.limits):
                start = calls.start_of(kind, taken)
                cursor.execute(_GIVE_BACK, {**self._names(kind), "start": start})

    def _take(self) -> float:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOCK, [self._lock])
            now = self.clock()
            refusal = calls.refusal(self.buckets(now=now), self.limits, now=now)
            if refusal is None:
                for kind in calls.kinds(self.limits):
                    self._count(cursor, kind, now)
                return 0.0
        if refusal.seconds is None:
            raise QuotaUsedUpError(str(refusal))
        return refusal.seconds

    def left(self, *, now: datetime) -> dict[str, int]:
        """Return the calls left per window."""
        known = self.buckets(now=now)
        return {
            window: max(0, limit - calls.used(known, window, now=now))
            for window, limit in self.limits.items()
        }

    def left_today(self, *, now: datetime) -> int:
        """Return how many of today's planned calls are left.

        The plan is made for the UTC day as a whole: asking twice a day does not double it.
        """
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        known = self.buckets(now=now)
        before = [bucket for bucket in known if bucket.start < midnight]
        planned = calls.sustainable(before, self.limits, now=midnight)
        today = sum(b.used for b in known if b.start >= midnight and b.kind == HOUR)
        lasting = (*calls.PLANNED, calls.LIFETIME)
        left = [left for window, left in self.left(now=now).items() if window in lasting]
        return max(0, min(planned - today, *left, calls.NO_LIMIT))

    def buckets(self, *, now: datetime) -> list[Bucket]:
        """Return every bucket a window may still look at."""
        is_near = Q(window_start__gt=now - _KEPT[HOUR]) | Q(window_kind=EVER)
        rows = CallQuota.objects.filter(is_near, source_id=self.source_id, key_id=self.key_id)
        return [Bucket(*row) for row in rows.values_list("window_kind", "window_start", "used")]

    @property
    def _lock(self) -> str:
        return f"quota:{self.source_id}:{self.key_id}"

    def _names(self, kind: str) -> dict[str, UUID | str]:
        return {"source": self.source_id, "key": self.key_id, "kind": kind}

    def _count(self, cursor: CursorWrapper, kind: str, now: datetime) -> None:
        names = self._names(kind)
        cursor.execute(_COUNT, {**names, "start": calls.start_of(kind, now)})
        cursor.execute(_FORGET, {**names, "before": now - _KEPT[kind]})


@contextmanager
def _returned() -> Iterator[None]:
    """A fetching thread gives its connection back after each call."""
    try:
        yield
    finally:
        is_worker = threading.current_thread() is not threading.main_thread()
        if is_worker and not connection.in_atomic_block:
            connection.close()
