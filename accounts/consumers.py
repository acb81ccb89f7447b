"""The live socket of one person: it carries only "row N changed"."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit
from uuid import UUID

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.http.request import validate_host

from accounts.selectors import is_staff_member
from accounts.services import TicketsDownError, redeem_live_ticket
from core.live import STAFF, group_of

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
REFUSED = 4401


class LiveConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """Joins the person's group, and that of staff for staff; ignores whatever the browser says.

    A browser shows its session cookie and comes from one of our pages. A native client has
    neither and shows a ticket, which opens one socket.
    """

    joined: tuple[str, ...] = ()

    async def connect(self) -> None:
        """Refuse strangers and pages of other origins."""
        user_id = await self._user_id()
        if user_id is None:
            await self.close(code=REFUSED)
            return
        is_staff = await sync_to_async(is_staff_member)(user_id)
        self.joined = (group_of(user_id), STAFF) if is_staff else (group_of(user_id),)
        for group in self.joined:
            await self.channel_layer.group_add(group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the groups."""
        for group in self.joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, *args: Any, **kwargs: Any) -> None:
        """Ignore it: a browser has nothing to say here."""

    async def changed(self, message: dict[str, Any]) -> None:
        """Pass on what `core.live.announce` sent."""
        await self.send_json(message["event"])

    async def _user_id(self) -> UUID | None:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        if ticket := query.get("ticket"):
            return await self._redeem(ticket[0])
        user = self.scope.get("user")
        if user is None or not user.is_authenticated or not _is_our_page(self.scope["headers"]):
            return None
        return UUID(str(user.pk))

    async def _redeem(self, ticket: str) -> UUID | None:
        try:
            return await sync_to_async(redeem_live_ticket)(ticket)
        except TicketsDownError:
            return None


def _is_our_page(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the page that opens the socket is one of ours: same host, and the port of our pages.

    Cookies ignore ports, so another program's page on another port of this host would carry our
    session; only the port tells it from ours.
    """
    named = dict(headers)
    origin = _split(named.get(b"origin", b"").decode("latin-1"))
    host = _split("//" + named.get(b"host", b"").decode("latin-1"))
    if origin is None or host is None or origin.scheme not in {"http", "https"}:
        return False
    if origin.hostname != host.hostname or not _is_allowed(host.hostname):
        return False
    return _port(origin) == _page_port(origin.scheme, host)


def _is_allowed(name: str | None) -> bool:
    shown = f"[{name}]" if name and ":" in name else name
    return bool(shown) and validate_host(shown or "", settings.ALLOWED_HOSTS)


def _page_port(scheme: str, host: SplitResult) -> int | None:
    if settings.LIVE_SAME_ORIGIN:
        return host.port or _PORTS[scheme]
    site = urlsplit(settings.SITE_URL)
    return site.port or _PORTS.get(site.scheme)


def _port(origin: SplitResult) -> int | None:
    return origin.port or _PORTS.get(origin.scheme)


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port  # a port that is no number is noticed only when asked for
    except ValueError:
        return None
    return parts if parts.hostname else None
