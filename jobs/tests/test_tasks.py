import pytest
from django.test import TestCase

from accounts.tests.factories import UserFactory
from jobs import services, tasks
from jobs.models import Posting, SourceRun
from jobs.tests.adzuna import answer, job
from jobs.tests.factories import PostingFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def configured(settings, fake_adzuna):
    settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
    settings.ADZUNA_BASE_URL = fake_adzuna.url
    settings.CELERY_TASK_ALWAYS_EAGER = True
    fake_adzuna.say("gb", 1, answer([job(1)]))
    return fake_adzuna


class TestRequestRefresh:
    def test_ends_in_published_postings_of_the_run_that_was_asked_for(self, configured, now):
        staff = UserFactory(is_staff=True)
        run = services.request_refresh(actor=staff, source=SourceFactory(), now=now)
        assert run.state == SourceRun.State.QUEUED

        tasks.refresh_source(source="adzuna")
        tasks.refresh_source(source="adzuna")

        run.refresh_from_db()
        assert run.state == SourceRun.State.DONE
        assert run.requested_by == staff
        assert Posting.objects.count() == 1

    def test_enqueues_only_once_it_is_committed(self, configured, now):
        with TestCase.captureOnCommitCallbacks() as callbacks:
            services.request_refresh(
                actor=UserFactory(is_staff=True), source=SourceFactory(), now=now
            )

        assert len(callbacks) >= 1

    def test_is_refused_to_others(self, configured, now):
        with pytest.raises(services.NotStaffError):
            services.request_refresh(actor=UserFactory(), source=SourceFactory(), now=now)


class TestSweepExpired:
    def test_closes_postings(self):
        posting = PostingFactory(expires_at="2020-01-01T00:00:00Z")

        tasks.sweep_expired()

        posting.refresh_from_db()
        assert posting.status == "EXPIRED"


class TestResumeRun:
    def test_goes_on_with_the_stage_that_stopped(self, configured, now):
        run = SourceRun.objects.create(
            source=SourceFactory(),
            trigger="SCHEDULE",
            state="FAILED",
            started_at=now,
            tries=4,
            cursor={"request": {"countries": ["gb"]}},
        )
        with TestCase.captureOnCommitCallbacks(execute=True):
            services.resume_run(actor=UserFactory(is_staff=True), run=run, now=now)

        assert Posting.objects.count() == 1

    def test_only_staff_and_only_what_stopped(self, configured, now):
        run = SourceRun.objects.create(
            source=SourceFactory(), trigger="SCHEDULE", state="DONE", started_at=now
        )
        with pytest.raises(services.NotStaffError):
            services.resume_run(actor=UserFactory(), run=run, now=now)
        with pytest.raises(services.CannotRefreshError, match="did not stop"):
            services.resume_run(actor=UserFactory(is_staff=True), run=run, now=now)
