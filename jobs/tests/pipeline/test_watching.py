from datetime import timedelta

import pytest
from django_celery_results.models import TaskResult

from accounts.models import Alert
from core.alerts import Severity
from jobs.models import CallQuota, Source, SourceRun
from jobs.pipeline import adzuna
from jobs.pipeline.watching import findings, slow_run, watch
from jobs.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


def run(now, *, hours=1, state="DONE", minutes=1, rows=0, refused=0, **fields):
    begun = now - timedelta(hours=hours)
    made = SourceRun.objects.create(
        source=SourceFactory(),
        trigger=fields.pop("trigger", "SCHEDULE"),
        state=state,
        started_at=begun,
        finished_at=None if state == "RUNNING" else begun + timedelta(minutes=minutes),
        **fields,
    )
    made.stages.create(stage="FETCH", rows_in=rows, rows_out=rows)
    made.stages.create(stage="VALIDATE", rows_in=rows, rows_out=rows - refused, rejected=refused)
    return made


def told(now):
    return [(one.key, one.severity) for one in findings(now=now)]


class TestStopped:
    def test_a_stop_is_a_warning_two_are_critical_three_page_somebody(self, now):
        stopped = {"state": "FAILED", "error": "Fetch: away", "tries": 4}
        run(now, hours=30, **stopped, cursor={"failed_stage": "FETCH"})
        assert told(now) == [("jobs.adzuna.stopped", Severity.WARNING)]
        assert findings(now=now)[0].detail == "Tried 4 times. Fetch: away"

        run(now, hours=20, **stopped)
        assert told(now) == [("jobs.adzuna.stopped", Severity.CRITICAL)]

        run(now, hours=10, **stopped)
        assert "somebody must look" in findings(now=now)[0].title

    def test_one_that_is_tried_again_or_was_a_file_is_no_alert(self, now):
        run(now, state="FAILED", next_try_at=now + timedelta(minutes=1))
        run(now, state="FAILED", trigger="IMPORT")

        assert told(now) == []

    def test_a_good_run_after_it_ends_it(self, now):
        run(now, hours=3, state="FAILED", error="away")
        watch(now=now)
        run(now)
        watch(now=now)

        assert Alert.objects.get().closed_at == now

    def test_a_source_that_is_off_is_left_alone(self, now):
        run(now, state="FAILED")
        Source.objects.update(is_enabled=False)

        assert told(now) == []


class TestSlowRun:
    @pytest.mark.parametrize(
        ("rows", "minutes", "severity"),
        [
            (10_000, 11, None), (10_000, 13, "INFO"), (10_000, 16, "WARNING"),
            (10_000, 21, "CRITICAL"), (50_000, 12.5, "INFO"), (150_000, 19, None),
            (150_000, 26, "WARNING"), (500_000, 24, None), (500_000, 31, "WARNING"),
            (500_000, 41, "CRITICAL"), (5_000_000, 31, "WARNING"),
        ],
    )  # fmt: skip
    def test_allows_more_minutes_for_more_postings(self, rows, minutes, severity):
        assert slow_run(rows, minutes) == severity

    def test_counts_a_run_that_still_runs(self, now):
        run(now, state="RUNNING", rows=10_000)

        assert told(now) == [("jobs.adzuna.slow", Severity.CRITICAL)]


class TestRefused:
    def test_more_than_five_in_a_hundred_is_a_warning_with_reasons(self, now):
        made = run(now, rows=1000, refused=51)
        made.rejects.create(stage="VALIDATE", reason="no title")

        assert told(now) == [("jobs.adzuna.refused", Severity.WARNING)]
        assert findings(now=now)[0].detail == "1 × no title"

    @pytest.mark.parametrize(("rows", "refused"), [(1000, 50), (99, 99)])
    def test_few_are_not(self, rows, refused, now):
        run(now, rows=rows, refused=refused)

        assert told(now) == []


class TestShrunk:
    def test_a_feed_that_gave_far_less_is_a_warning(self, now):
        run(now, warnings=["Acme gave 3 postings, usually 90; nothing was closed."])

        assert told(now) == [("jobs.adzuna.shrunk", Severity.WARNING)]
        assert "usually 90" in findings(now=now)[0].detail


class TestQuota:
    @pytest.fixture
    def ledger(self, settings):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
        return adzuna.ledgers()[0]

    def use(self, ledger, now, *, days, calls):
        for day in range(days):
            CallQuota.objects.create(
                source_id=ledger.source_id, key_id=ledger.key_id, window_kind="HOUR",
                window_start=now - timedelta(days=day + 1), used=calls,
            )  # fmt: skip

    def test_a_month_as_planned_is_no_news(self, ledger, now):
        self.use(ledger, now, days=31, calls=79)

        assert told(now) == []

    def test_a_spree_that_starves_the_coming_days_is(self, ledger, now):
        self.use(ledger, now, days=10, calls=215)

        assert told(now) == [("jobs.adzuna.quota.1", Severity.WARNING)]


class TestDeadLetters:
    def test_are_counted(self, now):
        TaskResult.objects.create(task_id="1", status="FAILURE")
        TaskResult.objects.create(task_id="2", status="RETRY")

        assert told(now) == [("jobs.dead-letters", Severity.WARNING)]
