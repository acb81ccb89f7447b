import time

import pytest
from django.core.cache import caches


@pytest.fixture
def away(settings):
    """A cache whose Redis does not answer."""
    settings.CACHES = {
        **settings.CACHES,
        "away": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    return caches["away"]


@pytest.fixture
def silent(settings, silent_redis):
    """A cache whose Redis takes connections and never says a word."""
    settings.CACHES = {
        **settings.CACHES,
        "silent": {**settings.CACHES["default"], "LOCATION": silent_redis},
    }
    return caches["silent"]


class TestForgivingRedisCache:
    def test_waits_once_for_a_redis_that_is_silent(self, silent):
        started = time.monotonic()
        assert silent.get("k", "default") == "default"
        waited_once = time.monotonic() - started
        for _ in range(20):
            assert silent.get("k", "default") == "default"
            assert silent.add("k", 1) is True
        assert waited_once < 4
        assert time.monotonic() - started < waited_once + 1

    def test_remembers_while_redis_answers(self):
        cache = caches["default"]
        cache.set("greeting", "hello", 30)
        assert cache.get("greeting") == "hello"
        assert cache.delete("greeting") is True

    @pytest.mark.parametrize(
        ("ask", "answer"),
        [
            (lambda cache: cache.get("k", "default"), "default"),
            (lambda cache: cache.set("k", 1), None),
            (lambda cache: cache.add("k", 1), True),
            (lambda cache: cache.delete("k"), False),
            (lambda cache: cache.get_many(["k"]), {}),
            (lambda cache: cache.set_many({"k": 1}), []),
            (lambda cache: cache.has_key("k"), False),
            (lambda cache: cache.touch("k"), False),
            (lambda cache: cache.incr("k", 2), 2),
        ],
    )
    def test_acts_as_empty_while_redis_is_away(self, away, ask, answer):
        started = time.monotonic()
        assert ask(away) == answer
        assert time.monotonic() - started < 1

    def test_lets_a_page_with_a_session_be_served_without_redis(self, away, settings, client):
        settings.CACHES = {**settings.CACHES, "default": settings.CACHES["away"]}
        assert client.get("/favicon.ico").status_code == 301
