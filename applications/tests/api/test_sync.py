"""What clients that are often out of reach rely on."""

import io
import json
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from applications import services
from applications.models import Application, IdempotencyKey, Tombstone
from applications.tests.factories import ApplicationFactory

ROOT = "/api/v1/applications"
CHANGES = f"{ROOT}/changes"
ACME = {"title": "Engineer", "company_name": "Acme"}


def client_of(owner):
    client = APIClient()
    client.force_authenticate(owner)
    return client


@pytest.fixture
def owner():
    return UserFactory.create()


@pytest.fixture
def api(owner):
    return client_of(owner)


def add(api, key, body=ACME):
    return api.post(ROOT, body, format="json", headers={"Idempotency-Key": key})


@pytest.mark.django_db
class TestIdempotencyKey:
    def test_adds_once_and_answers_the_same(self, api):
        first, second = add(api, "k1"), add(api, "k1")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["id"] == second.json()["id"]
        assert "Idempotency-Replayed" not in first
        assert second["Idempotency-Replayed"] == "true"
        assert Application.objects.count() == 1

    def test_is_ones_own_and_another_one_adds_again(self, api):
        add(api, "k1")
        add(api, "k2")
        add(client_of(UserFactory.create()), "k1")
        assert Application.objects.count() == 3

    def test_refuses_another_request_under_the_same_key(self, api):
        add(api, "k1")
        answer = add(api, "k1", ACME | {"title": "Designer"})
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")

    def test_a_refused_request_uses_nothing_up(self, api):
        assert add(api, "k1", {"title": "x"}).status_code == 400
        assert add(api, "k1").status_code == 201

    def test_says_so_when_what_it_made_is_gone(self, api):
        made = add(api, "k1").json()
        api.delete(f"{ROOT}/{made['id']}")
        assert add(api, "k1").status_code == 410

    def test_lasts_a_day(self, api):
        add(api, "k1")
        IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert "Idempotency-Replayed" not in add(api, "k1")

    @pytest.mark.parametrize("key", ["x" * 201])
    def test_refuses_a_key_nobody_can_keep(self, api, key):
        assert add(api, key).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_the_same_moment_add_once(owner):
    barrier, answers = Barrier(4), []

    def send():
        barrier.wait()
        answers.append(add(client_of(owner), "k1"))
        connections.close_all()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Application.objects.count() == 1


def settle(owner, ago=timedelta(minutes=5)):
    """As if everything had happened a while ago."""
    at = timezone.now() - ago
    Application.objects.filter(owner=owner).update(updated_at=at)


@pytest.mark.django_db
class TestChanges:
    def test_tells_what_changed_and_what_is_gone_and_nothing_else(self, api, owner):
        kept, changed, gone = ApplicationFactory.create_batch(3, owner=owner)
        ApplicationFactory.create()
        settle(owner)
        mark = api.get(CHANGES).json()["updated_since"]
        assert api.get(CHANGES, {"updated_since": mark}).json()["applications"] == []
        services.add_note(application=changed, text="x", actor=owner, now=timezone.now())
        gone_id = str(gone.pk)
        services.delete_application(application=gone)
        said = api.get(CHANGES, {"updated_since": mark}).json()
        assert [row["id"] for row in said["applications"]] == [str(changed.pk)]
        assert [row["id"] for row in said["deleted"]] == [gone_id]
        assert str(kept.pk) not in json.dumps(said)

    def test_everything_first_and_in_pages_without_a_gap(self, api, owner):
        ApplicationFactory.create_batch(7, owner=owner)
        settle(owner)  # all at the same moment
        seen, asked, has_more = [], {"limit": 3}, True
        while has_more:
            said = api.get(CHANGES, asked).json()
            seen += [row["id"] for row in said["applications"]]
            asked, has_more = asked | {"updated_since": said["updated_since"]}, said["has_more"]
        assert len(seen) == len(set(seen)) == 7

    def test_a_limit_of_thousands_of_digits_is_the_most(self, api, owner):
        assert api.get(CHANGES, {"limit": "9" * 5000}).status_code == 200

    def test_a_client_that_follows_ends_where_the_server_is(self, api, owner):
        mirror, mark = {}, None
        for turn in range(6):
            rows = ApplicationFactory.create_batch(3, owner=owner)
            services.delete_application(application=rows[turn % 3])
            has_more = True
            while has_more:
                asked = {"limit": 2} | ({"updated_since": mark} if mark else {})
                said = api.get(CHANGES, asked).json()
                mirror |= {row["id"]: row for row in said["applications"]}
                for row in said["deleted"]:
                    mirror.pop(row["id"], None)
                mark, has_more = said["updated_since"], said["has_more"]
        assert set(mirror) == {str(pk) for pk in Application.objects.values_list("pk", flat=True)}

    def test_a_change_committed_late_is_told_all_the_same(self, api, owner):
        mark = api.get(CHANGES).json()["updated_since"]
        late = ApplicationFactory.create(owner=owner)
        stamped = timezone.now() - timedelta(seconds=10)  # before the answer above
        Application.objects.filter(pk=late.pk).update(updated_at=stamped)
        said = api.get(CHANGES, {"updated_since": mark}).json()
        assert [row["id"] for row in said["applications"]] == [str(late.pk)]

    @pytest.mark.parametrize("text", ["yesterday", "2026-01-01T00:00:00", "2026-11-01T00:00Z~x"])
    def test_refuses_what_is_no_mark(self, api, text):
        assert api.get(CHANGES, {"updated_since": text}).status_code == 400

    def test_sends_a_client_back_to_the_start_after_ninety_days(self, api):
        long_ago = (datetime.now(UTC) - timedelta(days=91)).isoformat()
        answer = api.get(CHANGES, {"updated_since": long_ago})
        assert (answer.status_code, answer.json()["code"]) == (410, "too_old")

    def test_graves_are_closed_after_ninety_days(self, owner):
        first, second = ApplicationFactory.create_batch(2, owner=owner)
        services.delete_application(application=first)
        Tombstone.objects.update(created_at=timezone.now() - timedelta(days=91))
        services.delete_application(application=second)
        assert Tombstone.objects.count() == 1

    def test_what_a_guest_brings_along_is_news_to_the_account(self, api, owner):
        mark = (timezone.now() - timedelta(minutes=1)).isoformat()
        guest = UserFactory.create()
        row = ApplicationFactory.create(owner=guest)
        settle(guest)
        services.move_applications(guest_id=guest.pk, user_id=owner.pk)
        said = api.get(CHANGES, {"updated_since": mark}).json()
        assert [found["id"] for found in said["applications"]] == [str(row.pk)]

    def test_asks_as_much_for_fifty_as_for_one(self, api, owner):
        def count():
            with CaptureQueriesContext(connection) as seen:
                assert api.get(CHANGES).status_code == 200
            return len(seen)

        ApplicationFactory.create(owner=owner)
        few = count()
        ApplicationFactory.create_batch(50, owner=owner)
        assert count() == few


def upload(api, content, **more):
    file = io.BytesIO(content)
    file.name = "a.csv"
    return api.post(f"{ROOT}/import", {"file": file, **more}, format="multipart")


@pytest.mark.django_db
class TestFiles:
    CONTENT = b"Company;Job Title;Date Applied\r\nAcme;Engineer;01.10.2026\r\n;Engineer;\r\n"

    def test_come_in_after_a_look(self, api, owner):
        looked = upload(api, self.CONTENT, dry_run="true").json()
        assert (looked["added"], Application.objects.count()) == (1, 0)
        done = upload(api, self.CONTENT).json()
        assert (done["added"], done["already_there"]) == (1, 0)
        assert [(p["line"], p["field"]) for p in done["problems"]] == [(3, "company_name")]
        assert upload(api, self.CONTENT).json()["already_there"] == 1
        row = Application.objects.get(owner=owner)
        assert (row.company_name, row.status) == ("Acme", "APPLIED")

    def test_are_read_by_the_columns_the_client_names(self, api):
        content = b"a,b\r\nEngineer,Acme\r\n"
        columns = json.dumps({"title": 0, "company_name": 1})
        assert upload(api, content, columns=columns).json()["added"] == 1
        assert upload(api, content, columns='{"title": "0"}').status_code == 400

    def test_refuse_what_is_no_table(self, api):
        assert upload(api, b"\r\n \r\n").status_code == 422

    def test_go_out(self, api, owner):
        ApplicationFactory.create(owner=owner, company_name="=Acme")
        made = api.get(f"{ROOT}/export")
        assert b'"\'=Acme"' in made.content
        rows = json.loads(api.get(f"{ROOT}/export?as=json").content)["applications"]
        assert [row["company_name"] for row in rows] == ["=Acme"]
