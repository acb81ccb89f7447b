"""Why no connection came about, in words that tell a dead network from a dead host."""

import errno
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

NO_NETWORK = "no network, names cannot be looked up"
NO_NAME = "its name was not found, or there is no network"
_OUR_SIDE = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}


@dataclass(frozen=True, slots=True)
class Unreached:
    """What was in the way; `is_network` when the host itself need not be to blame."""

    words: str
    is_network: bool = False


def why(error: BaseException) -> Unreached:
    """What an error of a connection says, found among the errors it came from."""
    said = filter(None, map(_said, _causes(error)))
    return next(said, Unreached("no connection"))


def _said(error: BaseException) -> Unreached | None:
    match error:
        case socket.gaierror():
            return Unreached(name_lookup(error), is_network=True)
        case ssl.SSLError():
            return Unreached("no safe connection came about")
        case ConnectionRefusedError():
            return Unreached("connection refused")
        case TimeoutError():
            return Unreached("no connection in time")
    is_ours = isinstance(error, OSError) and error.errno in _OUR_SIDE
    return Unreached("no network", is_network=True) if is_ours else None


def name_lookup(error: OSError | UnicodeError) -> str:
    """What a failed look-up of a name says. Source: getaddrinfo(3), EAI_AGAIN and EAI_FAIL."""
    is_resolver = getattr(error, "errno", None) in {socket.EAI_AGAIN, socket.EAI_FAIL}
    return NO_NETWORK if is_resolver else NO_NAME


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
