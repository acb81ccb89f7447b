"""Order within a column, moves across, and back."""

import pytest

from accounts.tests.factories import UserFactory
from applications import services, transitions
from applications.models import Application
from applications.selectors.order import in_column
from applications.states import CLOSED, Column, Status, likely_end
from applications.tests.factories import NOW, ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory.create()


def titles(owner, column=Column.APPLIED):
    return [row.title for row in in_column(owner.pk, column)]


def column_of(owner, *names, status=Status.APPLIED):
    return {
        name: ApplicationFactory.create(owner=owner, title=name, status=status, position=n)
        for n, name in enumerate(names)
    }


def place(card, column, after, owner, **more):
    services.place_application(
        application=Application.objects.get(pk=card.pk),
        column=column,
        after=after.pk if after else None,
        actor=owner,
        now=NOW,
        **more,
    )


class TestPlaceApplication:
    def test_puts_a_card_below_another(self, owner):
        cards = column_of(owner, "a", "b", "c")
        place(cards["a"], Column.APPLIED, cards["b"], owner)
        assert titles(owner) == ["b", "a", "c"]

    def test_puts_a_card_on_top(self, owner):
        cards = column_of(owner, "a", "b", "c")
        place(cards["c"], Column.APPLIED, None, owner)
        assert titles(owner) == ["c", "a", "b"]

    def test_moves_across_and_keeps_the_place(self, owner):
        cards = column_of(owner, "a", "b")
        new = ApplicationFactory.create(owner=owner, title="new")
        place(new, Column.APPLIED, cards["a"], owner)
        assert titles(owner) == ["a", "new", "b"]
        new.refresh_from_db()
        assert new.status == Status.APPLIED

    def test_writes_no_event_for_a_new_order(self, owner):
        cards = column_of(owner, "a", "b")
        place(cards["b"], Column.APPLIED, None, owner)
        assert not cards["b"].events.exists()

    def test_survives_a_thousand_drops_at_one_spot(self, owner):
        cards = column_of(owner, "a", "b", "c")
        for n in range(120):
            moving, other = ("b", "c") if n % 2 else ("c", "b")
            place(cards[moving], Column.APPLIED, cards["a"], owner)
            assert titles(owner) == ["a", moving, other]

    def test_backwards_is_set_by_hand(self, owner):
        card = ApplicationFactory.create(owner=owner, status=Status.OFFER)
        place(card, Column.SAVED, None, owner)
        assert card.events.get().kind == "CORRECTED"

    def test_closing_asks_for_a_reason(self, owner):
        card = ApplicationFactory.create(owner=owner)
        with pytest.raises(services.ClosedNeedsReasonError):
            place(card, Column.CLOSED, None, owner)
        place(card, Column.CLOSED, None, owner, end=Status.WITHDRAWN)
        card.refresh_from_db()
        assert card.status == Status.WITHDRAWN

    def test_ignores_a_neighbour_that_has_left(self, owner):
        cards = column_of(owner, "a", "b")
        elsewhere = ApplicationFactory.create(owner=owner)
        place(cards["b"], Column.APPLIED, elsewhere, owner)
        assert titles(owner) == ["b", "a"]

    def test_never_sees_other_peoples_cards(self, owner):
        stranger = ApplicationFactory.create(status=Status.APPLIED, position=-50)
        cards = column_of(owner, "a", "b")
        place(cards["b"], Column.APPLIED, stranger, owner)
        assert titles(owner) == ["b", "a"]

    @pytest.mark.parametrize("column", [c for c in Column if c != Column.PREPARING])
    def test_refuses_while_it_is_being_sent(self, owner, column):
        card = ApplicationFactory.create(owner=owner, status=Status.SUBMITTING)
        with pytest.raises(transitions.MoveNotAllowedError):
            place(card, column, None, owner, end=Status.WITHDRAWN)


class TestMoveApplication:
    def test_refuses_what_the_person_saw_long_ago(self, owner):
        card = ApplicationFactory.create(owner=owner, status=Status.APPLIED)
        with pytest.raises(transitions.AlreadyMovedError):
            services.move_application(
                application=card, to=Status.PREPARING, seen=Status.SAVED, actor=owner, now=NOW
            )

    @pytest.mark.parametrize("to", [Status.IN_REVIEW, Status.SUBMITTING, Status.FAILED])
    def test_leaves_to_machines_what_is_theirs(self, owner, to):
        for seen in Status:
            card = ApplicationFactory.create(owner=owner, status=seen)
            with pytest.raises(transitions.MoveNotAllowedError):
                services.move_application(
                    application=card, to=to, actor=owner, now=NOW, by_hand=True
                )


class TestMoveMany:
    def test_moves_what_can_move_and_says_why_the_rest_did_not(self, owner):
        good = ApplicationFactory.create_batch(3, owner=owner)
        stuck = ApplicationFactory.create(owner=owner, status=Status.SUBMITTING)
        moved, left = services.move_many(
            applications=[*good, stuck], to=Status.APPLIED, actor=owner, now=NOW
        )
        assert len(moved) == 3
        assert [row for row, _why in left] == [stuck]


def test_the_likeliest_end_is_an_end():
    assert {likely_end(status) for status in Status} <= CLOSED
