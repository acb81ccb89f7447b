from datetime import UTC, datetime

import pytest

from core.http import (
    Answer,
    Call,
    CircuitOpenError,
    HttpClient,
    HttpError,
    HttpTransientError,
    MemoryBreaker,
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


class TestGet:
    def test_returns_status_body_and_headers(self, server, client):
        server.paths["/a"] = (200, {"X-Kind": "plain"}, b"hello")

        answer = client.get("/a", {"q": "ä b"})

        assert (answer.status, answer.body, answer.headers["x-kind"]) == (200, b"hello", "plain")
        assert server.asked == ["/a?q=%C3%A4+b"]

    def test_follows_a_redirect_on_the_same_host(self, server, client):
        server.paths["/a"] = (302, {"Location": "/b"}, b"")
        server.paths["/b"] = (200, {}, b"there")

        assert client.get("/a").body == b"there"

    @pytest.mark.parametrize(
        "target", ["http://localhost:1/b", "https://example.org/", "file:///etc/passwd", "//evil/"]
    )
    def test_never_follows_a_redirect_to_another_host(self, server, client, target):
        server.paths["/a"] = (302, {"Location": target}, b"")

        with pytest.raises(HttpError, match="another host"):
            client.get("/a")

        assert server.asked == ["/a"]

    def test_ends_a_circle_of_redirects(self, server, client):
        server.paths["/a"] = (302, {"Location": "/a"}, b"")

        with pytest.raises(HttpError, match="too often"):
            client.get("/a")

    def test_refuses_an_answer_over_the_limit(self, server, client):
        server.paths["/a"] = (200, {}, b"x" * 1001)

        with pytest.raises(HttpError, match="more than 1,000 bytes"):
            client.get("/a")

    def test_does_not_retry_a_client_error_and_scrubs_what_it_quotes(self, server, client):
        server.paths["/a"] = (404, {}, b"no key k3y%2Fwith%2Bsigns or k3y/with+signs here")

        with pytest.raises(HttpError) as failed:
            client.get("/a")

        assert failed.value.status == 404
        assert "no key *** or *** here" in str(failed.value)
        assert len(server.asked) == 1

    def test_scrubs_before_it_cuts_and_quotes_no_control_characters(self, server, client):
        server.paths["/a"] = (404, {}, b"\0bad\x07 " + b"x " * 100 + b"y" * 1787 + SECRET.encode())
        client.max_bytes = 10_000

        with pytest.raises(HttpError) as failed:
            client.get("/a")

        assert "\0" not in f"{failed.value}{failed.value.body}"
        assert "k3y" not in failed.value.body

    def test_a_kind_of_answer_that_holds_the_key_stands_in_no_error(self, server, client):
        server.paths["/a"] = (200, {"Content-Type": f"text/{SECRET}" + "x" * 500}, b"<html>")

        with pytest.raises(HttpTransientError) as failed:
            client.get_json("/a")

        assert "k3y" not in str(failed.value)
        assert len(str(failed.value)) < 400

    @pytest.mark.parametrize("key", ["k3y\n", "k3y\r\nX-A: b", "k3y\0", "kéy\u2028", " k3y"])
    def test_a_key_with_odd_characters_is_a_failed_call_and_not_shown(self, server, slept, key):
        client = HttpClient(server.url, secrets=(key,), headers={"X-Key": key}, sleep=slept.append)
        server.paths["/a"] = (404, {}, b"")

        with pytest.raises((HttpError, HttpTransientError)) as failed:
            client.get("/a")

        assert key.strip()[:3] not in str(failed.value)
        client.close()

    @pytest.mark.parametrize("url", ["https://a b/", "http://[", "http://h:99999999/", "", "x:\n"])
    def test_an_address_that_is_none_is_a_failed_call(self, slept, url):
        client = HttpClient(url, sleep=slept.append)

        with pytest.raises((HttpError, HttpTransientError)):
            client.get("/a")

        client.close()

    @pytest.mark.parametrize(
        "value", ["-1", "9" * 400, "1e9", "nan", "Sun, 99 Foo 0 25:61:61", "²"]
    )
    def test_a_retry_after_that_makes_no_sense_is_no_reason_to_sleep_long(
        self, server, client, slept, value
    ):
        server.paths["/a"] = (503, {"Retry-After": value.encode().decode("latin-1")}, b"")

        with pytest.raises((HttpError, HttpTransientError), match="503"):
            client.get("/a")

        assert sum(slept) < 30

    def test_waits_until_the_date_a_retry_after_names(self, server, slept):
        client = HttpClient(
            server.url, sleep=slept.append, now=lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        )
        header = {"Retry-After": "Sun, 22 Nov 2026 09:00:30 GMT"}
        server.paths["/a"] = (503, header, b"")

        with pytest.raises(HttpTransientError):
            client.get("/a")

        assert slept == [30.0, 30.0]
        client.close()

    def test_names_the_host_it_cannot_reach_and_not_the_query(self, slept):
        client = HttpClient("http://127.0.0.1:9", secrets=(SECRET,), sleep=slept.append)

        with pytest.raises(HttpTransientError) as failed:
            client.get("/a", {"key": SECRET})

        assert "127.0.0.1" in str(failed.value)
        assert failed.value.__cause__ is None
        assert failed.value.__context__ is None
        client.close()

    def test_gives_up_on_bytes_that_drip_past_the_deadline(self, server, slept):
        ticks = iter(range(0, 10_000, 50))
        client = HttpClient(
            server.url, sleep=slept.append, clock=lambda: float(next(ticks)), total_seconds=40
        )
        server.paths["/a"] = (200, {}, b"slow")

        with pytest.raises(HttpTransientError, match="in time"):
            client.get("/a")

        client.close()


class TestSend:
    def test_a_call_with_json_is_a_post_of_it(self, server, client):
        server.paths["/a"] = (200, {}, b'{"found": 1}')

        found = client.send_checked(Call(path="/a", json={"page": "1"}), Answer.json)

        assert found == {"found": 1}
        ((method, headers, body),) = server.sent
        assert (method, headers["Content-Type"], body) == (
            "POST",
            "application/json",
            b'{"page":"1"}',
        )

    def test_a_call_with_a_form_is_a_post_of_it_beside_its_parameters(self, server, client):
        server.paths["/a"] = (200, {}, b"{}")

        client.send_checked(
            Call(path="/a", params={"realm": "/partner"}, form={"scope": "a b"}), Answer.json
        )

        assert server.asked == ["/a?realm=%2Fpartner"]
        assert server.sent[0][2] == b"scope=a+b"

    def test_headers_of_the_client_and_of_the_call_go_with_it(self, server, slept):
        client = HttpClient(server.url, headers={"User-Agent": "me@example.org", "X-A": "1"})
        server.paths["/a"] = (200, {}, b"{}")

        client.send_checked(Call(path="/a", headers={"X-A": "2", "X-B": "3"}), Answer.json)

        _, headers, _ = server.sent[0]
        assert (headers["User-Agent"], headers["X-A"], headers["X-B"]) == (
            "me@example.org",
            "2",
            "3",
        )
        client.close()

    def test_a_post_is_made_again_after_a_bad_moment(self, server, client, slept):
        server.paths["/a"] = (503, {"Retry-After": "3"}, b"")

        with pytest.raises(HttpTransientError):
            client.send_checked(Call(path="/a", json={}), Answer.json)

        assert (len(server.sent), slept) == (3, [3.0, 3.0])

    def test_a_post_follows_no_redirect(self, server, client):
        server.paths["/a"] = (307, {"Location": "/b"}, b"")

        with pytest.raises(HttpError, match="redirects a POST"):
            client.send_checked(Call(path="/a", json={}), Answer.json)

        assert server.asked == ["/a"]

    @pytest.mark.parametrize("status", [302, 404, 500])
    def test_a_key_in_the_path_stands_in_no_error(self, server, slept, status):
        client = HttpClient(server.url, secrets=("k3y",), sleep=slept.append, attempts=1)
        server.paths["/api/k3y"] = (status, {"Location": "/api/k3y"}, b"k3y?")

        with pytest.raises((HttpError, HttpTransientError)) as failed:
            client.send_checked(Call(path="/api/k3y", json={}), Answer.json)

        assert "k3y" not in f"{failed.value} {getattr(failed.value, 'body', '')}"
        with pytest.raises((HttpError, HttpTransientError)) as failed:
            client.get("/api/k3y")
        assert "k3y" not in str(failed.value)
        client.close()


class TestMemoryBreaker:
    def test_opens_after_failures_in_a_row_and_closes_with_time(self, server, slept):
        clock = [0.0]
        breaker = MemoryBreaker(failures=3, cool_seconds=60, clock=lambda: clock[0])
        client = HttpClient(server.url, sleep=slept.append, breaker=breaker)
        server.paths["/a"] = (500, {}, b"")
        with pytest.raises(HttpTransientError):
            client.get("/a")

        with pytest.raises(CircuitOpenError, match=r"Paused for 1 minute.*/a answered 500"):
            client.get("/a")
        assert len(server.asked) == 3

        clock[0] = 61.0
        server.paths["/a"] = (200, {}, b"well again")
        assert client.get("/a").body == b"well again"
        client.close()


class TestLedger:
    def test_is_asked_before_every_attempt_and_waited_for(self, server, slept):
        class Ledger:
            answers = [5.0, 0.0, 0.0, 0.0]

            def take(self):
                return self.answers.pop(0)

        client = HttpClient(server.url, sleep=slept.append, ledger=Ledger())
        server.paths["/a"] = (500, {"Retry-After": "1"}, b"")

        with pytest.raises(HttpTransientError):
            client.get("/a")

        assert slept == [5.0, 1.0, 1.0]
        assert Ledger.answers == []
        client.close()
