"""The bookmark on somebody else's site: read in the person's browser, looked over, kept."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import assert_accessible
from tests.journeys.test_main_job import sign_up

pytestmark = [pytest.mark.needs_browser]

STRICT = "default-src 'none'; connect-src 'none'; form-action 'none'"
JOB = """<!doctype html><html lang="en"><title>Baker - Foreign jobs</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "JobPosting",
"title": "Night baker", "hiringOrganization": {"name": "Foreign Bread"}, "description": "You bake.",
"jobLocation": {"address": {"addressLocality": "Lyon", "addressCountry": "FR"}}}</script>
<main><h1>Night baker</h1><p>You bake.</p></main>"""


class _Foreign(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", STRICT)
        if self.path.startswith("/alone"):
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.end_headers()
        self.wfile.write(JOB.encode())


@contextmanager
def foreign_site() -> Iterator[str]:
    """A site on this machine of another origin, with a policy as strict as they come."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Foreign)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def bookmark_of(page: Page) -> str:
    """Make an account and return what the bookmark runs."""
    sign_up(page)
    page.goto("/add/bookmark")
    href = page.locator("a[href^='javascript:']").get_attribute("href")
    assert href is not None
    return unquote(href.removeprefix("javascript:"))


def test_a_page_of_another_site_is_read_where_it_is_open(page: Page) -> None:
    script = bookmark_of(page)
    assert_accessible(page)
    with foreign_site() as site:
        page.goto(f"{site}/jobs/7?utm_source=mail")
        with page.expect_popup() as opened:
            page.evaluate(script)
        ours = opened.value
        expect(ours.get_by_label("Role")).to_have_value("Night baker")
        expect(ours.get_by_label("Company")).to_have_value("Foreign Bread")
        assert_accessible(ours)
        ours.get_by_role("main").get_by_role("button", name="Add", exact=True).click()
        expect(ours.get_by_role("heading", level=1, name="Night baker")).to_be_visible()
        ours.close()

        page.goto(f"{site}/jobs/7")  # the same job by another road
        with page.expect_popup() as again:
            page.evaluate(script)
        expect(again.value.get_by_role("heading", name="You already track this")).to_be_visible()
        again.value.close()

        page.goto(f"{site}/alone/8")  # a site that keeps its windows apart: the link alone comes
        with page.expect_popup() as apart:
            page.evaluate(script)
        apart.value.get_by_role("link", name="Go on with the link").click()
        expect(apart.value.get_by_label("Paste a link")).to_have_value(f"{site}/alone/8")
        apart.value.close()


def test_a_page_cannot_speak_for_another_nor_without_being_asked(page: Page) -> None:
    bookmark_of(page)
    home = page.url.removesuffix("/add/bookmark")
    with foreign_site() as site:
        page.goto(f"{site}/evil")
        forged = """([home, mine, theirs]) => {
            const opened = open(home + "/add/page", "_blank");
            const say = (nonce, url) => opened.postMessage({ add: "page", nonce, page:
                { url, title: "Forged", text: "x", selection: "", data: [], microdata: [] } }, "*");
            setInterval(() => say("guess", mine), 50);
            addEventListener("message", ({ data }) => say(data.nonce, theirs));
        }"""
        with page.expect_popup() as opened:
            page.evaluate(forged, [home, f"{site}/evil", "https://acme.example/job"])
        expect(opened.value.get_by_text("That page keeps to itself")).to_be_visible()
        assert opened.value.url.endswith("/add/page")
        opened.value.close()


def test_a_tab_that_waited_asks_whether_the_person_applied(page: Page) -> None:
    bookmark_of(page)
    with foreign_site() as site:
        page.goto("/add")
        page.get_by_label("Role").fill("Miller")
        page.get_by_label("Company").fill("Old Mill")
        page.get_by_text("Link, place, deadline").click()
        page.locator("#id_url").fill(f"{site}/jobs/9")
        page.get_by_role("main").get_by_role("button", name="Add", exact=True).click()
        page.wait_for_url("**/applications/*")
        with page.expect_popup() as left:
            page.get_by_role("button", name="Apply on the company's site").click()
        left.value.wait_for_url(f"{site}/jobs/9")
        left.value.close()
        question = page.get_by_role("heading", name="Did you apply to Old Mill?")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(question).to_be_visible()
        page.goto("/insights")
        expect(question).to_be_visible()
        assert_accessible(page)
        page.get_by_role("button", name="Yes, today").click()
        expect(question).to_be_hidden()
