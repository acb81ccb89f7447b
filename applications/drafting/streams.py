"""The pieces of a letter on their way from the worker to its owner's open editors: a Redis stream.

A courtesy: the draft row holds everything that came, a little later. What Redis loses is read there.
"""

import json
import logging
import re
from collections.abc import AsyncIterator
from functools import cache
from typing import Any
from uuid import UUID

import redis
import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from core.llm.untrusted import displayed
from core.probes import redis_client

log = logging.getLogger(__name__)

START = "0"
_KEPT_SECONDS = 3600
_MOST_PIECES = 20_000
_WAIT_MILLISECONDS = 20_000
_LONGEST_HELD = 2400  # characters of something that may become markup
_UNFINISHED = re.compile(
    r"(?:!?\[[^\[\]]{0,300}(?:\](?:\([^()]{0,2000})?)?|<[a-zA-Z/!][^<>]{0,2000}|<|!)\Z"
)


class Writer:
    """One run's end of the stream."""

    def __init__(self, letter_id: UUID, run: int) -> None:
        self._key, self._run = _key(letter_id), run

    def say(self, text: str) -> None:
        """A piece of the letter."""
        self._add({"run": self._run, "text": text})

    def begin(self) -> None:
        """Whatever was said before belongs to a run that is over."""
        self._add({"run": self._run, "begin": True})

    def end(self, state: str) -> None:
        """Nothing more comes; the page reads the letter itself."""
        self._add({"run": self._run, "end": state})

    def _add(self, event: dict[str, Any]) -> None:
        client = _client(settings.REDIS_URL)
        try:
            with client.pipeline(transaction=False) as batch:
                batch.xadd(self._key, {"e": json.dumps(event)}, maxlen=_MOST_PIECES)
                batch.expire(self._key, _KEPT_SECONDS)
                batch.execute()
        except RedisError as error:
            log.warning("a piece of a letter was not streamed: %s", error)


async def pieces(letter_id: UUID, after: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Every event after an id, those to come included, until the caller stops; each with its id.

    Raises: RedisError.
    """
    client = redis.asyncio.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=5, socket_timeout=_WAIT_MILLISECONDS / 1000 + 10
    )
    key, last = _key(letter_id), after
    try:
        while True:
            found: Any = await client.xread({key: last}, count=500, block=_WAIT_MILLISECONDS)
            for _name, entries in found or []:
                for entry, fields in entries:
                    last = entry.decode()
                    yield last, json.loads(fields[b"e"])
    finally:
        await client.aclose()


def is_event_id(text: str) -> bool:
    """Whether this may stand for a place in a stream."""
    return re.fullmatch(r"\d{1,20}(?:-\d{1,20})?", text) is not None


class Sanitised:
    """Pieces of a model's answer as they may be shown: what may still become markup is held back."""

    def __init__(self) -> None:
        self._heard = self._shown = ""

    def hear(self, piece: str) -> str:
        """What may be shown now."""
        self._heard += piece
        return self._show(_finished(self._heard))

    def rest(self) -> str:
        """What was held back, once nothing more comes."""
        return self._show(self._heard)

    @property
    def text(self) -> str:
        """Everything that was heard, as it may be shown."""
        return displayed(self._heard)

    def _show(self, heard: str) -> str:
        clean = displayed(heard)
        if len(clean) <= len(self._shown) or not clean.startswith(self._shown):
            return ""
        fresh = clean[len(self._shown) :]
        self._shown = clean
        return fresh


def _finished(text: str) -> str:
    """The text up to what may still become markup."""
    found = _UNFINISHED.search(text, max(0, len(text) - _LONGEST_HELD))
    return text[: found.start()] if found else text


def _key(letter_id: UUID) -> str:
    return f"cc-letter:{letter_id}"


@cache
def _client(url: str) -> redis.Redis:
    return redis_client(url, 1.0)
