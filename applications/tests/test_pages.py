"""The pages, as a browser without JavaScript and as htmx see them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import ProfileFactory
from applications import services
from applications.models import Application
from applications.states import Status
from applications.tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


def everywhere(owner, each=1):
    """Applications in every status, every second with an interview, a reminder and a note."""
    now = timezone.now()
    for status in Status:
        for n in range(each):
            row = ApplicationFactory.create(
                owner=owner, status=status, last_sign_at=now - timedelta(days=30)
            )
            if n % 2 == 0:
                services.add_interview(
                    application=row, starts_at=now + timedelta(days=1), actor=owner, now=now
                )
                services.add_reminder(
                    owner=owner, application=row, text="Call", due_at=now, now=now
                )
                services.add_note(application=row, text="Nice people", actor=owner, now=now)


PAGES = ["applications", "today", "insights", "application-add"]


class TestPages:
    @pytest.mark.parametrize("name", PAGES)
    def test_open_with_nothing_to_show(self, page, name):
        assert page.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("name", PAGES)
    def test_open_with_rows_in_every_status(self, page, sam, name):
        everywhere(sam)
        assert page.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("status", Status)
    def test_show_one_application(self, page, sam, status):
        everywhere(sam)
        row = Application.objects.get(status=status)
        answer = page.get(reverse("application", args=[row.pk]))
        assert row.company_name in answer.content.decode()
        part = page.get(
            reverse("application", args=[row.pk]) + "?part=1", headers={"HX-Request": "true"}
        )
        assert "<html" not in part.content.decode()

    def test_say_one_thing_and_one_minute(self, page, sam):
        ApplicationFactory.create(owner=sam, left_at=timezone.now() - timedelta(hours=3))
        assert "1 thing, about 1 minute." in page.get("/today").content.decode()

    def test_offer_somebody_new_one_next_step(self, page):
        said = page.get("/today").content.decode()
        assert said.count("btn-primary") == 2  # the step, and Add in the rail
        assert "New for you" not in said  # before there is a resume nothing can be new

    def test_show_no_rates_before_anything_was_sent(self, page, sam):
        ApplicationFactory.create(owner=sam)
        said = page.get("/insights").content.decode()
        assert "1 application, not sent yet" in said
        assert "0 of 0" not in said

    @pytest.mark.parametrize("name", PAGES)
    def test_ask_for_a_sign_in(self, client, name):
        assert client.get(reverse(name)).status_code == 302


class TestQueries:
    @pytest.mark.parametrize(
        "address", ["/applications", "/applications?view=table", "/today", "/insights"]
    )
    def test_as_many_for_fifty_rows_as_for_one(self, page, sam, address):
        def count():
            with CaptureQueriesContext(connection) as seen:
                page.get(address)
            return len(seen)

        everywhere(sam)
        few = count()
        everywhere(sam, each=4)
        assert Application.objects.count() >= 50
        assert count() == few
        assert few <= 16
