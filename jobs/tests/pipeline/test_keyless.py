"""Keyless sources through the whole pipeline, and what happens when the network is closed."""

from datetime import timedelta

import pytest

from jobs.models import CallQuota, Posting, PostingSearch, Source, SourceRun
from jobs.pipeline import building, catalogue, doctor
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import (
    NotConfiguredError,
    Refresh,
    due_sources,
    refresh_unattended,
    refreshable_keyless,
    stale_keyless,
)
from jobs.tests.adzuna import Reply
from jobs.tests.boards import greenhouse_job
from jobs.tests.keyless import BY_SLUG, SHAPES, arbeitnow_page, jobs_answer
from jobs.tests.pipeline.refreshes import ALL, OPTIONS, close_network, go, set_boards

pytestmark = pytest.mark.django_db
GREENHOUSE = "/boards/{}/jobs"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.slug)
class TestRefresh:
    def test_publishes_open_postings_that_name_their_source(self, shape, configured, now):
        shape.say_jobs(configured, shape.job(1), shape.job(2))

        run = go(shape.slug, now)

        assert (run.counts["created"], run.counts["open"]) == (2, 2)
        posting = Posting.objects.select_related("source").earliest("external_id")
        assert posting.source.name in posting.source.attribution
        assert posting.outside_url == shape.link_of(shape.job(1))
        assert PostingSearch.objects.filter(is_active=True).count() == 2

    def test_a_second_run_changes_nothing(self, shape, configured, now):
        shape.say_jobs(configured, shape.job(1), shape.job(2))
        go(shape.slug, now)

        run = go(shape.slug, now + timedelta(hours=1))

        assert (run.counts["created"], run.counts["updated"], run.counts["unchanged"]) == (0, 0, 2)

    def test_drops_repeats_and_refuses_odd_rows(self, shape, configured, now):
        rows = [shape.job(1), shape.job(1), None, {}, shape.job(2, **{shape.title_field: " "})]
        shape.say_jobs(configured, *rows)

        run = go(shape.slug, now)

        assert (run.counts["created"], run.counts["rejected"]) == (1, 3)

    def test_counts_every_call(self, shape, configured, now):
        shape.say_jobs(configured, shape.job(1))
        go(shape.slug, now)

        quota = CallQuota.objects.get(source__slug=shape.slug, window_kind="HOUR")
        assert (quota.used, quota.key_id) == (len(configured.asked), "keyless")

    def test_a_closed_network_is_a_failed_run_with_a_sentence(
        self, shape, configured, settings, now, no_waiting
    ):
        close_network(settings)

        with pytest.raises(StageFailedError, match=r"127\.0\.0\.1 cannot be reached"):
            go(shape.slug, now)

        run = SourceRun.objects.get()
        assert (run.state, run.tries) == ("FAILED", 1)
        assert run.next_try_at > now
        assert run.error.startswith("Fetch: 127.0.0.1 cannot be reached")
        assert not Posting.objects.exists()
        assert shape.slug not in due_sources(now=now)
        assert len(due_sources(now=now)) == len(ALL) - 1
        assert not CallQuota.objects.filter(used__gt=0).exists()

    def test_nobody_is_alarmed_by_a_closed_network(
        self, shape, configured, settings, now, no_waiting
    ):
        close_network(settings)

        refresh_unattended(Refresh(source=shape.slug), now=now, options=OPTIONS)

        assert SourceRun.objects.get().state == "FAILED"

    @pytest.mark.parametrize(
        "bad", [Reply(404), Reply(500), Reply(403, b"no"), Reply(200, b"<html>login</html>")]
    )
    def test_what_answers_wrongly_leaves_the_postings_as_they_were(
        self, shape, configured, now, no_waiting, bad
    ):
        shape.say_jobs(configured, shape.job(1))
        go(shape.slug, now)
        configured.say(shape.path, bad)

        refresh_unattended(
            Refresh(source=shape.slug), now=now + timedelta(hours=1), options=OPTIONS
        )

        assert SourceRun.objects.latest("started_at").state == "FAILED"
        assert Posting.objects.get().status == "ACTIVE"


class TestFullFeeds:
    def test_closes_what_is_gone_and_opens_what_returns(self, configured, now):
        path = GREENHOUSE.format("acme")
        jobs = [greenhouse_job(number) for number in range(4)]
        configured.say(path, jobs_answer(jobs))
        go("greenhouse", now)
        configured.say(path, jobs_answer(jobs[1:]))

        run = go("greenhouse", now + timedelta(days=1))

        assert run.counts["expired"] == 1
        gone = Posting.objects.get(external_id="4000000")
        assert (gone.status, gone.closed_at) == ("EXPIRED", now + timedelta(days=1))
        assert not gone.search.is_active
        assert Posting.objects.filter(status="ACTIVE", search__is_active=True).count() == 3

        configured.say(path, jobs_answer(jobs))
        assert go("greenhouse", now + timedelta(days=2)).counts["resurrected"] == 1

    def test_a_sick_feed_closes_nothing(self, configured, now):
        path = GREENHOUSE.format("acme")
        jobs = [greenhouse_job(number) for number in range(5)]
        configured.say(path, jobs_answer(jobs))
        go("greenhouse", now)
        configured.say(path, jobs_answer(jobs[:2]))

        assert go("greenhouse", now + timedelta(days=1)).counts["expired"] == 0
        assert Posting.objects.filter(status="ACTIVE").count() == 5

    def test_a_board_that_fails_closes_nothing(
        self, configured, settings, tmp_path, now, no_waiting
    ):
        set_boards(settings, tmp_path, "greenhouse acme Acme", "greenhouse other Other")
        for number, name in enumerate(("acme", "other")):
            configured.say(GREENHOUSE.format(name), jobs_answer([greenhouse_job(number)]))
        go("greenhouse", now)
        configured.say(GREENHOUSE.format("other"), Reply(500))

        run = go("greenhouse", now + timedelta(days=1))

        assert run.counts["expired"] == 0
        assert "Not read this time: other" in run.cursor["stopped_early"]
        assert Posting.objects.filter(status="ACTIVE").count() == 2

    def test_a_board_taken_off_the_list_is_closed(self, configured, settings, tmp_path, now):
        set_boards(settings, tmp_path, "greenhouse acme Acme", "greenhouse other Other")
        for number, name in enumerate(("acme", "other")):
            configured.say(GREENHOUSE.format(name), jobs_answer([greenhouse_job(number)]))
        go("greenhouse", now)
        set_boards(settings, tmp_path, "greenhouse acme Acme")

        assert go("greenhouse", now + timedelta(days=1)).counts["expired"] == 1

    def test_other_sources_are_left_alone(self, configured, now):
        configured.say("/job-board-api", arbeitnow_page([BY_SLUG["arbeitnow"].job(1)]))
        configured.say(GREENHOUSE.format("acme"), jobs_answer([greenhouse_job(1)]))
        go("arbeitnow", now)
        go("greenhouse", now)

        assert Posting.objects.filter(status="ACTIVE").count() == 2

    def test_reads_lever_in_europe_too(self, configured, settings, tmp_path, now):
        set_boards(settings, tmp_path, "lever acme Acme", "lever-eu euro Euro")
        shape = BY_SLUG["lever"]
        configured.say("/postings/acme", shape.answer([shape.job(1)]))
        configured.say("/eu/postings/euro", shape.answer([shape.job(2)]))

        assert go("lever", now).counts["created"] == 2
        assert set(Posting.objects.values_list("company_name", flat=True)) == {"Acme", "Euro"}


class TestIncrementalFeeds:
    @pytest.mark.parametrize(
        "shape", [s for s in SHAPES if not s.is_board], ids=lambda shape: shape.slug
    )
    def test_what_is_absent_stays_open_until_it_is_too_old(self, shape, configured, now):
        shape.say_jobs(configured, shape.job(1), shape.job(2))
        go(shape.slug, now)
        shape.say_jobs(configured, shape.job(1))

        assert go(shape.slug, now + timedelta(days=1)).counts["expired"] == 0
        assert go(shape.slug, now + timedelta(days=40)).counts["expired"] == 1

    def test_remotive_is_asked_four_times_a_day_at_most(self, configured, now):
        shape = BY_SLUG["remotive"]
        shape.say_jobs(configured, shape.job(1))
        for _ in range(4):
            go("remotive", now)

        with pytest.raises(StageFailedError, match="All 4 calls of this day are used"):
            go("remotive", now)

        assert len(configured.asked) == 4


class TestSettings:
    def test_names_the_sources_in_order_and_forgets_what_it_does_not_know(self, settings):
        settings.KEYLESS_SOURCES = ["ashby", " Arbeitnow", "monster"]

        assert refreshable_keyless() == ["arbeitnow", "ashby"]

    def test_staff_can_switch_one_off(self, configured, now):
        catalogue.register_all()
        Source.objects.filter(slug="lever").update(is_enabled=False)

        assert "lever" not in due_sources(now=now)

    def test_a_wrong_list_of_boards_is_told(self, configured, settings, tmp_path, now):
        set_boards(settings, tmp_path, "workday acme Acme")

        with pytest.raises(NotConfiguredError, match=r"boards\.txt, line 1: workday is not one"):
            go("lever", now)

    def test_a_list_without_a_board_of_the_system_is_told(
        self, configured, settings, tmp_path, now
    ):
        set_boards(settings, tmp_path, "lever acme Acme")

        with pytest.raises(NotConfiguredError, match="names none on Ashby"):
            go("ashby", now)

    def test_the_shipped_list_is_read_without_any_setting(self, settings):
        settings.JOB_BOARDS_FILE = ""

        assert "greenhouse doctolib" in building.plan_of("greenhouse")["boards"]


class TestStaleKeyless:
    def test_asks_again_only_what_gave_nothing_for_most_of_a_day(self, configured, now):
        shape = BY_SLUG["remotive"]
        shape.say_jobs(configured, shape.job(1))
        assert stale_keyless(now=now) == ALL
        go("remotive", now)

        assert "remotive" not in stale_keyless(now=now + timedelta(hours=19))
        assert "remotive" in stale_keyless(now=now + timedelta(hours=21))


class TestDoctor:
    def test_says_how_to_switch_them_on(self, settings):
        settings.KEYLESS_SOURCES = []
        found = doctor.keyless_sources()

        assert (found.state, "docs/sources.md" in found.fix) == ("not configured", True)

    def test_a_closed_network_is_no_broken_install(self, configured):
        found = doctor.keyless_sources()

        assert found.state == "not configured"
        assert "refresh_jobs --keyless" in found.fix

    def test_a_wrong_list_is(self, configured, settings, tmp_path):
        set_boards(settings, tmp_path, "lever")
        found = doctor.keyless_sources()

        assert found.state == "broken"
        assert "line 1" in found.sentence
        assert "JOB_BOARDS_FILE" in found.fix

    def test_names_who_has_answered(self, configured, now):
        configured.say("/remote-jobs", jobs_answer([]))
        go("remotive", now)

        assert doctor.keyless_sources().sentence == (
            f"1 of {len(ALL)} keyless sources have answered: Remotive."
        )
