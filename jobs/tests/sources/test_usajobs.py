import pytest

from jobs.enrichment import enrich
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import usajobs_answer, usajobs_job
from jobs.tests.feeds import feed_source, key_of

PAY = "MatchedObjectDescriptor.PositionRemuneration"


def read(feed_site, **fields):
    return enrich(feed_source("usajobs", feed_site.url).read(usajobs_job(1, **fields), {}))


class TestPages:
    def test_says_who_asks(self, feed_site):
        feed_site.say("/Search", usajobs_answer([]))

        list(feed_source("usajobs", feed_site.url).pages(None))

        (asked,) = feed_site.asked
        assert asked.headers["user-agent"] == key_of("USAJOBS_EMAIL")
        assert asked.headers["authorization-key"] == key_of("USAJOBS_API_KEY")
        assert asked.headers["host"] == feed_site.url.removeprefix("http://")
        assert asked.query == {
            "ResultsPerPage": "500",
            "Fields": "Full",
            "WhoMayApply": "public",
            "DatePosted": "30",
            "SortField": "opendate",
            "SortDirection": "desc",
            "Page": "1",
        }

    def test_goes_to_the_last_page_and_never_behind_10000_rows(self, feed_site):
        feed_site.say("/Search", usajobs_answer([usajobs_job(1)], pages=802))

        assert len(list(feed_source("usajobs", feed_site.url).pages(None))) == 20

    def test_asks_for_words_and_places(self, feed_site):
        feed_site.say("/Search", usajobs_answer([usajobs_job(1)]))
        wanted = {"USAJOBS_KEYWORDS": "nurse;cook", "USAJOBS_LOCATIONS": "Boise, Idaho"}

        pages = list(feed_source("usajobs", feed_site.url, **wanted).pages(None))

        assert [(a.query["Keyword"], a.query["LocationName"]) for a in feed_site.asked] == [
            ("nurse", "Boise, Idaho"),
            ("cook", "Boise, Idaho"),
        ]
        assert pages[-1].next_cursor is None

    def test_publishes_what_it_has_when_enough_is_enough(self, feed_site):
        feed_site.say(
            "/Search",
            usajobs_answer([usajobs_job(1)], pages=3),
            Reply(429, b"", {"Retry-After": "7200"}),
        )
        source = feed_source("usajobs", feed_site.url)

        assert len(list(source.pages(None))) == 1
        assert "429" in source.stopped_early


class TestRead:
    @pytest.mark.parametrize(
        ("code", "low", "high", "expected"),
        [
            ("PA", "102818.0", "193838.0", (102818, 193838, "YEAR")),
            ("Per Year", "92166", "161600", (92166, 161600, "YEAR")),
            ("PH", "17.50", "21.00", (17.5, 21, "HOUR")),
            ("PM", "5000", "6000", (5000, 6000, "MONTH")),
            ("BW", "3000", "3600", (1500, 1800, "WEEK")),
        ],
    )
    def test_pay_is_per_what_its_code_says(self, feed_site, code, low, high, expected):
        row = {"MinimumRange": low, "MaximumRange": high, "RateIntervalCode": code}
        pay = read(feed_site, **{PAY: [row]}).pay

        assert (pay.min, pay.max, pay.period) == expected
        assert pay.currency == "USD"

    @pytest.mark.parametrize("code", ["WC", "PW", "FB", "", None])
    def test_what_is_no_rate_is_no_pay(self, feed_site, code):
        row = {"MinimumRange": "1", "MaximumRange": "2000", "RateIntervalCode": code}

        assert read(feed_site, **{PAY: [row]}).pay is None

    def test_closes_when_it_says(self, feed_site):
        raw = feed_source("usajobs", feed_site.url).read(usajobs_job(1), {})

        assert raw.expires_at.isoformat() == "2026-12-10T23:59:59.997000+00:00"

    def test_puts_duties_and_demands_below_the_summary(self, feed_site):
        text = read(feed_site).description_text

        assert text.startswith("You help veterans with Excel.")
        assert text.index("Treats people.") < text.index("Qualifications") < text.index("licence")
        assert "One year of experience.\nA licence & a degree." in text
