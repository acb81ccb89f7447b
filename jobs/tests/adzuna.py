"""A loopback server that speaks Adzuna's protocol, kindly or not."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    """One answer. `cut` sends fewer bytes than announced, `slow` seconds pass first."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    slow: float = 0.0


@dataclass
class FakeAdzuna:
    """What each page answers: its list is used up, then its last entry repeats."""

    url: str
    pages: dict[tuple[str, int], list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)

    def say(self, country: str, page: int, *replies: Reply) -> None:
        self.pages[country, page] = list(replies)

    def reply(self, country: str, page: int) -> Reply:
        replies = self.pages.get((country, page)) or [answer([])]
        return replies.pop(0) if len(replies) > 1 else replies[0]


def job(number: int, **fields: Any) -> dict[str, Any]:
    """One result as the API gives it."""
    return {
        "__CLASS__": "Adzuna::API::Response::Job",
        "id": str(number),
        "title": f"Baker <strong>number</strong> {number}",
        "description": "We bake bread in London and look for a baker with Excel.",
        "created": "2026-11-20T09:00:00Z",
        "redirect_url": f"https://www.adzuna.co.uk/jobs/land/ad/{number}?se=token",
        "location": {"display_name": "London, UK", "area": ["UK", "London"]},
        "category": {"tag": "hospitality-catering-jobs", "label": "Hospitality & Catering Jobs"},
        "company": {"display_name": "Hartwell & Finch"},
        "salary_min": 30000,
        "salary_max": 35000,
        "salary_is_predicted": "0",
        **fields,
    }


def answer(results: list[Any] | None, *, count: int | None = None) -> Reply:
    """A good answer with these results."""
    document = {"count": len(results or []) if count is None else count, "results": results}
    return Reply(body=json.dumps(document).encode(), headers={"Content-Type": "application/json"})


def auth_fail(status: int = 401) -> Reply:
    """What wrong keys get."""
    document = {"exception": "AUTH_FAIL", "display": "Authorisation failed"}
    return Reply(status, json.dumps(document).encode())


@contextmanager
def adzuna_server() -> Iterator[FakeAdzuna]:
    """Serve until the block ends."""
    fake = FakeAdzuna("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            _, _jobs, country, _search, page = parts.path.split("/")
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            fake.asked.append((country, int(page), query))
            self._send(fake.reply(country, int(page)))

        def _send(self, reply: Reply) -> None:
            time.sleep(reply.slow)
            try:
                self.send_response(reply.status)
                length = len(reply.body) + (100 if reply.cut else 0)
                for name, value in {"Content-Length": str(length), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                return  # the client has hung up, as a client with a timeout does

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
