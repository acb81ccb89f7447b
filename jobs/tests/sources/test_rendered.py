"""A page that shows its posting only to a browser: a replica of such a site, and a real Chromium."""

import json

import pytest

from jobs.models import Posting
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import Refresh, refresh, refreshable
from jobs.pipeline.runs import Options
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
