import json

import pytest

from core.http import QuotaUsedUpError
from jobs.enrichment import enrich
from jobs.sources.base import SourceError
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import reed_answer, reed_detail, reed_job
from jobs.tests.feeds import feed_source

WITH_DETAILS = {"REED_DETAILS": "10"}


def say_detail(site, number, **fields):
    body = json.dumps(reed_detail(number, **fields)).encode()
    site.say(f"/jobs/{39358000 + number}", Reply(body=body))


def rows_of(source):
    return [row for page in source.pages(None) for row in source.rows(page.body)]


class TestPages:
    def test_sends_the_key_as_a_user_name_without_password(self, feed_site):
        feed_site.say("/search", reed_answer([]))

        list(feed_source("reed", feed_site.url, REED_API_KEY="abc").pages(None))

        (asked,) = feed_site.asked
        assert asked.headers["authorization"] == "Basic YWJjOg=="
        assert asked.query == {"resultsToTake": "100", "resultsToSkip": "0"}

    def test_skips_a_hundred_at_a_time_to_the_end(self, feed_site):
        feed_site.say("/search", reed_answer([reed_job(1)], total=250))

        pages = list(feed_source("reed", feed_site.url).pages(None))

        assert [a.query["resultsToSkip"] for a in feed_site.asked] == ["0", "100", "200"]
        assert pages[-1].next_cursor is None

    def test_reads_no_further_than_told(self, feed_site):
        feed_site.say("/search", reed_answer([reed_job(1)], total=254266))

        assert len(list(feed_source("reed", feed_site.url, REED_PAGES="2").pages(None))) == 2

    def test_distances_are_miles_around_a_place(self, feed_site):
        feed_site.say("/search", reed_answer([]))
        place = {"REED_LOCATIONS": "Redbourn", "REED_MILES": "25", "REED_KEYWORDS": "baker"}

        list(feed_source("reed", feed_site.url, **place).pages(None))

        query = feed_site.asked[0].query
        assert (query["locationName"], query["distanceFromLocation"]) == ("Redbourn", "25")
        assert query["keywords"] == "baker"

    @pytest.mark.parametrize("value", ["many", "-1", "1.5", "", "101"])
    def test_a_setting_that_is_no_number_is_told(self, feed_site, value):
        with pytest.raises(SourceError, match="REED_PAGES must be a whole number from 0 to 100"):
            feed_source("reed", feed_site.url, REED_PAGES=value)


class TestDetails:
    def test_the_newest_get_their_whole_text_first(self, feed_site):
        old, new = reed_job(1, date="01/11/2026"), reed_job(2, date="21/11/2026")
        feed_site.say("/search", reed_answer([old, new]))
        say_detail(feed_site, 2)
        source = feed_source("reed", feed_site.url, REED_DETAILS="1")

        first, second = [source.read(row, {}) for row in rows_of(source)]

        assert (first.is_excerpt, second.is_excerpt) == (True, False)
        assert (
            enrich(second).description_text
            == "We bake bread & cakes in Redbourn.\n\nYou know Excel."
        )
        assert [a.path for a in feed_site.asked] == ["/search", "/jobs/39358002"]

    def test_the_number_of_them_holds_for_the_whole_run(self, feed_site):
        feed_site.say("/search", reed_answer([reed_job(1)], total=150), reed_answer([reed_job(2)]))
        say_detail(feed_site, 1)
        source = feed_source("reed", feed_site.url, REED_DETAILS="1")
        pages = source.pages(None)
        cursor = next(pages).next_cursor

        resumed = feed_source("reed", feed_site.url, REED_DETAILS="1")

        assert len(list(resumed.pages(cursor))) == 1
        assert len(feed_site.calls("/jobs/39358002")) == 0

    def test_what_is_published_whole_keeps_its_text_without_a_call(self, feed_site):
        feed_site.say("/search", reed_answer([reed_job(1), reed_job(2)]))
        say_detail(feed_site, 2)
        published = {"39358001": {**reed_job(1), "detail": reed_detail(1)}}
        source = feed_source("reed", feed_site.url, **WITH_DETAILS, known=lambda _: published)

        found = [source.read(row, {}) for row in rows_of(source)]

        assert [raw.is_excerpt for raw in found] == [False, False]
        assert feed_site.calls("/jobs/39358001") == []

    def test_what_is_published_as_an_excerpt_gets_its_text(self, feed_site):
        feed_site.say("/search", reed_answer([reed_job(1)]))
        say_detail(feed_site, 1)
        known = {"known": lambda _: {"39358001": reed_job(1)}}
        source = feed_source("reed", feed_site.url, **WITH_DETAILS, **known)

        assert [source.read(row, {}).is_excerpt for row in rows_of(source)] == [False]

    @pytest.mark.parametrize("gone", [Reply(404), Reply(410), Reply(200, b"null")])
    def test_what_is_gone_meanwhile_is_left_out(self, feed_site, gone):
        feed_site.say("/search", reed_answer([reed_job(1), reed_job(2)]))
        feed_site.say("/jobs/39358001", gone)
        say_detail(feed_site, 2)

        found = rows_of(feed_source("reed", feed_site.url, **WITH_DETAILS))

        assert [row["jobId"] for row in found] == [39358002]

    @pytest.mark.parametrize(
        "bad", [Reply(500), Reply(429, b"", {"Retry-After": "7200"}), Reply(200, b"<html>")]
    )
    def test_goes_on_with_excerpts_when_they_do_not_come(self, feed_site, bad):
        feed_site.say("/search", reed_answer([reed_job(1), reed_job(2)]))
        feed_site.say("/jobs/39358001", bad)
        feed_site.say("/jobs/39358002", bad)
        source = feed_source("reed", feed_site.url, **WITH_DETAILS, attempts=1)

        assert len(rows_of(source)) == 2
        assert "excerpts this time" in source.stopped_early

    def test_a_quota_used_up_on_the_way_publishes_excerpts(self, feed_site):
        class Three:
            left = 3

            def take(self):
                self.left -= 1
                if self.left < 0:
                    raise QuotaUsedUpError("All 3 calls of this day are used.")
                return 0.0

        feed_site.say("/search", reed_answer([reed_job(n) for n in range(4)], total=1000))
        for number in range(4):
            say_detail(feed_site, number)
        source = feed_source("reed", feed_site.url, **WITH_DETAILS, ledger=Three())

        found = [source.read(row, {}).is_excerpt for row in rows_of(source)]

        assert sorted(found) == [False, False, True, True]
        assert "All 3 calls of this day are used." in source.stopped_early


class TestRead:
    def test_days_come_first(self, feed_site):
        raw = feed_source("reed", feed_site.url).read(reed_job(1, date="02/11/2026"), {})

        assert raw.posted_at.isoformat() == "2026-11-02T00:00:00+00:00"
        assert raw.expires_at.isoformat() == "2026-12-26T00:00:00+00:00"

    def test_hidden_pay_is_no_pay(self, feed_site):
        row = reed_job(1, minimumSalary=None, maximumSalary=None)

        assert enrich(feed_source("reed", feed_site.url).read(row, {})).pay is None

    def test_the_detail_names_the_period_and_the_hours(self, feed_site):
        detail = reed_detail(1, salaryType="per hour", partTime=True, fullTime=False)
        row = {
            **reed_job(1, minimumSalary=12, maximumSalary=14, jobTitle="Baker"),
            "detail": detail,
        }
        found = enrich(feed_source("reed", feed_site.url).read(row, {}))

        assert (found.pay.min, found.pay.period) == (12, "HOUR")
        assert found.employment_type == "PART_TIME"
