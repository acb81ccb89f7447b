"""A page that shows its posting only to a browser: a replica of such a site, and a real Chromium."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.chromium import chromium_path
from core.web import NotAllowedError, PublicWeb, WebError
from jobs.models import Posting
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import Refresh, refresh, refreshable
from jobs.pipeline.runs import Options
from jobs.sources.rendered import RenderedWeb
from jobs.tests.adzuna import Reply
from jobs.tests.sources.test_pages import HTML, posting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs_browser]
APP = """<!doctype html><html><body><div id="app">Loading…</div>
<img src="/logo.png"><script src="/app.js"></script></body></html>"""
SCRIPT = """
fetch("/api/job").then((answer) => answer.json()).then((job) => {
  document.getElementById("app").innerHTML = "<h1>" + job.title + "</h1>";
  const tag = document.createElement("script");
  tag.type = "application/ld+json";
  tag.textContent = JSON.stringify(job);
  document.head.append(tag);
  fetch("http://10.0.0.1/secret").catch(() => {});
});
"""


@pytest.fixture
def replica(fake_site, settings, tmp_path):
    fake_site.say("/robots.txt", Reply(404))
    fake_site.say("/jobs/1", Reply(body=APP.encode(), headers=HTML))
    fake_site.say(
        "/app.js", Reply(body=SCRIPT.encode(), headers={"Content-Type": "text/javascript"})
    )
    body = json.dumps(posting(1)).encode()
    fake_site.say("/api/job", Reply(body=body, headers={"Content-Type": "application/json"}))
    path = tmp_path / "rendered.txt"
    path.write_text(f"page {fake_site.url}/jobs/1\n")
    settings.WEB_ALLOWS_PRIVATE = True
    settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "JOB_RENDERED_FILE": str(path)}
    return fake_site


@pytest.fixture
def inside():
    """A neighbour that the guard forbids; tells which paths it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.2", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.2:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


class TestGuard:
    @pytest.mark.parametrize("what", ["page", "script", "frame", "fetch"])
    def test_nothing_leads_inside_also_not_by_a_redirect(self, fake_site, inside, what):
        url, asked = inside
        fake_site.say("/robots.txt", Reply(404))
        fake_site.say("/away", Reply(302, headers={"Location": f"{url}/secret"}))
        bodies = {
            "script": "<script src='/away'></script>",
            "frame": f"<iframe src='/away'></iframe><iframe src='{url}/frame'></iframe>",
            "fetch": "<script>fetch('/away', {mode: 'no-cors'})</script>",
        }
        found = "<script type='application/ld+json'>{}</script>"
        body = f"<html>{bodies.get(what, '')}{found}</html>".encode()
        fake_site.say("/page", Reply(body=body, headers=HTML))
        guard = PublicWeb(allows=lambda address: str(address) == "127.0.0.1", seconds_apart=0.0)
        web = RenderedWeb(guard, chromium_path(), sandbox=os.geteuid() != 0)

        if what == "page":
            with pytest.raises(WebError):
                web.get(f"{fake_site.url}/away")
        else:
            assert "ld+json" in web.get(f"{fake_site.url}/page").text

        assert "/away" in [path for path, _ in fake_site.asked]
        assert asked == []

    def test_the_page_it_was_sent_on_to_has_rules_of_its_own(self, fake_site):
        fake_site.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /closed\n"))
        fake_site.say("/open", Reply(302, headers={"Location": "/closed"}))
        fake_site.say("/closed", Reply(body=b"<html>x</html>", headers=HTML))
        guard = PublicWeb(allows=lambda _: True, seconds_apart=0.0)

        with pytest.raises(NotAllowedError):
            RenderedWeb(guard, chromium_path(), sandbox=os.geteuid() != 0).get(
                f"{fake_site.url}/open"
            )


class TestRendered:
    def test_publishes_what_only_a_browser_sees(self, replica, now):
        run = refresh(Refresh(source="rendered"), now=now, options=Options(expiry_days=30))

        assert run.counts["created"] == 1
        found = Posting.objects.get()
        assert (found.title, found.company_name) == ("Baker 1", "Acme")
        assert found.outside_url == f"{replica.url}/jobs/1"
        assert "/logo.png" not in [path for path, _ in replica.asked]

    def test_is_off_until_a_list_is_named(self, replica, settings):
        assert "rendered" in refreshable()
        settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "JOB_RENDERED_FILE": ""}
        assert "rendered" not in refreshable()

    def test_obeys_robots(self, replica, now):
        replica.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /\n"))

        with pytest.raises(StageFailedError, match="leave this page alone"):
            refresh(Refresh(source="rendered"), now=now, options=Options(expiry_days=30))

        assert "/jobs/1" not in [path for path, _ in replica.asked]
