"""Runs and sources as staff see them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from accounts.alerting import raise_alert
from accounts.tests.factories import UserFactory
from core.alerts import Finding, Severity
from jobs import services
from jobs.models import RejectedRow, Source, SourceRun, StageRun
from jobs.pipeline.throttling import breaker_of
from jobs.selectors.ingestion import next_refresh
from jobs.tests.adzuna import job
from jobs.tests.factories import SourceFactory
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def staff(client):
    person = UserFactory(is_staff=True)
    client.force_login(person)
    return client


@pytest.fixture
def failed(now):
    run = SourceRun.objects.create(
        source=SourceFactory(), trigger="SCHEDULE", state="FAILED", started_at=now,
        finished_at=now + timedelta(seconds=75), error="Enrich: boom", tries=4,
        cursor={"failed_stage": "ENRICH", "request": {"countries": ["gb"]}},
    )  # fmt: skip
    StageRun.objects.create(run=run, stage="FETCH", rows_in=9, rows_out=9, seconds=3)
    StageRun.objects.create(run=run, stage="ENRICH", error="boom", log="09:00:01 boom\n")
    RejectedRow.objects.create(run=run, stage="VALIDATE", reason="no title", payload={"id": "<b>"})
    return run


def page_of(client, path="/ops/ingestion", **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


class TestStaffOnly:
    @pytest.mark.parametrize("path", ["/ops/ingestion", "/ops/sources/adzuna/refresh"])
    def test_refuses_a_candidate(self, client, path):
        client.force_login(UserFactory())
        method = client.get if path == "/ops/ingestion" else client.post
        assert method(path).status_code == 403


class TestIngestion:
    def test_says_what_will_stand_here_while_nothing_ran(self, staff):
        page = page_of(staff)
        assert "No run yet" in page
        assert 'data-live="run"' in page

    def test_shows_runs_refusals_alerts_and_the_state_of_sources(self, staff, failed):
        failed.started_at = timezone.now() - timedelta(minutes=2)
        failed.finished_at = failed.started_at + timedelta(seconds=75)
        failed.save()
        Source.objects.filter(slug="adzuna").update(failures=2)
        raise_alert(
            Finding("jobs.x", Severity.CRITICAL, "Adzuna: 2 runs stopped"), now=timezone.now()
        )

        page = page_of(staff)

        for words in (
            "<b>Enrich</b> · boom",
            "1 min 15 s",
            "no title",
            "Adzuna: 2 runs stopped",
            "ADZUNA_APP_ID, ADZUNA_APP_KEY",
        ):
            assert words in page

    def test_an_imported_source_waits_for_no_settings(self, staff, tmp_path, now):
        run_import(write_jobs(tmp_path / "x.jsonl", [job(1)]), now=now, source="my-files")
        page = page_of(staff)
        assert "From files" in page
        assert "/ops/sources/my-files/refresh" not in page

    def test_shows_a_run_that_goes_on_with_its_stages(self, staff, failed):
        SourceRun.objects.filter(pk=failed.pk).update(state="RUNNING")
        page = page_of(staff, **HTMX)
        assert "<html" not in page
        assert "Running now" in page
        assert 'class="stages-bar"' in page

    def test_shows_quota_and_open_breaker(self, staff, settings):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
        SourceFactory()
        breaker = breaker_of("adzuna")
        try:
            for _ in range(breaker.failures):
                breaker.note(succeeded=False)
            page = page_of(staff)
        finally:
            breaker.note(succeeded=True)
        assert "250 of 250" in page
        assert "2,500 of 2,500" in page
        assert "paused for 1 minute after too many errors" in page
        row = page[page.index("Not answering") : page.index("/ops/sources/adzuna/refresh")]
        assert 'data-label="Failures in a row">1<' in row

    def test_a_try_that_is_still_to_come_was_not_just_now(self, staff, failed, settings):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
        soon = timezone.now() + timedelta(seconds=5)
        SourceRun.objects.filter(pk=failed.pk).update(next_try_at=soon)
        Source.objects.filter(pk=failed.source_id).update(back_off_until=soon)

        page = page_of(staff)

        for words in ("next try", "tried again"):
            assert "in 1 min" in page.split(words, 1)[1][:200]

    def test_costs_the_same_queries_for_one_run_and_many(
        self, staff, failed, django_assert_max_num_queries, now
    ):
        for number in range(15):
            run = SourceRun.objects.create(
                source=failed.source, trigger="MANUAL", state="DONE",
                started_at=now + timedelta(minutes=number), finished_at=now,
            )  # fmt: skip
            StageRun.objects.create(run=run, stage="FETCH", rows_in=1, rows_out=1, seconds=1)
        with django_assert_max_num_queries(22):
            page_of(staff)


class TestRunPage:
    def test_shows_stages_logs_and_samples_of_what_was_refused(self, staff, failed):
        page = page_of(staff, f"/ops/ingestion/{failed.pk}")
        for words in (
            "09:00:01 boom",
            "no title",
            "&lt;b&gt;",
            "Go on with the failed stage",
            "stopped here",
        ):
            assert words in page

    def test_shows_a_real_run(self, staff, tmp_path, now):
        run = run_import(
            write_jobs(tmp_path / "gb.jsonl", [job(1), {**job(2), "title": None}]), now=now
        )
        page = page_of(staff, f"/ops/ingestion/{run.pk}")
        assert "Vectorise" in page
        assert "no title" in page
        assert "Go on with" not in page

    def test_knows_what_it_does_not_have(self, staff):
        assert staff.get("/ops/ingestion/11111111-1111-4111-8111-111111111111").status_code == 404


class TestActs:
    def test_asks_for_a_run(self, staff, settings):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
        SourceFactory()
        answer = staff.post("/ops/sources/adzuna/refresh", follow=True)
        assert "as soon as a worker is free" in answer.content.decode()
        assert SourceRun.objects.get().state == "QUEUED"

    def test_says_why_not(self, staff):
        SourceFactory()
        answer = staff.post("/ops/sources/adzuna/refresh", follow=True)
        assert "has no keys" in answer.content.decode()

    def test_pauses_and_goes_on(self, staff):
        source = SourceFactory()
        for enabled in ("0", "1"):
            staff.post("/ops/sources/adzuna/pause", {"enabled": enabled})
            source.refresh_from_db()
            assert source.is_enabled is (enabled == "1")

    def test_is_refused_to_whoever_is_no_staff(self, now):
        with pytest.raises(services.NotStaffError):
            services.set_source_enabled(
                actor=UserFactory(), source=SourceFactory(), is_enabled=False, now=now
            )

    def test_goes_on_with_the_failed_stage(self, staff, failed, settings):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
        staff.post(f"/ops/ingestion/{failed.pk}/go-on")
        failed.refresh_from_db()
        assert (failed.tries, failed.next_try_at is not None) == (0, True)


class TestNextRefresh:
    def test_is_the_next_time_the_timetable_names(self, now):
        found = next_refresh(now=timezone.now())
        at = timezone.localtime(found.at)
        assert (at.hour, at.minute) == (3, 0)
        assert timedelta(0) < found.at - timezone.now() <= timedelta(days=1)

    def test_says_when_it_is_paused(self, now):
        PeriodicTask.objects.filter(task="jobs.tasks.refresh_all").update(enabled=False)
        assert next_refresh(now=now).is_paused


class TestAdminIndex:
    def test_leads_to_the_runs(self, admin_client):
        assert "/ops/ingestion" in admin_client.get("/admin/").content.decode()
