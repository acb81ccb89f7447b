"""What was just published is found before it is in the index, and the same afterwards."""

import threading

import pytest
from django.db import connection, transaction

from jobs.tests.factories import NOW
from matching import selectors, tasks
from matching.engines import local, settling
from matching.models import PostingVector
from matching.tests.engine.test_properties import profile
from matching.tests.factories import published
from matching.types import Wishes

WORK = ("Ward nurse", "Baker", "Backend developer", "Welder", "Accountant", "Bus driver")


def fresh():
    return PostingVector.objects.filter(is_settled=False).count()


@pytest.fixture
def found(monkeypatch):
    # As in a catalogue too large to be read row by row.
    monkeypatch.setattr(local, "EXACT_BELOW", 0)
    monkeypatch.setattr(local, "WORDED", 0)
    monkeypatch.setattr(local, "SKILLED", 0)

    def ask():
        engine = selectors.active_engine()
        return local.candidates(profile(), Wishes(), engine_id=engine.pk, now=NOW)

    return ask


@pytest.mark.django_db
class TestSettle:
    def test_changes_no_answer(self, found):
        for work in WORK:
            published(title=work, description=f"We need a {work}.")
        assert fresh() == len(WORK)
        before = found()
        assert len(before) == len(WORK)

        assert settling.settle(100) == len(WORK)

        assert fresh() == 0
        assert found() == before

    def test_finds_settled_and_fresh_together(self, found):
        for work in WORK[:3]:
            published(title=work, description=f"We need a {work}.")
        settling.settle(100)
        for work in WORK[3:]:
            published(title=work, description=f"We need a {work}.")

        assert fresh() == 3
        assert len(found()) == len(WORK)

    def test_takes_no_more_than_asked_and_a_few_at_a_time(self, monkeypatch):
        monkeypatch.setattr(settling, "ROWS_AT_ONCE", 2)
        for work in WORK:
            published(title=work)

        assert settling.settle(3) == 3
        assert fresh() == 3
        assert settling.settle(100) == 3
        assert settling.settle(100) == 0

    def test_the_task_hands_on_until_nothing_is_left(
        self, monkeypatch, settings, django_capture_on_commit_callbacks
    ):
        settings.CELERY_TASK_ALWAYS_EAGER = True
        monkeypatch.setattr(tasks, "VECTORS_PER_TASK", 4)
        for work in WORK:
            published(title=work)

        with django_capture_on_commit_callbacks(execute=True):
            tasks.settle_vectors()

        assert fresh() == 0


@pytest.mark.django_db(transaction=True)
class TestBesideAPublication:
    def test_leaves_rows_that_are_being_written_for_later(self):
        with transaction.atomic():
            postings = [published(title=work) for work in WORK]
        writing, done = threading.Event(), threading.Event()

        def write():
            try:
                with transaction.atomic():
                    PostingVector.objects.filter(posting=postings[0]).update(field=None)
                    writing.set()
                    done.wait(30)
            finally:
                connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        assert writing.wait(30)
        try:
            assert settling.settle(100) == len(WORK) - 1
        finally:
            done.set()
            writer.join()
        assert settling.settle(100) == 1
