"""The address a balancer asks."""

import pytest

from core import heartbeat
from core.running import QUEUES


@pytest.mark.django_db
class TestHealth:
    def test_is_ok_when_every_part_is(self, client):
        heartbeat.show_life(heartbeat.BEAT, *(heartbeat.queue_name(queue) for queue in QUEUES))
        answer = client.get("/health")
        assert answer.status_code == 200
        assert answer.json() == {
            "status": "ok",
            "parts": {"database": "ok", "redis": "ok", "workers": "ok", "beat": "ok"},
        }

    def test_serves_on_without_workers(self, client):
        answer = client.get("/health")
        assert answer.status_code == 200
        assert answer.json()["status"] == "degraded"
        assert answer.json()["parts"]["workers"] == "silent"

    def test_serves_on_without_redis(self, client, settings):
        settings.CACHE_URL = "redis://127.0.0.1:9/0"
        answer = client.get("/health")
        assert answer.status_code == 200
        assert answer.json()["parts"] == {"database": "ok", "redis": "no answer"}

    def test_gives_up_without_the_database(self, client, settings, monkeypatch):
        monkeypatch.setitem(settings.DATABASES["default"], "PORT", 9)
        answer = client.get("/health")
        assert answer.status_code == 503
        assert answer.json()["status"] == "unavailable"

    def test_is_never_cached(self, client):
        assert "no-store" in client.get("/health")["Cache-Control"]

    def test_needs_no_session_and_no_csrf_token(self, client):
        assert not client.get("/health").cookies
        assert client.head("/health").status_code == 200
