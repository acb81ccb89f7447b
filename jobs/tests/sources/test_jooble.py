import json

from jobs.enrichment import enrich
from jobs.tests.feed_rows import jooble_answer, jooble_job
from jobs.tests.feeds import feed_source, key_of

KEY = key_of("JOOBLE_API_KEY")


class TestPages:
    def test_posts_words_and_places_page_by_page(self, feed_site):
        feed_site.say(f"/{KEY}", jooble_answer([jooble_job(1)]))
        wanted = {
            "JOOBLE_KEYWORDS": "baker;cook",
            "JOOBLE_LOCATIONS": "Berlin",
            "JOOBLE_PAGES": "2",
        }

        list(feed_source("jooble", feed_site.url, **wanted).pages(None))

        assert {asked.method for asked in feed_site.asked} == {"POST"}
        assert [json.loads(asked.body) for asked in feed_site.asked] == [
            {"keywords": "baker", "location": "Berlin", "page": "1"},
            {"keywords": "baker", "location": "Berlin", "page": "2"},
            {"keywords": "cook", "location": "Berlin", "page": "1"},
            {"keywords": "cook", "location": "Berlin", "page": "2"},
        ]

    def test_an_empty_page_ends_a_search(self, feed_site):
        feed_site.say(f"/{KEY}", jooble_answer([]))

        list(feed_source("jooble", feed_site.url, JOOBLE_PAGES="9").pages(None))

        assert len(feed_site.asked) == 1


class TestRead:
    def test_a_snippet_is_an_excerpt_and_the_link_may_change(self, feed_site):
        raw = feed_source("jooble", feed_site.url).read(jooble_job(1), {})

        assert raw.is_excerpt
        assert raw.external_id == "-4820000000000000001"
        assert (raw.source_url, raw.redirect_url[:24]) == ("", "https://jooble.org/desc/")

    def test_the_country_may_be_said(self, feed_site):
        row = jooble_job(1, location="Paris", salary="45 000 - 50 000")
        source = feed_source("jooble", feed_site.url, JOOBLE_COUNTRY="FR")

        assert enrich(source.read(row, {})).country == "FR"
