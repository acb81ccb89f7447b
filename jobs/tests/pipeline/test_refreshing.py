from datetime import timedelta

import pytest

from core.http import HttpTransientError
from jobs.models import CallQuota, Posting, RawPage, Source, SourceLease, SourceRun
from jobs.pipeline.expiry import expire_postings
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import (
    NotConfiguredError,
    Refresh,
    UnknownSourceError,
    due_sources,
    refresh,
    refresh_unattended,
)
from jobs.pipeline.retention import forget_old_pages
from jobs.pipeline.runs import Options
from jobs.pipeline.throttling import breaker_of
from jobs.pipeline.unfinished import unfinished_refreshes
from jobs.signals import run_stopped
from jobs.tests.adzuna import Reply, answer, auth_fail, job
from jobs.tests.factories import PostingFactory, SourceFactory

pytestmark = pytest.mark.django_db
OPTIONS = Options(expiry_days=30)
KEY = "a-very-secret-key"


@pytest.fixture
def configured(settings, fake_adzuna):
    settings.ADZUNA_APP_ID = "my-id"
    settings.ADZUNA_APP_KEY = KEY
    settings.ADZUNA_BASE_URL = fake_adzuna.url
    settings.ADZUNA_COUNTRY = "gb, fr"
    settings.ADZUNA_RESULTS_PER_PAGE = 2
    return fake_adzuna


class TestRefresh:
    def test_collects_every_country_and_counts_every_call(self, configured, now):
        configured.say("gb", 1, answer([job(1), job(2)], count=3))
        configured.say("gb", 2, answer([job(2), job(3)], count=3))
        configured.say("fr", 1, answer([job(4, location={"display_name": "Paris"})]))

        run = refresh(Refresh(), now=now, options=OPTIONS)

        assert run.counts["created"] == 4
        assert run.stages.get(stage="DEDUPE").rejected == 1
        assert Posting.objects.get(external_id="4").country == "FR"
        assert sum(CallQuota.objects.filter(window_kind="HOUR").values_list("used", flat=True)) == 3

    def test_reads_the_next_time_only_to_where_it_began_before(self, configured, now):
        fresh, old = "2026-11-22T08:00:00Z", "2026-11-05T00:00:00Z"
        configured.say("gb", 1, answer([job(1, created=fresh), job(2, created=old)], count=99))
        refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)
        configured.say("gb", 1, answer([job(3, created=old), job(2, created=old)], count=99))

        run = refresh(Refresh(countries=["gb"]), now=now + timedelta(days=2), options=OPTIONS)

        cursors = run.pages.order_by("page").values_list("next_cursor", flat=True)
        assert cursors[0]["later"] == [["gb", 2]]

    def test_counts_every_key_of_several_by_itself(self, configured, settings, now):
        settings.ADZUNA_APP_ID, settings.ADZUNA_APP_KEY = "my-id,other-id", f"{KEY}, {KEY}2"
        configured.say("gb", 1, answer([job(1), job(2)], count=3))
        configured.say("gb", 2, answer([job(3)], count=3))

        refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)

        used = CallQuota.objects.filter(window_kind="HOUR").values_list("used", flat=True)
        assert list(used) == [1, 1]

    def test_an_id_without_its_key_is_told(self, configured, settings, now):
        settings.ADZUNA_APP_ID = "my-id,other-id"
        with pytest.raises(NotConfiguredError, match="one key for every id"):
            refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)

    def test_a_second_run_changes_nothing(self, configured, now):
        configured.say("gb", 1, answer([job(1)]))
        refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)

        run = refresh(Refresh(countries=["gb"]), now=now + timedelta(hours=1), options=OPTIONS)

        assert (run.counts["created"], run.counts["unchanged"]) == (0, 1)

    def test_keeps_no_key_anywhere(self, configured, now):
        configured.say("gb", 1, Reply(400, f"what is {KEY}?".encode()))

        with pytest.raises(StageFailedError) as failed:
            refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)

        run = SourceRun.objects.get()
        told = [str(failed.value), run.error, str(run.cursor), run.stages.get().error]
        told += [str(quota.key_id) for quota in CallQuota.objects.all()]
        assert not any(KEY in text for text in told)
        assert not RawPage.objects.exists()

    def test_fails_with_a_sentence_about_the_keys(self, configured, now):
        configured.say("gb", 1, auth_fail(410))

        with pytest.raises(StageFailedError, match="check ADZUNA_APP_ID and ADZUNA_APP_KEY"):
            refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)

        source = Source.objects.get(slug="adzuna")
        assert source.failures == 1
        assert source.back_off_until > now

    def test_publishes_what_it_has_when_adzuna_says_enough(self, configured, now):
        configured.say("gb", 1, answer([job(1), job(2)], count=9))
        configured.say("gb", 2, Reply(429, b"", {"Retry-After": "86400"}))

        run = refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)

        assert run.counts["created"] == 2
        assert "no calls are left" in run.cursor["stopped_early"]

    def test_needs_keys(self, settings, now):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = ""
        with pytest.raises(NotConfiguredError, match="ADZUNA_APP_KEY"):
            refresh(Refresh(), now=now, options=OPTIONS)

    def test_needs_a_country_adzuna_knows(self, configured, now):
        with pytest.raises(NotConfiguredError, match="no postings for xx"):
            refresh(Refresh(countries=["xx"]), now=now, options=OPTIONS)

    def test_knows_its_sources(self, now):
        with pytest.raises(UnknownSourceError):
            refresh(Refresh(source="elsewhere"), now=now, options=OPTIONS)


class TestRefreshUnattended:
    def test_tries_the_stage_again_three_times_ever_later_then_stops(
        self, configured, now, django_capture_on_commit_callbacks
    ):
        told = []
        run_stopped.connect(
            receiver := lambda **news: told.append((news["stage"], news["tries"])), weak=False
        )
        configured.say("gb", 1, Reply(500, b"", {"Retry-After": "0"}))
        what, moment, waits = Refresh(countries=["gb"], trigger="SCHEDULE"), now, []
        for _ in range(3):
            again = refresh_unattended(what, now=moment, options=OPTIONS)
            waits.append(round((again - moment).total_seconds()))
            assert told == []
            moment = again

        with django_capture_on_commit_callbacks(execute=True), pytest.raises(StageFailedError):
            refresh_unattended(what, now=moment, options=OPTIONS)

        run_stopped.disconnect(receiver)
        run = SourceRun.objects.get()
        assert waits == [60, 120, 240]
        assert told == [("FETCH", 4)]
        assert (run.tries, run.stages.get().retries, run.next_try_at) == (4, 3, None)
        assert run.source.back_off_until > moment

    def test_a_stage_that_gets_further_has_its_tries_anew(self, configured, now):
        configured.say("gb", 1, Reply(500, b"", {"Retry-After": "0"}))
        what = Refresh(countries=["gb"], trigger="SCHEDULE")
        again = refresh_unattended(what, now=now, options=OPTIONS)
        configured.say("gb", 1, answer([job(1)]))

        assert refresh_unattended(what, now=again, options=OPTIONS) is None

        run = SourceRun.objects.get()
        assert (run.state, run.next_try_at, run.source.failures) == ("DONE", None, 0)

    def test_keys_that_are_refused_are_not_tried_again(self, configured, now):
        configured.say("gb", 1, auth_fail())

        with pytest.raises(StageFailedError):
            refresh_unattended(Refresh(countries=["gb"]), now=now, options=OPTIONS)

        assert SourceRun.objects.get().next_try_at is None

    def test_a_run_that_somebody_took_over_is_no_failure(self, configured, now, monkeypatch):
        def stolen(*_words, **_names):
            SourceLease.objects.update(holder="elsewhere:1:1:x")
            raise HttpTransientError("away")

        monkeypatch.setattr("jobs.sources.adzuna.AdzunaSource.pages", stolen)

        assert refresh_unattended(Refresh(), now=now, options=OPTIONS) is None

        assert SourceRun.objects.get().state == "RUNNING"

    def test_a_stop_by_the_breaker_is_a_failure_of_the_source(self, configured, now, no_waiting):
        breaker = breaker_of("adzuna")
        try:
            for _ in range(breaker.failures):
                breaker.note(succeeded=False, why="gb answered 500")
            again = refresh_unattended(Refresh(), now=now, options=OPTIONS)
        finally:
            breaker.note(succeeded=True)

        assert again > now
        assert Source.objects.get(slug="adzuna").failures == 1
        error = SourceRun.objects.get().error
        assert "Paused for 1 minute after too many errors. The last one: gb answered 500" in error
        assert not CallQuota.objects.exists()

    def test_closes_a_waiting_run_that_cannot_start(self, settings, now):
        settings.ADZUNA_APP_ID = ""
        run = SourceRun.objects.create(
            source=SourceFactory(), state="QUEUED", trigger="MANUAL", started_at=now
        )

        refresh_unattended(Refresh(), now=now, options=OPTIONS)

        run.refresh_from_db()
        assert (run.state, run.finished_at) == ("FAILED", now)
        assert "ADZUNA_APP_ID" in run.error


class TestDueSources:
    def test_leaves_out_what_is_off_or_backs_off_or_has_no_keys(self, configured, settings, now):
        source = SourceFactory()
        assert due_sources(now=now) == ["adzuna"]

        Source.objects.update(back_off_until=now + timedelta(hours=1))
        assert due_sources(now=now) == []
        assert due_sources(now=now + timedelta(hours=2)) == ["adzuna"]

        Source.objects.filter(pk=source.pk).update(is_enabled=False)
        assert due_sources(now=now + timedelta(hours=2)) == []

        Source.objects.update(is_enabled=True)
        settings.ADZUNA_APP_KEY = ""
        assert due_sources(now=now + timedelta(hours=2)) == []


class TestForgetOldPages:
    def test_forgets_pages_of_runs_long_over(self, configured, now):
        configured.say("gb", 1, answer([job(1)]))
        run = refresh(Refresh(countries=["gb"]), now=now, options=OPTIONS)

        assert forget_old_pages(now=now + timedelta(days=13), kept_days=14) == 0
        assert forget_old_pages(now=now + timedelta(days=15), kept_days=14) == 1
        assert Posting.objects.exists()
        assert SourceRun.objects.filter(pk=run.pk).exists()


class TestUnfinishedRefreshes:
    def test_finds_waiting_and_abandoned_runs_but_no_imports(self, now):
        later = now + timedelta(days=3650)
        for slug, state, trigger in (
            ("waits", "QUEUED", "MANUAL"),
            ("abandoned", "RUNNING", "SCHEDULE"),
            ("file", "RUNNING", "IMPORT"),
            ("done", "DONE", "MANUAL"),
            ("stopped", "FAILED", "SCHEDULE"),
        ):
            SourceRun.objects.create(
                source=SourceFactory(slug=slug),
                state=state,
                trigger=trigger,
                started_at=now,
                cursor={"request": {"countries": ["gb"]}},
            )

        assert unfinished_refreshes(now=later) == [("waits", ["gb"]), ("abandoned", ["gb"])]
        SourceRun.objects.filter(source__slug="stopped").update(next_try_at=now)
        assert ("stopped", ["gb"]) in unfinished_refreshes(now=later)


class TestExpirePostings:
    def test_closes_what_is_over_and_leaves_samples_and_open_ones(self, now):
        over = PostingFactory(expires_at=now)
        open_ = PostingFactory(expires_at=now + timedelta(seconds=1))
        sample = PostingFactory(expires_at=None, is_sample=True)

        assert expire_postings(now=now) == 1
        assert expire_postings(now=now) == 0

        over.refresh_from_db()
        assert (over.status, over.closed_at) == ("EXPIRED", now)
        assert set(Posting.objects.active(now=now)) == {open_, sample}
