"""An end to a call whose other side keeps it alive with a byte now and then.

Every wait of httpx has a limit, the sum of them has none: a server that drips its headers, or the
greeting of TLS, could hold a worker for hours.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import httpx

# Both a plain connection's and one's through a proxy.
_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class Cord:
    """Cuts the connections made inside the block once `seconds` are over.

    `hold` is httpx's `trace` extension. Source: https://www.encode.io/httpcore/extensions/#trace

    Args:
        sockets: of a connection that outlives the block: the newest stays held for the next one.
    """

    def __init__(self, seconds: float, sockets: list[socket.socket] | None = None) -> None:
        self.is_pulled = False
        self._is_over = False
        self._sockets = [] if sockets is None else sockets
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._pull)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            del self._sockets[:-1]

    def hold(self, event: str, facts: dict[str, Any]) -> None:
        """Take hold of a connection as soon as there is one, and of what TLS makes of it."""
        if not event.endswith(_CONNECTED):
            return
        with self._lock:
            self._sockets.append(facts["return_value"].get_extra_info("socket"))
            if self.is_pulled:
                self._cut()

    def _pull(self) -> None:
        with self._lock:
            if not self._is_over:
                self.is_pulled = True
                self._cut()

    def _cut(self) -> None:
        for each in self._sockets:
            with suppress(OSError):
                # The plain socket's: TLS's own forgets its keys, under the eyes of who reads.
                socket.socket.shutdown(each, socket.SHUT_RDWR)


@dataclass(slots=True)
class Line:
    """A client with one connection that is kept between calls, and the socket to cut it by."""

    client: httpx.Client
    sockets: list[socket.socket] = field(default_factory=list)


class Lines:
    """A line per thread, so that cutting one call's connection cuts nobody else's."""

    def __init__(self, make: Callable[[], httpx.Client]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._lines: dict[int, Line] = {}

    def mine(self) -> Line:
        """Return this thread's line."""
        with self._lock:
            number = threading.get_ident()
            if number not in self._lines:
                self._lines[number] = Line(self._make())
            return self._lines[number]

    def close(self) -> None:
        """Give all connections back."""
        with self._lock:
            while self._lines:
                self._lines.popitem()[1].client.close()
