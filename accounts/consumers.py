"""The live socket of one person: it carries only "row N changed"."""

from typing import Any
from urllib.parse import urlsplit

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.http.request import validate_host

from core.live import group_of


class LiveConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """Joins the person's group; ignores whatever the browser says."""

    group: str | None = None

    async def connect(self) -> None:
        """Refuse strangers and pages of other origins."""
        user = self.scope.get("user")
        if user is None or not user.is_authenticated or not self._is_our_page():
            await self.close(code=4401)
            return
        self.group = group_of(user.pk)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, *args: Any, **kwargs: Any) -> None:
        """Ignore it: a browser has nothing to say here."""

    async def changed(self, message: dict[str, Any]) -> None:
        """Pass on what `core.live.announce` sent."""
        await self.send_json(message["event"])

    def _is_our_page(self) -> bool:
        headers = dict(self.scope["headers"])
        origin = urlsplit(headers.get(b"origin", b"").decode("latin-1"))
        host = headers.get(b"host", b"").decode("latin-1").rsplit(":", 1)[0]
        return bool(origin.hostname) and validate_host(origin.hostname or "", [host.strip("[]")])
