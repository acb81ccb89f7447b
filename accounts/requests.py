"""Where a request comes from, and whose a signed link is."""

import base64
import ipaddress
import logging
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from accounts.types import Kind

log = logging.getLogger(__name__)

_FORWARDED = (
    "HTTP_X_FORWARDED_",
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_",
    "HTTP_FLY_",
    "HTTP_NGROK_",
)
_OLD_HTTP = "HTTP/1.0"  # what nginx speaks behind its back unless told otherwise, and no browser
_IPV6_NETWORK = 64
_LINKS = signing.Signer(salt="accounts.unsubscribe")


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether the browser runs on the machine that serves it, with no proxy in between.

    What only the owner of the machine may see (links that would be mailed, one-click demo logins)
    hangs on this, so every sign of a proxy or of another host's name says no.
    """
    if request.META.get("SERVER_PROTOCOL") == _OLD_HTTP:
        return False
    if any(value and header.startswith(_FORWARDED) for header, value in request.META.items()):
        return False
    name = urlsplit(f"//{request.get_host()}").hostname or ""
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (
        name == "localhost" or _is_loopback(name)
    )


def client_network(request: HttpRequest) -> str:
    """Return the caller's address, for IPv6 the /64 network that one household has."""
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))
    return str(address)


def is_within_rate(name: str, *, limit: int, seconds: int) -> bool:
    """Count one use of `name`; False once more than `limit` fell into the current window.

    Without Redis nobody is counted: a courtesy to others must not become an outage.
    """
    key = f"rate:{name}"
    try:
        cache.add(key, 0, seconds)
        return bool(cache.incr(key) <= limit)
    except ValueError:  # the window ended between the two calls
        return True
    except RedisError as error:
        log.warning("rate limit %s was not counted: %s", name, error)
        return True


def _is_loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def unsubscribe_token(user_id: UUID, kind: str) -> str:
    """What the link in a mail carries to stop a kind of mail: short, signed, for ever."""
    plain = base64.urlsafe_b64encode(user_id.bytes).decode().rstrip("=")
    return _LINKS.sign(f"{plain}.{kind}")


def unsubscribe_wish(token: str) -> tuple[UUID, Kind] | None:
    """Whose mails of which kind a link stops; None for a link that nobody here made."""
    try:
        plain, _dot, kind = _LINKS.unsign(token).partition(".")
        return UUID(bytes=base64.urlsafe_b64decode(f"{plain}==")), Kind(kind)
    except (signing.BadSignature, ValueError):
        return None
