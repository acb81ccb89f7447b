import threading

import pytest
import redis
from django.conf import settings

from core.llm.types import ModelBusyError
from core.shared_slots import SharedSlots


@pytest.fixture
def client():
    with redis.Redis.from_url(settings.REDIS_URL) as found:
        yield found
        found.delete("cc-slots:test")


class TestSlot:
    def test_is_refused_when_all_are_taken_and_free_afterwards(self, client):
        slots = SharedSlots(client, "test", most=1)
        with slots.slot(), pytest.raises(ModelBusyError):
            with slots.slot():
                pass
        with slots.slot():
            assert client.zcard("cc-slots:test") == 1

    def test_comes_free_when_its_holder_died(self, client):
        slots = SharedSlots(client, "test", most=1, most_seconds=0)
        assert slots._take("somebody who was killed")
        with slots.slot():
            pass

    def test_never_has_more_holders_than_there_are(self, client):
        slots, barrier, held = SharedSlots(client, "test", most=3), threading.Barrier(8), []

        def hold():
            barrier.wait()
            held.append(slots._take(str(threading.get_ident())))

        threads = [threading.Thread(target=hold) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert held.count(True) == 3

    def test_goes_on_without_redis(self, silent_redis):
        with redis.Redis.from_url(silent_redis, socket_timeout=0.1) as silent:
            with SharedSlots(silent, "test", most=1).slot():
                pass
