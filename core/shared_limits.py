"""Breaker and throttle that every process shares through Redis, for calls to one host.

Redis is a courtesy here: while it is away each process keeps its own count, and what must never be
exceeded is counted in PostgreSQL.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import redis
from redis.exceptions import RedisError

from core.http import CircuitOpenError, Ledger, MemoryBreaker

log = logging.getLogger(__name__)

_PREFIX = "cc-outside"
_REMEMBERED_SECONDS = 6 * 3600
_LONGEST_COOL_SECONDS = 3600
_LONGEST_REASON = 400  # characters
# Generic cell rate algorithm with a burst of one: the next call may start when the last one's time
# is over. Redis's own clock, so that machines need not agree on theirs. Answers milliseconds to wait.
_TURN = """
local now = redis.call('TIME')
local at = now[1] * 1000 + math.floor(now[2] / 1000)
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
if free > at then return free - at end
redis.call('SET', KEYS[1], at + ARGV[1], 'PX', ARGV[1])
return 0
"""
# One failure more; opens at the limit and stays open twice as long each time it fails on. What is
# kept meanwhile says why.
_FAILED = """
local failed = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[4])
local over = failed - tonumber(ARGV[1])
if over < 0 then return 0 end
local cool = math.min(tonumber(ARGV[2]) * 2 ^ math.min(over, 20), tonumber(ARGV[3]))
redis.call('SET', KEYS[2], ARGV[5], 'PX', math.floor(cool * 1000))
return cool
"""


@dataclass(slots=True)
class SharedBreaker:
    """A `core.http.Breaker`: opens after `failures` in a row, whoever made the calls.

    It opens for `cool_seconds`. When the time is over one call decides: it closes the breaker, or
    opens it for twice as long.
    """

    client: redis.Redis
    name: str
    failures: int = 5
    cool_seconds: float = 60.0
    _own: MemoryBreaker = field(init=False)

    def __post_init__(self) -> None:
        self._own = MemoryBreaker(self.failures, self.cool_seconds)

    def check(self) -> None:
        """Raises: CircuitOpenError."""
        self._own.check()
        left = self.open_seconds()
        if left > 0:
            raise CircuitOpenError(left, self._why())

    def note(self, *, succeeded: bool, why: str = "") -> None:
        """Remember how one call ended, and why it failed."""
        self._own.note(succeeded=succeeded, why=why)
        try:
            if succeeded:
                self.client.delete(self._failed, self._open)
            else:
                limits = [self.failures, self.cool_seconds, _LONGEST_COOL_SECONDS]
                words: list[int | float | str] = [*limits, _REMEMBERED_SECONDS]
                script = self.client.register_script(_FAILED)
                script([self._failed, self._open], [*words, why[:_LONGEST_REASON]])
        except RedisError as error:
            log.warning("the shared breaker of %s missed: %s", self.name, error)

    def open_seconds(self) -> float:
        """How long no call will be made, 0 when calls are made."""
        try:
            left = self.client.pttl(self._open)
        except RedisError as error:
            log.warning("the shared breaker of %s missed: %s", self.name, error)
            return 0.0
        return max(0.0, float(left) / 1000)

    def _why(self) -> str:
        try:
            kept = self.client.get(self._open)
        except RedisError:
            return ""
        return kept.decode("utf-8", "replace") if isinstance(kept, bytes) else str(kept or "")

    @property
    def _failed(self) -> str:
        return f"{_PREFIX}:{self.name}:failed"

    @property
    def _open(self) -> str:
        return f"{_PREFIX}:{self.name}:open"


@dataclass(slots=True)
class SharedThrottle:
    """A `core.http.Ledger`: calls to one host start at least `seconds` apart, whoever makes them.

    A turn is taken before the call is counted in `ledger`, so that nothing is counted in vain.
    """

    client: redis.Redis
    name: str
    seconds: float
    ledger: Ledger | None = None
    clock: Callable[[], float] = time.monotonic
    _free_at: float = field(default=0.0, init=False)

    def take(self) -> float:
        """Return 0 when a call may start now, else the seconds to wait before asking again.

        Raises: QuotaUsedUpError, as `ledger` does.
        """
        wait = self._turn()
        if wait > 0 or self.ledger is None:
            return wait
        return self.ledger.take()

    def give_back(self, seconds_ago: float) -> None:
        """Count one call less; its turn is over all the same."""
        if self.ledger is not None:
            self.ledger.give_back(seconds_ago)

    def _turn(self) -> float:
        if self.seconds <= 0:
            return 0.0
        try:
            key = f"{_PREFIX}:{self.name}:next"
            left = self.client.register_script(_TURN)([key], [int(self.seconds * 1000)])
            return float(left) / 1000
        except RedisError as error:
            log.warning("the shared throttle of %s missed: %s", self.name, error)
            return self._own_turn()

    def _own_turn(self) -> float:
        now = self.clock()
        if self._free_at > now:
            return self._free_at - now
        self._free_at = now + self.seconds
        return 0.0
