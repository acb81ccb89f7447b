"""How many calls a key may still make: counted in PostgreSQL, so every worker sees one number.

Windows roll (the last 24 hours, not the calendar day): a limit kept in every rolling window is
kept in every calendar window too, whichever the source means.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet, Sum

from core.http import QuotaUsedUpError
from jobs.models import CallQuota

SECOND, HOUR = "SECOND", "HOUR"
#: Window, its length, and the size of the buckets it is counted in.
WINDOWS: Mapping[str, tuple[timedelta, str]] = {
    "minute": (timedelta(minutes=1), SECOND),
    "day": (timedelta(days=1), HOUR),
    "week": (timedelta(days=7), HOUR),
    "month": (timedelta(days=31), HOUR),
}
_WORTH_WAITING_FOR = "minute"


@dataclass(frozen=True, slots=True)
class PostgresLedger:
    """A `core.http.Ledger` shared by every process."""

    source_id: UUID
    key_id: str
    limits: Mapping[str, int]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def take(self) -> float:
        """Count one call and return 0, or return how many seconds until the next may be made.

        Raises: QuotaUsedUpError when the day, week or month is used up.
        """
        with transaction.atomic():
            self._lock()
            now = self.clock()
            for window, limit in self.limits.items():
                if used(self.source_id, self.key_id, window, now=now) >= limit:
                    return self._refuse(window, limit, now)
            for kind in (SECOND, HOUR):
                self._count(kind, now)
        return 0.0

    def left(self, *, now: datetime) -> dict[str, int]:
        """Return the calls left per window."""
        return {
            window: max(0, limit - used(self.source_id, self.key_id, window, now=now))
            for window, limit in self.limits.items()
        }

    def _lock(self) -> None:
        """One taker at a time per key, for the length of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"quota:{self.source_id}:{self.key_id}"],
            )

    def _count(self, kind: str, now: datetime) -> None:
        bucket, created = CallQuota.objects.get_or_create(
            source_id=self.source_id,
            key_id=self.key_id,
            window_kind=kind,
            window_start=bucket_start(kind, now),
            defaults={"used": 1},
        )
        if not created:
            CallQuota.objects.filter(pk=bucket.pk).update(used=F("used") + 1)
            return
        old = now - (
            WINDOWS["month"][0] + timedelta(days=7) if kind == HOUR else timedelta(hours=1)
        )
        CallQuota.objects.filter(
            source_id=self.source_id, key_id=self.key_id, window_kind=kind, window_start__lt=old
        ).delete()

    def _refuse(self, window: str, limit: int, now: datetime) -> float:
        length, kind = WINDOWS[window]
        oldest = (
            _buckets(self.source_id, self.key_id, window, now=now).order_by("window_start").first()
        )
        free_at = (oldest.window_start if oldest else now) + length + bucket_length(kind)
        if window == _WORTH_WAITING_FOR:
            return max((free_at - now).total_seconds(), 0.05)
        raise QuotaUsedUpError(
            f"All {limit:,} calls of this {window} are used; "
            f"the next can be made after {free_at:%Y-%m-%d %H:%M} UTC."
        )


def used(source_id: UUID, key_id: str, window: str, *, now: datetime) -> int:
    """Return the calls made in the window that ends now, never too few."""
    total = _buckets(source_id, key_id, window, now=now).aggregate(total=Sum("used"))["total"]
    return total or 0


def _buckets(source_id: UUID, key_id: str, window: str, *, now: datetime) -> QuerySet[CallQuota]:
    length, kind = WINDOWS[window]
    return CallQuota.objects.filter(
        source_id=source_id,
        key_id=key_id,
        window_kind=kind,
        window_start__gt=now - length - bucket_length(kind),
    )


def bucket_length(kind: str) -> timedelta:
    """How long one bucket is."""
    return timedelta(seconds=1) if kind == SECOND else timedelta(hours=1)


def bucket_start(kind: str, now: datetime) -> datetime:
    """The start of the bucket a moment falls into."""
    whole = now.replace(microsecond=0)
    return whole if kind == SECOND else whole.replace(minute=0, second=0)
