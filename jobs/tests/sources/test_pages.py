"""Career pages on loopback, through the whole pipeline."""

import json
from datetime import timedelta

import pytest

from core.web import PublicWeb
from jobs.models import Posting, Source
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import NotConfiguredError, Refresh, refresh, refreshable
from jobs.pipeline.runs import Options
from jobs.sources.base import SourceError
from jobs.sources.pages import Line, PageSource, read_list
from jobs.tests.adzuna import Reply

pytestmark = pytest.mark.django_db
HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml"}


def posting(number, **fields):
    return {
        "@type": "JobPosting",
        "title": f"Baker {number}",
        "description": "<p>You bake bread with Excel.</p>",
        "identifier": f"R-{number}",
        "datePosted": "2026-11-20",
        "validThrough": "2026-12-24",
        "hiringOrganization": {"name": "Acme"},
        "jobLocation": {"address": {"addressLocality": "Lyon", "addressCountry": "FR"}},
        "baseSalary": {"currency": "EUR", "value": {"minValue": 28000, "unitText": "YEAR"}},
        **fields,
    }


def page(*postings):
    scripts = "".join(
        f"<script type='application/ld+json'>{json.dumps(one)}</script>" for one in postings
    )
    return Reply(body=f"<html><body>{scripts}</body></html>".encode(), headers=HTML)


def sitemap(*entries, kind="url"):
    inner = "".join(
        f"<{kind}><loc>{url}</loc><lastmod>{at}</lastmod></{kind}>" for url, at in entries
    )
    name = "urlset" if kind == "url" else "sitemapindex"
    body = f'<?xml version="1.0"?><{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{name}>'
    return Reply(body=body.encode(), headers=XML)


@pytest.fixture
def site(fake_site):
    fake_site.say("/robots.txt", Reply(404))
    return fake_site


@pytest.fixture
def configured(site, settings, tmp_path):
    """A function that writes the list of pages."""
    path = tmp_path / "pages.txt"
    settings.WEB_ALLOWS_PRIVATE = True
    settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "JOB_PAGES_FILE": str(path)}

    def write(*lines):
        path.write_text("\n".join(lines).format(url=site.url))

    return write


def go(now):
    return refresh(Refresh(source="pages"), now=now, options=Options(expiry_days=30))


class TestRefresh:
    def test_publishes_what_a_page_says(self, site, configured, now):
        configured("# our own", "", "page {url}/jobs/1")
        site.say("/jobs/1", page(posting(1)))

        run = go(now)

        assert run.counts["created"] == 1
        found = Posting.objects.get()
        assert (found.title, found.company_name, found.place) == ("Baker 1", "Acme", "Lyon")
        assert (found.country, found.pay_currency, found.pay_source) == ("FR", "EUR", "STATED")
        assert found.outside_url == f"{site.url}/jobs/1"
        assert found.expires_at.date().isoformat() == "2026-12-24"

    def test_reads_the_jobs_of_a_sitemap_newest_first(self, site, configured, now):
        configured("sitemap {url}/sitemap.xml /jobs/")
        site.say("/sitemap.xml", sitemap((f"{site.url}/inner.xml", "2026"), kind="sitemap"))
        entries = [(f"{site.url}/jobs/{n}", f"2026-11-{n:02}") for n in range(1, 24)]
        site.say("/inner.xml", sitemap(*entries, (f"{site.url}/blog/1", "2026-11-30")))
        for number in range(1, 24):
            site.say(f"/jobs/{number}", page(posting(number)))

        run = go(now)

        assert run.counts["created"] == 23
        asked = [path for path, _ in site.asked if path.startswith(("/jobs/", "/blog"))]
        assert (asked[0], asked[-1], len(asked)) == ("/jobs/23", "/jobs/1", 23)
        assert run.pages.count() == 2

    def test_a_second_run_changes_nothing(self, site, configured, now):
        configured("page {url}/jobs/1")
        site.say("/jobs/1", page(posting(1), posting(2)))
        go(now)

        run = go(now + timedelta(hours=1))

        assert (run.counts["created"], run.counts["unchanged"]) == (0, 2)

    def test_several_places_are_several_postings(self, site, configured, now):
        configured("page {url}/jobs/1")
        places = [
            {"address": {"addressLocality": n, "addressCountry": "FR"}} for n in ("Lyon", "Paris")
        ]
        site.say("/jobs/1", page(posting(1, jobLocation=places)))

        go(now)

        assert sorted(Posting.objects.values_list("place", flat=True)) == ["Lyon", "Paris"]

    def test_one_page_that_fails_is_told_and_stops_no_other(self, site, configured, now):
        configured("page {url}/broken", "page {url}/gone", "page {url}/jobs/1", "page {url}/plain")
        site.say("/broken", Reply(500))
        site.say("/jobs/1", page(posting(1)))
        site.say("/plain", Reply(body=b"<html>We are hiring!</html>", headers=HTML))

        run = go(now)

        assert run.counts["created"] == 1
        assert "/broken: The site does not show this page" in run.cursor["stopped_early"]

    def test_obeys_robots(self, site, configured, now):
        configured("page {url}/jobs/1", "page {url}/open/1")
        site.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /jobs/\n"))
        site.say("/jobs/1", page(posting(1)))
        site.say("/open/1", page(posting(2)))

        go(now)

        assert Posting.objects.get().title == "Baker 2"
        assert "/jobs/1" not in [path for path, _ in site.asked]

    def test_nothing_at_all_is_a_failure_with_a_sentence(self, site, configured, now):
        configured("page {url}/broken")
        site.say("/broken", Reply(503))

        with pytest.raises(StageFailedError, match="/broken"):
            go(now)

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("page", "line 1: write page or sitemap"),
            ("page example.org", "line 1"),
            ("page http://a b c", "line 1"),
            ("# nothing", "names none"),
        ],
    )
    def test_a_wrong_list_is_told(self, configured, now, line, problem):
        configured(line)
        with pytest.raises(NotConfiguredError, match=problem):
            go(now)

    def test_is_off_without_a_list(self, settings):
        assert "pages" not in refreshable()
        settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "JOB_PAGES_FILE": "/a/list"}
        assert "pages" in refreshable()

    def test_stands_among_the_sources(self):
        assert Source.objects.get(slug="pages").kind == "page"


def source_of(site, *lines, **options):
    wanted = [Line(*line.format(site.url).split()) for line in lines]
    return PageSource(PublicWeb(allows=lambda _: True, seconds_apart=0.0), wanted, **options)


class TestPages:
    def test_goes_on_from_a_cursor(self, site):
        site.say("/map.xml", sitemap(*((f"{site.url}/{n}", f"{n:03}") for n in range(1, 46))))
        for number in range(1, 46):
            site.say(f"/{number}", page(posting(number)))
        web = PublicWeb(allows=lambda _: True, seconds_apart=0.0)
        source = PageSource(web, [Line("sitemap", f"{site.url}/map.xml")])
        pages = list(source.pages(None))
        assert [one.count for one in pages] == [20, 20, 5]
        site.asked.clear()

        again = list(source.pages(pages[0].next_cursor))

        assert [one.body for one in again] == [one.body for one in pages[1:]]
        assert len([path for path, _ in site.asked if path.strip("/").isdecimal()]) == 25

    def test_keeps_only_so_much_of_one_web_page(self, site):
        places = [{"address": {"addressLocality": f"Town {n}"}} for n in range(20)]
        long = page(posting(1, description="x" * 900_000, jobLocation=places))
        site.say("/1", long)
        site.say("/2", page(posting(2)))
        source = source_of(site, "page {}/1", "page {}/2")

        pages = list(source.pages(None))

        assert [one.count for one in pages] == [2, 1]
        assert max(len(one.body) for one in pages) < 2_000_020
        assert "/1: too much for one page" in source.stopped_early

    def test_ends_a_page_of_the_run_that_is_full(self, site):
        site.say("/map.xml", sitemap(*((f"{site.url}/{n}", "2026") for n in range(1, 10))))
        for number in range(1, 10):
            site.say(f"/{number}", page(posting(number, description="x" * 1_500_000)))
        source = source_of(site, "sitemap {}/map.xml")

        pages = list(source.pages(None))

        assert [one.count for one in pages] == [3, 3, 3]
        assert [one.next_cursor and one.next_cursor["skip"] for one in pages] == [3, 6, None]

    def test_a_run_keeps_only_so_much_also_when_it_is_taken_up_again(self, site):
        for number in range(1, 6):
            site.say(f"/{number}", page(posting(number, description="x" * 1000)))
        lines = [f"page {{}}/{number}" for number in range(1, 6)]
        source = source_of(site, *lines, most_of_run=3500)
        first = next(iter(source.pages(None)))

        rest = list(source_of(site, *lines, most_of_run=3500).pages(first.next_cursor))

        assert [one.count for one in rest] == [1, 1]
        assert rest[-1].next_cursor is None
        assert len(list(source.pages(None))) == 3
        assert "the rest of the list" in source.stopped_early

    def test_a_number_json_cannot_hold_costs_its_posting_alone(self, site):
        site.say("/1", page(posting(1, identifier=10**30), posting(2)))
        source = source_of(site, "page {}/1")

        (only,) = source.pages(None)

        assert only.count == 1
        assert "cannot be kept" in source.stopped_early

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>",
            b"<urlset><url></url></urlset>",
            b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
            b'<?xml version="1.0" encoding="rot13"?><urlset/>',
            b'<?xml version="1.0" encoding="undefined"?><urlset/>',
            b"<a>" * 100_000,
        ],
    )
    def test_a_sitemap_that_is_none_lists_nothing(self, site, body):
        site.say("/map.xml", Reply(body=body, headers=XML))
        web = PublicWeb(allows=lambda _: True, seconds_apart=0.0)
        source = PageSource(web, [Line("sitemap", f"{site.url}/map.xml")])

        with pytest.raises(SourceError):
            list(source.pages(None))


class TestReadList:
    def test_each_line_once_in_order(self, tmp_path):
        path = tmp_path / "pages.txt"
        path.write_text(
            "page https://a.example/1\nsitemap https://a.example/s.xml /jobs/\npage https://a.example/1\n"
        )

        assert read_list(path) == [
            Line("page", "https://a.example/1"),
            Line("sitemap", "https://a.example/s.xml", "/jobs/"),
        ]

    def test_a_missing_list_is_told(self, tmp_path):
        with pytest.raises(SourceError, match="cannot be read"):
            read_list(tmp_path / "absent.txt")
