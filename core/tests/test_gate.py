"""The browser's way out, asked as a browser asks."""

import socket
from contextlib import suppress

import pytest

from core.gate import Gate
from core.web import PublicWeb
from jobs.tests.adzuna import Reply
from jobs.tests.keyless import site_server


@pytest.fixture
def site():
    with site_server() as fake:
        fake.say("/a", Reply(body=b"here"))
        yield fake


@pytest.fixture
def ask():
    """Send something through a gate that lets 127.0.0.1 alone through; returns all it answers."""
    guard = PublicWeb(allows=lambda address: str(address) == "127.0.0.1", timeout_seconds=2.0)

    def send(*pieces):
        with Gate(guard.connect) as gate:
            port = int(gate.url.rpartition(":")[2])
            answer = bytearray()
            # What it has not read it takes for hung up on, and so do we.
            with (
                socket.create_connection(("127.0.0.1", port), 5) as browser,
                suppress(ConnectionError),
            ):
                for piece in pieces:
                    browser.sendall(piece)
                if not pieces:
                    browser.shutdown(socket.SHUT_WR)
                while piece := browser.recv(65536):
                    answer += piece
            return bytes(answer)

    return send


class TestGate:
    def test_hands_on_a_plain_request_without_what_is_the_proxys(self, ask, site):
        head = f"GET {site.url}/a?q=1 HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n"

        answer = ask(head.encode())

        assert answer.startswith(b"HTTP/1.0 200")
        assert answer.endswith(b"here")
        assert site.asked == [("/a", {"q": "1"})]

    def test_takes_a_request_in_pieces_with_its_body(self, ask, site):
        head = f"POST {site.url}/a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo"

        assert ask(head[:20].encode(), head[20:].encode(), b"dy").endswith(b"here")
        assert site.bodies == [b"body"]

    def test_carries_a_tunnel(self, ask, site):
        authority = site.url.removeprefix("http://")
        inner = b"GET /a HTTP/1.0\r\n\r\n"

        answer = ask(f"CONNECT {authority} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), inner)

        assert answer.startswith(b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.0 200")
        assert answer.endswith(b"here")

    @pytest.mark.parametrize(
        "line",
        [
            "CONNECT 127.0.0.2:443", "CONNECT 169.254.169.254:80", "CONNECT [::1]:443",
            "CONNECT 127.0.0.1:9", "CONNECT 127.0.0.1:99999", "CONNECT", "GET http://127.0.0.2/",
            "GET /a", "GET file:///etc/passwd", "GET ftp://127.0.0.1/", "GET http://u@127.0.0.1/",
            "CONNECT u@127.0.0.1:443", "CONNECT 127.0.0.1:443/x?", "GET \xff",
        ],
    )  # fmt: skip
    def test_refuses_everything_else(self, ask, line):
        answer = ask(f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode("latin-1"))

        assert answer.startswith(b"HTTP/1.1 403 Forbidden\r\n")

    def test_ends_what_is_no_request(self, ask):
        assert ask(b"x" * 200_000) == b""
        assert ask() == b""
