"""What is kept of a list is never older than what its reader has written."""

import json
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from applications import services
from applications.api import serializers as shapes
from applications.api.lists import board_as_json
from applications.models import Application
from applications.selectors import caching
from applications.selectors.board import board
from applications.states import Status
from applications.tests.factories import NOW, ApplicationFactory

LIST = "/api/v1/applications"
BOARD = f"{LIST}/board"
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return UserFactory.create()


@pytest.fixture
def api(owner):
    client = APIClient()
    client.force_authenticate(owner)
    return client


def statuses(api):
    """What both doors say, which is the same."""
    listed = [row["status"] for row in api.get(LIST).json()["results"]]
    shown = [card["status"] for column in api.get(BOARD).json() for card in column["cards"]]
    assert sorted(listed) == sorted(shown)
    return listed


def status():
    return Application.objects.get().status.encode()


def plain(serializer):
    return json.loads(JSONRenderer().render(serializer.data))


@pytest.mark.django_db
class TestWhatIsKept:
    def test_reads_as_the_serialisers_write_it(self, api, owner):
        row = ApplicationFactory.create(owner=owner, tags=["a"], deadline=NOW.date())
        services.add_reminder(owner=owner, application=row, text="Call", due_at=NOW, now=NOW)
        listed = shapes.ApplicationSerializer(Application.objects.all(), many=True)
        assert api.get(LIST).json()["results"] == plain(listed)
        columns = board(owner.pk, now=NOW).columns
        shown = shapes.BoardColumnSerializer(columns, many=True)
        assert json.loads(board_as_json(columns)) == plain(shown)

    @pytest.mark.parametrize("address", [LIST, BOARD])
    def test_is_answered_by_one_query(self, api, owner, address, django_assert_num_queries):
        ApplicationFactory.create(owner=owner)
        first = api.get(address)
        with django_assert_num_queries(1):
            assert api.get(address).content == first.content

    def test_is_nobody_else_s(self, api):
        other = APIClient()
        other.force_authenticate(ApplicationFactory.create().owner)
        assert len(statuses(other)) == 1
        assert statuses(api) == []


@pytest.mark.django_db
class TestOnesOwnWrite:
    def test_is_read_by_the_next_request_whatever_it_was(self, api, owner):
        row = ApplicationFactory.create(owner=owner)
        assert statuses(api) == ["SAVED"]
        api.post(f"{LIST}/{row.pk}/move", {"to": "APPLIED"}, format="json")
        assert statuses(api) == ["APPLIED"]
        # As an administrator's hand or a migration writes: no service, no time stamp, no signal.
        Application.objects.update(status=Status.OFFER)
        assert statuses(api) == ["OFFER"]
        api.delete(f"{LIST}/{row.pk}")
        assert statuses(api) == []

    def test_is_read_when_the_cache_is_gone(self, api, owner, settings):
        row = ApplicationFactory.create(owner=owner)
        assert statuses(api) == ["SAVED"]
        gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
        settings.CACHES = {"default": gone}
        assert statuses(api) == ["SAVED"]
        api.post(f"{LIST}/{row.pk}/move", {"to": "APPLIED"}, format="json")
        assert statuses(api) == ["APPLIED"]


@committed
class TestRaces:
    def test_what_a_slower_reader_keeps_is_not_read_after_a_write(self, owner):
        row = ApplicationFactory.create(owner=owner)
        state = caching.state_of(owner.pk)

        def read_slowly():
            before = status()
            services.move_application(application=row, to=Status.APPLIED, actor=owner, now=NOW)
            return before

        assert caching.kept(owner.pk, state, "status", read_slowly) == b"SAVED"
        now = caching.state_of(owner.pk)
        read = caching.kept(owner.pk, now, "status", status)
        assert read == b"APPLIED"

    def test_of_two_writers_the_earlier_stamped_and_later_committed_is_seen(self, owner):
        first, second = ApplicationFactory.create_batch(2, owner=owner)
        written, may_commit = Event(), Event()

        def write_slowly():
            try:
                with transaction.atomic():
                    services.set_next_action(
                        application=first, text="Call", at=None, now=NOW + timedelta(hours=1)
                    )
                    written.set()
                    may_commit.wait(20)
            finally:
                connection.close()

        slow = Thread(target=write_slowly)
        slow.start()
        assert written.wait(20)
        later = NOW + timedelta(hours=2)
        services.set_next_action(application=second, text="Write", at=None, now=later)
        between = caching.state_of(owner.pk)
        may_commit.set()
        slow.join()
        assert caching.state_of(owner.pk) != between

    def test_the_state_of_others_does_not_move(self, owner):
        before = caching.state_of(owner.pk)
        ApplicationFactory.create()
        assert caching.state_of(owner.pk) == before
        ApplicationFactory.create(owner=owner)
        assert caching.state_of(owner.pk) != before
