import json

import pytest

from core.http import USER_AGENT
from jobs.enrichment import enrich
from jobs.sources.base import RejectedError, SourceError
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import careerjet_answer, careerjet_job
from jobs.tests.feeds import feed_source, key_of


def places(*names):
    return Reply(body=json.dumps({"type": "LOCATIONS", "locations": list(names)}).encode())


class TestPages:
    def test_says_who_asks_and_never_a_visitor(self, feed_site):
        feed_site.say("/query", careerjet_answer([]))

        list(feed_source("careerjet", feed_site.url, CAREERJET_API_KEY="abc").pages(None))

        (asked,) = feed_site.asked
        assert asked.headers["authorization"] == "Basic YWJjOg=="
        assert asked.headers["referer"] == key_of("CAREERJET_REFERER")
        assert (asked.query["user_ip"], asked.query["user_agent"]) == ("203.0.113.7", USER_AGENT)
        assert (asked.query["locale_code"], asked.query["sort"]) == ("en_GB", "date")

    def test_goes_to_the_last_page_and_never_behind_the_tenth(self, feed_site):
        feed_site.say("/query", careerjet_answer([careerjet_job(1)], pages=286))

        assert len(list(feed_source("careerjet", feed_site.url).pages(None))) == 10

    def test_a_place_it_does_not_know_is_passed_over_and_named(self, feed_site):
        feed_site.say(
            "/query",
            places("Newport, Wales", "Newport, Shropshire"),
            careerjet_answer([careerjet_job(1)]),
        )
        wanted = {"CAREERJET_LOCATIONS": "Newport;London"}
        source = feed_source("careerjet", feed_site.url, **wanted)

        pages = list(source.pages(None))

        assert [page.count for page in pages] == [0, 1]
        assert source.stopped_early == (
            "Careerjet does not know “Newport”: it offers Newport, Wales; Newport, Shropshire."
        )

    def test_no_place_it_knows_is_an_error(self, feed_site):
        feed_site.say("/query", places({"name": "Newport, Wales"}))

        with pytest.raises(SourceError, match="it offers Newport, Wales"):
            list(feed_source("careerjet", feed_site.url, CAREERJET_LOCATIONS="Newport").pages(None))

    def test_a_refusal_with_status_200_is_one(self, feed_site):
        body = b'{"type": "ERROR", "error": "Unauthorized access from IP 203.0.113.7"}'
        feed_site.say("/query", Reply(body=body))

        with pytest.raises(SourceError, match=r"Unauthorized access from IP 203\.0\.113\.7"):
            list(feed_source("careerjet", feed_site.url).pages(None))


class TestRead:
    def test_is_the_same_posting_under_another_link_and_date(self, feed_site):
        source = feed_source("careerjet", feed_site.url)
        one = source.read(careerjet_job(1), {})
        again = careerjet_job(1, url="https://jobviewtrack.com/other", date="2026-11-22 08:00:00")
        other = source.read(careerjet_job(1, locations="Leeds"), {})

        assert source.read(again, {}).external_id == one.external_id != other.external_id
        assert source.read(again, {}).posted_at.isoformat() == "2026-11-22T08:00:00+00:00"

    def test_a_posting_without_a_link_leads_nowhere(self, feed_site):
        with pytest.raises(RejectedError, match="no link"):
            feed_source("careerjet", feed_site.url).read(careerjet_job(1, url=""), {})

    def test_pay_has_the_period_of_its_letter(self, feed_site):
        row = careerjet_job(1, salary_min=15, salary_max=18.5, salary_type="H")
        pay = enrich(feed_source("careerjet", feed_site.url).read(row, {})).pay

        assert (pay.min, pay.max, pay.currency, pay.period) == (15, 18.5, "GBP", "HOUR")
