"""Moving on the pages: what two windows disagree on, many at once, days that are past."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import ProfileFactory
from applications import services
from applications.states import Status
from applications.tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


def move(page, row, headers=HTMX, **asked):
    seen = asked.pop("seen", "")
    url = reverse("application-move", args=[row.pk]) + (f"?seen={seen}" if seen else "")
    return page.post(url, asked, headers=headers)


class TestMove:
    def test_says_what_the_card_is_now(self, page, sam):
        row = ApplicationFactory.create(owner=sam)
        assert move(page, row, to="APPLIED", after="")["Board-Status"] == "APPLIED"

    @pytest.mark.parametrize(("headers", "has_page"), [(HTMX, False), ({}, True)])
    def test_shows_what_was_done_elsewhere_and_both_ways_on(self, page, sam, headers, has_page):
        row = ApplicationFactory.create(owner=sam, company_name="A <b>", status=Status.APPLIED)
        services.move_application(
            application=row, to=Status.INTERVIEW, actor=sam, now=timezone.now()
        )
        answer = move(page, row, headers, to="OFFER", after="", seen="APPLIED")
        said = answer.content.decode()
        assert answer.status_code == 409
        assert ("<html" in said) is has_page
        assert "A &lt;b&gt; was moved to “Interview”" in said
        assert "another window" in said
        row.refresh_from_db()
        assert row.status == Status.INTERVIEW
        again = move(page, row, headers, to="OFFER", after="", seen="INTERVIEW")
        assert again.status_code == (302 if has_page else 200)
        row.refresh_from_db()
        assert row.status == Status.OFFER

    @pytest.mark.parametrize("to", ["OFFER", "REJECTED"])
    def test_two_windows_that_want_the_same_do_not_disagree(self, page, sam, to):
        row = ApplicationFactory.create(owner=sam, status=to)
        assert move(page, row, to=to, seen="APPLIED").status_code == 200
        assert not row.events.exists()

    def test_takes_the_day_it_happened(self, page, sam):
        row = ApplicationFactory.create(owner=sam, last_sign_at=timezone.now() - timedelta(days=30))
        tuesday = timezone.localdate() - timedelta(days=5)
        move(page, row, {}, to="APPLIED", happened_on=tuesday.isoformat())
        row.refresh_from_db()
        assert row.applied_at.date() == tuesday

    @pytest.mark.parametrize("day", ["tomorrow", "2999-01-01", "0001-01-01", "2100-01-01"])
    def test_refuses_other_days(self, page, sam, day):
        row = ApplicationFactory.create(owner=sam)
        assert move(page, row, to="APPLIED", happened_on=day).status_code in {409, 422}
        row.refresh_from_db()
        assert row.status == Status.SAVED


class TestMany:
    def test_are_moved_and_taken_back(self, page, sam):
        rows = ApplicationFactory.create_batch(3, owner=sam, status=Status.APPLIED)
        chosen = {"chosen": [str(row.pk) for row in rows], "to": "REJECTED"}
        shown = page.post(reverse("applications-move"), chosen, follow=True)
        assert "3 applications moved" in shown.content.decode()
        events = shown.context["just_moved"]
        services.move_application(
            application=rows[0].__class__.objects.get(pk=rows[0].pk),
            to=Status.OFFER,
            actor=sam,
            now=timezone.now(),
            by_hand=True,
        )
        said = page.post(reverse("applications-undo"), {"event": events}, follow=True)
        assert "2 moves taken back" in said.content.decode()
        assert "moved on since" in said.content.decode()
        assert sorted(row.status for row in sam.applications.all()) == [
            "APPLIED",
            "APPLIED",
            "OFFER",
        ]
        assert "just_moved" not in page.session

    def test_of_others_are_not_taken_back(self, page):
        row = ApplicationFactory.create()
        event = services.move_application(
            application=row, to=Status.APPLIED, actor=row.owner, now=timezone.now()
        )
        page.post(reverse("applications-undo"), {"event": [str(event.pk), "x"]})
        row.refresh_from_db()
        assert row.status == Status.APPLIED


class TestWhatIsKept:
    def test_carries_each_request_s_own_token(self, page, sam):
        ApplicationFactory.create(owner=sam, company_name="<token>")
        for _ in range(2):
            for address in ("/applications", "/applications?view=table"):
                said = page.get(address).content.decode()
                assert 'value="<token>"' not in said
                assert "&lt;token&gt;" in said
                assert 'name="csrfmiddlewaretoken" value="' in said

    def test_is_in_the_reader_s_own_words(self, page, sam):
        ApplicationFactory.create(owner=sam)
        page.get("/applications")
        sam.profile.time_zone = "Asia/Tokyo"
        sam.profile.save()
        assert page.get("/applications").status_code == 200
