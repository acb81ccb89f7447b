"""What single keyless sources give and how they are asked; test_contract.py has what all bear."""

import pytest

from jobs.enrichment import enrich
from jobs.tests.adzuna import Reply
from jobs.tests.keyless import BY_SLUG, arbeitnow_job, arbeitnow_page
from jobs.tests.sources.building import build_source, ids


class TestArbeitnowPages:
    def test_follows_links_next_to_the_end(self, fake_site):
        fake_site.say(
            "/job-board-api",
            arbeitnow_page([arbeitnow_job(1)], next_url="https://www.arbeitnow.com/api/x?page=2"),
            arbeitnow_page([arbeitnow_job(2)], next_url="https://www.arbeitnow.com/api/x?page=3"),
            arbeitnow_page([arbeitnow_job(3)]),
        )
        source = build_source(BY_SLUG["arbeitnow"], fake_site.url)

        pages = list(source.pages(None))

        assert [page.next_cursor for page in pages] == [{"page": 2}, {"page": 3}, None]
        assert [query["page"] for _, query in fake_site.asked] == ["1", "2", "3"]

    def test_goes_on_from_a_cursor(self, fake_site):
        fake_site.say("/job-board-api", arbeitnow_page([arbeitnow_job(3)]))

        list(build_source(BY_SLUG["arbeitnow"], fake_site.url).pages({"page": 3}))

        assert [query["page"] for _, query in fake_site.asked] == ["3"]

    @pytest.mark.parametrize(
        "next_url",
        ["?page=1", "?page=0", "?page=two", "?page=99999999", "nowhere", "?page=1&page=2"],
    )
    def test_is_not_sent_in_circles(self, fake_site, next_url):
        fake_site.say("/job-board-api", arbeitnow_page([arbeitnow_job(1)], next_url=next_url))

        assert len(list(build_source(BY_SLUG["arbeitnow"], fake_site.url).pages(None))) == 1

    def test_stops_where_everything_is_too_old(self, fake_site):
        old = arbeitnow_job(2, created_at=1790000000)
        fake_site.say(
            "/job-board-api",
            arbeitnow_page([arbeitnow_job(1), old], next_url="?page=2"),
            arbeitnow_page([old], next_url="?page=3"),
        )

        assert len(list(build_source(BY_SLUG["arbeitnow"], fake_site.url).pages(None))) == 2

    def test_keeps_what_it_has_when_enough_is_enough(self, fake_site):
        fake_site.say(
            "/job-board-api",
            arbeitnow_page([arbeitnow_job(1)], next_url="?page=2"),
            Reply(429, b"", {"Retry-After": "7200"}),
        )
        source = build_source(BY_SLUG["arbeitnow"], fake_site.url)

        assert len(list(source.pages(None))) == 1
        assert "429" in source.stopped_early

    def test_knows_the_country_of_a_national_site(self, fake_site):
        source = build_source(BY_SLUG["arbeitnow"], fake_site.url)
        job = arbeitnow_job(1, url="https://www.arbeitnow.co.uk/jobs/1", location="Boston")

        assert enrich(source.read(job, {})).country == "GB"


class TestRead:
    def test_remotive_is_remote_pays_and_links_back(self, fake_site):
        source = build_source(BY_SLUG["remotive"], fake_site.url)
        found = enrich(source.read(BY_SLUG["remotive"].job(1), {}))

        assert (found.remote, found.country) == ("REMOTE", "DE")
        assert (found.pay.min, found.pay.max, found.pay.currency) == (70000, 90000, "USD")

    def test_greenhouse_markup_is_unescaped_once(self, fake_site):
        raw = build_source(BY_SLUG["greenhouse"], fake_site.url).read(
            BY_SLUG["greenhouse"].job(1), {}
        )
        found = enrich(raw)

        assert found.description_text == "You build pipelines in Python & SQL.\n\n• R&D"
        assert "<strong>Python</strong>" in found.description_html
        assert found.place == "Paris"
        assert raw.category == "Engineering"

    def test_greenhouse_script_is_no_script(self, fake_site):
        content = "&lt;p&gt;Hi&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
        raw = build_source(BY_SLUG["greenhouse"], fake_site.url).read(
            BY_SLUG["greenhouse"].job(1, content=content), {}
        )

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
        source = build_source(BY_SLUG["greenhouse"], fake_site.url)
        job = BY_SLUG["greenhouse"].job(1, pay_input_ranges=ranges)
        pay = enrich(source.read(job, {})).pay

        assert (pay.min, pay.max, pay.currency, pay.period) == (80000, 110000, "USD", "YEAR")
        ranges[1]["currency_type"] = "EUR"
        assert enrich(source.read(job, {})).pay is None

    def test_lever_puts_its_parts_together(self, fake_site):
        raw = build_source(BY_SLUG["lever"], fake_site.url).read(
            BY_SLUG["lever"].job(1), {"employer": "Acme"}
        )
        found = enrich(raw)

        text = found.description_text
        assert text.index("care for people") < text.index("What you bring") < text.index("kind")
        assert "• Excel" in text
        assert (found.place, found.country, found.remote) == ("Toronto", "CA", "HYBRID")
        assert (found.pay.min, found.pay.currency, found.pay.period) == (70000, "CAD", "YEAR")

    def test_ashby_knows_place_and_pay(self, fake_site):
        found = enrich(
            build_source(BY_SLUG["ashby"], fake_site.url).read(BY_SLUG["ashby"].job(1), {})
        )

        assert (found.place, found.country, found.remote) == ("San Francisco", "US", "ONSITE")
        assert (found.pay.min, found.pay.max, found.pay.period) == (160000, 230000, "YEAR")

    def test_ashby_shows_no_pay_the_board_hides(self, fake_site):
        job = BY_SLUG["ashby"].job(1, shouldDisplayCompensationOnJobPostings=False)

        assert enrich(build_source(BY_SLUG["ashby"], fake_site.url).read(job, {})).pay is None

    def test_ashby_drops_what_is_not_listed(self, fake_site):
        jobs = [
            BY_SLUG["ashby"].job(1),
            BY_SLUG["ashby"].job(2, isListed=False),
            BY_SLUG["ashby"].job(3, isListed=None),
        ]
        fake_site.say("/job-board/acme", BY_SLUG["ashby"].answer(jobs))

        assert [i[-1] for i in ids(build_source(BY_SLUG["ashby"], fake_site.url))] == ["1", "3"]
