import time
from asyncio import wait_for
from copy import deepcopy

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings as django_settings
from django.db import transaction

from core.live import announce, announce_on_commit, group_of
from core.models import uuid7


@async_to_sync
async def heard(user_id, act):
    """Return what a socket of `user_id` hears while `act` runs in a thread."""

    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(group_of(user_id), channel)
    await sync_to_async(act)()
    try:
        return await wait_for(layer.receive(channel), timeout=1)
    except TimeoutError:
        return None
    finally:
        await layer.group_discard(group_of(user_id), channel)


class TestAnnounce:
    def test_does_not_wait_long_for_a_redis_that_is_silent(self, settings, silent_redis):
        layers = deepcopy(settings.CHANNEL_LAYERS)
        layers["default"]["CONFIG"]["hosts"][0]["address"] = silent_redis
        settings.CHANNEL_LAYERS = layers
        started = time.monotonic()
        announce(uuid7(), "resume")
        assert time.monotonic() - started < 4

    def test_reaches_the_persons_sockets_with_topic_and_ids_only(self):
        user_id = uuid7()
        row = uuid7()
        message = heard(user_id, lambda: announce(user_id, "resume", version_id=row))
        assert message == {"type": "changed", "event": {"topic": "resume", "version_id": str(row)}}

    def test_reaches_nobody_else(self):
        assert heard(uuid7(), lambda: announce(uuid7(), "resume")) is None

    def test_is_silent_when_redis_is_away(self, settings, caplog):
        settings.CHANNEL_LAYERS = {
            "default": {
                "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
                "CONFIG": {
                    "hosts": [
                        {
                            **django_settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"][0],
                            "address": "redis://127.0.0.1:1/0",
                        }
                    ]
                },
            }
        }
        started = time.monotonic()
        announce(uuid7(), "resume")
        assert "was not sent" in caplog.text
        assert time.monotonic() - started < 2


@pytest.mark.django_db(transaction=True)
class TestAnnounceOnCommit:
    def test_says_nothing_of_a_transaction_that_failed(self):
        user_id = uuid7()

        def act():
            with transaction.atomic():
                announce_on_commit(user_id, "resume")
                transaction.set_rollback(True)

        assert heard(user_id, act) is None
