"""What every client of a source is guarded by: quota, throttle and breaker, shared by all workers."""

import time
from collections.abc import Callable
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


def turns(name: str, apart: float) -> Callable[[], None]:
    """A function that waits until a call may start, `apart` seconds after the last one anywhere."""
    throttle = SharedThrottle(_redis(settings.REDIS_URL), name, apart)

    def wait() -> None:
        while (left := throttle.take()) > 0:
            time.sleep(left)

    return wait


def breaker_of(slug: str) -> SharedBreaker:
    """The breaker of a source."""
    return SharedBreaker(_redis(settings.REDIS_URL), slug)


@cache
def _redis(url: str) -> redis.Redis:
    return redis_client(url, _SECONDS)
