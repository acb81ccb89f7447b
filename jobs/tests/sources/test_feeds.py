"""What every feed and every keyed source must bear."""

import json
import logging

import pytest

from core.http import HttpTransientError, QuotaUsedUpError
from jobs.enrichment import enrich
from jobs.sources.base import RejectedError, SourceError
from jobs.sources.registry import DEFINITIONS
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import look
from jobs.tests.feeds import EXPECTED, FEEDS, feed_source, key_of

KEYED = [shape for shape in FEEDS if DEFINITIONS[shape.slug].manifest.keys]
LONG_WAIT = Reply(429, b"", {"Retry-After": "7200"})


def read_all(source):
    return [
        source.read(row, page.origin)
        for page in source.pages(None)
        for row in source.rows(page.body)
    ]


def ids(source):
    return [raw.external_id for raw in read_all(source)]


def secrets_of(shape):
    keys = [name for name in DEFINITIONS[shape.slug].manifest.keys if "KEYWORDS" not in name]
    return [key_of(name) for name in keys if not name.endswith(("_IP", "_REFERER"))]


class TestManifests:
    @pytest.mark.parametrize("shape", FEEDS, ids=lambda shape: shape.slug)
    def test_say_what_the_terms_ask_for(self, shape, feed_site):
        manifest = feed_source(shape.slug, feed_site.url).manifest

        assert manifest.slug == shape.slug
        assert manifest.terms_url.startswith("https://")
        assert manifest.home_url.startswith("https://")
        assert manifest.name in manifest.attribution
        assert {"minute", "day"} <= set(manifest.limits)
        assert manifest.full_feed != manifest.expires_after_days
        assert set(manifest.keys) <= set(manifest.settings)

    def test_the_keyed_are_known_by_their_keys(self):
        assert [shape.slug for shape in KEYED] == [
            "usajobs",
            "reed",
            "jooble",
            "careerjet",
            "francetravail",
        ]


@pytest.mark.parametrize("shape", FEEDS, ids=lambda shape: shape.slug)
class TestEveryFeed:
    def test_reads_what_it_sends(self, shape, feed_site):
        feed_site.say(shape.path, shape.answer([shape.job(1), shape.job(2)]))

        first, second = read_all(feed_source(shape.slug, feed_site.url))

        assert first.source == shape.slug
        assert first.external_id != second.external_id
        if shape.id_field:
            assert first.external_id == str(look(shape.job(1), shape.id_field))
        if shape.link_field:
            assert first.redirect_url == look(shape.job(1), shape.link_field)
        assert first.redirect_url
        assert (first.posted_at.year, first.posted_at.month) == (2026, 11)
        found = enrich(first)
        assert found.country == EXPECTED[shape.slug]["country"]
        assert found.place == EXPECTED[shape.slug]["place"]
        assert "<" not in found.description_text

    def test_takes_ids_as_numbers_and_as_text(self, shape, feed_site):
        if not shape.id_field:
            assert DEFINITIONS[shape.slug].manifest.slug == "careerjet"  # which has none
            return
        jobs = [shape.job(1, **{shape.id_field: 71}), shape.job(2, **{shape.id_field: "72"})]
        feed_site.say(shape.path, shape.answer(jobs))

        assert ids(feed_source(shape.slug, feed_site.url)) == ["71", "72"]

    def test_an_empty_answer_is_an_empty_day(self, shape, feed_site):
        feed_site.say(shape.path, shape.answer([]))
        source = feed_source(shape.slug, feed_site.url)

        (page,) = source.pages(None)

        assert (page.count, page.next_cursor, source.rows(page.body)) == (0, None, [])
        assert source.stopped_early == ""

    def test_waits_as_long_as_a_429_asks(self, shape, feed_site):
        slept = []
        limited = Reply(429, b"slow down", {"Retry-After": "7"})
        feed_site.say(shape.path, limited, shape.answer([shape.job(1)]))
        source = feed_source(shape.slug, feed_site.url, sleep=slept.append)

        assert len(ids(source)) == 1
        assert slept == [7.0]
        assert source.retries == 1

    def test_says_so_at_once_when_a_429_asks_for_hours(self, shape, feed_site):
        feed_site.say(shape.path, LONG_WAIT)

        with pytest.raises(SourceError, match="429"):
            ids(feed_source(shape.slug, feed_site.url))

        assert len(feed_site.calls(shape.path)) == 1

    @pytest.mark.parametrize(
        "bad",
        [
            Reply(429),
            Reply(500, b"oops"),
            Reply(503, b"<html>503 Service Temporarily Unavailable</html>"),
            Reply(200, b"<html>maintenance</html>", {"Content-Type": "text/html"}),
            Reply(200, b'{"jobs": [{"id"'),
            Reply(200, b'{"jobs": [], "hits": [], "results": [], "resultats": []}', cut=True),
            Reply(200, b'{"jobs": "many", "hits": null, "results": 7, "SearchResult": []}'),
            Reply(200, b'"sorry"'),
            Reply(200, b""),
        ],
        ids=["429", "500", "503", "html", "truncated", "cut", "no-list", "text", "empty"],
    )
    def test_asks_again_after_a_bad_moment(self, shape, feed_site, bad):
        feed_site.say(shape.path, bad, shape.answer([shape.job(1)]))

        assert len(ids(feed_source(shape.slug, feed_site.url, attempts=2))) == 1
        assert len(feed_site.calls(shape.path)) == 2

    def test_gives_up_after_its_attempts(self, shape, feed_site):
        feed_site.say(shape.path, Reply(500, b"oops"))

        with pytest.raises(HttpTransientError, match="500"):
            ids(feed_source(shape.slug, feed_site.url, attempts=2))

        assert len(feed_site.calls(shape.path)) == 2

    def test_gives_up_on_a_server_that_does_not_answer(self, shape, feed_site):
        feed_site.say(shape.path, Reply(slow=0.6))

        with pytest.raises(HttpTransientError, match="in time"):
            ids(feed_source(shape.slug, feed_site.url, timeout_seconds=0.2, attempts=1))

    def test_says_that_nobody_is_there(self, shape):
        with pytest.raises(HttpTransientError, match="cannot be reached"):
            ids(feed_source(shape.slug, "http://127.0.0.1:9", attempts=1))

    def test_a_404_is_a_sentence(self, shape, feed_site):
        with pytest.raises(SourceError, match="refused the call"):
            ids(feed_source(shape.slug, feed_site.url))

    def test_is_not_led_to_another_host(self, shape, feed_site):
        feed_site.say(shape.path, Reply(302, b"", {"Location": "http://169.254.169.254/meta"}))

        with pytest.raises(SourceError, match="redirects"):
            ids(feed_source(shape.slug, feed_site.url))

        assert len(feed_site.calls(shape.path)) == 1

    def test_a_used_up_quota_is_told(self, shape, feed_site):
        class Nothing:
            def take(self):
                raise QuotaUsedUpError("All 4 calls of this day are used.")

        with pytest.raises(QuotaUsedUpError):
            ids(feed_source(shape.slug, feed_site.url, ledger=Nothing()))

        assert feed_site.asked == []

    @pytest.mark.parametrize("row", [None, 7, "job", [], {}, {"id": None}, {"isListed": True}])
    def test_refuses_rows_that_are_no_job(self, shape, feed_site, row):
        source = feed_source(shape.slug, feed_site.url)

        with pytest.raises(RejectedError):
            source.read(row, {})

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil"])
    def test_refuses_links_a_browser_should_not_follow(self, shape, feed_site, link):
        source = feed_source(shape.slug, feed_site.url)
        if not shape.link_field:
            assert source.read(shape.job(1), {}).redirect_url.startswith("https://")
            return

        with pytest.raises(RejectedError, match="link"):
            source.read(shape.job(1, **{shape.link_field: link}), {})

    def test_takes_any_field_being_of_another_kind(self, shape, feed_site):
        source = feed_source(shape.slug, feed_site.url)
        needed = {shape.id_field, shape.title_field, shape.link_field}
        row = shape.job(1)
        names = [*row, *(f"{name}.{part}" for name in row if isinstance(row[name], dict) for part in row[name])]  # fmt: skip
        for name in names:
            if any(path == name or path.startswith(f"{name}.") for path in needed):
                continue
            for odd in (None, 7, "odd", [], [None, {"Name": 5, "name": []}], {"min": "x"}, True):
                try:
                    raw = source.read(shape.job(1, **{name: odd}), {})
                except RejectedError:
                    continue
                enrich(raw)

    def test_keeps_the_row_as_it_came(self, shape, feed_site):
        source = feed_source(shape.slug, feed_site.url)

        assert json.dumps(source.read(shape.job(1), {}).raw) == json.dumps(shape.job(1))

    def test_reads_the_same_from_a_stored_page(self, shape, feed_site):
        feed_site.say(shape.path, shape.answer([shape.job(1)]))
        source = feed_source(shape.slug, feed_site.url)
        (page,) = source.pages(None)

        later = feed_source(shape.slug, "http://127.0.0.1:9")

        assert list(later.rows(page.body)) == list(source.rows(page.body))


@pytest.mark.parametrize("shape", KEYED, ids=lambda shape: shape.slug)
class TestKeys:
    @pytest.mark.parametrize("status", [401, 403, 410])
    def test_a_refusal_names_the_settings_and_never_the_key(self, shape, feed_site, status):
        echoed = " ".join(secrets_of(shape)).encode()
        feed_site.say(shape.path, Reply(status, b"bad key " + echoed))

        with pytest.raises(SourceError, match=f"refused the key \\({status}\\)") as failed:
            ids(feed_source(shape.slug, feed_site.url))

        assert DEFINITIONS[shape.slug].manifest.keys[0] in str(failed.value)
        assert not any(secret in str(failed.value) for secret in secrets_of(shape))

    @pytest.mark.parametrize(
        "bad", [Reply(400), Reply(404), Reply(500), Reply(302), Reply(200, b"x"), Reply(418)]
    )
    def test_no_error_and_no_log_holds_a_key(self, shape, feed_site, bad, caplog):
        caplog.set_level(logging.INFO)
        logging.getLogger("httpx").setLevel(logging.WARNING)  # as the settings have it
        echoed = Reply(bad.status, bad.body + " ".join(secrets_of(shape)).encode())
        feed_site.say(shape.path, echoed)

        with pytest.raises((SourceError, HttpTransientError)) as failed:
            ids(feed_source(shape.slug, feed_site.url, attempts=1))

        chain, said = failed.value, ""
        while chain is not None:
            said += f"{chain} {chain!r} {getattr(chain, 'body', '')}"
            chain = None if chain.__suppress_context__ else chain.__cause__ or chain.__context__
        assert not any(secret in said + caplog.text for secret in secrets_of(shape))

    def test_the_key_stands_in_no_page(self, shape, feed_site):
        feed_site.say(shape.path, shape.answer([shape.job(1)]))

        pages = list(feed_source(shape.slug, feed_site.url).pages(None))

        kept = " ".join(f"{page.body!r} {page.origin} {page.next_cursor}" for page in pages)
        assert not any(secret in kept for secret in secrets_of(shape))
