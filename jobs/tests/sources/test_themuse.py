from jobs.enrichment import enrich
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import themuse_answer, themuse_job
from jobs.tests.feeds import NOW, feed_source

TWO = {"THEMUSE_CATEGORIES": "Retail;Sales", "THEMUSE_LEVELS": "Mid Level; Senior Level"}


def asked(site):
    return [(a.query["category"], a.query["level"], a.query["page"]) for a in site.asked]


class TestPages:
    def test_reads_every_category_at_every_level(self, feed_site):
        feed_site.say("/jobs", themuse_answer([themuse_job(1)]))

        list(feed_source("themuse", feed_site.url, **TWO).pages(None))

        assert sorted(asked(feed_site)) == [
            ("Retail", "Mid Level", "0"),
            ("Retail", "Senior Level", "0"),
            ("Sales", "Mid Level", "0"),
            ("Sales", "Senior Level", "0"),
        ]

    def test_a_category_may_hold_commas(self, feed_site):
        feed_site.say("/jobs", themuse_answer([]))
        name = "Media, PR, and Communications"

        list(feed_source("themuse", feed_site.url, THEMUSE_CATEGORIES=name).pages(None))

        assert [a.query["category"] for a in feed_site.asked] == [name]

    def test_goes_to_the_last_page_and_never_behind_99(self, feed_site):
        feed_site.say("/jobs", themuse_answer([themuse_job(1)], page_count=20356))

        pages = list(feed_source("themuse", feed_site.url).pages(None))

        assert len(pages) == 100
        assert asked(feed_site)[-1][2] == "99"

    def test_goes_on_from_a_cursor(self, feed_site):
        feed_site.say("/jobs", themuse_answer([themuse_job(1)], page_count=5))
        first = feed_source("themuse", feed_site.url, **TWO).pages(None)
        cursor = next(first).next_cursor

        next(feed_source("themuse", feed_site.url, **TWO).pages(cursor))

        one, other = asked(feed_site)
        assert one[:2] == other[:2]
        assert (one[2], other[2]) == ("0", "1")

    def test_begins_elsewhere_in_the_list_with_the_calendar(self, feed_site):
        feed_site.say("/jobs", themuse_answer([]))
        named = [f"Category {number}" for number in range(8)]

        source = feed_source("themuse", feed_site.url, THEMUSE_CATEGORIES=";".join(named))
        list(source.pages(None))

        found = [category for category, _, _ in asked(feed_site)]
        start = NOW.toordinal() * 5 % 8
        assert start != 0
        assert found == named[start:] + named[:start]

    def test_stops_where_the_answers_say_that_no_calls_are_left(self, feed_site):
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800"}
        feed_site.say("/jobs", themuse_answer([themuse_job(1)], page_count=9, **headers))
        source = feed_source("themuse", feed_site.url)

        assert len(list(source.pages(None))) == 1
        assert source.stopped_early == "The Muse allows no more calls for 1800 seconds."
        assert len(feed_site.asked) == 1

    def test_a_403_is_the_limit_and_keeps_what_there_is(self, feed_site):
        feed_site.say(
            "/jobs", themuse_answer([themuse_job(1)], page_count=9), Reply(403, b'{"code": 403}')
        )
        source = feed_source("themuse", feed_site.url)

        assert len(list(source.pages(None))) == 1
        assert "403" in source.stopped_early

    def test_sends_the_key_when_there_is_one(self, feed_site):
        feed_site.say("/jobs", themuse_answer([]))

        list(feed_source("themuse", feed_site.url).pages(None))
        list(feed_source("themuse", feed_site.url, THEMUSE_API_KEY="abc").pages(None))

        assert [a.query.get("api_key") for a in feed_site.asked] == [None, "abc"]


class TestRead:
    def test_takes_the_first_place_that_is_one(self, feed_site):
        found = enrich(feed_source("themuse", feed_site.url).read(themuse_job(1), {}))

        assert (found.place, found.country, found.remote) == ("Dearborn", "US", "REMOTE")

    def test_remote_alone_invents_no_country(self, feed_site):
        row = themuse_job(1, locations=[{"name": "Flexible / Remote"}])
        found = enrich(feed_source("themuse", feed_site.url).read(row, {}))

        assert (found.place, found.country, found.remote) == ("", "", "REMOTE")
