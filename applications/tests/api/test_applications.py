"""Applications over the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from applications import services
from applications.models import Application
from applications.states import MOVES, Status
from applications.tests.factories import NOW, ApplicationFactory
from jobs.tests.factories import PostingFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/applications"


@pytest.fixture
def owner():
    return UserFactory.create()


@pytest.fixture
def api(owner):
    client = APIClient()
    client.force_authenticate(owner)
    return client


class TestList:
    def test_shows_ones_own_only(self, api, owner):
        mine = ApplicationFactory.create(owner=owner)
        ApplicationFactory.create()
        rows = api.get(ROOT).json()["results"]
        assert [row["id"] for row in rows] == [str(mine.pk)]

    @pytest.mark.parametrize(
        ("query", "companies"),
        [
            ("q=acme", {"Acme"}),
            ("q=acme+python", {"Acme"}),
            ("column=PREPARING", {"Globex"}),
            ("status=SAVED&status=READY", {"Acme", "Globex"}),
            ("show=silent", {"Initech"}),
            ("show=no_next_step", {"Acme", "Globex", "Initech"}),
            ("show=due", set()),
            ("q=%25", set()),
            ("q=%00acme%00", {"Acme"}),
            ("q=" + "acme+" * 2000, {"Acme"}),
            ("column=NONSENSE", {"Acme", "Globex", "Initech"}),
        ],
    )
    def test_can_be_narrowed(self, api, owner, query, companies):
        long_ago = NOW - timedelta(days=400)
        make = ApplicationFactory.create
        make(owner=owner, company_name="Acme", title="Python developer")
        make(owner=owner, company_name="Globex", status=Status.READY)
        make(owner=owner, company_name="Initech", status=Status.APPLIED, last_sign_at=long_ago)
        rows = api.get(f"{ROOT}?{query}").json()["results"]
        assert {row["company_name"] for row in rows} == companies

    def test_answers_304_until_something_changes(self, api, owner):
        row = ApplicationFactory.create(owner=owner)
        tag = api.get(ROOT)["ETag"]
        assert api.get(ROOT, headers={"If-None-Match": tag}).status_code == 304
        services.add_note(application=row, text="x", actor=owner, now=row.updated_at + timedelta(1))
        assert api.get(ROOT, headers={"If-None-Match": tag}).status_code == 200
        changed = api.get(ROOT)["ETag"]
        row.delete()
        assert api.get(ROOT, headers={"If-None-Match": changed}).status_code == 200

    def test_pages_without_losing_or_repeating(self, api, owner):
        ApplicationFactory.create_batch(7, owner=owner)
        seen, url = [], f"{ROOT}?limit=3"
        while url:
            answer = api.get(url).json()
            seen += [row["id"] for row in answer["results"]]
            url = answer["next"]
        assert len(seen) == len(set(seen)) == 7

    @pytest.mark.parametrize("address", [ROOT, f"{ROOT}/board"])
    def test_asks_as_much_for_fifty_as_for_one(self, api, owner, address):
        def count():
            with CaptureQueriesContext(connection) as seen:
                assert api.get(address).status_code == 200
            return len(seen)

        ApplicationFactory.create(owner=owner)
        one = count()
        for status in Status:
            ApplicationFactory.create_batch(4, owner=owner, status=status)
        assert count() == one


class TestCreate:
    def test_saves_a_posting_once(self, api):
        posting = PostingFactory.create()
        first = api.post(ROOT, {"posting": str(posting.pk)}, format="json")
        second = api.post(ROOT, {"posting": str(posting.pk)}, format="json")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["id"] == second.json()["id"]
        assert "PREPARING" in first.json()["allowed"]

    def test_takes_two_fields(self, api):
        answer = api.post(ROOT, {"title": "Cook", "company_name": "Luigi's"}, format="json")
        assert answer.status_code == 201

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"title": "Cook"},
            {"posting": "00000000-0000-0000-0000-000000000000"},
            {"title": "Cook", "company_name": "L", "status": "SUBMITTING"},
            {"title": "Cook", "company_name": "L", "url": "javascript:alert(1)"},
        ],
    )
    def test_refuses_too_little(self, api, body):
        assert api.post(ROOT, body, format="json").status_code == 400
        assert not Application.objects.exists()


class TestTimes:
    """A day no zone can show would break every page that lists it."""

    @pytest.mark.parametrize("day", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1899-12-31"])
    @pytest.mark.parametrize(
        ("path", "body", "name"),
        [
            ("interviews", {"kind": "PHONE", "time_zone": "UTC"}, "starts_at"),
            ("reminders", {"text": "Call"}, "due_at"),
            ("next-action", {"text": "Call"}, "at"),
            ("move", {"to": "APPLIED"}, "happened_at"),
        ],
    )
    def test_beyond_every_life_are_refused(self, api, owner, path, body, name, day):
        row = ApplicationFactory.create(owner=owner)
        answer = api.post(f"{ROOT}/{row.pk}/{path}", body | {name: day}, format="json")
        assert answer.status_code == 400
        assert name in answer.json()

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_deadlines_too(self, api, day):
        body = {"title": "Cook", "company_name": "L", "deadline": day}
        assert api.post(ROOT, body, format="json").status_code == 400

    @pytest.mark.parametrize("zone", ["Mars/Phobos", "../etc/passwd", "UTC\x00", ""])
    def test_of_reminders_are_in_zones_that_exist(self, api, zone):
        body = {"text": "Call", "due_at": "2027-01-01T10:00:00Z", "time_zone": zone}
        assert api.post("/api/v1/reminders", body, format="json").status_code == 400


class TestMove:
    @pytest.mark.parametrize("seen", Status)
    def test_409_names_what_is_allowed(self, api, owner, seen):
        row = ApplicationFactory.create(owner=owner, status=seen)
        answer = api.post(f"{ROOT}/{row.pk}/move", {"to": "SUBMITTING"}, format="json")
        assert answer.status_code == 409
        body = answer.json()
        assert (body["code"], body["status"]) == ("move_not_allowed", seen)
        machine = {Status.IN_REVIEW, Status.SUBMITTING, Status.FAILED}
        expected = set() if seen == Status.SUBMITTING else MOVES[seen] - machine
        assert set(body["allowed"]) == expected

    def test_moves(self, api, owner):
        row = ApplicationFactory.create(owner=owner)
        answer = api.post(
            f"{ROOT}/{row.pk}/move",
            {"to": "APPLIED", "happened_at": "2026-11-10T09:00:00Z"},
            format="json",
        )
        assert answer.status_code == 200
        assert answer.json()["applied_at"] == "2026-11-10T09:00:00Z"

    def test_backwards_only_by_hand(self, api, owner):
        row = ApplicationFactory.create(owner=owner, status=Status.OFFER)
        url = f"{ROOT}/{row.pk}/move"
        assert api.post(url, {"to": "SAVED"}, format="json").status_code == 409
        assert api.post(url, {"to": "SAVED", "by_hand": True}, format="json").status_code == 200

    def test_tells_a_client_that_is_out_of_date(self, api, owner):
        row = ApplicationFactory.create(owner=owner, status=Status.APPLIED)
        answer = api.post(
            f"{ROOT}/{row.pk}/move", {"to": "PREPARING", "seen": "SAVED"}, format="json"
        )
        assert answer.status_code == 409
        assert answer.json()["code"] == "already_moved"
        assert answer.json()["status"] == "APPLIED"

    def test_unknown_states_are_a_mistake(self, api, owner):
        row = ApplicationFactory.create(owner=owner)
        assert api.post(f"{ROOT}/{row.pk}/move", {"to": "X"}, format="json").status_code == 400


class TestDiary:
    def test_notes_interviews_and_reminders(self, api, owner):
        row = ApplicationFactory.create(owner=owner)
        url = f"{ROOT}/{row.pk}"
        assert api.post(f"{url}/notes", {"text": "Nice"}, format="json").status_code == 201
        interview = api.post(
            f"{url}/interviews",
            {"starts_at": "2026-12-01T10:00:00+01:00", "time_zone": "Europe/Berlin"},
            format="json",
        )
        assert interview.status_code == 201
        assert interview.json()["starts_at"] == "2026-12-01T09:00:00Z"
        reminder = api.post(
            f"{url}/reminders", {"text": "Call", "due_at": "2026-12-01T10:00:00Z"}, format="json"
        )
        assert reminder.status_code == 201
        shown = api.get(url).json()
        assert [len(shown[k]) for k in ("notes", "interviews", "reminders")] == [1, 1, 1]
        done = api.post(f"/api/v1/reminders/{reminder.json()['id']}/complete")
        assert done.json()["state"] == "DONE"
        changed = api.patch(
            f"/api/v1/interviews/{interview.json()['id']}", {"outcome": "PASSED"}, format="json"
        )
        assert changed.json()["outcome"] == "PASSED"

    def test_refuses_a_zone_that_does_not_exist(self, api, owner):
        row = ApplicationFactory.create(owner=owner)
        body = {"starts_at": "2026-12-01T10:00:00Z", "time_zone": "Mars/Olympus"}
        answer = api.post(f"{ROOT}/{row.pk}/interviews", body, format="json")
        assert answer.status_code == 400


class TestOwnership:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", ""),
            ("patch", ""),
            ("delete", ""),
            ("post", "/move"),
            ("post", "/place"),
            ("post", "/notes"),
            ("post", "/interviews"),
            ("post", "/reminders"),
            ("post", "/next-action"),
        ],
    )
    def test_what_is_not_ones_own_does_not_exist(self, api, method, path):
        other = ApplicationFactory.create()
        body = {
            "to": "APPLIED",
            "column": "APPLIED",
            "text": "x",
            "title": "x",
            "due_at": "2026-12-01T10:00:00Z",
            "starts_at": "2026-12-01T10:00:00Z",
        }
        answer = getattr(api, method)(f"{ROOT}/{other.pk}{path}", body, format="json")
        assert answer.status_code == 404
        other.refresh_from_db()
        assert other.status == Status.SAVED
        assert not other.events.exists()

    def test_strangers_are_sent_away(self):
        assert APIClient().get(ROOT).status_code == 401


class TestBoard:
    def test_goes_on_below_a_card(self, api, owner):
        for n in range(25):
            ApplicationFactory.create(owner=owner, position=n)
        first = api.get(f"{ROOT}/board").json()[0]
        assert (first["count"], len(first["cards"])) == (25, 20)
        rest = api.get(f"{ROOT}/board?column=SAVED&after={first['more_after']}").json()[0]
        assert (len(rest["cards"]), rest["more_after"]) == (5, None)
        ids = [card["id"] for card in first["cards"] + rest["cards"]]
        assert len(set(ids)) == 25
