"""The cache, which may go away without taking a page with it."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

log = logging.getLogger(__name__)
R = TypeVar("R")
PAUSE_SECONDS = 5.0


def _or_miss(
    answer: Callable[..., Any],
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """When Redis does not answer, log it and return what an empty cache would have said."""

    def decorate(method: Callable[..., R]) -> Callable[..., R]:
        @wraps(method)
        def guarded(self: "ForgivingRedisCache", *args: Any, **kwargs: Any) -> R:
            if self.is_paused():
                return answer(*args, **kwargs)  # type: ignore[no-any-return]
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                if isinstance(error, RedisTimeoutError):
                    self.pause()
                log.warning("cache %s missed: %s", method.__name__, error)
                return answer(*args, **kwargs)  # type: ignore[no-any-return]

        return guarded

    return decorate


def _default(key: str, default: Any = None, version: int | None = None) -> Any:
    return default


class OneClient(RedisCacheClient):
    """Keeps its client: Django makes one for every question, which takes longer than asking it."""

    _servers: list[str]  # Django sets it; its stubs do not say so
    _made: Redis | None = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Return the client; of several servers, each time a new one for the server at hand."""
        if len(self._servers) > 1:
            return super().get_client(key, write=write)
        self._made = self._made or super().get_client(key, write=write)
        return self._made


class ForgivingRedisCache(RedisCache):
    """Redis as a cache only: every value can be made again, so an outage is a miss.

    Sessions live in the database behind it (`cached_db`); what counts (quotas, locks, tickets)
    must not use this class to decide. A Redis that accepts and then says nothing is asked once
    every few seconds: a page asks several times, and would wait for each.
    """

    _servers: list[str]
    _class: type[RedisCacheClient]
    _paused_until: ClassVar[dict[tuple[str, ...], float]] = {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    def is_paused(self) -> bool:
        """Whether this process found Redis silent a moment ago."""
        return time.monotonic() < self._paused_until.get(tuple(self._servers), 0.0)

    def pause(self) -> None:
        """Leave Redis alone for `PAUSE_SECONDS`."""
        self._paused_until[tuple(self._servers)] = time.monotonic() + PAUSE_SECONDS

    get = _or_miss(_default)(RedisCache.get)
    add = _or_miss(lambda *a, **k: True)(RedisCache.add)
    set = _or_miss(lambda *a, **k: None)(RedisCache.set)
    touch = _or_miss(lambda *a, **k: False)(RedisCache.touch)
    delete = _or_miss(lambda *a, **k: False)(RedisCache.delete)
    get_many = _or_miss(lambda *a, **k: {})(RedisCache.get_many)
    set_many = _or_miss(lambda *a, **k: [])(RedisCache.set_many)
    delete_many = _or_miss(lambda *a, **k: None)(RedisCache.delete_many)
    has_key = _or_miss(lambda *a, **k: False)(RedisCache.has_key)
    incr = _or_miss(lambda key, delta=1, version=None: delta)(RedisCache.incr)
