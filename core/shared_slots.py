"""How many calls of a kind run at once, whoever makes them: counted in Redis.

A slot that nobody gave back, because its worker was killed, is free again after `most_seconds`.
While Redis is away calls go on: the workers themselves are few.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import redis
from redis.exceptions import RedisError

from core.llm.types import ModelBusyError

log = logging.getLogger(__name__)

_TAKE = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1000000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', at)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], at + ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], math.ceil(ARGV[2]) + 1)
return 1
"""


@dataclass(slots=True)
class SharedSlots:
    """At most `most` blocks at once under one name."""

    client: redis.Redis
    name: str
    most: int
    most_seconds: float = 900.0

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold one for the length of the block. Raises: ModelBusyError."""
        mine = uuid.uuid4().hex
        if not self._take(mine):
            raise ModelBusyError(f"{self.most} calls run already; this one waits its turn.")
        try:
            yield
        finally:
            with suppress(RedisError):  # it ends by itself
                self.client.zrem(self._key, mine)

    def _take(self, mine: str) -> bool:
        try:
            script = self.client.register_script(_TAKE)
            return bool(script([self._key], [self.most, self.most_seconds, mine]))
        except RedisError as error:
            log.warning("the slots of %s were not counted: %s", self.name, error)
            return True

    @property
    def _key(self) -> str:
        return f"cc-slots:{self.name}"
