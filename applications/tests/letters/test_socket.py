"""The socket of a letter: its owner hears every piece, now or later, in every tab; nobody else does."""

import json
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter

from accounts.tests.factories import UserFactory
from applications.drafting.streams import Writer
from applications.routing import websocket_urlpatterns
from applications.services import begin_letter

pytestmark = pytest.mark.django_db(transaction=True)
HEADERS = [(b"origin", b"http://testserver"), (b"host", b"testserver")]


@pytest.fixture
def letter(settings, application):
    settings.LIVE_SAME_ORIGIN = True
    return begin_letter(application=application)


class Socket:
    """One socket of a browser, spoken to in ASGI messages."""

    def __init__(self, letter_id, user, query="", headers=HEADERS):
        scope = {
            "type": "websocket",
            "path": f"/ws/letters/{letter_id}",
            "query_string": query.encode(),
            "headers": headers,
            "user": user,
            "subprotocols": [],
        }
        self.pipe = ApplicationCommunicator(URLRouter(websocket_urlpatterns), scope)

    async def opens(self):
        await self.pipe.send_input({"type": "websocket.connect"})
        return await self.pipe.receive_output(timeout=5)

    async def hears(self, number):
        said = [await self.pipe.receive_output(timeout=5) for _each in range(number)]
        return [json.loads(each["text"]) for each in said]

    async def closes(self):
        await self.pipe.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.pipe.wait(timeout=5)


async def opened(letter_id, user, query=""):
    socket = Socket(letter_id, user, query)
    assert (await socket.opens())["type"] == "websocket.accept"
    return socket


class TestRelay:
    def test_brings_what_was_said_before_and_what_comes_to_every_tab(self, letter, helen):
        @async_to_sync
        async def story():
            writer = Writer(letter.pk, 1)
            await sync_to_async(writer.begin)()
            await sync_to_async(writer.say)("Dear ")
            first = await opened(letter.pk, helen)
            second = await opened(letter.pk, helen)
            before = await first.hears(2)
            await sync_to_async(writer.say)("team,")
            await sync_to_async(writer.end)("READY")
            after = await first.hears(2)
            assert [e.get("text") for e in before + after] == [None, "Dear ", "team,", None]
            assert await second.hears(4) == before + after
            assert after[-1]["end"] == "READY"
            await first.closes()
            again = await opened(letter.pk, helen, f"after={before[-1]['id']}")
            assert await again.hears(2) == after
            await again.closes()
            await second.closes()

        story()

    def test_is_closed_to_others_other_pages_and_letters_that_are_not(self, letter, helen):
        @async_to_sync
        async def story(letter_id, user, headers=HEADERS):
            socket = Socket(letter_id, user, headers=headers)
            answer = await socket.opens()
            await socket.closes()
            return answer["type"], answer["code"]

        evil = [(b"origin", b"http://evil.example"), (b"host", b"testserver")]
        assert story(letter.pk, UserFactory.create()) == ("websocket.close", 4401)
        assert story(uuid4(), helen) == ("websocket.close", 4401)
        assert story(letter.pk, helen, evil) == ("websocket.close", 4401)
        assert story(letter.pk, None) == ("websocket.close", 4401)

    def test_a_redis_that_is_away_closes_it_for_now(self, letter, helen, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"

        @async_to_sync
        async def story():
            socket = await opened(letter.pk, helen)
            answer = await socket.pipe.receive_output(timeout=5)
            await socket.closes()
            return answer["code"]

        assert story() == 1013
