"""Servers that mean harm: what both readers of the outside make of their answers."""

import gzip
import socket
import threading
import time
import zlib
from contextlib import suppress

import pytest

from core.http import HttpClient, HttpError, HttpTransientError
from core.web import PublicWeb, WebError

MEGABYTE = 1024 * 1024
BROTLI = b"[\xff\xff\x8f_\x02/\x1e\x0b\x04r\xef\x1f\x00"  # a megabyte of x


class RawServer:
    """Sends bytes as they are, to one caller after the other."""

    def __init__(self):
        self.ends = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self, pieces, seconds, then):
        """Send the pieces, so many seconds apart, until the other side has gone.

        `then` is what a second question on the same connection is answered with.
        """
        with suppress(OSError):
            while not self.ends.is_set():
                connection, _ = self.listener.accept()
                with connection, suppress(OSError):
                    connection.recv(65536)
                    self._send(connection, pieces, seconds)
                    if then and connection.recv(65536):
                        self._send(connection, *then)

    def _send(self, connection, pieces, seconds):
        for piece in pieces:
            connection.sendall(piece)
            if self.ends.wait(seconds):
                return


@pytest.fixture
def raw_server():
    server, threads = RawServer(), []

    def serve(pieces, seconds=0.0, then=None):
        threads.append(threading.Thread(target=server.serve, args=(pieces, seconds, then)))
        threads[-1].start()
        return server.url

    yield serve
    server.ends.set()
    server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()
    for thread in threads:
        thread.join()


def packed(body, encoding):
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n"
    return [head.encode(), body]


def twice(body):
    return gzip.compress(gzip.compress(body))


def read_as_api(url, **options):
    client = HttpClient(url, attempts=1, sleep=lambda _: None, **options)
    try:
        return client.get("/").body
    finally:
        client.close()


def read_as_page(url, **options):
    reader = PublicWeb(allows=lambda _: True, obeys_robots=False, seconds_apart=0.0, **options)
    return reader.get(url).body


READERS = pytest.mark.parametrize("read", [read_as_api, read_as_page])
FAILURES = (HttpError, HttpTransientError, WebError)


@READERS
class TestBodyOf:
    @pytest.mark.parametrize(
        ("encoding", "pack"),
        [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)],
    )
    def test_unpacks_what_was_asked_for(self, read, raw_server, encoding, pack):
        assert read(raw_server(packed(pack(b"hello" * 9), encoding))) == b"hello" * 9

    @pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "gzip, br", "zstd"])
    def test_takes_no_other_packing(self, read, raw_server, encoding):
        pack = {"br": lambda _: BROTLI, "gzip, gzip": twice}.get(encoding, bytes)

        with pytest.raises(FAILURES, match="packed"):
            read(raw_server(packed(pack(b"x" * MEGABYTE), encoding)))

    def test_stops_unpacking_at_the_limit(self, read, raw_server):
        bomb = gzip.compress(b"\0" * (30 * MEGABYTE))

        with pytest.raises(FAILURES, match=r"more than|too large"):
            read(raw_server(packed(bomb, "gzip")), max_bytes=MEGABYTE)

    def test_says_so_when_it_cannot_be_unpacked(self, read, raw_server):
        with pytest.raises(FAILURES, match="packed"):
            read(raw_server(packed(b"this is no gzip", "gzip")))

    def test_bytes_that_drip_end_with_the_time_of_the_call(self, read, raw_server):
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        url = raw_server([head, *[b"x"] * 1000], seconds=0.02)
        started = time.monotonic()

        with pytest.raises(FAILURES, match="in time"):
            read(url, total_seconds=0.2)

        assert time.monotonic() - started < 3

    @pytest.mark.parametrize(
        "answer",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
            b"HTTP/1.1 999999 OK\r\n\r\n",
            b"HTTP/1.1 \xff\xfe\r\n\r\n",
            b"\x00\x01\x02",
            b"",
            b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        ],
    )  # fmt: skip
    def test_what_is_no_http_is_a_failed_call(self, read, raw_server, answer):
        with pytest.raises(FAILURES):
            read(raw_server([answer]))

    @pytest.mark.parametrize(
        "target",
        [
            "http://[",
            "//[x]",
            "http://℀.com/",
            "http://a:b/",
            "http://\x7f/",
            "?\xff\x01",
            "http://xn--/",
        ],
    )
    def test_a_redirect_that_cannot_be_read_is_a_failed_call(self, read, raw_server, target):
        head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: "

        with pytest.raises(FAILURES):
            read(raw_server([head + target.encode() + b"\r\n\r\n"]))


class TestCord:
    DRIP = (b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 500)

    @READERS
    def test_headers_that_drip_end_with_the_time_of_the_call(self, read, raw_server):
        url = raw_server(self.DRIP, seconds=0.02)
        started = time.monotonic()

        with pytest.raises(FAILURES, match="in time"):
            read(url, total_seconds=0.2)

        assert time.monotonic() - started < 3

    def test_also_on_a_connection_that_was_kept(self, raw_server):
        good = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        url = raw_server([good], then=(self.DRIP, 0.02))
        client = HttpClient(url, attempts=1, total_seconds=1.0)
        assert client.get("/").body == b"ok"
        started = time.monotonic()

        with pytest.raises(HttpTransientError, match="in time"):
            client.get("/")

        assert time.monotonic() - started < 3
        client.close()
