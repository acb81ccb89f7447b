"""Alerts by mail: recorded, due, sent once, stopped. A real mail server on loopback."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from jobs.models import Posting
from jobs.models.clusters import Cluster, ClusterMember
from jobs.tests.factories import SourceFactory
from matching import notifications, selectors, services, tasks, transitions
from matching.models import Match, MatchVerdict, Search, SearchHit
from matching.tests.mailbox import mail_server, new_postings, reader, send_due, states, stop_path

pytestmark = pytest.mark.django_db
State = SearchHit.State
HOUR = timedelta(hours=1)


@pytest.fixture
def letters(settings):
    with mail_server(settings) as found:
        yield found


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def html_of(letter):
    return letter.get_body(("html",)).get_content()


def at(zone, *when):
    return datetime(*when, tzinfo=ZoneInfo(zone))


class TestLastSlot:
    @pytest.mark.parametrize(
        ("zone", "now", "slot"),
        [
            # The last Sunday of March and of October: the clock jumps at night.
            ("Europe/London", "2026-03-28T08:00+00:00", "2026-03-28T08:00+00:00"),
            ("Europe/London", "2026-03-29T07:00+00:00", "2026-03-29T07:00+00:00"),
            ("Europe/London", "2026-03-29T06:59+00:00", "2026-03-28T08:00+00:00"),
            ("Europe/London", "2026-10-25T07:59+00:00", "2026-10-24T07:00+00:00"),
            ("Europe/London", "2026-10-25T08:00+00:00", "2026-10-25T08:00+00:00"),
            ("America/New_York", "2026-03-08T12:00+00:00", "2026-03-08T12:00+00:00"),
            ("America/New_York", "2026-03-08T11:59+00:00", "2026-03-07T13:00+00:00"),
            ("America/New_York", "2026-11-01T12:59+00:00", "2026-10-31T12:00+00:00"),
            ("America/New_York", "2026-11-01T13:00+00:00", "2026-11-01T13:00+00:00"),
            # No summer time, and half an hour aside.
            ("Asia/Kolkata", "2026-03-29T02:30+00:00", "2026-03-29T02:30+00:00"),
            ("Asia/Kolkata", "2026-03-29T02:29+00:00", "2026-03-28T02:30+00:00"),
            # South of the equator, already tomorrow.
            ("Australia/Sydney", "2026-04-04T21:59+00:00", "2026-04-03T21:00+00:00"),
            ("Australia/Sydney", "2026-04-04T22:00+00:00", "2026-04-04T22:00+00:00"),
            ("Australia/Sydney", "2026-10-03T21:00+00:00", "2026-10-03T21:00+00:00"),
            # Half an hour of summer time, and further than any other zone.
            ("Australia/Lord_Howe", "2026-10-03T21:00+00:00", "2026-10-03T21:00+00:00"),
            ("Pacific/Kiritimati", "2026-01-01T18:00+00:00", "2026-01-01T18:00+00:00"),
            ("Nowhere/Land", "2026-01-01T09:00+00:00", "2026-01-01T08:00+00:00"),
        ],
    )
    def test_is_8_in_the_morning_over_there(self, zone, now, slot):
        found = selectors.last_slot("DAILY", zone, datetime.fromisoformat(now))
        assert found.astimezone(UTC) == datetime.fromisoformat(slot)

    @pytest.mark.parametrize(
        ("zone", "now", "slot"),
        [
            # 2026-03-30 is the Monday after the clock jumped.
            ("Europe/London", "2026-03-30T06:59+00:00", "2026-03-23T08:00+00:00"),
            ("Europe/London", "2026-03-30T07:00+00:00", "2026-03-30T07:00+00:00"),
            ("Europe/London", "2026-04-05T23:59+00:00", "2026-03-30T07:00+00:00"),
            ("America/New_York", "2026-03-09T12:00+00:00", "2026-03-09T12:00+00:00"),
            ("Australia/Sydney", "2026-04-05T22:00+00:00", "2026-04-05T22:00+00:00"),
        ],
    )
    def test_of_the_week_is_on_monday(self, zone, now, slot):
        found = selectors.last_slot("WEEKLY", zone, datetime.fromisoformat(now))
        assert found.astimezone(UTC) == datetime.fromisoformat(slot)

    @pytest.mark.parametrize(
        "zone",
        ["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Pacific/Apia"],
    )
    def test_comes_once_a_day_all_year(self, zone):
        hours = (datetime(2026, 1, 1, tzinfo=UTC) + HOUR / 2 * n for n in range(365 * 48))
        slots = {selectors.last_slot("DAILY", zone, hour).astimezone(UTC) for hour in hours}
        local = [slot.astimezone(ZoneInfo(zone)) for slot in sorted(slots)]
        assert {slot.hour for slot in local} == {8}
        assert len({slot.date() for slot in local}) == len(local) == 366


class TestRecording:
    def test_keeps_what_a_run_brought_and_not_what_was_there(self):
        old = new_postings(title="Old", first_seen_at=timezone.now() - 2 * HOUR)
        search = reader()
        new = new_postings(2)
        assert set(search.hits.values_list("posting_id", flat=True)) == {p.pk for p in new}
        assert search.matches.filter(posting__in=old).exists()

    def test_of_a_search_without_alerts_is_nothing(self):
        reader("OFF")
        new_postings()
        assert not SearchHit.objects.exists()

    def test_twice_is_once(self):
        search = reader()
        new_postings()
        search.refresh_from_db()
        transitions.record_hits(search, now=timezone.now())
        assert search.hits.count() == 1

    @pytest.mark.parametrize("change", [{"is_stopped": True}, {"posting__is_sample": True}])
    def test_leaves_out_samples_and_stops(self, change):
        search = reader()
        [posting] = new_postings(is_sample="posting__is_sample" in change)
        SearchHit.objects.all().delete()
        search.matches.update(is_stopped="is_stopped" in change)
        search.refresh_from_db()
        transitions.record_hits(search, now=timezone.now())
        assert search.matches.get().posting == posting
        assert not search.hits.exists()

    def test_begins_anew_when_the_wishes_change_because_the_page_shows_what_is_there(self):
        search = reader()
        new_postings(first_seen_at=timezone.now() - 2 * HOUR)
        services.update_search(search=search, wish={"cadence": "DAILY"}, now=timezone.now())
        assert not SearchHit.objects.exists()
        new_postings(title="Later")
        assert SearchHit.objects.count() == 1


class TestDue:
    def test_daily_waits_for_8_in_the_persons_time_zone(self):
        search = reader("DAILY", time_zone="America/New_York")
        new_postings()
        seen = at("America/New_York", 2026, 3, 7, 12, 0)
        SearchHit.objects.update(first_seen_at=seen)
        due = selectors.due_searches
        assert due(now=at("America/New_York", 2026, 3, 8, 7, 59)) == []
        assert due(now=at("America/New_York", 2026, 3, 8, 8, 0)) == [search.pk]

    def test_weekly_waits_for_monday(self):
        search = reader("WEEKLY", time_zone="Europe/London")
        new_postings()
        SearchHit.objects.update(first_seen_at=at("Europe/London", 2026, 3, 24, 9, 0))
        due = selectors.due_searches
        assert due(now=at("Europe/London", 2026, 3, 29, 12, 0)) == []
        assert due(now=at("Europe/London", 2026, 3, 30, 8, 0)) == [search.pk]

    def test_at_once_is_at_most_one_mail_an_hour(self, letters):
        reader()
        new_postings(title="First")
        now = timezone.now()
        assert send_due(now) == [True]
        new_postings(title="Second")
        assert send_due(now + HOUR - timedelta(seconds=1)) == []
        assert send_due(now + HOUR + timedelta(seconds=1)) == [True]
        assert ["Second" in text_of(letter) for letter in letters.taken] == [False, True]

    def test_daily_is_one_mail_a_day_even_when_more_comes_late(self, letters):
        reader("DAILY")
        morning = timezone.now().replace(hour=8, minute=0) + timedelta(days=1)
        new_postings(title="First")
        assert send_due(morning) == [True]
        new_postings(title="Second")  # recorded before the hour, seen by nobody until after it
        assert send_due(morning + HOUR) == []
        assert send_due(morning + timedelta(days=1)) == [True]

    @pytest.mark.parametrize(
        "change",
        [
            {"is_active": False},
            {"is_demo": True},
            {"is_guest": True, "expires_at": datetime(2030, 1, 1, tzinfo=UTC)},
            {"email": "changed@example.org"},
        ],
    )
    def test_is_nobody_who_cannot_be_reached(self, letters, change):
        search = reader()
        new_postings()
        User.objects.filter(pk=search.owner_id).update(**change)
        assert send_due() == []

    def test_is_nobody_whose_address_is_not_confirmed(self, letters):
        search = reader(verified=False)
        new_postings()
        assert send_due() == []
        search.owner.emailaddress_set.update(verified=True)
        assert send_due() == [True]

    def test_without_a_mail_server_claims_nothing_and_waits_a_week(self, settings):
        settings.MAIL_IS_CONFIGURED = False
        search = reader()
        new_postings()
        now = timezone.now()
        assert notifications.due(now=now + timedelta(days=6, hours=23)) == []
        assert notifications.send_alert(search.pk, now=now) is False
        assert states() == [State.WAITING]
        notifications.due(now=now + timedelta(days=7, minutes=1))
        assert states() == [State.DROPPED]

    def test_asks_the_same_queries_for_1_search_and_for_50(self, letters):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                found = notifications.due(now=timezone.now())
            return len(found), len(asked)

        reader()
        new_postings(title="One")
        one = queries()
        for _ in range(49):
            reader()
        new_postings(title="Another")
        assert (one[0], queries()[0]) == (1, 50)
        assert queries()[1] == one[1]


class TestSendAlert:
    def test_never_sends_a_posting_twice_across_runs(self, letters):
        reader()
        first = new_postings(2)
        now = timezone.now()
        assert send_due(now) == [True]
        Posting.objects.update(updated_at=timezone.now())  # the next run changes them
        second = new_postings(title="Third")
        for hour in range(1, 5):
            send_due(now + hour * HOUR + timedelta(minutes=1))
        told = [set(re.findall(r"/jobs/([0-9a-f-]{36})", text_of(mail))) for mail in letters.taken]
        assert told == [{str(p.pk) for p in first}, {str(p.pk) for p in second}]
        assert states() == [State.SENT] * 3

    def test_says_what_the_page_says(self, letters):
        search = reader()
        [posting] = new_postings(
            title="Django developer", pay_min=60_000, pay_max=70_000, pay_currency="GBP",
            pay_period="YEAR", pay_source="STATED", remote="HYBRID",
        )  # fmt: skip
        send_due()
        client = Client()
        client.force_login(search.owner)
        page = client.get(f"/matches?search={search.pk}").content.decode()
        figure = re.search(
            r'fit-pill">.*?</span>(\w+) <span class="num">([0-9–]+)</span>', page, re.DOTALL
        )
        [letter] = letters.taken
        assert letter["To"] == search.owner.email
        assert letter["Subject"] == "1 new strong match: Backend"
        for body in (text_of(letter), html_of(letter)):
            assert "Django developer" in body
            assert f"{figure[1]} {figure[2]}" in body
            assert "London, GB · Hybrid · £60–70k a year stated" in body
            assert f"https://jobs.example/jobs/{posting.pk}" in body
            assert "Jobs by Adzuna" in body
            assert "https://www.adzuna.co.uk/" in body
            assert "https://jobs.example" + stop_path(letter) in body
            assert f"https://jobs.example/looking-for/{search.pk}" in body

    @pytest.mark.parametrize(
        ("floor", "subject"),
        [
            (0, "2 new strong matches: Backend"),
            (101, "2 new postings: Backend"),
        ],
    )
    def test_counts_the_strong_ones_by_their_badge(self, letters, monkeypatch, floor, subject):
        monkeypatch.setattr(selectors, "STRONG", floor)
        reader()
        new_postings(2)
        send_due()
        [letter] = letters.taken
        assert letter["Subject"] == subject

    def test_counts_the_strong_among_the_others(self, letters):
        reader()
        weak, strong = new_postings(2)
        Match.objects.filter(posting=weak).update(number=50, fit=50, is_provisional=False)
        Match.objects.filter(posting=strong).update(number=85, fit=85, is_provisional=False)
        send_due()
        [letter] = letters.taken
        assert letter["Subject"] == "1 strong match among 2 new postings: Backend"

    def test_shows_no_estimate_as_pay(self, letters):
        reader()
        new_postings(pay_min=60_000, pay_currency="GBP", pay_period="YEAR", pay_source="PREDICTED")
        send_due()
        assert "60" not in re.sub(r"https?://\S+|\d+–\d+", "", text_of(letters.taken[0]))

    def test_credits_every_source_in_its_words(self, letters):
        reader()
        remotive = SourceFactory(slug="remotive", name="Remotive", attribution="Job from Remotive")
        new_postings(title="One", source=remotive, source_url="https://remotive.example/1")
        new_postings(title="Two", country="FR")
        send_due()
        for body in (text_of(letters.taken[0]), html_of(letters.taken[0])):
            assert "Job from Remotive" in body
            assert "https://remotive.example/1" in body
            assert "Jobs by Adzuna" in body
            assert "https://www.adzuna.fr/" in body

    def test_shows_the_best_12_first_and_counts_the_rest(self, letters):
        search = reader()
        new_postings(15)
        send_due()
        [letter] = letters.taken
        assert letter["Subject"] == "15 new strong matches: Backend"
        assert len(set(re.findall(r"/jobs/[0-9a-f-]{36}", text_of(letter)))) == 12
        assert "And 3 more." in text_of(letter)
        best = search.matches.order_by("-number", "-relevance", "-pk").first().posting
        assert f"1. {best.title} " in text_of(letter)
        assert states() == [State.SENT] * 15
        assert send_due(timezone.now() + 2 * HOUR) == []

    def test_tells_an_advertisement_once_however_many_sources_carry_it(self, letters):
        reader()
        new_postings(3, title="Backend  Developer", company_name="ACME")
        new_postings(title="Other work")
        now = timezone.now()
        send_due(now)
        new_postings(title="backend developer", company_name="Acme")
        assert send_due(now + 2 * HOUR) == [False]
        [letter] = letters.taken
        assert letter["Subject"] == "1 strong match among 2 new postings: Backend"

    def test_tells_a_cluster_once(self, letters):
        reader()
        postings = new_postings(2)
        cluster = Cluster.objects.create()
        for posting in postings:
            ClusterMember.objects.create(posting=posting, cluster=cluster, spot="london")
        now = timezone.now()
        send_due(now)
        assert letters.taken[0]["Subject"] == "1 new strong match: Backend"
        [late] = new_postings(title="The same again")
        ClusterMember.objects.create(posting=late, cluster=cluster, spot="leeds")
        assert send_due(now + 2 * HOUR) == [False]

    def test_leaves_out_what_was_closed_judged_or_hidden_meanwhile(self, letters):
        search = reader()
        closed, refused, gone, good = new_postings(4)
        Posting.objects.filter(pk=closed.pk).update(status="EXPIRED")
        MatchVerdict.objects.create(user=search.owner, posting=refused, verdict="NOT_FOR_ME")
        search.matches.filter(posting=gone).update(is_stopped=True)
        send_due()
        [letter] = letters.taken
        assert re.findall(r"/jobs/([0-9a-f-]{36})", text_of(letter)) == [str(good.pk)]
        assert states() == [State.DROPPED] * 3 + [State.SENT]

    def test_sends_nothing_when_nothing_is_left(self, letters):
        search = reader()
        [posting] = new_postings()
        MatchVerdict.objects.create(user=search.owner, posting=posting, verdict="SAVE")
        assert send_due() == [False]
        assert letters.taken == []

    def test_takes_any_name_of_a_search_and_any_title(self, letters):
        search = reader()
        Search.objects.filter(pk=search.pk).update(name="Back\nend <b>")
        new_postings(title="Dev <script>&", company_name="A & B")
        assert send_due() == [True]
        [letter] = letters.taken
        assert letter["Subject"] == "1 new posting: Back end <b>"
        assert "Dev <script>& · A & B" in text_of(letter)
        assert "Dev &lt;script&gt;&amp;" in html_of(letter)

    def test_costs_the_same_queries_for_1_posting_and_for_50(self, letters):
        def queries(count):
            search = reader()
            new_postings(count, place=f"Town of {count}")
            with CaptureQueriesContext(connection) as asked:
                assert notifications.send_alert(search.pk, now=timezone.now())
            return len(asked)

        assert queries(1) == queries(50)


class TestTasks:
    def test_the_sweep_hands_out_what_is_due_and_the_task_sends_it(
        self, letters, django_capture_on_commit_callbacks
    ):
        search = reader()
        reader("OFF")
        new_postings()
        with django_capture_on_commit_callbacks() as handed_out:
            tasks.sweep_alerts()
        assert len(handed_out) == 1
        for _ in range(2):  # delivered twice
            tasks.send_alert(search_id=str(search.pk))
        assert len(letters.taken) == 1
