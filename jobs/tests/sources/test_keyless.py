"""What every keyless source must bear."""

import json
from datetime import UTC, datetime

import pytest

from core.http import HttpClient, HttpTransientError, QuotaUsedUpError
from jobs.enrichment import enrich
from jobs.sources import ashby, greenhouse, lever
from jobs.sources.arbeitnow import ArbeitnowSource
from jobs.sources.base import RejectedError, SourceError
from jobs.sources.board_feed import BoardSource
from jobs.sources.boards import Board
from jobs.sources.remotive import RemotiveSource
from jobs.tests.adzuna import Reply
from jobs.tests.keyless import SHAPES, arbeitnow_job, arbeitnow_page

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SYSTEMS = {"greenhouse": greenhouse.SYSTEM, "lever": lever.SYSTEM, "ashby": ashby.SYSTEM}


def make_source(slug, url, **client):
    http = HttpClient(url, sleep=client.pop("sleep", [].append), **client)
    if slug == "arbeitnow":
        return ArbeitnowSource(http, now=NOW)
    if slug == "remotive":
        return RemotiveSource(http)
    return BoardSource(SYSTEMS[slug], {slug: http}, boards=[Board(slug, "acme", "Acme")])


def read_all(source):
    return [
        source.read(row, page.origin)
        for page in source.pages(None)
        for row in source.rows(page.body)
    ]


def ids(source):
    return [raw.external_id for raw in read_all(source)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.slug)
class TestEverySource:
    def test_says_what_its_terms_ask_for(self, shape, fake_site):
        manifest = make_source(shape.slug, fake_site.url).manifest

        assert manifest.slug == shape.slug
        assert manifest.terms_url.startswith("https://")
        assert manifest.home_url.startswith("https://")
        assert manifest.name in manifest.attribution
        assert manifest.limits["minute"] <= 30
        assert manifest.full_feed != manifest.expires_after_days

    def test_reads_what_it_sends(self, shape, fake_site):
        fake_site.say(shape.path, shape.answer([shape.job(1), shape.job(2)]))

        first, second = read_all(make_source(shape.slug, fake_site.url))

        assert first.source == shape.slug
        assert first.external_id == str(shape.job(1)[shape.id_field]) != second.external_id
        assert first.company in {"Acme", "Hartwell & Finch"}
        assert first.redirect_url == first.source_url == shape.job(1)[shape.link_field]
        assert first.posted_at.year == 2026
        assert first.posted_at.month == 11
        assert enrich(first).country in {"DE", "FR", "CA", "US"}
        assert enrich(first).employment_type == "FULL_TIME"
        assert "<" not in enrich(first).description_text

    def test_takes_ids_as_numbers_and_as_text(self, shape, fake_site):
        jobs = [shape.job(1, **{shape.id_field: 71}), shape.job(2, **{shape.id_field: "72"})]
        fake_site.say(shape.path, shape.answer(jobs))

        assert ids(make_source(shape.slug, fake_site.url)) == ["71", "72"]

    def test_an_empty_answer_is_an_empty_day(self, shape, fake_site):
        fake_site.say(shape.path, shape.answer([]))
        source = make_source(shape.slug, fake_site.url)

        (page,) = source.pages(None)

        assert (page.count, page.next_cursor, source.rows(page.body)) == (0, None, [])

    def test_waits_as_long_as_a_429_asks(self, shape, fake_site):
        slept = []
        limited = Reply(429, b"slow down", {"Retry-After": "7"})
        fake_site.say(shape.path, limited, shape.answer([shape.job(1)]))
        source = make_source(shape.slug, fake_site.url, sleep=slept.append)

        assert len(ids(source)) == 1
        assert slept == [7.0]
        assert source.retries == 1

    def test_says_so_at_once_when_a_429_asks_for_hours(self, shape, fake_site):
        fake_site.say(shape.path, Reply(429, b"", {"Retry-After": "7200"}))

        with pytest.raises(SourceError, match="429"):
            ids(make_source(shape.slug, fake_site.url))

        assert len(fake_site.asked) == 1

    @pytest.mark.parametrize(
        "bad",
        [
            Reply(429),
            Reply(500, b"oops"),
            Reply(503, b"<html>503 Service Temporarily Unavailable</html>"),
            Reply(200, b"<html>maintenance</html>", {"Content-Type": "text/html"}),
            Reply(200, b'{"jobs": [{"id"'),
            Reply(200, b'{"jobs": [], "data": []}', cut=True),
            Reply(200, b'{"jobs": "many", "data": null}'),
            Reply(200, b'"sorry"'),
            Reply(200, b""),
        ],
        ids=["429", "500", "503", "html", "truncated", "cut", "no-list", "text", "empty"],
    )
    def test_asks_again_after_a_bad_moment(self, shape, fake_site, bad):
        fake_site.say(shape.path, bad, shape.answer([shape.job(1)]))

        assert len(ids(make_source(shape.slug, fake_site.url, attempts=2))) == 1
        assert len(fake_site.asked) == 2

    def test_gives_up_after_its_attempts(self, shape, fake_site):
        fake_site.say(shape.path, Reply(500, b"oops"))

        with pytest.raises(HttpTransientError, match="500"):
            ids(make_source(shape.slug, fake_site.url, attempts=2))

        assert len(fake_site.asked) == 2

    def test_gives_up_on_a_server_that_does_not_answer(self, shape, fake_site):
        fake_site.say(shape.path, Reply(slow=0.4))

        with pytest.raises(HttpTransientError, match="in time"):
            ids(make_source(shape.slug, fake_site.url, timeout_seconds=0.05, attempts=1))

    def test_says_that_nobody_is_there(self, shape):
        with pytest.raises(HttpTransientError, match="cannot be reached"):
            ids(make_source(shape.slug, "http://127.0.0.1:9", attempts=1))

    def test_a_404_is_a_sentence(self, shape, fake_site):
        with pytest.raises(SourceError):
            ids(make_source(shape.slug, fake_site.url))

    def test_is_not_led_to_another_host(self, shape, fake_site):
        fake_site.say(shape.path, Reply(302, b"", {"Location": "http://169.254.169.254/meta"}))

        with pytest.raises(SourceError, match="another host"):
            ids(make_source(shape.slug, fake_site.url))

    def test_a_used_up_quota_is_told(self, shape, fake_site):
        class Nothing:
            def take(self):
                raise QuotaUsedUpError("All 4 calls of this day are used.")

        with pytest.raises(QuotaUsedUpError):
            ids(make_source(shape.slug, fake_site.url, ledger=Nothing()))

        assert fake_site.asked == []

    @pytest.mark.parametrize("row", [None, 7, "job", [], {}, {"id": None}, {"isListed": True}])
    def test_refuses_rows_that_are_no_job(self, shape, fake_site, row):
        source = make_source(shape.slug, fake_site.url)

        with pytest.raises(RejectedError):
            source.read(row, {})

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil"])
    def test_refuses_links_a_browser_should_not_follow(self, shape, fake_site, link):
        source = make_source(shape.slug, fake_site.url)

        with pytest.raises(RejectedError, match="link"):
            source.read(shape.job(1, **{shape.link_field: link}), {})

    def test_takes_any_field_being_of_another_kind(self, shape, fake_site):
        source = make_source(shape.slug, fake_site.url)
        needed = {shape.id_field, shape.title_field, shape.link_field}
        for name in set(shape.job(1)) - needed:
            for odd in (None, 7, "odd", [], [None, {"text": 5}], {"min": "x"}, True):
                raw = source.read(shape.job(1, **{name: odd}), {"employer": "Acme"})
                enrich(raw)

    def test_keeps_the_row_as_it_came(self, shape, fake_site):
        source = make_source(shape.slug, fake_site.url)

        assert json.dumps(source.read(shape.job(1), {}).raw) == json.dumps(shape.job(1))


class TestArbeitnowPages:
    def test_follows_links_next_to_the_end(self, fake_site):
        fake_site.say(
            "/job-board-api",
            arbeitnow_page([arbeitnow_job(1)], next_url="https://www.arbeitnow.com/api/x?page=2"),
            arbeitnow_page([arbeitnow_job(2)], next_url="https://www.arbeitnow.com/api/x?page=3"),
            arbeitnow_page([arbeitnow_job(3)]),
        )
        source = make_source("arbeitnow", fake_site.url)

        pages = list(source.pages(None))

        assert [page.next_cursor for page in pages] == [{"page": 2}, {"page": 3}, None]
        assert [query["page"] for _, query in fake_site.asked] == ["1", "2", "3"]

    def test_goes_on_from_a_cursor(self, fake_site):
        fake_site.say("/job-board-api", arbeitnow_page([arbeitnow_job(3)]))

        list(make_source("arbeitnow", fake_site.url).pages({"page": 3}))

        assert [query["page"] for _, query in fake_site.asked] == ["3"]

    @pytest.mark.parametrize(
        "next_url",
        ["?page=1", "?page=0", "?page=two", "?page=99999999", "nowhere", "?page=1&page=2"],
    )
    def test_is_not_sent_in_circles(self, fake_site, next_url):
        fake_site.say("/job-board-api", arbeitnow_page([arbeitnow_job(1)], next_url=next_url))

        assert len(list(make_source("arbeitnow", fake_site.url).pages(None))) == 1

    def test_stops_where_everything_is_too_old(self, fake_site):
        old = arbeitnow_job(2, created_at=1790000000)
        fake_site.say(
            "/job-board-api",
            arbeitnow_page([arbeitnow_job(1), old], next_url="?page=2"),
            arbeitnow_page([old], next_url="?page=3"),
        )

        assert len(list(make_source("arbeitnow", fake_site.url).pages(None))) == 2

    def test_keeps_what_it_has_when_enough_is_enough(self, fake_site):
        fake_site.say(
            "/job-board-api",
            arbeitnow_page([arbeitnow_job(1)], next_url="?page=2"),
            Reply(429, b"", {"Retry-After": "7200"}),
        )
        source = make_source("arbeitnow", fake_site.url)

        assert len(list(source.pages(None))) == 1
        assert "429" in source.stopped_early

    def test_knows_the_country_of_a_national_site(self, fake_site):
        source = make_source("arbeitnow", fake_site.url)
        job = arbeitnow_job(1, url="https://www.arbeitnow.co.uk/jobs/1", location="Boston")

        assert enrich(source.read(job, {})).country == "GB"


class TestRead:
    def test_remotive_is_remote_pays_and_links_back(self, fake_site):
        source = make_source("remotive", fake_site.url)
        found = enrich(source.read(SHAPES[1].job(1), {}))

        assert (found.remote, found.country) == ("REMOTE", "DE")
        assert (found.pay.min, found.pay.max, found.pay.currency) == (70000, 90000, "USD")

    def test_greenhouse_markup_is_unescaped_once(self, fake_site):
        raw = make_source("greenhouse", fake_site.url).read(SHAPES[2].job(1), {})
        found = enrich(raw)

        assert found.description_text == "You build pipelines in Python & SQL.\n\n• R&D"
        assert "<strong>Python</strong>" in found.description_html
        assert found.place == "Paris"
        assert raw.category == "Engineering"

    def test_greenhouse_script_is_no_script(self, fake_site):
        content = "&lt;p&gt;Hi&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
        raw = make_source("greenhouse", fake_site.url).read(SHAPES[2].job(1, content=content), {})

        assert enrich(raw).description_html == "<p>Hi</p>"

    def test_greenhouse_pay_spans_its_ranges(self, fake_site):
        ranges = [
            {
                "min_cents": 9000000,
                "max_cents": 11000000,
                "currency_type": "USD",
                "title": "Zone A",
            },
            {
                "min_cents": 8000000,
                "max_cents": 10000000,
                "currency_type": "USD",
                "title": "Zone B",
            },
        ]
        source = make_source("greenhouse", fake_site.url)
        job = SHAPES[2].job(1, pay_input_ranges=ranges)
        pay = enrich(source.read(job, {})).pay

        assert (pay.min, pay.max, pay.currency, pay.period) == (80000, 110000, "USD", "YEAR")
        ranges[1]["currency_type"] = "EUR"
        assert enrich(source.read(job, {})).pay is None

    def test_lever_puts_its_parts_together(self, fake_site):
        raw = make_source("lever", fake_site.url).read(SHAPES[3].job(1), {"employer": "Acme"})
        found = enrich(raw)

        text = found.description_text
        assert text.index("care for people") < text.index("What you bring") < text.index("kind")
        assert "• Excel" in text
        assert (found.place, found.country, found.remote) == ("Toronto", "CA", "HYBRID")
        assert (found.pay.min, found.pay.currency, found.pay.period) == (70000, "CAD", "YEAR")

    def test_ashby_knows_place_and_pay(self, fake_site):
        found = enrich(make_source("ashby", fake_site.url).read(SHAPES[4].job(1), {}))

        assert (found.place, found.country, found.remote) == ("San Francisco", "US", "ONSITE")
        assert (found.pay.min, found.pay.max, found.pay.period) == (160000, 230000, "YEAR")

    def test_ashby_shows_no_pay_the_board_hides(self, fake_site):
        job = SHAPES[4].job(1, shouldDisplayCompensationOnJobPostings=False)

        assert enrich(make_source("ashby", fake_site.url).read(job, {})).pay is None

    def test_ashby_drops_what_is_not_listed(self, fake_site):
        jobs = [SHAPES[4].job(1), SHAPES[4].job(2, isListed=False), SHAPES[4].job(3, isListed=None)]
        fake_site.say("/job-board/acme", SHAPES[4].answer(jobs))

        assert [i[-1] for i in ids(make_source("ashby", fake_site.url))] == ["1", "3"]
