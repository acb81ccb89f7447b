"""Feeds and keyed sources on loopback: a site that takes POSTs, and the shape of each source."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core.http import HttpClient
from core.web import PublicWeb
from jobs.sources.base import PostingSource, Toolbox, nothing_is_known
from jobs.sources.registry import DEFINITIONS
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import (
    careerjet_answer,
    careerjet_job,
    francetravail_answer,
    francetravail_offer,
    hn_answer,
    hn_comment,
    jooble_answer,
    jooble_job,
    reed_answer,
    reed_job,
    remoteok_answer,
    remoteok_job,
    themuse_answer,
    themuse_job,
    threads_answer,
    token_answer,
    usajobs_answer,
    usajobs_job,
)
from jobs.tests.keyless import Shape

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
THREADS = "/search_by_date?story"
TOKENS = "/connexion/oauth2/access_token"


@dataclass(frozen=True)
class Asked:
    """One call as the site saw it; header names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class FeedSite:
    """What each path answers: its list is used up, then its last entry repeats; else 404.

    The list of threads and the token are asked for by the way, and answered unless told otherwise.
    """

    url: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def say(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def reply(self, path: str) -> Reply:
        replies = self.replies.get(path) or [Reply(404, b'{"error":"not found"}')]
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def calls(self, path: str) -> list[Asked]:
        """The calls of one path."""
        return [asked for asked in self.asked if asked.path == path]


@contextmanager
def feed_server() -> Iterator[FeedSite]:
    """Serve until the block ends."""
    site = FeedSite("")
    site.say(THREADS, threads_answer())
    site.say(TOKENS, token_answer())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            path = THREADS if query.get("tags", "").startswith("story") else parts.path
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append(Asked(self.command, path, query, headers, body))
            self._send(site.reply(path))

        def do_POST(self) -> None:
            self.do_GET()

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
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def key_of(name: str) -> str:
    """A key that is told from everything else in a log."""
    return "203.0.113.7" if name.endswith("_IP") else f"s3cret-{name.lower().replace('_', '-')}"


def settings_of(slug: str, url: str, **settings: str) -> dict[str, str]:
    """A source's settings with its keys set and its addresses on loopback."""
    manifest = DEFINITIONS[slug].manifest
    addresses = {name: url for name in manifest.settings if name.endswith("_URL")}
    small = {"REED_DETAILS": "0", "FRANCETRAVAIL_DAYS": "1", "THEMUSE_CATEGORIES": "Retail"}
    small |= {"THEMUSE_LEVELS": "Mid Level", "JOOBLE_PAGES": "1"}
    keys = {name: key_of(name) for name in manifest.keys}
    named = {**manifest.settings, **small, **keys, **addresses, **settings}
    return {name: named[name] for name in manifest.settings}


def feed_source(slug: str, url: str, *, max_days_old: int = 30, **given: Any) -> PostingSource:
    """A source as it is built from its settings; capital names are settings, others the client's."""
    settings = {name: given.pop(name) for name in list(given) if name.isupper()}
    known = given.pop("known", nothing_is_known)

    def client(base_url: str, **asked: Any) -> HttpClient:
        asked.pop("limits", None)
        asked["headers"] = asked.get("headers") or {}
        return HttpClient(base_url, **{"sleep": [].append, **asked, **given})

    tools = Toolbox(
        settings=settings_of(slug, url, **settings),
        web=PublicWeb,
        client=client,
        now=NOW,
        max_days_old=max_days_old,
        known=known,
    )
    return DEFINITIONS[slug].build(tools)


#: What a source's first row is published as.
EXPECTED: dict[str, dict[str, Any]] = {
    "remoteok": {"company_name": "Hartwell & Finch", "title": "Python Engineer 1", "place": "Munich", "country": "DE", "remote": "REMOTE", "employment_type": "FULL_TIME", "pay": (70000, 90000, "USD", "YEAR")},
    "themuse": {"company_name": "Acme", "title": "Store Manager 1", "place": "Dearborn", "country": "US", "remote": "REMOTE", "level": "MANAGER", "pay": None},
    "hn_hiring": {"company_name": "Hartwell & Finch", "title": "Senior Python Engineer", "place": "Berlin", "country": "DE", "remote": "REMOTE", "employment_type": "FULL_TIME", "level": "SENIOR", "pay": (70000, 90000, "EUR", "YEAR")},
    "usajobs": {"company_name": "Veterans Health Administration", "title": "Occupational Therapist 1", "place": "Palo Alto", "country": "US", "employment_type": "FULL_TIME", "pay": (102818, 193838, "USD", "YEAR")},
    "reed": {"company_name": "Hartwell & Finch", "title": "Baker 1 - full-time", "place": "Redbourn", "country": "GB", "employment_type": "FULL_TIME", "pay": (28000, 32000, "GBP", "YEAR")},
    "jooble": {"company_name": "Hartwell & Finch", "title": "Baker 1", "place": "Berlin", "country": "DE", "employment_type": "FULL_TIME", "pay": (45000, 50000, "EUR", "YEAR")},
    "careerjet": {"company_name": "Hartwell & Finch", "title": "Baker 1", "place": "London", "country": "GB", "employment_type": "FULL_TIME", "pay": (30000, 35000, "GBP", "YEAR")},
    "francetravail": {"company_name": "Hartwell & Finch", "place": "Montpellier", "country": "FR", "employment_type": "FULL_TIME", "years_wanted": 2, "pay": (1923, 2250, "EUR", "MONTH")},
}  # fmt: skip

FEEDS = (
    Shape("remoteok", "/api", remoteok_job, remoteok_answer, title_field="position"),
    Shape(
        "themuse",
        "/jobs",
        themuse_job,
        themuse_answer,
        title_field="name",
        link_field="refs.landing_page",
    ),
    Shape(
        "hn_hiring",
        "/search_by_date",
        hn_comment,
        hn_answer,
        id_field="objectID",
        title_field="comment_text",
        link_field="",
    ),
    Shape(
        "usajobs",
        "/Search",
        usajobs_job,
        usajobs_answer,
        id_field="MatchedObjectId",
        title_field="MatchedObjectDescriptor.PositionTitle",
        link_field="MatchedObjectDescriptor.PositionURI",
    ),
    Shape(
        "reed",
        "/search",
        reed_job,
        reed_answer,
        id_field="jobId",
        title_field="jobTitle",
        link_field="jobUrl",
    ),
    Shape(
        "jooble",
        f"/{key_of('JOOBLE_API_KEY')}",
        jooble_job,
        jooble_answer,
        link_field="link",
    ),
    Shape("careerjet", "/query", careerjet_job, careerjet_answer, id_field=""),
    Shape(
        "francetravail",
        "/offres/search",
        francetravail_offer,
        francetravail_answer,
        title_field="intitule",
        link_field="origineOffre.urlOrigine",
    ),
)
SHAPE = {shape.slug: shape for shape in FEEDS}
