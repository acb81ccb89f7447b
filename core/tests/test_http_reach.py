"""Calls that reach nobody, and answers that repeat what nobody else may read."""

import pytest

from core.http import (
    Answer,
    Call,
    CircuitOpenError,
    HttpClient,
    HttpError,
    HttpTransientError,
    MemoryBreaker,
    NotConnectedError,
)
from core.tests.answering import answering

SECRET = "k3y/with+signs"


@pytest.fixture
def server():
    with answering() as found:
        yield found


@pytest.fixture
def slept():
    return []


@pytest.fixture
def client(server, slept):
    found = HttpClient(server.url, secrets=(SECRET,), sleep=slept.append, max_bytes=1000)
    yield found
    found.close()


class TestNeverConnected:
    """A call that reached nobody is no call."""

    class Ledger:
        def __init__(self):
            self.used = 0

        def take(self):
            self.used += 1
            return 0.0

        def give_back(self, seconds_ago):
            assert 0 <= seconds_ago < 60
            self.used -= 1

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("http://127.0.0.1:9", "127.0.0.1 cannot be reached: connection refused"),
            ("http://nowhere.invalid", "nowhere.invalid cannot be reached: .*no network"),
        ],
    )
    def test_is_given_back_and_says_what_was_in_the_way(self, slept, url, words):
        ledger = self.Ledger()
        client = HttpClient(url, sleep=slept.append, ledger=ledger)

        with pytest.raises(NotConnectedError, match=words):
            client.get("/a")

        assert (ledger.used, len(slept)) == (0, 2)
        client.close()

    def test_a_call_that_was_made_is_not(self, server, slept):
        ledger = self.Ledger()
        client = HttpClient(server.url, sleep=slept.append, ledger=ledger)
        server.paths["/a"] = (500, {}, b"")

        with pytest.raises(HttpTransientError):
            client.get("/a")

        assert ledger.used == 3
        client.close()

    def test_without_network_the_breaker_stays_closed(self, slept):
        breaker = MemoryBreaker(failures=1)
        client = HttpClient("http://nowhere.invalid", sleep=slept.append, breaker=breaker)

        with pytest.raises(NotConnectedError):
            client.get("/a")

        breaker.check()
        client.close()

    def test_a_host_that_refuses_opens_it_and_is_named(self, slept):
        breaker = MemoryBreaker(failures=3)
        client = HttpClient("http://127.0.0.1:9", sleep=slept.append, breaker=breaker)
        with pytest.raises(NotConnectedError):
            client.get("/a")

        with pytest.raises(CircuitOpenError, match=r"after too many errors.*connection refused"):
            client.get("/a")
        client.close()


class TestEchoedKeys:
    @pytest.mark.parametrize(
        "written",
        [SECRET, "k3y%2Fwith%2Bsigns", "k3y/with%2Bsigns", "k3y\\/with+signs"],
    )
    def test_stand_in_no_answer(self, server, client, written):
        server.paths["/a"] = (200, {}, f'{{"you": "{written}", "id": 7}}'.encode())

        assert client.get("/a").body == b'{"you": "***", "id": 7}'

    def test_a_name_that_is_no_secret_stays(self, server, slept):
        client = HttpClient(server.url, names=("12345678",), sleep=slept.append)
        server.paths["/a"] = (200, {}, b"?utm_source=12345678")
        server.paths["/b"] = (404, {}, b"12345678")

        assert client.get("/a").body == b"?utm_source=12345678"
        with pytest.raises(HttpError) as failed:
            client.get("/b")
        assert "12345678" not in f"{failed.value}{failed.value.body}"
        client.close()

    def test_nor_does_the_token_of_a_call(self, server, client):
        server.paths["/a"] = (200, {}, b'{"Authorization": "Bearer t0ken-of-an-hour"}')
        call = Call(path="/a", headers={"Authorization": "Bearer t0ken-of-an-hour"})

        assert client.send_checked(call, Answer.json) == {"Authorization": "Bearer ***"}

    def test_a_word_too_short_for_a_key_stays(self, server, slept):
        client = HttpClient(server.url, secrets=("1234",), sleep=slept.append)
        server.paths["/a"] = (200, {}, b'{"id": 1234}')

        assert client.get("/a").body == b'{"id": 1234}'
        client.close()
