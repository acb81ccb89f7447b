"""Signs of life."""

from types import SimpleNamespace

import pytest

from config.celery import app
from core import beat, heartbeat


@pytest.mark.django_db
class TestSilentSeconds:
    def test_of_one_who_never_spoke(self):
        assert heartbeat.silent_seconds("nobody") is None

    def test_of_one_who_just_did(self):
        heartbeat.show_life("somebody")
        assert 0 <= heartbeat.silent_seconds("somebody") < heartbeat.LIFETIME_SECONDS

    def test_of_one_who_was_forgotten(self):
        heartbeat.show_life("somebody", "another")
        heartbeat.forget("somebody")
        assert heartbeat.silent_seconds("somebody") is None
        assert heartbeat.silent_seconds("another") is not None


@pytest.mark.django_db
class TestPulse:
    def consumer(self, *queues):
        named = [SimpleNamespace(name=queue) for queue in queues]
        return SimpleNamespace(task_consumer=SimpleNamespace(queues=named))

    def test_speaks_for_each_queue_the_worker_reads(self):
        heartbeat.Pulse().start(self.consumer("mail", "jobs"))
        assert heartbeat.silent_seconds(heartbeat.queue_name("mail")) is not None
        assert heartbeat.silent_seconds(heartbeat.queue_name("jobs")) is not None
        assert heartbeat.silent_seconds(heartbeat.queue_name("urgent")) is None

    def test_says_nothing_before_the_worker_is_ready(self):
        heartbeat.Pulse().tick()
        assert heartbeat.silent_seconds(heartbeat.queue_name("mail")) is None

    def test_does_not_chatter(self):
        pulse = heartbeat.Pulse()
        pulse.start(self.consumer("mail"))
        heartbeat.forget(heartbeat.queue_name("mail"))
        pulse.tick()
        assert heartbeat.silent_seconds(heartbeat.queue_name("mail")) is None


@pytest.mark.django_db(transaction=True)
class TestScheduler:
    def test_shows_life_when_it_ticks(self):
        scheduler = beat.Scheduler(app=app)
        pause = scheduler.tick()
        assert 0 <= pause <= 5
        assert heartbeat.silent_seconds(heartbeat.BEAT) is not None
