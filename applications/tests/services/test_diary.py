"""Interviews and reminders on the clocks of the world; coming back from the company's site."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.tests.factories import ProfileFactory, UserFactory
from applications import services
from applications.forms import InterviewForm, ReminderForm
from applications.selectors.today import today
from applications.states import Status
from applications.tests.factories import NOW, ApplicationFactory
from applications.types import DidYouApply, NoSuchTimeError, moment, morning_in
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db

# zone, wall clock, UTC: just before and after each change of the clocks, and where there is none
CLOCKS = [
    ("Europe/Berlin", "2026-03-29 01:30", "2026-03-29 00:30"),
    ("Europe/Berlin", "2026-03-29 03:30", "2026-03-29 01:30"),
    ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
    ("Europe/Berlin", "2026-10-25 03:30", "2026-10-25 02:30"),
    ("America/New_York", "2026-03-08 03:30", "2026-03-08 07:30"),
    ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
    ("Asia/Kolkata", "2026-03-29 02:30", "2026-03-28 21:00"),
    ("America/Sao_Paulo", "2026-10-25 02:30", "2026-10-25 05:30"),
]
SKIPPED = [
    ("Europe/Berlin", "2026-03-29 02:30"),
    ("America/New_York", "2026-03-08 02:30"),
    ("Australia/Lord_Howe", "2026-10-04 02:15"),
]


class TestClocks:
    @pytest.mark.parametrize(("zone", "wall", "utc"), CLOCKS)
    def test_a_wall_clock_means_one_moment(self, zone, wall, utc):
        found = moment(datetime.fromisoformat(wall), ZoneInfo(zone))
        assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)

    @pytest.mark.parametrize(("zone", "wall"), SKIPPED)
    def test_a_skipped_hour_is_refused(self, zone, wall):
        with pytest.raises(NoSuchTimeError):
            moment(datetime.fromisoformat(wall), ZoneInfo(zone))

    @pytest.mark.parametrize(("zone", "wall", "utc"), CLOCKS)
    def test_the_form_reads_it_in_the_zone_it_names(self, zone, wall, utc):
        form = InterviewForm(
            {
                "kind": "VIDEO",
                "starts_at": wall.replace(" ", "T"),
                "time_zone": zone,
                "minutes": "45",
            },
            zone=ZoneInfo("Asia/Tokyo"),
        )
        assert form.is_valid(), form.errors
        assert form.cleaned_data["starts_at"] == datetime.fromisoformat(utc).replace(tzinfo=UTC)

    @pytest.mark.parametrize(("zone", "wall"), SKIPPED)
    def test_the_form_explains_a_skipped_hour(self, zone, wall):
        form = ReminderForm({"text": "Call", "due_at": wall}, zone=ZoneInfo(zone))
        assert not form.is_valid()
        assert "clocks go forward" in str(form.errors["due_at"])

    def test_editing_shows_the_clock_of_the_interview(self):
        row = ApplicationFactory.create()
        starts_at = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
        made = services.add_interview(
            application=row,
            starts_at=starts_at,
            actor=row.owner,
            now=NOW,
            time_zone="America/New_York",
        )
        form = InterviewForm(instance=made, zone=ZoneInfo("Europe/Berlin"))
        assert form.initial["starts_at"] == datetime(2026, 7, 1, 4, 0)  # noqa: DTZ001
        assert "2026-07-01T04:00" in str(form["starts_at"])

    @pytest.mark.parametrize(
        ("zone", "now", "utc_hour"),
        [
            ("Europe/Berlin", "2026-03-28T12:00+00:00", 7),
            ("Europe/Berlin", "2026-10-24T12:00+00:00", 8),
            ("America/New_York", "2026-03-07T12:00+00:00", 13),
            ("Asia/Kolkata", "2026-03-28T12:00+00:00", 3),
            ("Pacific/Auckland", "2026-09-26T02:00+00:00", 20),
        ],
    )
    def test_tomorrow_at_nine_is_nine_whatever_the_clocks_do(self, zone, now, utc_hour):
        found = morning_in(1, now=datetime.fromisoformat(now), zone=ZoneInfo(zone))
        assert found.astimezone(ZoneInfo(zone)).hour == 9
        assert found.astimezone(UTC).hour == utc_hour


class TestReminders:
    def test_snoozed_ones_come_back(self):
        owner = UserFactory.create()
        made = services.add_reminder(owner=owner, text="Call", due_at=NOW, now=NOW)
        services.snooze_reminder(reminder=made, until=NOW + timedelta(days=1), now=NOW)
        zone = ZoneInfo("UTC")
        assert today(owner.pk, now=NOW, zone=zone).things == []
        later = NOW + timedelta(days=1, minutes=1)
        assert [t.reminder for t in today(owner.pk, now=later, zone=zone).things] == [made]

    def test_ticking_twice_is_once(self):
        row = ApplicationFactory.create()
        made = services.add_reminder(
            owner=row.owner, application=row, text="Call", due_at=NOW, now=NOW
        )
        services.complete_reminder(reminder=made, now=NOW)
        services.complete_reminder(reminder=made, now=NOW)
        assert row.events.filter(kind="REMINDER", data__done=True).count() == 1


class TestLeaving:
    @pytest.fixture
    def row(self):
        user = ProfileFactory.create(time_zone="America/New_York").user
        row = ApplicationFactory.create(owner=user, url="https://jobs.example.org/1")
        assert services.leave_for_company_site(application=row, actor=user, now=NOW) == row.url
        row.refresh_from_db()
        assert row.left_at == NOW
        return row

    def answer(self, row, what):
        return services.answer_did_you_apply(
            application=row, answer=what, actor=row.owner, now=NOW + timedelta(hours=1)
        )

    def test_yes_does_everything_in_one_tap(self, row):
        self.answer(row, DidYouApply.YES_TODAY)
        row.refresh_from_db()
        assert (row.status, row.left_at) == (Status.APPLIED, None)
        assert row.applied_at == NOW + timedelta(hours=1)
        due = row.reminders.get().due_at.astimezone(ZoneInfo("America/New_York"))
        assert (due.hour, (due.date() - NOW.date()).days) == (9, 7)

    def test_yes_notes_the_resume_and_the_source(self, row):
        version = ResumeVersionFactory.create(resume__owner=row.owner)
        self.answer(row, DidYouApply.YES_TODAY)
        row.refresh_from_db()
        assert (row.version, row.source_name) == (version, "jobs.example.org")

    def test_yes_keeps_what_was_noted(self, row):
        chosen = ResumeVersionFactory.create(resume__owner=row.owner)
        ResumeVersionFactory.create(resume=chosen.resume, number=chosen.number + 1)
        row.version, row.source_name = chosen, "A friend"
        row.save()
        self.answer(row, DidYouApply.YES_TODAY)
        row.refresh_from_db()
        assert (row.version, row.source_name) == (chosen, "A friend")

    @pytest.mark.parametrize(("later", "due_in"), [(2, 7), (30, 31)])
    def test_yes_on_the_day_they_went(self, row, later, due_in):
        now = NOW + timedelta(days=later)
        services.answer_did_you_apply(
            application=row, answer=DidYouApply.YES_THEN, actor=row.owner, now=now
        )
        row.refresh_from_db()
        assert row.applied_at == NOW
        assert (row.reminders.get().due_at.date() - NOW.date()).days == due_in

    def test_not_yet_asks_again_tomorrow(self, row):
        self.answer(row, DidYouApply.NOT_YET)
        row.refresh_from_db()
        assert (row.status, row.left_at) == (Status.SAVED, None)
        assert row.next_action_at > NOW + timedelta(hours=12)

    def test_no_closes_it_and_can_be_undone(self, row):
        event = self.answer(row, DidYouApply.NO)
        assert row.status == Status.WITHDRAWN
        services.undo(event=event, actor=row.owner, now=NOW + timedelta(hours=2))
        row.refresh_from_db()
        assert (row.status, row.left_at) == (Status.SAVED, NOW)

    def test_answering_twice_changes_nothing(self, row):
        self.answer(row, DidYouApply.YES_TODAY)
        assert self.answer(row, DidYouApply.NO) is None
        row.refresh_from_db()
        assert row.status == Status.APPLIED

    @pytest.mark.parametrize("url", ["", "javascript:alert(1)", "data:text/html,x", "ftp://a/b"])
    def test_goes_only_to_the_web(self, url):
        row = ApplicationFactory.create(url=url)
        with pytest.raises(services.LinkMissingError):
            services.leave_for_company_site(application=row, actor=row.owner, now=NOW)
