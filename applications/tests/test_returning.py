"""Back from the company's site: the question on the next page, and in the tab that waited."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import ProfileFactory
from applications.models import Application
from applications.tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return ProfileFactory.create(time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


@pytest.fixture
def row(page, sam):
    row = ApplicationFactory.create(
        owner=sam, company_name="Acme <&>", url="https://jobs.example.org/1"
    )
    page.post(reverse("application-leave", args=[row.pk]))
    return row


def asks(answer):
    return "Did you apply to Acme &lt;&amp;&gt;?" in answer.content.decode()


class TestNextPage:
    @pytest.mark.parametrize("address", ["/applications", "/insights", "/add"])
    def test_asks_until_it_is_answered(self, page, row, address):
        assert asks(page.get(address))
        page.post(reverse("application-answer", args=[row.pk]), {"answer": "yes_today"})
        assert not asks(page.get(address))
        assert "returning_from" not in page.session

    @pytest.mark.parametrize("answer", ["not_yet", "no"])
    def test_any_answer_ends_it(self, page, row, answer):
        page.post(reverse("application-answer", args=[row.pk]), {"answer": answer})
        assert not asks(page.get("/insights"))

    def test_a_page_with_the_question_has_it_once(self, page, row):
        for address in ("/today", reverse("application", args=[row.pk])):
            assert page.get(address).content.decode().count("yes_today") == 1

    def test_one_that_was_deleted_or_moved_on_is_not_asked_about(self, page, row):
        Application.objects.all().delete()
        assert not asks(page.get("/insights"))

    def test_another_browser_is_not_asked(self, row, client, sam):
        client.logout()
        client.force_login(sam)
        assert not asks(client.get("/insights"))

    def test_costs_nothing_before_anybody_left(self, page, sam):
        ApplicationFactory.create(owner=sam)
        page.get("/applications/import")
        with CaptureQueriesContext(connection) as seen:
            page.get("/applications/import")
        assert not any("left_at" in query["sql"] for query in seen)

    def test_offers_the_day_they_went_when_that_was_before_today(self, page, row):
        assert "yes_then" not in page.get("/insights").content.decode()
        left_at = timezone.now() - timedelta(days=2)
        Application.objects.update(left_at=left_at)
        assert "yes_then" in page.get("/insights").content.decode()
        page.post(reverse("application-answer", args=[row.pk]), {"answer": "yes_then"})
        assert Application.objects.get().applied_at == left_at


class TestWaitingTab:
    def test_is_given_the_question_alone(self, page, row):
        answer = page.get(reverse("application-returned"))
        assert asks(answer)
        assert "<html" not in answer.content.decode()

    def test_is_given_nothing_when_there_is_none(self, page):
        assert page.get(reverse("application-returned")).status_code == 204
