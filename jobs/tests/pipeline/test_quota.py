import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from core.http import QuotaUsedUpError
from jobs.models import CallQuota
from jobs.pipeline.quota import PostgresLedger
from jobs.tests.factories import SourceFactory

LIMITS = {"minute": 3, "day": 5, "month": 8}


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock(datetime(2026, 11, 22, 9, 0, 30, tzinfo=UTC))


@pytest.fixture
def ledger(db, clock):
    return PostgresLedger(SourceFactory().pk, "key", LIMITS, clock)


class TestTake:
    def test_says_how_long_to_wait_when_the_minute_is_full(self, ledger, clock):
        assert [ledger.take() for _ in range(3)] == [0.0, 0.0, 0.0]

        seconds = ledger.take()

        assert 59 <= seconds <= 61
        clock.forward(seconds=seconds)
        assert ledger.take() == 0.0

    def test_never_allows_more_in_any_rolling_minute(self, ledger, clock):
        taken = []
        for _ in range(150):
            if len(taken) < 5 and ledger.take() == 0.0:
                taken.append(clock.now)
            clock.forward(seconds=1)

        for moment in taken:
            inside = [t for t in taken if moment <= t < moment + timedelta(seconds=60)]
            assert len(inside) <= 3

    def test_refuses_when_the_day_is_used_up_and_names_when_it_ends(self, ledger, clock):
        for _ in range(5):
            assert ledger.take() == 0.0
            clock.forward(minutes=2)

        with pytest.raises(QuotaUsedUpError, match=r"All 5 calls of this day are used.*2026-11-23"):
            ledger.take()

        clock.forward(days=1, hours=1)
        assert ledger.take() == 0.0

    def test_refuses_when_the_month_is_used_up(self, ledger, clock):
        for _ in range(8):
            assert ledger.take() == 0.0
            clock.forward(days=2)

        with pytest.raises(QuotaUsedUpError, match="month"):
            ledger.take()
        assert ledger.left(now=clock.now) == {"minute": 3, "day": 5, "month": 0}

    def test_counts_every_key_by_itself(self, ledger, clock):
        for _ in range(3):
            ledger.take()

        other = PostgresLedger(ledger.source_id, "other", LIMITS, clock)

        assert other.take() == 0.0

    def test_forgets_what_no_window_needs(self, ledger, clock):
        ledger.take()
        clock.forward(days=60)
        ledger.take()

        assert CallQuota.objects.count() == 2


class TestLifetime:
    @pytest.fixture
    def ledger(self, db, clock):
        return PostgresLedger(SourceFactory().pk, "key", {"minute": 3, "lifetime": 4}, clock)

    def test_is_never_free_again(self, ledger, clock):
        for _ in range(4):
            assert ledger.take() == 0.0
            clock.forward(days=100)

        clock.forward(days=4000)
        with pytest.raises(QuotaUsedUpError, match=r"All 4 calls the key is good for are used"):
            ledger.take()
        assert ledger.left(now=clock.now)["lifetime"] == 0
        assert ledger.left_today(now=clock.now) == 0

    def test_another_key_has_its_own(self, ledger, clock):
        for _ in range(3):
            ledger.take()

        other = PostgresLedger(ledger.source_id, "other", ledger.limits, clock)

        assert other.left(now=clock.now)["lifetime"] == 4
        assert ledger.left(now=clock.now)["lifetime"] == 1

    def test_what_was_not_made_is_given_back(self, ledger, clock):
        ledger.take()
        ledger.give_back(1.0)

        assert ledger.left(now=clock.now) == {"minute": 3, "lifetime": 4}


class TestGiveBack:
    def test_makes_room_for_another_call(self, ledger, clock):
        for _ in range(3):
            ledger.take()
        clock.forward(seconds=4)

        ledger.give_back(4.0)

        assert ledger.left(now=clock.now) == {"minute": 1, "day": 3, "month": 6}
        assert ledger.take() == 0.0
        assert ledger.take() > 0

    def test_takes_it_from_where_it_was_counted_and_never_from_a_later_call(self, ledger, clock):
        clock.now = clock.now.replace(minute=59, second=50)
        ledger.take()
        clock.forward(seconds=20)
        ledger.take()

        ledger.give_back(20.0)

        kept = CallQuota.objects.filter(used__gt=0).values_list("window_kind", "window_start")
        assert sorted(kept) == [
            ("HOUR", clock.now.replace(minute=0, second=0)),
            ("SECOND", clock.now),
        ]

    def test_of_nothing_is_nothing(self, ledger, clock):
        ledger.give_back(0.0)

        assert ledger.left(now=clock.now) == LIMITS


@pytest.mark.django_db(transaction=True)
class TestTakeTogether:
    def test_lets_no_more_than_the_limit_through_when_all_ask_at_once(self, clock):
        source = SourceFactory()
        barrier, results = threading.Barrier(8), []

        def worker():
            ledger = PostgresLedger(source.pk, "key", {"minute": 25}, clock)
            barrier.wait()
            try:
                results.extend(ledger.take() for _ in range(5))
            finally:
                connection.close()

        threads = [threading.Thread(target=worker) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(results) == 40
        assert results.count(0.0) == 25
        assert (
            sum(CallQuota.objects.filter(window_kind="HOUR").values_list("used", flat=True)) == 25
        )
