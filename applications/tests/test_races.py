"""Real races, on PostgreSQL, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.tests.factories import UserFactory
from applications import services, transitions
from applications.models import Application
from applications.states import Column, Status
from applications.tests.factories import NOW, ApplicationFactory
from core.errors import DomainError
from jobs.tests.factories import PostingFactory

WORKERS = 8
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work):
    gate = Barrier(WORKERS)

    def run(n):
        try:
            gate.wait()
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def test_eight_movers_of_one_row_leave_one_winner_and_one_event():
    application = ApplicationFactory.create(status=Status.APPLIED)
    copies = [Application.objects.get(pk=application.pk) for _ in range(WORKERS)]
    ends = [Status.REJECTED, Status.INTERVIEW]

    def work(n):
        try:
            transitions.move(copies[n], ends[n % 2], now=NOW)
        except transitions.AlreadyMovedError:
            return False
        return True

    assert sum(at_once(work)) == 1
    application.refresh_from_db()
    event = application.events.get()
    assert event.to_status == application.status


def test_eight_undos_of_one_move_undo_once():
    application = ApplicationFactory.create()
    event = transitions.move(application, Status.PREPARING, now=NOW)
    copies = [type(event).objects.select_related("application").get() for _ in range(WORKERS)]

    def work(n):
        try:
            transitions.revert(copies[n], now=NOW, actor=application.owner)
        except (transitions.AlreadyMovedError, transitions.CannotUndoError):
            return False
        return True

    assert sum(at_once(work)) == 1
    assert application.events.count() == 2


def test_eight_saves_of_one_posting_make_one_application():
    owner, posting = UserFactory.create(), PostingFactory.create()
    rows = at_once(lambda _n: services.save_posting(owner=owner, posting=posting, now=NOW).pk)
    assert len(set(rows)) == 1
    assert Application.objects.count() == 1


def test_eight_cards_dropped_at_one_place_all_arrive():
    owner = UserFactory.create()
    anchor = ApplicationFactory.create(owner=owner, status=Status.APPLIED)
    cards = ApplicationFactory.create_batch(WORKERS, owner=owner)
    at_once(
        lambda n: services.place_application(
            application=cards[n], column=Column.APPLIED, after=anchor.pk, actor=owner, now=NOW
        )
    )
    assert Application.objects.filter(status=Status.APPLIED).count() == WORKERS + 1


def test_whoever_writes_while_it_is_deleted_wins_or_is_told():
    owner = UserFactory.create()
    for _round in range(3):
        row = ApplicationFactory.create(owner=owner)
        copies = [Application.objects.get(pk=row.pk) for _ in range(WORKERS)]
        acts = [
            lambda a: services.delete_application(application=a),
            lambda a: services.add_note(application=a, text="n", actor=owner, now=NOW),
            lambda a: services.edit_application(application=a, actor=owner, now=NOW, title="t"),
            lambda a: services.set_next_action(application=a, text="n", at=None, now=NOW),
            lambda a: services.add_reminder(
                owner=owner, application=a, text="n", due_at=NOW, now=NOW
            ),
            lambda a: services.place_application(
                application=a, column=Column.SAVED, after=None, actor=owner, now=NOW
            ),
        ]

        def work(n, acts=acts, copies=copies):
            try:
                acts[n % len(acts)](copies[n])
            except DomainError as error:
                return error.code
            return "done"

        assert set(at_once(work)) <= {"done", "gone"}
        assert not Application.objects.filter(pk=row.pk).exists()
