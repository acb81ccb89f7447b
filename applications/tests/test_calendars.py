"""The calendar address and what calendar programs read there."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.tests.factories import ProfileFactory
from applications import services
from applications.exports.calendar import Entry, calendar_file
from applications.models import CalendarFeed, Interview
from applications.tests.factories import NOW, ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


def interview(owner, **details):
    application = ApplicationFactory.create(owner=owner, company_name="Acme")
    given = {"starts_at": datetime(2026, 12, 1, 9, tzinfo=UTC), "time_zone": "Europe/Berlin"}
    return services.add_interview(application=application, actor=owner, now=NOW, **given | details)


def read(owner):
    token = services.make_calendar_address(owner=owner, now=NOW)
    return Calendar.from_ical(Client().get(reverse("calendar-feed", args=[token])).content)


class TestTimes:
    @pytest.mark.parametrize(
        ("zone", "starts_at", "wall"),
        [
            ("Europe/Berlin", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "01:30"),
            ("Europe/Berlin", datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "03:30"),
            ("Europe/Berlin", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "01:30"),
            ("America/New_York", datetime(2026, 11, 1, 18, 0, tzinfo=UTC), "13:00"),
            ("Asia/Kolkata", datetime(2026, 7, 1, 4, 30, tzinfo=UTC), "10:00"),
            ("Australia/Lord_Howe", datetime(2026, 4, 4, 22, 0, tzinfo=UTC), "08:30"),
            ("America/Sao_Paulo", datetime(2026, 12, 1, 12, 0, tzinfo=UTC), "09:00"),
        ],
    )
    def test_are_told_on_the_wall_of_their_zone_with_its_rules(self, sam, zone, starts_at, wall):
        interview(sam, starts_at=starts_at, time_zone=zone)
        calendar = read(sam)
        event = calendar.events[0]
        assert event.start == starts_at
        assert f"{event.start:%H:%M}" == wall
        assert event["DTSTART"].params["TZID"] == zone
        assert [z.tz_name for z in calendar.timezones] == [zone]
        # The rules travel with the file: read by them alone, it is the same moment.
        rules = calendar.timezones[0].to_tz(lookup_tzid=False)
        assert event.start.replace(tzinfo=None).replace(tzinfo=rules) == starts_at

    def test_an_hour_that_comes_twice_is_told_apart(self, sam):
        first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
        interview(sam, starts_at=first, minutes=20)
        interview(sam, starts_at=second, minutes=20)
        events = read(sam).events
        assert [e.start.astimezone(UTC) for e in events] == [first, second]
        ends = [e.end.astimezone(UTC) - e.start.astimezone(UTC) for e in events]
        assert ends == [timedelta(minutes=20)] * 2

    def test_a_zone_nobody_knows_is_utc(self, sam):
        interview(sam, time_zone="Mars/Olympus")
        assert read(sam).events[0].start.utcoffset() == timedelta(0)


class TestFeed:
    def test_shows_interviews_and_reminders_and_nothing_private(self, sam):
        found = interview(sam, people="Jane Secret", notes="Ask for 90k", place="https://meet/x")
        services.add_reminder(
            owner=sam, text="Call; them, back", due_at=NOW, now=NOW, time_zone="Europe/Berlin"
        )
        interview(ProfileFactory.create().user)
        calendar = read(sam)
        text = calendar.to_ical().decode()
        assert [str(e["SUMMARY"]) for e in calendar.events] == [
            "Call; them, back",
            "Interview: Acme (Video)",
        ]
        assert found.place in str(calendar.events[1]["LOCATION"])
        for private in ("Jane", "90k", "Sam", sam.email, str(sam.pk)):
            assert private not in text

    def test_keeps_the_uid_and_counts_revisions(self, sam):
        found = interview(sam)
        before = read(sam).events[0]
        moved = found.starts_at + timedelta(days=1)
        services.edit_interview(interview=found, actor=sam, now=NOW, starts_at=moved)
        services.edit_interview(
            interview=found, actor=sam, now=NOW, outcome=Interview.Outcome.CANCELLED
        )
        after = read(sam).events[0]
        assert after["UID"] == before["UID"]
        assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
        assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
        assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
        assert after.start == moved

    def test_a_renamed_company_is_a_revision(self, sam):
        found = interview(sam)
        services.edit_application(
            application=found.application, actor=sam, now=NOW, company_name="Globex"
        )
        event = read(sam).events[0]
        assert (event["SUMMARY"], event["SEQUENCE"]) == ("Interview: Globex (Video)", 1)

    def test_a_snoozed_reminder_moves_and_a_done_one_goes(self, sam):
        reminder = services.add_reminder(owner=sam, text="Call", due_at=NOW, now=NOW)
        later = NOW + timedelta(days=3)
        services.snooze_reminder(reminder=reminder, until=later, now=NOW)
        assert read(sam).events[0].start == later
        services.complete_reminder(reminder=reminder, now=NOW)
        assert read(sam).events == []

    def test_answers_304_until_something_changes(self, client, sam):
        found = interview(sam)
        address = reverse(
            "calendar-feed", args=[services.make_calendar_address(owner=sam, now=NOW)]
        )
        tag = client.get(address)["ETag"]
        fresh = client.get(address, headers={"If-None-Match": tag})
        assert (fresh.status_code, fresh.content, fresh["ETag"]) == (304, b"", tag)
        services.edit_interview(interview=found, actor=sam, now=NOW, minutes=30)
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200

    def test_asks_as_much_for_fifty_as_for_one(self, client, sam):
        address = reverse(
            "calendar-feed", args=[services.make_calendar_address(owner=sam, now=NOW)]
        )

        def count():
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            return len(seen)

        interview(sam)
        few = count()
        for _ in range(20):
            interview(sam)
        assert count() <= few

    def test_lines_are_short_and_carry_no_line_of_their_own(self):
        at = datetime(2026, 1, 1, tzinfo=UTC)
        entry = Entry("x@y", 0, "é" * 90 + "\r\nATTENDEE:x\x07", at, 5, "UTC", at, at)
        lines = calendar_file([entry]).split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert not any(line.startswith(b"ATTENDEE") for line in lines)


class TestAddress:
    def test_is_kept_as_a_hash_and_shown_once(self, page, sam):
        shown = page.post(reverse("calendar-make"))
        token = shown.context["address"].rsplit("/", 1)[1].removesuffix(".ics")
        row = CalendarFeed.objects.get(owner=sam)
        assert token not in str(vars(row))
        assert row.token_hash == CalendarFeed.hash_of(token)
        assert "no-store" in shown["Cache-Control"]
        assert token not in page.get(reverse("calendar")).content.decode()

    def test_a_new_one_ends_the_old_and_revoking_ends_all(self, page, client, sam):
        old, new = (page.post(reverse("calendar-make")).context["address"] for _ in range(2))
        assert Client().get(old).status_code == 404
        assert Client().get(new).status_code == 200
        assert page.get(reverse("calendar")).context["feed"].last_read_at is not None
        page.post(reverse("calendar-revoke"))
        assert Client().get(new).status_code == 404

    def test_a_person_shut_out_is_shut_out_here_too(self, sam):
        token = services.make_calendar_address(owner=sam, now=NOW)
        sam.is_active = False
        sam.save()
        assert Client().get(reverse("calendar-feed", args=[token])).status_code == 404


class TestDownload:
    def test_is_one_date_of_ones_own(self, page, sam):
        found = interview(sam)
        reminder = services.add_reminder(owner=sam, text="Call", due_at=NOW, now=NOW)
        other = interview(ProfileFactory.create().user)
        answer = page.get(reverse("interview-calendar", args=[found.pk]))
        event = Calendar.from_ical(answer.content).events[0]
        assert answer["Content-Disposition"].startswith("attachment")
        assert event.start == found.starts_at.astimezone(ZoneInfo("Europe/Berlin"))
        assert page.get(reverse("reminder-calendar", args=[reminder.pk])).status_code == 200
        assert page.get(reverse("interview-calendar", args=[other.pk])).status_code == 404
