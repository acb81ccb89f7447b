"""Telling a person one thing, once, in the ways they chose, and stopping it from a mail."""

from datetime import UTC, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as sent
from django.test import Client
from django.utils import timezone

from accounts import selectors, tasks
from accounts.alerting import open_alerts
from accounts.models import Delivery, Notification, OutgoingMail, Profile
from accounts.notifications import outbox, telling
from accounts.notifications.telling import News
from accounts.services import notices
from accounts.tests.factories import UserFactory
from accounts.types import USUAL, Channel, Kind

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 5, 1, 23, 30, tzinfo=UTC)
MORNING = datetime(2026, 5, 2, 7, 0, tzinfo=UTC)


@pytest.fixture
def sam(settings):
    settings.MAIL_IS_CONFIGURED = True
    settings.SITE_URL = "https://jobs.example"
    person = UserFactory(email="sam@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Profile.objects.filter(user=person).update(name="Sam")
    return person


def news(key="reminder:1", **changes):
    facts = {
        "kind": Kind.REMINDER,
        "title": "Call Acme",
        "body": "Backend developer",
        "path": "/today",
    }
    return News(**facts | {"key": key} | changes)


def tell(person, now=None, **changes):
    return notices.tell_person(user=person, news=news(**changes), now=now or timezone.now())


def quiet(person, **changes):
    notices.choose_notifications(user=person, quiet_from=time(22), quiet_until=time(7), **changes)


class TestTell:
    def test_is_once_for_each_occasion(self, sam):
        assert tell(sam) is not None
        assert tell(sam) is None
        assert tell(sam, key="reminder:2") is not None
        assert (Notification.objects.count(), OutgoingMail.objects.count()) == (2, 2)

    def test_writes_why_and_how_to_stop(self, sam):
        told = tell(sam)
        assert outbox.deliver(told.mail.pk, now=timezone.now())
        [message] = sent.outbox
        html = message.alternatives[0].content
        for text in (message.body, html):
            assert "Call Acme" in text
            assert "you set this reminder" in text
            assert "https://jobs.example/unsubscribe/mail/" in text
            assert "https://jobs.example/today" in text
        headers = message.extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["List-Unsubscribe"].startswith("<https://jobs.example/unsubscribe/mail/")
        assert len(headers["List-Unsubscribe"]) < 140
        assert headers["Message-ID"] == told.mail.message_id
        assert "<" not in message.body

    def test_keeps_to_the_chosen_ways(self, sam):
        notices.choose_notifications(user=sam, channels={Kind.REMINDER: frozenset()})
        told = tell(sam)
        assert (told.mail, told.deliveries, told.notification.is_shown) == (None, [], False)
        assert not selectors.notifications_of(sam).exists()

    def test_writes_to_nobody_whose_address_is_not_confirmed(self, sam):
        EmailAddress.objects.update(verified=False)
        assert tell(sam).mail is None

    def test_uses_every_browser_and_the_webhook(self, sam):
        for number in range(2):
            add_browser(sam, f"https://push.example/{number}")
        notices.set_webhook(user=sam, url="https://hooks.example/me")
        assert len(tell(sam).deliveries) == 3

    def test_waits_for_the_end_of_the_quiet_hours(self, sam):
        quiet(sam)
        told = tell(sam, now=NIGHT)
        assert told.mail.due_at == MORNING
        assert outbox.put_in_order(now=NIGHT) == []
        assert outbox.put_in_order(now=MORNING) == [told.mail.pk]
        assert told.notification.is_shown

    def test_leaves_out_what_is_no_news_by_then(self, sam):
        quiet(sam, wakes_for_interviews=False)
        told = tell(sam, now=NIGHT, not_after=MORNING - timedelta(hours=1), is_urgent=True)
        assert (told.mail, told.deliveries) == (None, [])

    def test_wakes_for_what_is_urgent_only_who_wants_that(self, sam):
        quiet(sam)
        assert tell(sam, now=NIGHT, is_urgent=True).mail.due_at == NIGHT
        quiet(sam, wakes_for_interviews=False)
        assert tell(sam, now=NIGHT, key="other", is_urgent=True).mail.due_at == MORNING

    def test_comes_at_the_hour_that_was_asked_for(self, sam):
        quiet(sam)
        assert tell(sam, now=NIGHT, is_timed=True).mail.due_at == NIGHT

    def test_is_taken_back_while_it_waits(self, sam):
        quiet(sam)
        add_browser(sam, "https://push.example/1")
        tell(sam, now=NIGHT)
        assert notices.withdraw_news(user_id=sam.pk, keys=["reminder:1"], now=NIGHT) == 2
        assert OutgoingMail.objects.get().state == OutgoingMail.State.DROPPED
        assert Delivery.objects.get().state == Delivery.State.DROPPED
        assert outbox.put_in_order(now=MORNING) == []


def add_browser(person, endpoint):
    return notices.add_browser(
        user=person,
        endpoint=endpoint,
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
    )


class TestUnsubscribe:
    @pytest.fixture
    def path(self, sam):
        address = tell(sam).mail.headers["List-Unsubscribe"].strip("<>")
        return address.removeprefix("https://jobs.example")

    def ways(self, person):
        return telling.settings_of(person).channels(Kind.REMINDER)

    def test_is_one_click_for_mail_programs(self, sam, path):
        stranger = Client(enforce_csrf_checks=True)
        for _ in range(2):
            answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
            assert (answer.status_code, answer.content) == (200, b"")
        assert not answer.cookies
        assert self.ways(sam) == USUAL[Kind.REMINDER] - {Channel.EMAIL}
        assert telling.settings_of(sam).channels(Kind.INTERVIEW) == USUAL[Kind.INTERVIEW]
        assert tell(sam, key="reminder:2").mail is None

    def test_stops_what_waits_for_the_morning_too(self, sam, path):
        quiet(sam)
        waiting = tell(sam, now=NIGHT, key="reminder:2")
        other = tell(sam, now=NIGHT, kind=Kind.OFFER, key="offer:1")
        Client(enforce_csrf_checks=True).post(path)
        states = [OutgoingMail.objects.get(pk=one.mail.pk).state for one in (waiting, other)]
        assert states == ["DROPPED", "QUEUED"]

    def test_opening_the_link_changes_nothing(self, sam, path):
        answer = Client().get(path)
        assert "Yes, stop them" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert Channel.EMAIL in self.ways(sam)

    def test_can_be_undone_on_the_page(self, sam, path):
        stranger = Client(enforce_csrf_checks=True)
        page = stranger.post(path, {"page": "1"}).content.decode()
        assert "Undo" in page
        assert Channel.EMAIL not in self.ways(sam)
        stranger.post(path, {"undo": "1"})
        assert self.ways(sam) == USUAL[Kind.REMINDER]

    def test_takes_no_link_that_nobody_made(self, sam, path):
        assert Client().post(path[:-2] + "xx").status_code == 404
        assert Channel.EMAIL in self.ways(sam)

    def test_of_an_erased_person_is_a_kind_answer(self, sam, path):
        sam.delete()
        assert Client().post(path).status_code == 200
        assert "was deleted" in Client().get(path).content.decode()


class TestPages:
    def test_list_opens_and_reads(self, client, sam):
        tell(sam)
        client.force_login(sam)
        page = client.get("/notifications").content.decode()
        assert "Call Acme" in page
        found = Notification.objects.get()
        answer = client.post(f"/notifications/{found.pk}")
        assert (answer.status_code, answer["Location"]) == (302, "/today")
        assert selectors.unread_count(sam) == 0

    def test_nobody_opens_those_of_others(self, client, sam):
        tell(sam)
        client.force_login(UserFactory())
        assert client.post(f"/notifications/{Notification.objects.get().pk}").status_code == 404
        assert selectors.unread_count(sam) == 1

    def test_choices_are_kept(self, client, sam):
        client.force_login(sam)
        answer = client.post(
            "/settings/notifications",
            {
                "DIGEST.EMAIL": "on", "REMINDER.IN_APP": "on", "NEW_MATCHES.EMAIL": "on",
                "digest_at": "02:30", "quiet_from": "22:00", "quiet_until": "07:00",
                "follow_up_days": "7",
            },
        )  # fmt: skip
        assert answer.status_code == 302
        chosen = telling.settings_of(sam)
        assert chosen.channels(Kind.DIGEST) == {Channel.EMAIL}
        assert chosen.channels(Kind.REMINDER) == {Channel.IN_APP}
        assert chosen.channels(Kind.NEW_MATCHES) == frozenset()  # mails of these belong to searches
        assert (chosen.digest_at, chosen.quiet_from) == (time(2, 30), time(22))
        assert (chosen.wakes_for_interviews, chosen.follow_up_days) == (False, 7)

    def test_half_of_the_quiet_hours_is_refused(self, client, sam):
        client.force_login(sam)
        words = {"digest_at": "08:00", "quiet_from": "22:00", "follow_up_days": "7"}
        answer = client.post("/settings/notifications", words)
        assert answer.status_code == 422
        assert "Write both, or neither." in answer.content.decode()

    def test_the_worker_of_push_is_a_script_at_the_root(self, client):
        answer = client.get("/push-worker.js")
        assert answer["Content-Type"].startswith("text/javascript")
        assert b"showNotification" in answer.content


class TestApi:
    @pytest.fixture
    def api(self, client, sam):
        client.force_login(sam)
        return client

    def test_lists_and_reads(self, api, sam):
        tell(sam)
        [one] = api.get("/api/v1/notifications").json()["results"]
        assert (one["title"], one["kind"], one["read_at"]) == ("Call Acme", "REMINDER", None)
        read = api.post("/api/v1/notifications/read", {"ids": [one["id"]]}, "application/json")
        assert read.json() == {"read": 1}

    def test_changes_what_is_sent_and_nothing_else(self, api):
        place = "/api/v1/notifications/settings"
        before = api.get(place).json()
        changes = {"channels": {"DIGEST": ["EMAIL"]}, "digest_at": "06:15"}
        after = api.patch(place, changes, "application/json").json()
        assert after["channels"] == before["channels"] | {"DIGEST": ["EMAIL"]}
        assert after["digest_at"] == "06:15"
        assert after == api.get(place).json()

    @pytest.mark.parametrize(
        "changes",
        [
            {"channels": {"ACCOUNT": []}},
            {"channels": {"DIGEST": ["PIGEON"]}},
            {"quiet_from": "22:00"},
            {"quiet_from": "22:00", "quiet_until": None},
            {"follow_up_days": 6},
            {"digest_at": "25:00"},
        ],
    )
    def test_refuses_what_makes_no_sense(self, api, changes):
        answer = api.patch("/api/v1/notifications/settings", changes, "application/json")
        assert answer.status_code == 400

    def test_takes_a_browser_once_and_lets_it_go(self, api, sam):
        assert len(api.get("/api/v1/notifications/browsers").json()["key"]) == 87
        browser = {
            "endpoint": "https://push.example/1",
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        }
        place = "/api/v1/notifications/browsers"
        for _ in range(2):
            assert api.post(place, browser, "application/json").status_code == 201
        assert sam.push_subscriptions.count() == 1
        bad = browser | {"p256dh": "none"}
        assert api.post(place, bad, "application/json").status_code == 400
        gone = {"endpoint": browser["endpoint"]}
        assert api.delete(place, gone, "application/json").status_code == 204
        assert not sam.push_subscriptions.exists()


class TestStaff:
    def test_send_again_and_set_aside(self, admin_client, sam):
        first, second = tell(sam).mail, tell(sam, key="other").mail
        OutgoingMail.objects.update(state=OutgoingMail.State.UNCONFIRMED)
        for action, mail in (("send_again", first), ("set_aside", second)):
            words = {"action": action, "_selected_action": [str(mail.pk)]}
            assert admin_client.post("/admin/accounts/outgoingmail/", words).status_code == 302
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (
            OutgoingMail.State.QUEUED,
            OutgoingMail.State.DROPPED,
        )

    def test_are_told_by_an_alert_that_ends_by_itself(self, sam):
        tell(sam)
        OutgoingMail.objects.update(state=OutgoingMail.State.UNCONFIRMED)
        tasks.sweep_mails()
        assert [alert.key for alert in open_alerts()] == ["mail.look"]
        outbox.set_aside(OutgoingMail.objects.get(), now=timezone.now())
        tasks.sweep_mails()
        assert not open_alerts().exists()
