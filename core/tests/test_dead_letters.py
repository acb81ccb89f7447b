"""Failures that are kept and run again, with the rows django-celery-results really writes."""

from functools import partial

import pytest
from celery import current_app, states
from django.urls import reverse
from django_celery_results.backends.database import DatabaseBackend
from django_celery_results.models import TaskResult

from core import dead_letters

pytestmark = pytest.mark.django_db
TASK = "jobs.tasks.refresh_source"


class Request:
    """What the worker knows of a call, as far as the backend reads it."""

    task = TASK
    hostname = "worker@here"
    delivery_info = None
    args = ()
    argsrepr = "()"
    children = ()
    parent_id = periodic_task_name = date_started = None

    def __init__(self, kwargs, longest=1000):
        self.kwargs, self.kwargsrepr = kwargs, repr(kwargs)[:longest]


def letter(kwargs, **kept):
    """One failure as the result backend stores it."""
    backend = DatabaseBackend(current_app, url="")
    backend.store_result(
        "an-id", ValueError("boom"), states.FAILURE, request=Request(kwargs, **kept)
    )
    return TaskResult.objects.get(task_id="an-id")


@pytest.fixture
def sent(monkeypatch):
    found = []
    monkeypatch.setattr(
        current_app.tasks[TASK], "apply_async", lambda args, kwargs: found.append((args, kwargs))
    )
    return found


class TestReplay:
    def test_runs_it_with_the_same_words_once(
        self, sent, django_capture_on_commit_callbacks, settings
    ):
        settings.CELERY_RESULT_EXTENDED = True
        kept = letter({"source": "adzuna", "countries": ["gb"]})
        assert list(dead_letters.waiting()) == [kept]

        with django_capture_on_commit_callbacks(execute=True):
            dead_letters.replay(kept)
            with pytest.raises(dead_letters.CannotReplayError, match="already"):
                dead_letters.replay(kept)

        assert sent == [((), {"source": "adzuna", "countries": ["gb"]})]
        assert not dead_letters.waiting().exists()

    def test_stays_in_the_list_while_the_queue_is_away(self, monkeypatch):
        kept, task = letter({"source": "adzuna"}), current_app.tasks[TASK]
        nobody = current_app.connection_for_write("redis://127.0.0.1:9/0")
        monkeypatch.setattr(task, "apply_async", partial(task.apply_async, connection=nobody))

        with pytest.raises(dead_letters.CannotReplayError, match="stays in the list"):
            dead_letters.replay(kept)

        assert list(dead_letters.waiting()) == [kept]

    def test_says_so_when_the_words_were_cut(self, sent):
        kept = letter({"source": "x" * 50}, longest=20)

        with pytest.raises(dead_letters.CannotReplayError, match="too long"):
            dead_letters.replay(kept)

        assert sent == []

    @pytest.mark.parametrize("words", ['"5"', "[1]", '"{1: ["', '"' + "(" * 3000 + '"', "7", '"{"'])
    def test_says_so_when_the_words_are_none(self, sent, words):
        kept = letter({})
        kept.task_kwargs = words

        with pytest.raises(dead_letters.CannotReplayError):
            dead_letters.replay(kept)

        assert sent == []

    def test_says_so_when_the_task_is_gone(self):
        kept = letter({})
        kept.task_name = "jobs.tasks.of_yesterday"

        with pytest.raises(dead_letters.CannotReplayError, match="of_yesterday"):
            dead_letters.replay(kept)


class TestAdmin:
    def test_staff_run_failures_again(self, admin_client, sent, django_capture_on_commit_callbacks):
        kept = letter({"source": "adzuna"})
        page = reverse("admin:django_celery_results_taskresult_changelist")

        with django_capture_on_commit_callbacks(execute=True):
            answer = admin_client.post(
                page, {"action": "run_again", "_selected_action": [kept.pk]}, follow=True
            )

        assert "runs again" in answer.content.decode()
        assert sent == [((), {"source": "adzuna"})]
