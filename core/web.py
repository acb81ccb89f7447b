"""Pages of the public web whose address somebody else chose: read politely, and never from inside.

An address given by a person or a feed may point at this machine or its neighbours. Every name is
resolved here, only public addresses are connected to, and the connection goes to the address that
was checked, so that a name cannot change its mind in between. Redirects are checked anew.
"""

import ipaddress
import re
import socket
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from core.http import USER_AGENT

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_REDIRECTS = 5
_REDIRECT_STATUSES = {301, 302, 303, 307, 308}
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\\]")
_CHUNK = 64 * 1024
_LONGEST_URL = 2000
_PORTS = {None, 80, 443, 8080, 8443}
_LARGEST_ROBOTS = 512 * 1024  # RFC 9309 asks for at least 500 KiB
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,40})", re.IGNORECASE)
_LONGEST_DELAY = 30.0


class WebError(Exception):
    """A page cannot be read. The message is a sentence a person may read."""


class PageGoneError(WebError):
    """The page is not there any more: it answered 404 or 410."""


class WebRefusedError(WebError):
    """The site answers, but not with the page."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The site does not show this page (it answers {status}).")
        self.status = status


class NotAllowedError(WebError):
    """The site's robots.txt asks us to leave this page alone."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page as it came; `url` is where the redirects ended."""

    url: str
    body: bytes
    content_type: str

    @property
    def text(self) -> str:
        """The page in the character set it states, else as UTF-8."""
        stated = re.search(r"charset=[\"']?([\w-]{2,40})", self.content_type)
        named = _CHARSET.search(self.body[:4096])
        name = stated.group(1) if stated else named.group(1).decode() if named else "utf-8"
        try:
            return self.body.decode(name, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


class Web(Protocol):
    """Whoever can read pages."""

    def get(self, url: str) -> WebPage:
        """Read one page. Raises: WebError."""


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to the public internet, also when it hides in another one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


@dataclass(slots=True)
class PublicWeb:
    """Reads pages, one host at a time a little apart.

    Args:
        allows: which addresses may be connected to; an install inside a company may allow more.
        obeys_robots: a person who pastes a link reads as a browser does; a crawl asks robots.txt.
        seconds_apart: between two pages of one host, more when robots.txt asks for it.
    """

    allows: Callable[[IpAddress], bool] = is_public
    obeys_robots: bool = True
    seconds_apart: float = 2.0
    timeout_seconds: float = 10.0
    total_seconds: float = 20.0
    max_bytes: int = 5 * 1024 * 1024
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, Protego | None] = field(default_factory=dict, init=False)
    _free_at: dict[str, float] = field(default_factory=dict, init=False)

    def get(self, url: str) -> WebPage:
        """Read one page. Raises: PageGoneError, NotAllowedError, WebError."""
        if self.obeys_robots:
            self._checked(url)
            self._ask_robots(url)
        return self._follow(url, self.max_bytes)

    def check(self, url: str) -> None:
        """See whether somebody else, a browser say, may read a page now, and wait for its turn.

        Raises: NotAllowedError, WebError.
        """
        self.check_address(url)
        if self.obeys_robots:
            self._ask_robots(url)
        self._take_turn(url)

    def check_address(self, url: str) -> None:
        """See whether an address is one that may be asked at all. Raises: WebError."""
        self._checked(url)

    def is_there(self, url: str) -> bool:
        """Whether a page still answers. Raises: WebError when that cannot be told."""
        try:
            self.get(url)
        except PageGoneError:
            return False
        return True

    def _follow(self, url: str, most: int) -> WebPage:
        deadline = self.clock() + self.total_seconds
        for _ in range(_REDIRECTS + 1):
            _host_and_port(url)
            self._take_turn(url)
            status, headers, body = self._send(url, most, deadline)
            if status not in _REDIRECT_STATUSES:
                return _page(url, status, headers.get("content-type", ""), body)
            url = urljoin(url, headers.get("location", ""))
        raise WebError("The page redirects too often.")

    def _send(self, url: str, most: int, deadline: float) -> tuple[int, httpx.Headers, bytes]:
        host, port, address = self._checked(url)
        target = httpx.URL(url).copy_with(host=str(address))
        headers = {"Host": f"{host}:{port}" if port else host}
        try:
            with _client(self.timeout_seconds) as client:
                # The certificate is checked against the name, the connection goes to the address.
                request = client.build_request(
                    "GET", target, headers=headers, extensions={"sni_hostname": host}
                )
                with closing(client.send(request, stream=True)) as response:
                    body = self._read(response, most, deadline)
                    return response.status_code, response.headers, body
        except httpx.TimeoutException:
            raise WebError(f"{host} did not answer in time.") from None
        except httpx.HTTPError:
            raise WebError(f"{host} cannot be reached.") from None

    def _read(self, response: httpx.Response, most: int, deadline: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes(_CHUNK):
            body += chunk
            if len(body) > most:
                raise WebError("The page is too large.")
            if self.clock() > deadline:
                raise WebError("The page did not finish answering in time.")
        return bytes(body)

    def _checked(self, url: str) -> tuple[str, int | None, IpAddress]:
        """Name and port of an address that may be asked, and the one its name stands for now."""
        host, port = _host_and_port(url)
        if self.allows is is_public and port not in _PORTS:
            raise WebError("Only the usual ports of the web are read.")
        addresses = _resolved(host, port)
        if not all(map(self.allows, addresses)):
            raise WebError(f"{host} is not a place on the public internet.")
        return host, port, addresses[0]

    def _take_turn(self, url: str) -> None:
        """Wait until the host may be asked again."""
        host = urlsplit(url).netloc.lower()
        wait = self._free_at.get(host, 0.0) - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._free_at[host] = self.clock() + max(self.seconds_apart, self._asked_delay(url))

    def _asked_delay(self, url: str) -> float:
        rules = self._robots.get(_origin(url))
        return min(float((rules and rules.crawl_delay(USER_AGENT)) or 0.0), _LONGEST_DELAY)

    def _ask_robots(self, url: str) -> None:
        """Raises: NotAllowedError. Source: RFC 9309: no file allows all, a broken site nothing."""
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._rules(origin)
        rules = self._robots[origin]
        if rules is None:
            raise WebError(f"{urlsplit(url).hostname} does not tell whether it may be read now.")
        if not rules.can_fetch(url, USER_AGENT):
            raise NotAllowedError("The site asks programs to leave this page alone.")

    def _rules(self, origin: str) -> Protego | None:
        """The rules of a site, or None when it cannot tell them now."""
        try:
            page = self._follow(f"{origin}/robots.txt", _LARGEST_ROBOTS)
        except PageGoneError:
            return Protego.parse("")
        except WebRefusedError as refusal:
            return Protego.parse("") if refusal.status < HTTPStatus.INTERNAL_SERVER_ERROR else None
        except WebError:
            return None
        return Protego.parse(page.text)


def _client(seconds: float) -> httpx.Client:
    return httpx.Client(
        timeout=httpx.Timeout(seconds, connect=5.0),
        follow_redirects=False,
        trust_env=False,  # a proxy would connect to what it resolves itself
        headers={"User-Agent": USER_AGENT, "Accept": "text/html,application/xhtml+xml,*/*;q=0.5"},
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _host_and_port(url: str) -> tuple[str, int | None]:
    """Who an address asks. Raises: WebError when it is none a browser would open."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise WebError("This is not the address of a page.") from None
    is_odd = parts.username is not None or len(url) > _LONGEST_URL or _SPACE.search(url)
    if parts.scheme not in {"http", "https"} or not host or is_odd:
        raise WebError("This is not the address of a page.")
    return host, port


def _resolved(host: str, port: int | None) -> list[IpAddress]:
    """Every address a name stands for now, in the resolver's order."""
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise WebError(f"There is no site called {host}.") from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _page(url: str, status: int, content_type: str, body: bytes) -> WebPage:
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise PageGoneError("The page is not there any more.")
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise WebRefusedError(status)
    return WebPage(url, body, content_type)
