"""Pages of the public web whose address somebody else chose: read politely, and never from inside.

An address given by a person or a feed may point at this machine or its neighbours. Every name is
resolved here, only public addresses are connected to, and the connection goes to the address that
was checked, so that a name cannot change its mind in between. Redirects are checked anew.
"""

import codecs
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from core import bodies, unreached
from core.addresses import IpAddress, is_public
from core.cords import Cord
from core.http import USER_AGENT

REDIRECT_STATUSES = {301, 302, 303, 307, 308}
_REDIRECTS = 5
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\\]")
_LONGEST_URL = 2000
_PORTS = {None, 80, 443}
_LEAST_READ = 2048  # of an answer nobody waits for
_LARGEST_ROBOTS = 512 * 1024  # what is beyond is not read. RFC 9309, 2.5 asks for at least 500 KiB
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,40})", re.IGNORECASE)
# What Python decodes and no browser does: slow for a page of megabytes, or no character set at all.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7"}


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
            is_known = codecs.lookup(name).name.replace("-", "_") not in _NO_CHARSETS
            return self.body.decode(name if is_known else "utf-8", "replace")
        except (LookupError, UnicodeError):
            return self.body.decode("utf-8", "replace")


class Web(Protocol):
    """Whoever can read pages."""

    def get(self, url: str) -> WebPage:
        """Read one page. Raises: WebError."""


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a question that brings something."""

    content: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What one question was answered: the status, and for a redirect where to."""

    status: int
    target: str
    content_type: str = ""
    body: bytes = b""

    @property
    def is_redirect(self) -> bool:
        """Whether the page is said to be elsewhere."""
        return self.status in REDIRECT_STATUSES


@dataclass(slots=True)
class PublicWeb:
    """Reads pages, one host at a time a little apart.

    Args:
        allows: which addresses may be connected to; an install inside a company may allow more.
        obeys_robots: a person who pastes a link reads as a browser does; a crawl asks robots.txt.
        seconds_apart: between two pages of one host, more when robots.txt asks for it.
        longest_wait_seconds: a page that may only be read later than that is left alone.
        total_seconds: the whole of one page or robots.txt, but for the waiting in between.
    """

    allows: Callable[[IpAddress], bool] = is_public
    obeys_robots: bool = True
    seconds_apart: float = 2.0
    longest_wait_seconds: float = 30.0
    timeout_seconds: float = 10.0
    total_seconds: float = 20.0
    max_bytes: int = 5 * 1024 * 1024
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, Protego | None] = field(default_factory=dict, init=False)
    _free_at: dict[str, float] = field(default_factory=dict, init=False)

    def get(self, url: str) -> WebPage:
        """Read one page. Raises: PageGoneError, NotAllowedError, WebError."""
        left = self.total_seconds
        for _ in range(_REDIRECTS + 1):
            self._prepare(url)
            started = self.clock()
            told = self._send("GET", url, started + left, most=self.max_bytes)
            if not told.is_redirect:
                return _page(url, told)
            url, left = told.target, left - (self.clock() - started)
        raise WebError("The page redirects too often.")

    def ask(self, method: str, url: str) -> Told:
        """Ask for one page without reading it or following where it leads.

        Raises: NotAllowedError, WebError.
        """
        self._prepare(url)
        return self._send(method, url, self.clock() + self.total_seconds, most=None)

    def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> Told:
        """Send something to an address; where it would lead is not followed. Raises: WebError."""
        self._prepare(url)
        deadline = self.clock() + self.total_seconds
        return self._send(
            "POST", url, deadline, most=_LEAST_READ, cuts=True, said=Said(content, headers)
        )

    def check(self, url: str) -> None:
        """See whether somebody else, a browser say, may read a page now, and wait for its turn.

        Raises: NotAllowedError, WebError.
        """
        self.check_address(url)
        self._prepare(url)

    def check_address(self, url: str) -> None:
        """See whether an address is one that may be asked at all. Raises: WebError."""
        self._checked(url)

    def connect(self, url: str) -> socket.socket:
        """Connect to the very address that was checked, for a browser. Raises: WebError, OSError."""
        _, port, address = self._checked(url)
        usual = 443 if url.startswith("https:") else 80
        return socket.create_connection((str(address), port or usual), self.timeout_seconds)

    def _prepare(self, url: str) -> None:
        """Ask for the rules and wait for the turn of a page; its address is checked as it is asked."""
        _host_and_port(url)
        if self.obeys_robots:
            self._checked(url)
            self._ask_robots(url)
        self._take_turn(url)

    def _send(
        self,
        method: str,
        url: str,
        deadline: float,
        *,
        most: int | None,
        cuts: bool = False,
        said: Said | None = None,
    ) -> Told:
        """Ask the very address that was checked. `most` bytes of the body are read, None: none."""
        host, port, address = self._checked(url)
        try:
            with (
                Cord(max(0.0, deadline - self.clock())) as cord,
                _client(self.timeout_seconds) as client,
            ):
                request = _request(client, method, url, (host, port, address), cord, said)
                with closing(client.send(request, stream=True)) as response:
                    body = b"" if most is None else self._read(response, most, deadline, cuts=cuts)
                    return _told(url, response, body)
        except (httpx.HTTPError, UnicodeError) as error:  # the latter: where a redirect leads
            raise _failed(host, error, was_cut=cord.is_pulled) from None

    def _read(self, response: httpx.Response, most: int, deadline: float, *, cuts: bool) -> bytes:
        try:
            return bodies.body_of(
                response, most_bytes=most, is_late=lambda: self.clock() > deadline, cuts=cuts
            )
        except bodies.TooLargeError:
            raise WebError("The page is too large.") from None
        except bodies.TooSlowError:
            raise WebError("The page did not finish answering in time.") from None
        except bodies.PackedError:
            raise WebError("The page is packed in a way that cannot be read.") from None

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
        """Wait until the host may be asked again. Raises: NotAllowedError."""
        host = urlsplit(url).netloc.lower()
        wait = self._free_at.get(host, 0.0) - self.clock()
        if wait > self.longest_wait_seconds:
            raise NotAllowedError("The site asks for longer pauses than we have time for.")
        if wait > 0:
            self.sleep(wait)
        self._free_at[host] = self.clock() + max(self.seconds_apart, self._asked_delay(url))

    def _asked_delay(self, url: str) -> float:
        rules = self._robots.get(_origin(url))
        return float((rules and rules.crawl_delay(USER_AGENT)) or 0.0)

    def _ask_robots(self, url: str) -> None:
        """Raises: NotAllowedError. Source: RFC 9309: no file allows all, a broken site nothing."""
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._rules(f"{origin}/robots.txt")
        rules = self._robots[origin]
        if rules is None:
            raise WebError(f"{urlsplit(url).hostname} does not tell whether it may be read now.")
        if not rules.can_fetch(url, USER_AGENT):
            raise NotAllowedError("The site asks programs to leave this page alone.")

    def _rules(self, url: str) -> Protego | None:
        """The rules of a site, also where they are kept elsewhere, or None: it cannot tell them now."""
        deadline = self.clock() + self.total_seconds
        try:
            for _ in range(_REDIRECTS + 1):
                told = self._send("GET", url, deadline, most=_LARGEST_ROBOTS, cuts=True)
                if not told.is_redirect:
                    return _rules_told(told)
                url = told.target
        except WebError:
            return None
        return None


def _rules_told(told: Told) -> Protego | None:
    if told.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    if told.status >= HTTPStatus.BAD_REQUEST:
        return Protego.parse("")
    # A line that was cut could allow what the whole of it closes.
    whole = told.body if len(told.body) < _LARGEST_ROBOTS else told.body.rpartition(b"\n")[0]
    return Protego.parse(whole.decode("utf-8", "replace"))


def _request(
    client: httpx.Client,
    method: str,
    url: str,
    checked: tuple[str, int | None, IpAddress],
    cord: Cord,
    said: Said | None = None,
) -> httpx.Request:
    """The certificate is checked against the name, the connection goes to the address."""
    host, port, address = checked
    try:
        target = httpx.URL(url).copy_with(host=str(address))
        name = host if host.isascii() else host.encode("idna").decode()
        headers = {**(said.headers if said else {}), "Host": _authority(name, port)}
        extensions = {"sni_hostname": name, "trace": cord.hold}
        content = said.content if said else None
        return client.build_request(
            method, target, content=content, headers=headers, extensions=extensions
        )
    except (httpx.InvalidURL, ValueError):
        raise WebError("This is not the address of a page.") from None


def _authority(name: str, port: int | None) -> str:
    shown = f"[{name}]" if ":" in name else name
    return f"{shown}:{port}" if port else shown


def _told(url: str, response: httpx.Response, body: bytes) -> Told:
    named, status = response.headers.get("location", ""), response.status_code
    target = _joined(url, named) if status in REDIRECT_STATUSES else ""
    return Told(status, target, response.headers.get("content-type", ""), body)


def _failed(host: str, error: Exception, *, was_cut: bool) -> WebError:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return WebError(f"{host} could not be reached: {unreached.why(error).words}.")
    if was_cut or isinstance(error, httpx.TimeoutException):
        return WebError(f"{host} did not answer in time.")
    return WebError(f"{host} could not be reached: it answers in a way that is not the web's.")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise WebError("The page redirects to nowhere.") from None


def _client(seconds: float) -> httpx.Client:
    return httpx.Client(
        timeout=httpx.Timeout(seconds, connect=5.0),
        follow_redirects=False,
        trust_env=False,  # a proxy would connect to what it resolves itself
        verify=_trusted(),
        headers={
            "User-Agent": USER_AGENT,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
            **bodies.ACCEPTED,
        },
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities there are: read once, for that takes longer than asking a page."""
    return httpx.create_ssl_context(trust_env=False)


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
    except (OSError, UnicodeError) as error:
        reason = unreached.name_lookup(error)
        raise WebError(f"{host} could not be reached: {reason}.") from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _page(url: str, told: Told) -> WebPage:
    if told.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise PageGoneError("The page is not there any more.")
    if not HTTPStatus.OK <= told.status < HTTPStatus.MULTIPLE_CHOICES:
        raise WebRefusedError(told.status)
    return WebPage(url, told.body, told.content_type)
