"""Keyless sources on loopback: a site that answers as told, and rows as each source writes them."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobs.sources.base import Definition
from jobs.sources.registry import DEFINITIONS
from jobs.tests import boards, more_boards
from jobs.tests.adzuna import Reply

JSON = {"Content-Type": "application/json"}


@dataclass
class FakeSite:
    """What each path answers: its list is used up, then its last entry repeats.

    Other paths answer what `otherwise` says, if that says something, else 404. `bodies` holds what
    was sent with each POST.
    """

    url: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    otherwise: Callable[[str], Reply | None] = lambda _path: None

    def say(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def reply(self, path: str) -> Reply:
        unasked = self.otherwise(path) or Reply(404, b'{"error":"not found"}')
        replies = self.replies.get(path) or [unasked]
        return replies.pop(0) if len(replies) > 1 else replies[0]


@contextmanager
def site_server() -> Iterator[FakeSite]:
    """Serve until the block ends."""
    fake = FakeSite("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            fake.asked.append((parts.path, query))
            self._send(fake.reply(parts.path))

        def do_POST(self) -> None:
            fake.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            self.do_GET()

        do_HEAD = do_GET  # noqa: N815 - the name the server looks for

        def _send(self, reply: Reply) -> None:
            time.sleep(reply.slow)
            try:
                self.send_response(reply.status)
                length = len(reply.body) + (100 if reply.cut else 0)
                for name, value in {"Content-Length": str(length), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
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


def arbeitnow_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "slug": f"baecker-berlin-{number}",
        "company_name": "Hartwell & Finch",
        "title": f"Bäcker (m/w/d) {number}",
        "description": "<p>Wir backen Brot in Berlin.</p><ul><li>Erfahrung mit Excel</li></ul>",
        "remote": False,
        "url": f"https://www.arbeitnow.com/jobs/companies/hartwell/baecker-berlin-{number}",
        "tags": ["Gastronomie"],
        "job_types": ["Vollzeit"],
        "location": "Berlin",
        "created_at": 1795251600,  # 2026-11-21 09:00 UTC
        **fields,
    }


def remotive_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": 1900000 + number,
        "url": f"https://remotive.com/remote-jobs/software-dev/engineer-{1900000 + number}",
        "title": f"Python Engineer {number}",
        "company_name": "Hartwell & Finch",
        "company_logo": "https://remotive.com/job/1/logo",
        "category": "Software Development",
        "tags": ["python"],
        "job_type": "full_time",
        "publication_date": "2026-11-20T10:23:26",
        "candidate_required_location": "Germany",
        "salary": "$70k - $90k",
        "description": "<p>You write <strong>Python</strong> and SQL.</p>",
        **fields,
    }


def arbeitnow_page(rows: list[Any], *, next_url: str | None = None) -> Reply:
    """One of its pages; `next_url` is what `links.next` holds."""
    document = {
        "data": rows,
        "links": {"first": "?page=1", "last": None, "prev": None, "next": next_url},
        "meta": {"current_page": 1, "per_page": 100, "terms": "Please do not abuse it."},
    }
    return Reply(body=json.dumps(document).encode(), headers=JSON)


def jobs_answer(rows: list[Any]) -> Reply:
    """How Remotive, Greenhouse and Ashby answer."""
    document = {"0-legal-notice": "…", "job-count": len(rows), "jobs": rows, "apiVersion": "1"}
    return Reply(body=json.dumps(document).encode(), headers=JSON)


def list_answer(rows: list[Any]) -> Reply:
    """How Lever answers."""
    return Reply(body=json.dumps(rows).encode(), headers=JSON)


def nothing_more(_fake: FakeSite) -> None:
    """All a source needs is its list."""


@dataclass(frozen=True)
class Shape:
    """How one source of the registry is asked and answers: all that its tests need to know of it.

    Args:
        path: the list, on a site at `template` where every address of the source is set to.
            Employers' boards are `acme`'s.
        serve: what else the site must answer.
        in_places: a job offered in the places named, where the source lists several.
        second_page: answers a second page with the first one's path, where it follows the first;
            boards need none, for the board `other` is their second page.
        settings: settings that are no address.
    """

    slug: str
    path: str
    job: Callable[..., dict[str, Any]]
    answer: Callable[[list[Any]], Reply]
    id_field: str = "id"
    title_field: str = "title"
    link_field: str = "url"
    template: str = "{url}"
    serve: Callable[[FakeSite], None] = nothing_more
    in_places: Callable[[int, Sequence[str]], dict[str, Any]] | None = None
    second_page: Callable[[list[Any], list[Any]], list[Reply]] | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    link: Callable[[dict[str, Any]], str] | None = None

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.slug]

    @property
    def is_board(self) -> bool:
        return self.definition.reads_boards

    def settings_at(self, url: str) -> dict[str, str]:
        """The source's settings with every address on the site at `url`."""
        address = self.template.replace("{url}", url)
        named = self.definition.manifest.settings
        return {
            **{n: address if n.endswith("_URL") else v for n, v in named.items()},
            **self.settings,
        }

    def link_of(self, job: dict[str, Any]) -> str:
        """The address of a job's own page: in `link_field`, or made of it by `link`."""
        return self.link(job) if self.link else str(job[self.link_field])

    def say(self, fake: FakeSite, *replies: Reply) -> None:
        """Answer the list with these replies, one after the other."""
        self.serve(fake)
        fake.say(self.path, *replies)

    def say_jobs(self, fake: FakeSite, *jobs: Any) -> None:
        self.say(fake, self.answer(list(jobs)))

    def say_pages(self, fake: FakeSite, first: list[Any], second: list[Any]) -> None:
        """Answer two pages: of one list, or of two more_boards."""
        if self.second_page is not None:
            self.say(fake, *self.second_page(first, second))
            return
        self.say_jobs(fake, *first)
        fake.say(self.path.replace("acme", "other"), self.answer(second))

    def lists_asked(self, fake: FakeSite) -> int:
        """How often the list was asked for."""
        return sum(path == self.path for path, _ in fake.asked)


SHAPES = (
    Shape(
        "arbeitnow",
        "/job-board-api",
        arbeitnow_job,
        arbeitnow_page,
        id_field="slug",
        second_page=lambda first, second: [
            arbeitnow_page(first, next_url="?page=2"),
            arbeitnow_page(second),
        ],
    ),
    Shape("remotive", "/remote-jobs", remotive_job, jobs_answer),
    Shape(
        "greenhouse",
        "/boards/acme/jobs",
        boards.greenhouse_job,
        jobs_answer,
        link_field="absolute_url",
        in_places=boards.greenhouse_in,
    ),
    Shape(
        "lever",
        "/postings/acme",
        boards.lever_job,
        list_answer,
        title_field="text",
        link_field="hostedUrl",
        in_places=boards.lever_in,
    ),
    Shape(
        "ashby",
        "/job-board/acme",
        boards.ashby_job,
        jobs_answer,
        link_field="jobUrl",
        in_places=boards.ashby_in,
    ),
    Shape(
        "smartrecruiters",
        "/companies/acme/postings",
        more_boards.smartrecruiters_job,
        more_boards.smartrecruiters_answer,
        title_field="name",
        link_field="postingUrl",
        serve=more_boards.serve_smartrecruiters,
    ),
    Shape(
        "recruitee",
        "/acme/offers",
        more_boards.recruitee_job,
        more_boards.recruitee_answer,
        link_field="careers_url",
        template="{url}/{board}",
        in_places=more_boards.recruitee_in,
    ),
    Shape(
        "personio",
        "/acme/xml",
        more_boards.personio_job,
        more_boards.personio_answer,
        title_field="name",
        link_field="id",
        link=more_boards.personio_link,
        template="{url}/{board}",
        in_places=more_boards.personio_in,
    ),
    Shape(
        "workable",
        "/v1/widget/accounts/acme",
        more_boards.workable_job,
        more_boards.workable_answer,
        id_field="shortcode",
        serve=more_boards.serve_workable,
        in_places=more_boards.workable_in,
    ),
)
BY_SLUG = {shape.slug: shape for shape in SHAPES}
PAGED = tuple(shape for shape in SHAPES if shape.second_page or shape.is_board)
SPREAD = tuple(shape for shape in SHAPES if shape.in_places)
