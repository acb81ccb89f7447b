"""A proxy on this machine through which a browser reaches what it may, and nothing else.

A browser follows redirects and looks names up by itself: what was checked beforehand is not what it
connects to. Behind the gate it is: every connection is checked and made here.
"""

import logging
import selectors
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from http import HTTPStatus
from socketserver import BaseRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from core.web import WebError

log = logging.getLogger(__name__)

#: Makes a connection to where an address leads. Raises: WebError.
Connect = Callable[[str], socket.socket]

_LARGEST_HEAD = 64 * 1024
_IDLE_SECONDS = 30.0
_PIECE = 64 * 1024
_OF_THE_PROXY = (b"proxy-connection:", b"connection:", b"proxy-authorization:")


class Gate:
    """Open as long as the block lasts; `url` is what the browser is told."""

    def __init__(self, connect: Connect) -> None:
        self._server = _Server(connect)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def url(self) -> str:
        """The address of the proxy."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, connect: Connect) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.connect = connect

    def handle_error(self, _request: object, _client: object) -> None:
        """A browser that hangs up is no news; what else goes wrong is."""
        log.warning("the browser's proxy lost a connection", exc_info=sys.exc_info())


class _Passage(BaseRequestHandler):
    """One connection of the browser: to a site over TLS, or one plain request."""

    server: _Server

    def handle(self) -> None:
        self.request.settimeout(_IDLE_SECONDS)
        with suppress(OSError):
            head, rest = _head(self.request)
            method, _, line = head.partition(b" ")
            target = line.partition(b" ")[0].decode("ascii", "replace")
            is_tunnel = method == b"CONNECT"
            try:
                site = self.server.connect(f"https://{target}/" if is_tunnel else target)
            except (WebError, OSError):
                self.request.sendall(_answer(HTTPStatus.FORBIDDEN))
                return
            with closing(site):
                if is_tunnel:
                    self.request.sendall(_answer(HTTPStatus.OK))
                else:
                    site.sendall(_for_the_site(method, target, head))
                site.sendall(rest)
                _pass_on(self.request, site)


def _head(browser: socket.socket) -> tuple[bytes, bytes]:
    """The head of a request, and what came behind it. Raises: OSError."""
    read = b""
    while b"\r\n\r\n" not in read:
        piece = browser.recv(_PIECE)
        if not piece or len(read) > _LARGEST_HEAD:
            raise OSError("no request")
        read += piece
    head, _, rest = read.partition(b"\r\n\r\n")
    return head, rest


def _for_the_site(method: bytes, target: str, head: bytes) -> bytes:
    """A request as its site expects it: without the site in its line, and the last one."""
    parts = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [line for line in head.split(b"\r\n")[1:] if not line.lower().startswith(_OF_THE_PROXY)]
    first = method + b" " + path.encode() + b" HTTP/1.1"
    return b"\r\n".join([first, *lines, b"Connection: close", b"", b""])


def _answer(status: HTTPStatus) -> bytes:
    ending = "" if status == HTTPStatus.OK else "Content-Length: 0\r\nConnection: close\r\n"
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{ending}\r\n".encode()


def _pass_on(browser: socket.socket, site: socket.socket) -> None:
    """Carry bytes both ways until one side has nothing more to say."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(browser, selectors.EVENT_READ, site)
        waiting.register(site, selectors.EVENT_READ, browser)
        while ready := waiting.select(_IDLE_SECONDS):
            for key, _ in ready:
                piece = key.fileobj.recv(_PIECE)  # type: ignore[union-attr]  # both are sockets
                if not piece:
                    return
                key.data.sendall(piece)
