"""The connection to a language model: no redirects, an end to every call, and never inside.

The address of a key that somebody brought is a stranger's: its name is resolved here, only public
addresses are connected to, and the connection goes to the very address that was checked.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from functools import cache

import httpx2

from core.addresses import IpAddress, is_public
from core.cords import Cord
from core.http import USER_AGENT
from core.llm.types import ModelError, ModelTransientError, Server

CONNECT_SECONDS = 5.0
READ_SECONDS = 60.0
_HTTPS = 443


class NotAPlaceError(ModelError):
    """This address of a language model may not be used."""

    code = "model_address"


def client(
    server: Server,
    cord: Cord,
    *,
    most_bytes: int,
    read_seconds: float = READ_SECONDS,
    allows: Callable[[IpAddress], bool] = is_public,
) -> httpx2.Client:
    """A client for one call, which the cord cuts. `allows` matters for a server that was brought."""

    def prepare(request: httpx2.Request) -> None:
        request.extensions["trace"] = cord.hold
        if server.is_brought:
            _pin(request, allows)

    def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise httpx2.RemoteProtocolError("packed, although it was asked not to")
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Bounded(response.stream, most_bytes)

    return httpx2.Client(
        timeout=httpx2.Timeout(read_seconds, connect=min(CONNECT_SECONDS, read_seconds)),
        follow_redirects=False,
        trust_env=not server.is_brought,  # a proxy would connect to what it resolves itself
        verify=_trusted(),
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
        event_hooks={"request": [prepare], "response": [bound]},
    )


def check(server: Server, allows: Callable[[IpAddress], bool] = is_public) -> None:
    """See whether an address may be used at all. Raises: NotAPlaceError, ModelTransientError."""
    if server.is_brought:
        _address(httpx2.URL(server.url), allows)


def _pin(request: httpx2.Request, allows: Callable[[IpAddress], bool]) -> None:
    """Send a request to the address that was checked; TLS is checked against the name."""
    host, address = request.url.host, _address(request.url, allows)
    request.extensions["sni_hostname"] = host
    request.url = request.url.copy_with(host=str(address))


def _address(url: httpx2.URL, allows: Callable[[IpAddress], bool]) -> IpAddress:
    is_usual = url.scheme == "https" and url.port in {None, _HTTPS}
    if not url.host or url.userinfo or (allows is is_public and not is_usual):
        raise NotAPlaceError("The address of a key of your own must begin with https://.")
    try:
        found = socket.getaddrinfo(url.host, url.port or _HTTPS, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ModelTransientError(f"{url.host} was not found.") from None
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not all(map(allows, addresses)):
        raise NotAPlaceError(f"{url.host} is not a place on the public internet.")
    return addresses[0]


class _Bounded(httpx2.SyncByteStream):
    """A body that ends in an error where it grows too large."""

    def __init__(self, stream: httpx2.SyncByteStream, most_bytes: int) -> None:
        self._stream = stream
        self._most_bytes = most_bytes

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for piece in self._stream:
            read += len(piece)
            if read > self._most_bytes:
                raise httpx2.RemoteProtocolError("the answer is too large")
            yield piece

    def close(self) -> None:
        self._stream.close()


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities there are, read once."""
    return httpx2.create_ssl_context()
