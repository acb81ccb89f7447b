"""What every client of a source is guarded by: quota, throttle and breaker, shared by all workers."""

from functools import cache

import redis
from django.conf import settings

from core.http import HttpClient, Ledger
from core.probes import redis_client
from core.shared_limits import SharedBreaker, SharedThrottle

_SECONDS = 1.0


def guarded(client: HttpClient, slug: str, ledger: Ledger, *, apart: float = 0.0) -> HttpClient:
    """Return the client, its calls counted in `ledger`, started at least `apart` seconds apart."""
    shared = _redis(settings.REDIS_URL)
    client.ledger = SharedThrottle(shared, slug, apart, ledger)
    client.breaker = breaker_of(slug)
    return client


def breaker_of(slug: str) -> SharedBreaker:
    """The breaker of a source."""
    return SharedBreaker(_redis(settings.REDIS_URL), slug)


@cache
def _redis(url: str) -> redis.Redis:
    return redis_client(url, _SECONDS)
