"""The live socket of one letter: its owner sees it being written, piece by piece.

    ws://…/ws/letters/<id>?after=<event>   a browser with its session, or `ticket=` of a native client

Sends `{"id", "run", "begin"}`, `{"id", "run", "text"}` and `{"id", "run", "end"}`. With `after` it goes on after that
event; without, it begins with what was said in the last hour. Whoever missed more reads the letter over HTTP.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from asgiref.sync import sync_to_async
from redis.exceptions import RedisError

from accounts.consumers import REFUSED, LiveConsumer
from applications.drafting.streams import START, is_event_id, pieces
from applications.selectors.letters import owns_letter

log = logging.getLogger(__name__)

AWAY = 1013  # try again later. Source: RFC 6455's registry of close codes


class LetterConsumer(LiveConsumer):
    """Relays the stream of one letter to its owner; several tabs each have a socket of their own."""

    relay: "asyncio.Task[None] | None" = None

    async def connect(self) -> None:
        """Refuse strangers, pages of other origins and letters of other people."""
        user_id = await self._user_id()
        letter_id: UUID = self.scope["url_route"]["kwargs"]["pk"]
        if user_id is None or not await sync_to_async(owns_letter)(user_id, letter_id):
            await self.close(code=REFUSED)
            return
        await self.accept()
        self.relay = asyncio.create_task(self._relay(letter_id, self._after()))

    async def disconnect(self, code: int) -> None:
        """Let go of the stream."""
        if self.relay is not None:
            self.relay.cancel()
            with suppress(asyncio.CancelledError):
                await self.relay

    async def _relay(self, letter_id: UUID, after: str) -> None:
        try:
            async for event_id, event in pieces(letter_id, after):
                await self.send_json({"id": event_id, **event})
        except (RedisError, OSError) as error:
            log.warning("letter %s is not relayed: %s", letter_id, error)
            await self.close(code=AWAY)

    def _after(self) -> str:
        asked: dict[str, Any] = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        after = str(asked.get("after", [START])[0])
        return after if is_event_id(after) else START
