"""Board, table, today and insights: what is counted, what is shown, in which order."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.tests.factories import UserFactory
from applications import services
from applications.models import Application
from applications.rendering.funnel import funnel
from applications.selectors.board import board, counts_by_column, more_of
from applications.selectors.cards import card_of, with_next_step
from applications.selectors.today import first_run, today
from applications.states import COLUMN_OF, Column, Status
from applications.tests.factories import NOW, ApplicationFactory
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
UTC = ZoneInfo("UTC")


@pytest.fixture
def owner():
    return UserFactory.create()


def card(row):
    rows = with_next_step(Application.objects.filter(pk=row.pk), now=NOW)
    return card_of(rows.get(), now=NOW)


class TestBoard:
    def test_every_status_has_its_column(self, owner):
        for status in Status:
            ApplicationFactory.create(owner=owner, status=status)
        shown = board(owner.pk, now=NOW)
        for column in shown.columns:
            assert {c.status for c in column.cards} == {
                s for s in Status if COLUMN_OF[s] == column.column
            }
            assert column.count == len(column.cards)

    def test_columns_are_cut_and_go_on_where_they_were_cut(self, owner):
        for n in range(7):  # equal positions too: ties are broken by key
            ApplicationFactory.create(owner=owner, position=n // 3)
        first = board(owner.pk, now=NOW, per_column=3).columns[0]
        assert (first.count, len(first.cards)) == (7, 3)
        second = more_of(owner.pk, Column.SAVED, after=first.more_after, now=NOW, limit=3)
        third = more_of(owner.pk, Column.SAVED, after=second.more_after, now=NOW, limit=3)
        ids = [c.id for part in (first, second, third) for c in part.cards]
        assert len(ids) == len(set(ids)) == 7
        assert third.more_after is None

    def test_below_somebody_elses_card_is_nothing(self, owner):
        other = ApplicationFactory.create()
        ApplicationFactory.create(owner=owner)
        assert more_of(owner.pk, Column.SAVED, after=other.pk, now=NOW).cards == []

    def test_counts_are_of_ones_own(self, owner):
        ApplicationFactory.create(owner=owner, status=Status.READY)
        ApplicationFactory.create()
        counts = counts_by_column(owner.pk)
        assert (counts[Column.PREPARING], counts[Column.SAVED]) == (1, 0)


class TestNextStep:
    def test_the_earliest_comes_first(self, owner):
        row = ApplicationFactory.create(owner=owner)
        services.set_next_action(application=row, text="Write", at=NOW + timedelta(days=3), now=NOW)
        services.add_interview(
            application=row, starts_at=NOW + timedelta(days=2), actor=owner, now=NOW
        )
        assert card(row).next_step.kind == "interview"
        services.add_reminder(
            owner=owner, application=row, text="Call", due_at=NOW - timedelta(days=1), now=NOW
        )
        step = card(row).next_step
        assert (step.kind, step.text, step.is_due) == ("reminder", "Call", True)

    def test_a_step_without_a_day_is_still_a_step(self, owner):
        row = ApplicationFactory.create(owner=owner)
        services.set_next_action(application=row, text="Think", at=None, now=NOW)
        assert card(row).next_step.text == "Think"

    def test_what_is_over_is_no_step(self, owner):
        row = ApplicationFactory.create(owner=owner)
        past = services.add_interview(
            application=row, starts_at=NOW - timedelta(days=1), actor=owner, now=NOW
        )
        ahead = services.add_interview(
            application=row, starts_at=NOW + timedelta(days=1), actor=owner, now=NOW
        )
        services.edit_interview(interview=ahead, actor=owner, now=NOW, outcome="CANCELLED")
        assert past.outcome == "PENDING"
        assert card(row).next_step is None


class TestToday:
    def test_silent_means_three_weeks_without_an_interview_ahead(self, owner):
        old = NOW - timedelta(days=22)
        silent = ApplicationFactory.create(owner=owner, status=Status.APPLIED, last_sign_at=old)
        booked = ApplicationFactory.create(owner=owner, status=Status.APPLIED, last_sign_at=old)
        services.add_interview(
            application=booked, starts_at=NOW + timedelta(days=9), actor=owner, now=old
        )
        ApplicationFactory.create(owner=owner, status=Status.SAVED, last_sign_at=old)
        recent = NOW - timedelta(days=20)
        ApplicationFactory.create(owner=owner, status=Status.APPLIED, last_sign_at=recent)
        shown = today(owner.pk, now=NOW, zone=UTC)
        assert shown.silent == [silent]
        assert (shown.waiting, shown.silent_count, shown.without_count) == (3, 1, 3)

    @pytest.mark.parametrize(
        ("zone", "is_today"), [("UTC", True), ("Asia/Tokyo", False), ("America/New_York", True)]
    )
    def test_the_day_ends_in_the_persons_zone(self, owner, zone, is_today):
        # 09:00 UTC is 18:00 in Tokyo, where 20:00 UTC is tomorrow already
        due = NOW.replace(hour=20)
        services.add_reminder(owner=owner, text="Call", due_at=due, now=NOW)
        assert bool(today(owner.pk, now=NOW, zone=ZoneInfo(zone)).things) is is_today

    def test_closed_ones_ask_for_nothing(self, owner):
        row = ApplicationFactory.create(
            owner=owner, status=Status.REJECTED, next_action="Write", next_action_at=NOW
        )
        services.add_interview(application=row, starts_at=NOW, actor=owner, now=NOW)
        shown = today(owner.pk, now=NOW, zone=UTC)
        assert (shown.things, shown.without_count) == ([], 0)

    def test_a_reminder_goes_with_its_closed_application_only_when_ticked(self, owner):
        row = ApplicationFactory.create(owner=owner, status=Status.REJECTED)
        services.add_reminder(owner=owner, application=row, text="Thank", due_at=NOW, now=NOW)
        assert len(today(owner.pk, now=NOW, zone=UTC).things) == 1

    def test_first_steps_are_ticked_off_one_by_one(self):
        version = ResumeVersionFactory.create()
        first = first_run(version.owner_id)
        assert (first.has_resume, first.has_saved, first.done) == (True, False, 1)
        row = ApplicationFactory.create(owner=version.owner)
        assert first_run(version.owner_id).done == 2
        services.move_application(application=row, to=Status.APPLIED, actor=version.owner, now=NOW)
        assert first_run(version.owner_id).has_applied


class TestFunnel:
    def test_bars_share_one_scale(self):
        first, half, none = funnel([("a", 120), ("b", 60), ("c", 0)])
        assert (first.length, first.share) == (100, "")
        assert (half.length, half.share) == (50, "60/120")
        assert (none.length, none.share) == (0, "0/60")

    def test_one_of_very_many_can_be_seen(self):
        assert funnel([("a", 100_000), ("b", 1)])[1].length >= 0.5

    def test_nothing_at_all_divides_by_nothing(self):
        assert [bar.length for bar in funnel([("a", 0), ("b", 0)])] == [0, 0]
