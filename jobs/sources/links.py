"""Looks at the pages of advertisements, politely: is it still there?

Links come from outside, so they may point anywhere: only public addresses on the usual ports are
ever connected to, checked at the moment of connecting and for every redirect. robots.txt is obeyed,
a host is asked at most every other second, and no page is read.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpcore
from protego import Protego

from core.http import USER_AGENT

_TIMEOUTS = {"connect": 5.0, "read": 10.0, "write": 5.0, "pool": 5.0}
_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_HOPS = 4
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
#: What servers answer to HEAD that they would not answer to GET.
_ASK_AGAIN = {*_GONE, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED,
              HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.NOT_IMPLEMENTED}  # fmt: skip
_LARGEST_ROBOTS = 256 * 1024
_LONGEST_DELAY = 10.0
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")))


class State(StrEnum):
    """What a look at a page told."""

    ALIVE = "ALIVE"
    GONE = "GONE"
    UNSURE = "UNSURE"


@dataclass(frozen=True, slots=True)
class Look:
    """One look: what it told, and the answer's status when there was an answer."""

    state: State
    status: int | None = None


class NotAllowedError(Exception):
    """This address is not one we connect to, or its robots.txt says no."""


def is_public(address: str) -> bool:
    """Whether an IP address is somebody's on the open Internet, and not translated into one inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _TRANSLATED)


class GuardedBackend(httpcore.SyncBackend):
    """Connects to addresses that are allowed, and to the very address that was checked."""

    def __init__(self, allows: Callable[[str], bool], ports: Iterable[int] | None) -> None:
        super().__init__()
        self._allows = allows
        self._ports = None if ports is None else frozenset(ports)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check, connect. Raises: NotAllowedError, httpcore.ConnectError."""
        if self._ports is not None and port not in self._ports:
            raise NotAllowedError(f"port {port}")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(map(self._allows, addresses)):
            raise NotAllowedError(host)
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


@dataclass(slots=True)
class LinkProber:
    """Asks for pages one after the other. Keeps what robots.txt files say while it lives."""

    allows: Callable[[str], bool] = is_public
    ports: Iterable[int] | None = (80, 443)
    host_pause_seconds: float = 2.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, Protego | None] = field(default_factory=dict, init=False)
    _asked: dict[str, float] = field(default_factory=dict, init=False)
    _pool: httpcore.ConnectionPool | None = field(default=None, init=False)

    def look(self, url: str) -> Look:
        """Look at one page. Never raises for what is outside: what cannot be told is UNSURE."""
        try:
            for _ in range(_MOST_HOPS):
                status, target = self._ask(url)
                if status not in _REDIRECTS:
                    return Look(_told(status), status)
                if urlsplit(target).path in {"", "/"}:
                    return Look(State.UNSURE, status)  # sent to the front page: taken down, or not
                url = target
        except (NotAllowedError, httpcore.NetworkError, httpcore.TimeoutException,
                httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError,
                ValueError):  # fmt: skip
            return Look(State.UNSURE)
        return Look(State.UNSURE)

    def close(self) -> None:
        """Give the connections back."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _ask(self, url: str) -> tuple[int, str]:
        """Status and, for a redirect, where to. HEAD first; GET where HEAD tells nothing."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise NotAllowedError(url)
        rules = self._rules(f"{parts.scheme}://{parts.netloc}")
        if rules is None or not rules.can_fetch(url, USER_AGENT):
            raise NotAllowedError(url)
        self._take_turn(parts.netloc, rules)
        status, target = self._call("HEAD", url)
        if status in _ASK_AGAIN:
            self._take_turn(parts.netloc, rules)
            status, target = self._call("GET", url)
        return status, target

    def _rules(self, origin: str) -> Protego | None:
        """What the origin's robots.txt says; None when it cannot be read, which allows nothing.

        Source: RFC 9309, 2.3.1: unavailable (4xx) allows everything, unreachable nothing.
        """
        if origin not in self._robots:
            self._robots[origin] = self._read_rules(origin)
        return self._robots[origin]

    def _read_rules(self, origin: str) -> Protego | None:
        url = f"{origin}/robots.txt"
        for _ in range(_MOST_HOPS):
            with self._connections().stream(
                "GET", url, headers=_HEADERS, extensions={"timeout": _TIMEOUTS}
            ) as answer:
                if answer.status in _REDIRECTS:
                    url = urljoin(url, _header(answer, b"location"))
                    continue
                if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    return None
                if answer.status >= HTTPStatus.BAD_REQUEST:
                    return Protego.parse("")
                return Protego.parse(_beginning(answer).decode("utf-8", "replace"))
        return None

    def _take_turn(self, host: str, rules: Protego) -> None:
        asked_for = float(rules.crawl_delay(USER_AGENT) or 0.0)
        if asked_for > _LONGEST_DELAY:
            raise NotAllowedError(f"{host} wants {asked_for} s between calls")
        pause = max(self.host_pause_seconds, asked_for)
        last = self._asked.get(host)
        if last is not None and (wait := last + pause - self.clock()) > 0:
            self.sleep(wait)
        self._asked[host] = self.clock()

    def _call(self, method: str, url: str) -> tuple[int, str]:
        with self._connections().stream(
            method, url, headers=_HEADERS, extensions={"timeout": _TIMEOUTS}
        ) as answer:
            return answer.status, urljoin(url, _header(answer, b"location"))

    def _connections(self) -> httpcore.ConnectionPool:
        if self._pool is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=ssl.create_default_context(),
                max_connections=4,
                max_keepalive_connections=2,
                network_backend=GuardedBackend(self.allows, self.ports),
            )
        return self._pool


_HEADERS: Mapping[bytes | str, bytes | str] = {"User-Agent": USER_AGENT, "Accept": "*/*"}


def _told(status: int) -> State:
    if status in _GONE:
        return State.GONE
    return State.ALIVE if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES else State.UNSURE


def _header(answer: httpcore.Response, name: bytes) -> str:
    values = [value for key, value in answer.headers if key.lower() == name]
    return values[0].decode("latin-1") if values else ""


def _beginning(answer: httpcore.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_stream():
        body += chunk
        if len(body) > _LARGEST_ROBOTS:
            break
    return bytes(body[:_LARGEST_ROBOTS])
