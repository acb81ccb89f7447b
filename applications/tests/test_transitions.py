"""The table of moves, pair by pair, and what each leaves behind."""

from datetime import timedelta

import pytest

from accounts.tests.factories import UserFactory
from applications import transitions
from applications.models import ApplicationEvent
from applications.states import (
    CLOSED,
    COLUMN_OF,
    HAND_SET,
    MOVES,
    Column,
    Status,
    can_restore,
    corrections_for_a_person,
    moves_for_a_person,
)
from applications.tests.factories import NOW, ApplicationFactory
from jobs.tests.factories import PostingFactory

pytestmark = pytest.mark.django_db
PAIRS = [(a, b) for a in Status for b in Status]
ALLOWED = [(a, b) for a, b in PAIRS if b in MOVES[a]]
REFUSED = [(a, b) for a, b in PAIRS if b not in MOVES[a]]
S = Status


def test_the_table_is_the_one_we_agreed_on():
    assert len(ALLOWED) == 47
    assert {s for s in Status if not MOVES[s]} == {S.ACCEPTED, S.REJECTED, S.WITHDRAWN}
    assert [a for a, b in ALLOWED if b == S.SUBMITTING] == [S.APPROVED]
    assert set(COLUMN_OF) == set(Status)


class TestMove:
    @pytest.mark.parametrize(("seen", "to"), ALLOWED, ids=lambda s: s.value)
    def test_follows_the_table(self, seen, to):
        application = ApplicationFactory.create(status=seen)
        event = transitions.move(application, to, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert application.status == to
        assert (event.kind, event.from_status, event.to_status) == ("MOVED", seen, to)

    @pytest.mark.parametrize(("seen", "to"), REFUSED, ids=lambda s: s.value)
    def test_refuses_everything_else_and_names_what_is_allowed(self, seen, to):
        application = ApplicationFactory.create(status=seen)
        with pytest.raises(transitions.MoveNotAllowedError) as refusal:
            transitions.move(application, to, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert application.status == seen
        assert set(refusal.value.allowed) == MOVES[seen]
        assert not application.events.exists()

    def test_changes_nothing_when_someone_was_faster(self):
        first = ApplicationFactory.create(status=S.APPLIED)
        second = type(first).objects.get(pk=first.pk)
        transitions.move(first, S.INTERVIEW, now=NOW)
        with pytest.raises(transitions.AlreadyMovedError):
            transitions.move(second, S.REJECTED, now=NOW)
        first.refresh_from_db()
        assert first.status == S.INTERVIEW
        assert first.events.count() == 1

    def test_approves_only_for_a_person(self):
        application = ApplicationFactory.create(status=S.READY)
        with pytest.raises(transitions.PersonNeededError):
            transitions.move(application, S.APPROVED, now=NOW)
        transitions.move(application, S.APPROVED, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert (application.approved_by, application.approved_at) == (application.owner, NOW)

    def test_forgets_the_approval_when_work_starts_again(self):
        application = ApplicationFactory.create(status=S.READY)
        transitions.move(application, S.APPROVED, now=NOW, actor=application.owner)
        transitions.move(application, S.PREPARING, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert application.approved_at is None
        assert application.approved_by is None

    def test_keeps_the_day_it_really_happened(self):
        tuesday = NOW - timedelta(days=5)
        application = ApplicationFactory.create(last_sign_at=NOW - timedelta(days=9))
        event = transitions.move(application, S.APPLIED, now=NOW, happened_at=tuesday)
        application.refresh_from_db()
        assert application.applied_at == application.last_sign_at == event.happened_at == tuesday

    def test_refuses_what_has_not_happened_yet(self):
        application = ApplicationFactory.create()
        with pytest.raises(transitions.InTheFutureError):
            transitions.move(
                application, S.APPLIED, now=NOW, happened_at=NOW + timedelta(minutes=1)
            )

    def test_silence_is_no_sign_of_life(self):
        then = NOW - timedelta(days=30)
        application = ApplicationFactory.create(status=S.APPLIED, last_sign_at=then)
        transitions.move(application, S.GHOSTED, now=NOW)
        application.refresh_from_db()
        assert application.last_sign_at == then

    def test_puts_the_card_on_top_of_its_new_column(self):
        owner = UserFactory.create()
        there = ApplicationFactory.create(owner=owner, status=S.APPLIED, position=-5)
        moved = ApplicationFactory.create(owner=owner, position=100)
        transitions.move(moved, S.APPLIED, now=NOW)
        moved.refresh_from_db()
        assert moved.position < there.position

    def test_tells_open_pages_only_once_committed(self, django_capture_on_commit_callbacks):
        application = ApplicationFactory.create()
        with django_capture_on_commit_callbacks() as callbacks:
            transitions.move(application, S.PREPARING, now=NOW)
        assert len(callbacks) == 1


class TestCorrect:
    @pytest.mark.parametrize(("seen", "to"), PAIRS, ids=lambda s: s.value)
    def test_goes_anywhere_a_person_may_set_except_out_of_submitting(self, seen, to):
        application = ApplicationFactory.create(status=seen)
        if seen == S.SUBMITTING or to not in HAND_SET or seen == to:
            with pytest.raises(transitions.MoveNotAllowedError):
                transitions.correct(application, to, now=NOW, actor=application.owner)
        else:
            event = transitions.correct(application, to, now=NOW, actor=application.owner)
            assert event.kind == ApplicationEvent.Kind.CORRECTED
            to = Status(to)
        application.refresh_from_db()
        assert application.status == (seen if not application.events.exists() else to)

    def test_every_two_columns_are_joined(self):
        reach = {COLUMN_OF[to] for to in HAND_SET}
        assert reach == set(Column)

    def test_back_to_saved_means_never_applied(self):
        application = ApplicationFactory.create(status=S.APPLIED, applied_at=NOW)
        transitions.correct(application, S.SAVED, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert application.applied_at is None

    def test_straight_to_interview_means_applied(self):
        application = ApplicationFactory.create()
        transitions.correct(application, S.INTERVIEW, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert application.applied_at == NOW

    def test_reopening_beside_an_open_one_is_explained(self):
        owner, posting = UserFactory.create(), PostingFactory.create()
        closed = ApplicationFactory.create(owner=owner, posting=posting, status=S.REJECTED)
        ApplicationFactory.create(owner=owner, posting=posting)
        with pytest.raises(transitions.AlreadyOpenError):
            transitions.correct(closed, S.APPLIED, now=NOW, actor=owner)
        closed.refresh_from_db()
        assert closed.status == S.REJECTED


class TestRevert:
    @pytest.mark.parametrize(("seen", "to"), ALLOWED, ids=lambda s: s.value)
    def test_takes_back_what_can_be_taken_back(self, seen, to):
        application = ApplicationFactory.create(status=seen)
        event = transitions.move(application, to, now=NOW, actor=application.owner)
        if can_restore(seen, to):
            undone = transitions.revert(event, now=NOW, actor=application.owner)
            assert undone.undoes == event
        else:
            with pytest.raises(transitions.CannotUndoError):
                transitions.revert(event, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert application.status == (seen if can_restore(seen, to) else to)

    def test_restores_every_date(self):
        left = NOW - timedelta(hours=3)
        application = ApplicationFactory.create(left_at=left, position=7)
        event = transitions.move(application, S.APPLIED, now=NOW + timedelta(days=1))
        transitions.revert(event, now=NOW + timedelta(days=1), actor=application.owner)
        application.refresh_from_db()
        assert application.applied_at is None
        assert application.last_sign_at == NOW
        assert application.left_at == left
        assert application.position == 7

    def test_refuses_a_second_time(self):
        application = ApplicationFactory.create()
        event = transitions.move(application, S.PREPARING, now=NOW)
        transitions.revert(event, now=NOW, actor=application.owner)
        with pytest.raises(transitions.CannotUndoError):
            transitions.revert(
                ApplicationEvent.objects.get(pk=event.pk), now=NOW, actor=application.owner
            )

    def test_refuses_when_the_application_went_on(self):
        application = ApplicationFactory.create()
        event = transitions.move(application, S.PREPARING, now=NOW)
        transitions.move(application, S.APPLIED, now=NOW)
        with pytest.raises(transitions.AlreadyMovedError):
            transitions.revert(event, now=NOW, actor=application.owner)

    def test_can_itself_be_undone(self):
        application = ApplicationFactory.create()
        event = transitions.move(application, S.PREPARING, now=NOW)
        undone = transitions.revert(event, now=NOW, actor=application.owner)
        transitions.revert(undone, now=NOW, actor=application.owner)
        application.refresh_from_db()
        assert application.status == S.PREPARING


class TestWhatAPersonMayAsk:
    @pytest.mark.parametrize("status", Status)
    def test_never_a_machines_work(self, status):
        offered = {*moves_for_a_person(status), *corrections_for_a_person(status)}
        assert not offered & {S.IN_REVIEW, S.SUBMITTING, S.FAILED}
        assert status not in offered
        assert bool(offered) == (status != S.SUBMITTING)

    def test_the_ends_are_ends(self):
        assert frozenset({S.ACCEPTED, S.REJECTED, S.WITHDRAWN, S.GHOSTED}) == CLOSED
