"""Tell a person's open pages, or those of staff, that a row changed.

A socket carries only a topic and ids; the browser re-reads the partial over HTTP, where the
permission check lives. Announcing is a hint: when Redis is away the page is merely late.
"""

import logging
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


#: The group that sockets of staff join beside their own.
STAFF = "staff"


def group_of(user_id: UUID) -> str:
    """Return the channel group every open socket of this person joins."""
    return f"user.{user_id}"


def announce_on_commit(user_id: UUID, topic: str, **ids: object) -> None:
    """Send `{topic, …ids}` to every open page of `user_id` once the transaction commits."""
    transaction.on_commit(lambda: announce(user_id, topic, **ids))


def announce(user_id: UUID, topic: str, **ids: object) -> None:
    """Send `{topic, …ids}` now. Never raises: live updates are a courtesy."""
    _send(group_of(user_id), topic, ids)


def announce_to_staff(topic: str, **ids: object) -> None:
    """Send `{topic, …ids}` to every open page of staff now. Never raises."""
    _send(STAFF, topic, ids)


def _send(group: str, topic: str, ids: dict[str, object]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    event = {"topic": topic, **{name: str(value) for name, value in ids.items()}}
    try:
        async_to_sync(layer.group_send)(group, {"type": "changed", "event": event})
    except (OSError, RedisError) as error:
        log.warning("live hint %s was not sent: %s", topic, error)
