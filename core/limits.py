"""What calls to the outside are limited by, and how they fail."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from core.errors import TransientError


class Ledger(Protocol):
    """Counts calls against a quota."""

    def take(self) -> float:
        """Count one call and return 0, or return the seconds to wait before asking again.

        Raises: QuotaUsedUpError when waiting makes no sense.
        """

    def give_back(self, seconds_ago: float) -> None:
        """Count one call less: one that was taken since then and never reached anybody."""


class Breaker(Protocol):
    """Stops calls to a host that keeps failing."""

    def check(self) -> None:
        """Raises: CircuitOpenError."""

    def note(self, *, succeeded: bool, why: str = "") -> None:
        """Remember how one call ended, and why it failed."""


class HttpError(Exception):
    """A call failed in a way that trying again will not mend."""

    def __init__(self, message: str, *, status: int | None = None, body: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class HttpTransientError(TransientError):
    """A call failed in a way that may pass. `retry_after` seconds, when the server named them."""

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class NotConnectedError(HttpTransientError):
    """No connection came about, so nothing was asked; `is_network` when that is the network's."""

    def __init__(self, message: str, *, is_network: bool) -> None:
        super().__init__(message)
        self.is_network = is_network


class CircuitOpenError(TransientError):
    """The host failed too often lately; it is left alone for so many seconds."""

    def __init__(self, seconds: float, why: str = "") -> None:
        minutes = max(1, math.ceil(seconds / 60))
        pause = "1 minute" if minutes == 1 else f"{minutes} minutes"
        reason = f" The last one: {why}" if why else ""
        super().__init__(f"Paused for {pause} after too many errors.{reason}")


class QuotaUsedUpError(Exception):
    """No calls are left. The message says in which window."""


@dataclass(slots=True)
class MemoryBreaker:
    """A breaker for one process: opens after `failures` in a row, for `cool_seconds`."""

    failures: int = 5
    cool_seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _failed: int = field(default=0, init=False)
    _open_until: float = field(default=0.0, init=False)
    _why: str = field(default="", init=False)

    def check(self) -> None:
        left = self._open_until - self.clock()
        if left > 0:
            raise CircuitOpenError(left, self._why)

    def note(self, *, succeeded: bool, why: str = "") -> None:
        self._failed = 0 if succeeded else self._failed + 1
        self._why = why
        if self._failed >= self.failures:
            self._open_until = self.clock() + self.cool_seconds
