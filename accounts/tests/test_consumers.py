"""The live socket over a real Redis."""

import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as project

from accounts import services
from accounts.consumers import LiveConsumer
from accounts.tests.factories import GuestFactory, UserFactory
from core.live import announce, announce_to_staff

PAGE, LIVE = b"http://localhost:8000", b"localhost:8001"

pytestmark = [pytest.mark.django_db(transaction=True)]


class Socket:
    """One socket of a browser or of a native client, spoken to in ASGI messages."""

    def __init__(self, user=None, origin=PAGE, host=LIVE, query=""):
        headers = [(b"host", host)]
        if origin is not None:
            headers.append((b"origin", origin))
        scope = {"type": "websocket", "path": "/ws/", "query_string": query.encode()}
        scope |= {"headers": headers, "user": user, "subprotocols": []}
        self.pipe = ApplicationCommunicator(LiveConsumer.as_asgi(), scope)

    async def opens(self):
        await self.pipe.send_input({"type": "websocket.connect"})
        answer = await self.pipe.receive_output(timeout=5)
        return answer["type"] == "websocket.accept"

    async def say(self, text):
        await self.pipe.send_input({"type": "websocket.receive", "text": text})

    async def hears(self):
        message = await self.pipe.receive_output(timeout=5)
        return json.loads(message["text"])

    async def closes(self):
        await self.pipe.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.pipe.wait(timeout=5)


async def opens(**about):
    socket = Socket(**about)
    opened = await socket.opens()
    await socket.closes()
    return opened


def run(coroutine_function):
    """Run an async test in a loop of its own."""

    async def in_a_loop():
        return await coroutine_function()

    return async_to_sync(in_a_loop)()


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "http://localhost:8000"
    settings.LIVE_SAME_ORIGIN = False
    assert project.ALLOWED_HOSTS


class TestConnect:
    @pytest.mark.parametrize("factory", [UserFactory, GuestFactory])
    def test_opens_for_people_and_guests(self, factory):
        user = factory()
        assert run(lambda: opens(user=user)) is True

    def test_refuses_strangers(self):
        assert run(opens) is False

    @pytest.mark.parametrize(
        ("origin", "host", "is_open"),
        [
            (b"http://localhost:8000", b"localhost:8001", True),
            (b"http://127.0.0.1:8000", b"127.0.0.1:8001", True),
            (b"http://localhost:8001", b"localhost:8001", False),
            (b"http://localhost:9999", b"localhost:8001", False),
            (b"http://localhost", b"localhost:8001", False),
            (b"http://127.0.0.1:8000", b"localhost:8001", False),
            (b"http://evil.example:8000", b"localhost:8001", False),
            (b"http://evil.example:8000", b"evil.example:8001", False),
            (b"http://localhost.evil.example:8000", b"localhost:8001", False),
            (b"null", b"localhost:8001", False),
            (b"http://localhost:port", b"localhost:8001", False),
            (b"file://localhost:8000", b"localhost:8001", False),
            (None, b"localhost:8001", False),
        ],
    )
    def test_opens_for_pages_of_ours_only(self, origin, host, is_open):
        user = UserFactory()
        assert run(lambda: opens(user=user, origin=origin, host=host)) is is_open

    @pytest.mark.parametrize(
        ("origin", "host", "is_open"),
        [
            (b"https://jobs.example", b"jobs.example", True),
            (b"https://jobs.example:443", b"jobs.example", True),
            (b"https://jobs.example:8443", b"jobs.example:8443", True),
            (b"https://jobs.example:8443", b"jobs.example", False),
            (b"https://other.example", b"jobs.example", False),
        ],
    )
    def test_opens_on_the_same_origin_in_production(self, settings, origin, host, is_open):
        settings.LIVE_SAME_ORIGIN = True
        settings.ALLOWED_HOSTS = ["jobs.example", "other.example"]
        user = UserFactory()
        assert run(lambda: opens(user=user, origin=origin, host=host)) is is_open


class TestTicket:
    def test_opens_one_socket_without_origin_or_cookie(self):
        user = UserFactory()

        async def twice():
            ticket = await sync_to_async(services.issue_live_ticket)(user_id=user.pk)
            return [await opens(origin=None, query=f"ticket={ticket}") for _ in range(2)]

        assert run(twice) == [True, False]

    def test_is_not_replaced_by_a_session_when_it_is_wrong(self):
        user = UserFactory()
        assert run(lambda: opens(user=user, query="ticket=guess")) is False


class TestChanged:
    def test_tells_the_person_and_nobody_else(self):
        sam, other = UserFactory(), UserFactory()

        async def listen():
            mine, theirs = Socket(user=sam), Socket(user=other)
            assert await mine.opens()
            assert await theirs.opens()
            await mine.say('{"topic": "resume", "version_id": "forged"}')
            await sync_to_async(announce)(sam.pk, "resume", version_id="7", state="PARSED")
            heard = await mine.hears()
            quiet = await theirs.pipe.receive_nothing(timeout=0.2)
            await mine.closes()
            await theirs.closes()
            return heard, quiet

        heard, quiet = run(listen)
        assert heard == {"topic": "resume", "version_id": "7", "state": "PARSED"}
        assert quiet is True


class TestStaff:
    def test_hears_of_runs_and_nobody_else_does(self):
        staff, sam = UserFactory(is_staff=True), UserFactory()

        async def listen():
            theirs, mine = Socket(user=staff), Socket(user=sam)
            assert await theirs.opens()
            assert await mine.opens()
            await sync_to_async(announce_to_staff)("run", run_id="7")
            heard = await theirs.hears()
            quiet = await mine.pipe.receive_nothing(timeout=0.2)
            await sync_to_async(announce)(staff.pk, "resume", version_id="8")
            own = await theirs.hears()
            await theirs.closes()
            await mine.closes()
            return heard, quiet, own["topic"]

        assert run(listen) == ({"topic": "run", "run_id": "7"}, True, "resume")

    def test_joins_with_a_ticket_too(self):
        staff = UserFactory(is_staff=True)

        async def listen():
            ticket = await sync_to_async(services.issue_live_ticket)(user_id=staff.pk)
            socket = Socket(origin=None, query=f"ticket={ticket}")
            assert await socket.opens()
            await sync_to_async(announce_to_staff)("run", run_id="7")
            heard = await socket.hears()
            await socket.closes()
            return heard

        assert run(listen)["run_id"] == "7"
