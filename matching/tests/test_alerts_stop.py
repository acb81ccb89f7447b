"""Stopping the mails of a search, and choosing when they come."""

import re

import pytest
from django.test import Client

from matching.models import Search, SearchHit
from matching.tests.mailbox import mail_server, new_postings, reader, send_due, states, stop_path

pytestmark = pytest.mark.django_db
State = SearchHit.State


@pytest.fixture
def letters(settings):
    with mail_server(settings) as found:
        yield found


class TestStop:
    @pytest.fixture
    def letter(self, letters):
        reader()
        new_postings()
        send_due()
        return letters.taken[0]

    def test_is_one_click_for_mail_programs(self, letter):
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        new_postings(title="Waits")
        stranger = Client(enforce_csrf_checks=True)
        for _ in range(2):
            answer = stranger.post(stop_path(letter), {"List-Unsubscribe": "One-Click"})
            assert (answer.status_code, answer.content) == (200, b"")
        assert Search.objects.get().cadence == "OFF"
        assert states() == [State.DROPPED, State.SENT]
        assert not answer.cookies

    def test_opening_the_link_changes_nothing(self, letter):
        answer = Client().get(stop_path(letter))
        assert "Yes, stop them" in answer.content.decode()
        assert Search.objects.get().cadence == "INSTANT"
        assert "no-store" in answer["Cache-Control"]

    def test_the_page_says_that_it_is_done(self, letter):
        answer = Client(enforce_csrf_checks=True).post(stop_path(letter), {"page": "1"})
        assert "No more mails about this search" in answer.content.decode()
        assert "No more mails" in Client().get(stop_path(letter)).content.decode()

    def test_of_a_deleted_search_is_a_kind_answer(self, letter):
        Search.objects.all().delete()
        assert Client().post(stop_path(letter)).status_code == 200
        assert "was deleted" in Client().get(stop_path(letter)).content.decode()

    def test_takes_no_link_that_nobody_made(self, letter):
        path = stop_path(letter)
        for forged in (path[:-2] + "xx", path.partition(":")[0]):
            assert Client().post(forged).status_code == 404
        assert Search.objects.get().cadence == "INSTANT"

    def test_the_link_is_short_enough_for_one_header_line(self, letter):
        assert len(letter["List-Unsubscribe"]) < 140


class TestChoosing:
    def test_the_page_says_what_will_happen(self, client, settings):
        settings.MAIL_IS_CONFIGURED = True
        search = reader("DAILY", time_zone="Europe/Paris")
        client.force_login(search.owner)
        page = client.get(f"/looking-for/{search.pk}").content.decode()
        assert "At most one mail an hour" in page
        assert "At 8 in the morning, your time" in page
        assert "Your time is Europe/Paris" in page
        assert re.search(r'value="DAILY"[^>]*checked', page)
        assert "Confirm your address" not in page

    def test_the_page_says_why_no_mail_will_come(self, client, settings):
        settings.MAIL_IS_CONFIGURED = True
        search = reader(verified=False)
        client.force_login(search.owner)
        assert "Confirm your address" in client.get("/looking-for").content.decode()
        settings.MAIL_IS_CONFIGURED = False
        assert "No mail server is set up here" in client.get("/looking-for").content.decode()

    def test_keeps_the_choice_and_gives_up_what_waits_when_it_is_never(self, client):
        search = reader()
        new_postings()
        client.force_login(search.owner)
        wish = {"roles": "Backend developer", "remote": "ALSO", "radius_km": "50"}
        client.post(f"/looking-for/{search.pk}", wish)
        search.refresh_from_db()
        assert (search.cadence, states()) == ("INSTANT", [State.WAITING])
        client.post(f"/looking-for/{search.pk}", wish | {"cadence": "OFF"})
        search.refresh_from_db()
        assert (search.cadence, states()) == ("OFF", [State.DROPPED])
