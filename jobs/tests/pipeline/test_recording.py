import pytest

from jobs.models import SourceRun, StageRun
from jobs.pipeline import recording
from jobs.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(now):
    return SourceRun.objects.create(source=SourceFactory(), trigger="MANUAL", started_at=now)


@pytest.fixture
def said(monkeypatch):
    """What would reach the sockets of staff; the socket itself is tested in accounts."""
    heard = []
    monkeypatch.setattr(
        recording, "announce_to_staff", lambda topic, **ids: heard.append((topic, ids))
    )
    return heard


class TestNote:
    def test_adds_lines_and_keeps_the_beginning(self, run):
        recording.note(run, "FETCH", "the first error")
        for _ in range(15):
            recording.note(run, "FETCH", "x" * 30_000)
        log = StageRun.objects.get().log
        assert "the first error\n" in log[:40]
        assert len(log) == recording.LONGEST_LOG

    def test_is_written_when_a_stage_fails(self, run):
        with pytest.raises(recording.StageFailedError), recording.failing_as(run, "ENRICH"):
            raise ValueError("no such thing")
        assert "ValueError: no such thing" in StageRun.objects.get(stage="ENRICH").log


class TestAnnounce:
    def test_speaks_once_a_second_and_always_at_the_end(
        self, run, said, django_capture_on_commit_callbacks, monkeypatch
    ):
        monkeypatch.setattr(recording.time, "monotonic", lambda: 5000.0)
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(50):
                recording.record(run, "FETCH", recording.Tally())
            recording.announce(run, is_over=True)
        assert said == [("run", {"run_id": run.pk})] * 2
