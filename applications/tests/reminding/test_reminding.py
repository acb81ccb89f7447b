"""What people are told about their applications, and that each thing is told once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notification, NotificationSettings, OutgoingMail, Profile
from accounts.notifications.clock import moment
from accounts.services import join_guest, notices
from accounts.tests.factories import GuestFactory, UserFactory
from accounts.types import Channel, Kind
from applications import reminding, services
from applications.models import Application, ApplicationEvent, Interview, Reminder
from applications.states import Status
from applications.tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)  # a Wednesday, noon in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def sam(settings):
    settings.MAIL_IS_CONFIGURED = True
    person = UserFactory(email="sam@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Profile.objects.filter(user=person).update(time_zone="Europe/Berlin")
    return person


def tell_due(now):
    """Both sweeps, at one moment."""
    return reminding.tell_due(now=now) + reminding.tell_at_leisure(now=now)


def application(owner, **facts):
    facts = {"company_name": "Acme", "title": "Backend developer", "last_sign_at": NOW} | facts
    return ApplicationFactory(owner=owner, **facts)


def told(kind=None):
    found = Notification.objects.exclude(title="").order_by("created_at", "pk")
    return [one.title for one in (found.filter(kind=kind) if kind else found)]


class TestReminders:
    def test_come_when_they_are_due_and_once(self, sam):
        Reminder.objects.create(owner=sam, text="Call Acme", due_at=NOW)
        assert tell_due(now=NOW - HOUR) == 0
        assert tell_due(now=NOW) == 1
        assert tell_due(now=NOW + HOUR) == 0
        assert told() == ["Call Acme"]
        assert OutgoingMail.objects.get().kind == Kind.REMINDER

    def test_come_again_after_a_snooze(self, sam):
        row = Reminder.objects.create(owner=sam, text="Call Acme", due_at=NOW)
        tell_due(now=NOW)
        services.snooze_reminder(reminder=row, until=NOW + HOUR, now=NOW)
        assert tell_due(now=NOW + HOUR / 2) == 0
        assert tell_due(now=NOW + HOUR) == 1
        assert (
            OutgoingMail.objects.filter(state=OutgoingMail.State.DROPPED).count() == 1
        )  # the first, not sent yet

    @pytest.mark.parametrize("state", ["DONE", "OLD"])
    def test_that_are_done_or_long_past_are_not_told(self, sam, state):
        due = NOW - 3 * DAY if state == "OLD" else NOW
        row = Reminder.objects.create(owner=sam, text="Call", due_at=due)
        if state == "DONE":
            services.complete_reminder(reminder=row, now=NOW)
        assert tell_due(now=NOW) == 0

    def test_ask_the_same_queries_for_1_and_for_50_that_were_told(self, sam):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                tell_due(now=NOW)
            return len(asked)

        Reminder.objects.create(owner=sam, text="One", due_at=NOW)
        tell_due(now=NOW)
        one = queries()
        for _ in range(49):
            Reminder.objects.create(owner=sam, text="More", due_at=NOW)
        tell_due(now=NOW)
        assert queries() == one


class TestInterviews:
    @pytest.fixture
    def interview(self, sam):
        row = application(sam, status=Status.INTERVIEW)
        return Interview.objects.create(application=row, starts_at=NOW, people="Ada", kind="VIDEO")

    def test_come_a_day_and_an_hour_ahead_in_the_persons_time(self, interview):
        for minutes in range(26 * 60, -60, -60):
            tell_due(now=NOW - timedelta(minutes=minutes))
        titles = ["Interview with Acme: Wed 6 May, 12:00", "At 12:00: interview with Acme"]
        assert told(Kind.INTERVIEW) == titles
        assert {mail.expires_at for mail in OutgoingMail.objects.filter(kind="INTERVIEW")} == {NOW}

    def test_come_anew_when_they_are_moved(self, sam, interview):
        tell_due(now=NOW - DAY)
        services.edit_interview(
            interview=interview, actor=sam, now=NOW - DAY, starts_at=NOW + 2 * DAY
        )
        assert tell_due(now=NOW - HOUR) == 0
        assert tell_due(now=NOW + DAY) == 1
        assert OutgoingMail.objects.filter(state=OutgoingMail.State.DROPPED).count() == 1

    def test_are_taken_back_when_their_application_is_deleted(self, sam, interview):
        row = interview.application
        Reminder.objects.create(owner=sam, application=row, text="Call Acme", due_at=NOW - HOUR)
        assert tell_due(now=NOW - HOUR) == 2
        services.delete_application(application=row)
        assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"DROPPED"}

    def test_that_are_cancelled_are_not_told(self, interview):
        Interview.objects.update(outcome="CANCELLED")
        assert tell_due(now=NOW - HOUR) == 0


class TestDeadlines:
    def tell_all(self):
        for hours in range(-5 * 24, 2 * 24, 6):
            tell_due(now=NOW + hours * HOUR)

    def test_to_apply_come_the_morning_before_and_on_the_day(self, sam):
        application(sam, status=Status.SAVED, deadline=date(2026, 5, 6))
        self.tell_all()
        titles = ["Apply to Acme by Wed 6 May", "Today is the last day to apply to Acme"]
        assert told(Kind.DEADLINE) == titles
        early = moment(date(2026, 5, 5), time(8, 59), ZoneInfo("Europe/Berlin"))
        Notification.objects.all().delete()
        assert tell_due(now=early) == 0
        assert tell_due(now=early + HOUR) == 1

    def test_to_answer_an_offer_come_three_days_and_a_day_before(self, sam):
        application(sam, status=Status.OFFER, deadline=date(2026, 5, 6))
        self.tell_all()
        assert told(Kind.OFFER) == ["Answer Acme’s offer by Wed 6 May"] * 2

    def test_of_what_was_applied_to_are_none(self, sam):
        application(sam, status=Status.APPLIED, deadline=date(2026, 5, 6))
        self.tell_all()
        assert told(Kind.DEADLINE) == []


class TestFollowUps:
    @pytest.fixture(autouse=True)
    def no_weeks(self, sam):
        notices.choose_notifications(user=sam, channels={Kind.WEEKLY: frozenset()})
        Notification.objects.all().delete()

    def asked(self):
        for day in range(50):
            tell_due(now=NOW + day * DAY)
        keys = Notification.objects.filter(kind=Kind.FOLLOW_UP).order_by("created_at")
        return [one.title for one in keys]

    def test_come_after_the_usual_days_and_once_more(self, sam):
        application(sam, status=Status.APPLIED, applied_at=NOW)
        assert self.asked() == [
            "No reply from Acme in 10 days: follow up?",
            "No reply from Acme in 20 days: follow up?",
        ]

    @pytest.mark.parametrize(
        ("person", "here", "first"), [(7, None, 7), (7, 14, 14), (0, 5, 5), (0, None, 0), (7, 0, 0)]
    )
    def test_come_as_the_person_or_the_application_says(self, sam, person, here, first):
        notices.choose_notifications(user=sam, follow_up_days=person)
        application(sam, status=Status.APPLIED, follow_up_days=here)
        titles = self.asked()
        assert titles[:1] == ([f"No reply from Acme in {first} days: follow up?"] if first else [])

    def test_are_not_asked_where_a_reminder_or_a_next_step_is_planned(self, sam):
        first = application(sam, status=Status.APPLIED)
        Reminder.objects.create(owner=sam, application=first, text="x", due_at=NOW + 90 * DAY)
        application(sam, status=Status.APPLIED, next_action="y", next_action_at=NOW + 90 * DAY)
        assert self.asked() == []

    def test_are_not_asked_at_night(self, sam):
        application(sam, status=Status.APPLIED)
        assert tell_due(now=NOW + 10 * DAY + 13 * HOUR) == 0


class TestMovesOfOthers:
    def test_are_told_and_ones_own_are_not(self, sam):
        row = application(sam, status=Status.SAVED)
        services.move_application(application=row, to=Status.APPLIED, actor=sam, now=NOW)
        assert tell_due(now=NOW) == 0
        other = UserFactory()
        ApplicationEvent.objects.create(
            application=row, kind="MOVED", from_status="APPLIED", to_status="INTERVIEW",
            actor=other, happened_at=NOW,
        )  # fmt: skip
        ApplicationEvent.objects.update(created_at=NOW)
        assert tell_due(now=NOW) == 1
        assert told(Kind.STATUS) == ["Acme: Interview"]

    def test_what_a_guest_did_before_they_signed_in_was_done_by_no_other(self, sam):
        guest = GuestFactory()
        row = application(guest, status=Status.SAVED)
        services.move_application(application=row, to=Status.APPLIED, actor=guest, now=NOW)
        ApplicationEvent.objects.update(created_at=NOW)
        assert join_guest(guest=guest, user=sam)
        assert tell_due(now=NOW) == 0
        assert {event.actor for event in row.events.all()} == {sam}


ZONES = [
    ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8), date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4), date(2026, 4, 5)),
    ("Asia/Kathmandu", date(2026, 3, 29), date(2026, 10, 25)),  # never changes: the same promise
    ("Africa/Casablanca", date(2026, 3, 22), date(2026, 2, 15)),
]


class TestRounds:
    @pytest.mark.parametrize(("name", "forward", "back"), ZONES)
    def test_a_digest_at_half_past_two_is_sent_once_whatever_the_clocks_do(
        self, sam, name, forward, back
    ):
        where = ZoneInfo(name)
        Profile.objects.filter(user=sam).update(time_zone=name)
        notices.choose_notifications(
            user=sam, channels={Kind.DIGEST: frozenset({Channel.EMAIL})}, digest_at=time(2, 30)
        )
        NotificationSettings.objects.update(updated_at=datetime(2020, 1, 1, tzinfo=UTC))
        for day in (forward, back):
            start = moment(day, time(1), where)
            application(sam, next_action="Call them", next_action_at=start + HOUR)
            for minutes in range(0, 4 * 60, 15):
                tell_due(now=start + timedelta(minutes=minutes))
            assert OutgoingMail.objects.filter(kind=Kind.DIGEST).count() == 1
            key = Notification.objects.get(kind=Kind.DIGEST).key
            assert key == f"digest:{day}"
            Notification.objects.all().delete()
            Application.objects.all().delete()

    def test_a_day_without_anything_is_not_mailed_nor_asked_for_again(self, sam):
        notices.choose_notifications(user=sam, channels={Kind.DIGEST: frozenset({Channel.EMAIL})})
        NotificationSettings.objects.update(updated_at=NOW - 9 * DAY)
        assert tell_due(now=NOW) == 0
        assert Notification.objects.get().is_shown is False
        assert not OutgoingMail.objects.exists()

    def test_a_day_that_began_before_it_was_asked_for_is_left_out(self, sam):
        notices.choose_notifications(user=sam, channels={Kind.DIGEST: frozenset({Channel.EMAIL})})
        NotificationSettings.objects.update(updated_at=NOW - HOUR)  # after eight
        assert tell_due(now=NOW) == 0
        assert not Notification.objects.exists()

    def test_a_week_comes_on_monday_to_who_has_something_open(self, sam):
        type(sam).objects.update(created_at=NOW - 30 * DAY)
        UserFactory()
        application(sam, status=Status.APPLIED, applied_at=NOW - DAY)
        for hours in range(0, 14 * 24, 9):
            tell_due(now=NOW + hours * HOUR)
        weeks = Notification.objects.filter(kind=Kind.WEEKLY).values_list("key", "user")
        assert sorted(weeks) == [("weekly:2026-05-11", sam.pk), ("weekly:2026-05-18", sam.pk)]
        mails = OutgoingMail.objects.filter(kind=Kind.WEEKLY).order_by("due_at")
        assert all(6 <= mail.due_at.hour < 15 for mail in mails)  # from eight in Berlin


class TestPages:
    def test_snooze_knows_an_hour_monday_and_a_day(self, client, sam):
        client.force_login(sam)
        row = Reminder.objects.create(owner=sam, text="Call", due_at=NOW)
        address = f"/applications/reminders/{row.pk}/snooze"
        for words in ({"for": "hour"}, {"for": "week"}, {"days": "1"}, {"date": "2099-01-01"}):
            client.post(address, words)
            row.refresh_from_db()
            assert row.snoozed_until is not None
            status = client.post(address, {"date": "yesterday"}).status_code
            assert status == 404
        week = client.post(address, {"for": "week"}).status_code
        row.refresh_from_db()
        assert (week, row.snoozed_until.astimezone(ZoneInfo("Europe/Berlin")).weekday()) == (302, 0)

    def test_follow_up_of_one_application(self, client, sam):
        client.force_login(sam)
        row = application(sam, status=Status.APPLIED)
        page = client.get(f"/applications/{row.pk}").content.decode()
        assert "When nobody replies" in page
        for days, kept in (("14", 14), ("0", 0), ("", None)):
            client.post(f"/applications/{row.pk}/follow-up", {"days": days})
            row.refresh_from_db()
            assert row.follow_up_days == kept
