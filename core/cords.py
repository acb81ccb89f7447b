"""An end to a call whose other side keeps it alive with a byte now and then.

Every wait of httpx has a limit, the sum of them has none: a server that drips its headers, or the
greeting of TLS, could hold a worker for hours.
"""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self


class Cord:
    """Cuts the connections made inside the block once `seconds` are over.

    `hold` is httpx's `trace` extension. Source: https://www.encode.io/httpcore/extensions/#trace
    """

    def __init__(self, seconds: float) -> None:
        self.is_pulled = False
        self._sockets: list[socket.socket] = []
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
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def hold(self, event: str, facts: dict[str, Any]) -> None:
        """Take hold of a connection as soon as there is one: a copy, for TLS takes the original."""
        if event != "connection.connect_tcp.complete":
            return
        with self._lock:
            self._sockets.append(facts["return_value"].get_extra_info("socket").dup())
            if self.is_pulled:
                self._cut()

    def _pull(self) -> None:
        with self._lock:
            self.is_pulled = True
            self._cut()

    def _cut(self) -> None:
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
