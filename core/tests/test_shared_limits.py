import threading
import time

import pytest
from django.conf import settings

from core.http import CircuitOpenError, QuotaUsedUpError
from core.probes import redis_client
from core.shared_limits import SharedBreaker, SharedThrottle


@pytest.fixture
def client():
    shared = redis_client(settings.REDIS_URL, 1.0)
    shared.flushdb()  # this worker's own
    yield shared
    shared.close()


@pytest.fixture
def nobody():
    """A Redis that is away."""
    return redis_client("redis://127.0.0.1:9/0", 0.2)


class TestSharedBreaker:
    def test_failures_of_all_processes_open_it_for_all(self, client):
        one, other = SharedBreaker(client, "acme", 3), SharedBreaker(client, "acme", 3)
        for breaker in (one, other, one):
            breaker.check()
            breaker.note(succeeded=False, why="acme.example cannot be reached: höher.")

        words = r"Paused for 1 minute after too many errors. The last one: acme.*: höher\."
        with pytest.raises(CircuitOpenError, match=words):
            other.check()
        with pytest.raises(CircuitOpenError, match=words):
            SharedBreaker(client, "acme", 3).check()
        assert 55 < SharedBreaker(client, "acme").open_seconds() <= 60
        SharedBreaker(client, "globex", 3).check()

    def test_a_success_closes_it_and_forgets(self, client):
        breaker = SharedBreaker(client, "acme", 2)
        breaker.note(succeeded=False)
        breaker.note(succeeded=True)
        breaker.note(succeeded=False)

        breaker.check()

    def test_opens_twice_as_long_when_the_trial_fails(self, client):
        breaker = SharedBreaker(client, "acme", 2, cool_seconds=0.3)
        for _ in range(2):
            breaker.note(succeeded=False)
        assert 0 < breaker.open_seconds() <= 0.3
        while breaker.open_seconds():
            time.sleep(0.01)

        SharedBreaker(client, "acme", 2, cool_seconds=0.3).note(succeeded=False)

        assert 0.3 < breaker.open_seconds() <= 0.6

    def test_counts_by_itself_while_redis_is_away(self, nobody):
        breaker = SharedBreaker(nobody, "acme", 2)
        breaker.note(succeeded=False)
        breaker.check()
        breaker.note(succeeded=False)

        with pytest.raises(CircuitOpenError):
            breaker.check()


class TestSharedThrottle:
    def test_gives_one_turn_at_a_time_to_all_processes(self, client):
        one, other = (SharedThrottle(client, "acme", 5.0) for _ in range(2))

        assert one.take() == 0.0
        assert 4.5 < other.take() <= 5.0
        assert SharedThrottle(client, "globex", 5.0).take() == 0.0

    def test_lets_one_of_many_through_when_all_ask_at_once(self, client):
        throttle, barrier, answers = SharedThrottle(client, "acme", 5.0), threading.Barrier(8), []

        def ask():
            barrier.wait()
            answers.append(throttle.take())

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert answers.count(0.0) == 1

    def test_counts_a_call_only_when_it_has_its_turn(self, client):
        counted = []

        class Ledger:
            def take(self):
                counted.append(1)
                return 0.0

        throttle = SharedThrottle(client, "acme", 5.0, Ledger())

        assert throttle.take() == 0.0
        assert throttle.take() > 0
        assert counted == [1]

    def test_passes_on_a_call_that_was_not_made(self, client):
        given = []

        class Ledger:
            give_back = staticmethod(given.append)

        SharedThrottle(client, "acme", 5.0, Ledger()).give_back(2.0)
        SharedThrottle(client, "acme", 5.0).give_back(2.0)

        assert given == [2.0]

    def test_passes_on_that_nothing_is_left(self, client):
        class Ledger:
            def take(self):
                raise QuotaUsedUpError("none left")

        with pytest.raises(QuotaUsedUpError):
            SharedThrottle(client, "acme", 0.0, Ledger()).take()

    def test_keeps_its_own_distance_while_redis_is_away(self, nobody):
        moment = [10.0]
        throttle = SharedThrottle(nobody, "acme", 2.0, clock=lambda: moment[0])

        assert throttle.take() == 0.0
        assert throttle.take() == 2.0
        moment[0] += 2.0
        assert throttle.take() == 0.0
