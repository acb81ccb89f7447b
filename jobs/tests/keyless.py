"""Keyless sources on loopback: a site that answers as told, and rows as each source writes them."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobs.tests.adzuna import Reply

JSON = {"Content-Type": "application/json"}


@dataclass
class FakeSite:
    """What each path answers: its list is used up, then its last entry repeats; else 404."""

    url: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def say(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def reply(self, path: str) -> Reply:
        replies = self.replies.get(path) or [Reply(404, b'{"error":"not found"}')]
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


def greenhouse_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "absolute_url": f"https://job-boards.greenhouse.io/acme/jobs/{4000000 + number}",
        "internal_job_id": 100 + number,
        "location": {"name": "Paris, France; London, UK"},
        "metadata": [{"id": 1, "name": "Employment Type", "value": "Full-time"}],
        "id": 4000000 + number,
        "updated_at": "2026-11-21T05:00:00-05:00",
        "first_published": "2026-11-01T05:00:00-05:00",
        "requisition_id": f"R-{number}",
        "title": f"Data Engineer {number}",
        "company_name": "Acme",
        "content": (
            "&lt;p&gt;You build pipelines in &lt;strong&gt;Python&lt;/strong&gt; &amp;amp; SQL.&lt;/p&gt;"
            "&lt;ul&gt;&lt;li&gt;R&amp;amp;D&lt;/li&gt;&lt;/ul&gt;"
        ),
        "departments": [{"id": 7, "name": "Engineering", "child_ids": []}],
        "offices": [{"id": 9, "name": "Paris", "location": "Paris, France"}],
        **fields,
    }


def lever_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"5ac21346-8e0c-4494-8e7a-{number:012d}",
        "text": f"Nurse {number}",
        "categories": {
            "commitment": "Full-time",
            "department": "Care",
            "location": "Toronto",
            "team": "Ward 4",
            "allLocations": ["Toronto", "Montreal"],
        },
        "country": "CA",
        "createdAt": 1795251600000,  # 2026-11-21 09:00 UTC
        "description": "<div>We care for people.</div>",
        "descriptionPlain": "We care for people.",
        "lists": [{"text": "What you bring", "content": "<li>Excel</li><li>Patience</li>"}],
        "additional": "<div>We are kind.</div>",
        "additionalPlain": "We are kind.",
        "workplaceType": "hybrid",
        "salaryRange": {
            "currency": "CAD",
            "interval": "per-year-salary",
            "min": 70000,
            "max": 90000,
        },
        "hostedUrl": f"https://jobs.lever.co/acme/5ac21346-8e0c-4494-8e7a-{number:012d}",
        "applyUrl": f"https://jobs.lever.co/acme/5ac21346-8e0c-4494-8e7a-{number:012d}/apply",
        **fields,
    }


def ashby_job(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"145ff46b-1441-4773-bcd3-{number:012d}",
        "title": f"Product Designer {number}",
        "department": "Design",
        "team": "Product",
        "employmentType": "FullTime",
        "location": "San Francisco HQ",
        "secondaryLocations": [],
        "publishedAt": "2026-11-20T16:21:55.393+00:00",
        "isListed": True,
        "isRemote": None,
        "workplaceType": "OnSite",
        "address": {
            "postalAddress": {
                "addressRegion": "California",
                "addressCountry": "United States",
                "addressLocality": "San Francisco",
            }
        },
        "jobUrl": f"https://jobs.ashbyhq.com/acme/145ff46b-1441-4773-bcd3-{number:012d}",
        "applyUrl": f"https://jobs.ashbyhq.com/acme/145ff46b-1441-4773-bcd3-{number:012d}/application",
        "descriptionHtml": "<p>You draw in Figma.</p>",
        "descriptionPlain": "You draw in Figma.",
        "shouldDisplayCompensationOnJobPostings": True,
        "compensation": {
            "compensationTierSummary": "$160K – $230K • Offers Equity",
            "scrapeableCompensationSalarySummary": "$160K - $230K",
            "summaryComponents": [
                {"compensationType": "EquityPercentage", "interval": "NONE", "minValue": None},
                {
                    "compensationType": "Salary",
                    "interval": "1 YEAR",
                    "currencyCode": "USD",
                    "minValue": 160000,
                    "maxValue": 230000,
                },
            ],
        },
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


@dataclass(frozen=True)
class Shape:
    """How one source is asked and answers."""

    slug: str
    path: str
    job: Callable[..., dict[str, Any]]
    answer: Callable[[list[Any]], Reply]
    id_field: str = "id"
    title_field: str = "title"
    link_field: str = "url"


SHAPES = (
    Shape("arbeitnow", "/job-board-api", arbeitnow_job, arbeitnow_page, id_field="slug"),
    Shape("remotive", "/remote-jobs", remotive_job, jobs_answer),
    Shape(
        "greenhouse", "/boards/acme/jobs", greenhouse_job, jobs_answer, link_field="absolute_url"
    ),
    Shape(
        "lever",
        "/postings/acme",
        lever_job,
        list_answer,
        title_field="text",
        link_field="hostedUrl",
    ),
    Shape("ashby", "/job-board/acme", ashby_job, jobs_answer, link_field="jobUrl"),
)
