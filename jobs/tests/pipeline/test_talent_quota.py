"""How many calls a day Talent Solution gets, and who gets them."""

import threading
from datetime import timedelta

import grpc
import pytest
from django.db import connection

from jobs import services
from jobs.demand import Demand
from jobs.models import CallQuota, Posting, StageRun
from jobs.pipeline.talent import calls, syncing
from jobs.skills import normalise_title
from jobs.tests.pipeline.talent_fixtures import stage, waiting

pytestmark = pytest.mark.django_db

Code = grpc.StatusCode


class TestDailyQuota:
    """Our own count of calls, by a clock: 10 a day, of which two are for searching."""

    @pytest.fixture(autouse=True)
    def _ten_a_day(self, settings, monkeypatch):
        settings.CTS_DAILY_QUOTA = 10
        for name in ("door", "syncing"):
            monkeypatch.setattr(f"jobs.pipeline.talent.{name}.BATCH", 1)

    def sent(self):
        return list(Posting.objects.filter(sync_status="SYNCED"))

    def test_what_is_over_it_waits_for_the_next_day(self, talent, run, now):
        waiting(9)  # and one call for the employer
        syncing.sync_run(run, now=now)
        assert len(self.sent()) == 7
        assert stage().error.startswith("quota: 8 of 10 calls used today, 0 left to send")
        assert "best postings first" in stage().error
        StageRun.objects.update(updated_at=now)
        syncing.sync_waiting(now=now + timedelta(hours=14))
        assert len(self.sent()) == 7
        assert sum(talent.calls.values()) == 8
        syncing.sync_waiting(now=now.replace(hour=0, minute=0) + timedelta(days=1))
        assert len(self.sent()) == 9
        assert stage().error == ""

    def test_the_best_are_sent_first(self, talent, run, now, monkeypatch):
        monkeypatch.setattr(syncing.demand, "wanted", lambda: [Demand("gb", "Nurse", 3)])
        full = {"flags": ["is_complete", "has_salary", "has_skills"]}
        (thin,) = waiting(flags=[])
        (older,) = waiting(posted_at=now - timedelta(days=9), **full)
        (newer,) = waiting(posted_at=now - timedelta(days=1), **full)
        nurse = {"occupation": normalise_title("Nurse").occupation, "flags": []}
        (abroad,) = waiting(country="FR", posted_at=now - timedelta(days=20), **nurse)
        (wanted,) = waiting(posted_at=now - timedelta(days=20), **nurse)
        syncing.sync_run(run, now=now)
        order = [wanted, newer, older, thin, abroad]
        assert list(talent.by_requisition) == [one.requisition_id for one in order]

    def test_searches_are_counted_with_it_and_keep_their_share(self, talent, now):
        for _ in range(8):
            assert calls.take(calls.Purpose.SYNC, now=now)
        assert not calls.take(calls.Purpose.SYNC, now=now)
        assert [services.take_talent_search(now=now) for _ in range(3)] == [True, True, False]
        assert str(calls.today(now=now)) == (
            "10 of 10 calls used today, 0 left to send postings, 0 to search"
        )
        assert CallQuota.objects.get().used == 10

    def test_a_day_that_is_searched_away_sends_nothing(self, talent, run, now):
        waiting()
        for _ in range(9):
            assert services.take_talent_search(now=now)
        syncing.sync_run(run, now=now)
        assert not self.sent()

    def test_a_quota_of_none_is_no_call(self, talent, now, settings):
        settings.CTS_DAILY_QUOTA = 0
        assert not services.take_talent_search(now=now)
        assert not CallQuota.objects.exists()

    def test_a_tenant_has_a_count_of_its_own(self, talent, now, settings):
        calls.take(calls.Purpose.SYNC, now=now)
        settings.GCP_TENANT_ID = "other"
        assert calls.today(now=now).used == 0

    def test_a_long_stretch_counts_on_the_day_a_call_is_made(self, talent, now, monkeypatch):
        seconds = iter([0.0, 10.0, 24 * 3600.0])
        monkeypatch.setattr(syncing.time, "monotonic", lambda: next(seconds))
        count = syncing._counter(now)
        count()
        count()
        monkeypatch.undo()
        assert CallQuota.objects.count() == 2

    def test_tries_count_each(self, talent, run, now):
        waiting()
        talent.fails["create"] = [Code.UNAVAILABLE]
        syncing.sync_run(run, now=now)
        assert calls.today(now=now).used == sum(talent.calls.values()) == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_only_so_many_get_a_call(settings, now):
    settings.CTS_DAILY_QUOTA = 5
    barrier = threading.Barrier(8)
    got = []

    def take():
        try:
            barrier.wait()
            got.append(services.take_talent_search(now=now))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 3 + [True] * 5
