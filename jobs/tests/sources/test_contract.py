"""What every source of the registry must bear: a source is tested here by having a shape."""

import json

import pytest

from core.http import HttpTransientError, QuotaUsedUpError
from jobs.enrichment import enrich
from jobs.sources.base import RejectedError, SourceError
from jobs.sources.place_rows import MOST_PLACES, PLACE
from jobs.sources.registry import DEFINITIONS
from jobs.tests.adzuna import Reply
from jobs.tests.feeds import FEEDS
from jobs.tests.keyless import PAGED, SHAPES, SPREAD
from jobs.tests.sources.building import build_source, ids, read_all

every_source = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.slug)
HUGE = b"[" + b" " * (50 * 1024 * 1024)


def test_every_source_of_the_registry_has_a_shape():
    feeds = {slug for slug, one in DEFINITIONS.items() if one.manifest.kind != "page"}
    shapes = {shape.slug for shape in (*SHAPES, *FEEDS)}
    assert shapes == feeds  # pages have no feed: test_pages.py


@every_source
class TestManifest:
    def test_says_what_its_terms_ask_for(self, shape):
        manifest = shape.definition.manifest

        assert manifest.slug == shape.slug
        assert manifest.terms_url.startswith("https://")
        assert manifest.home_url.startswith("https://")
        assert manifest.name in manifest.attribution
        assert manifest.limits["minute"] <= 30
        assert manifest.full_feed != manifest.expires_after_days

    def test_its_addresses_are_encrypted(self, shape):
        settings = shape.definition.manifest.settings
        urls = [value for name, value in settings.items() if name.endswith("_URL")]

        assert urls
        assert all(url.startswith("https://") for url in urls)


@every_source
class TestReading:
    def test_reads_what_it_sends(self, shape, fake_site):
        shape.say_jobs(fake_site, shape.job(1), shape.job(2))

        first, second = read_all(build_source(shape, fake_site.url))

        assert first.source == shape.slug
        assert first.external_id == str(shape.job(1)[shape.id_field]) != second.external_id
        assert first.place_key == ""
        assert first.company in {"Acme", "Hartwell & Finch"}
        assert first.redirect_url == first.source_url == shape.link_of(shape.job(1))
        assert first.posted_at.year == 2026
        assert first.posted_at.month == 11
        assert len(enrich(first).country) == 2
        assert enrich(first).employment_type == "FULL_TIME"
        assert enrich(first).description_text
        assert "<" not in enrich(first).description_text

    def test_counts_the_rows_it_gives(self, shape, fake_site):
        shape.say_jobs(fake_site, shape.job(1), None, {}, shape.job(2))
        source = build_source(shape, fake_site.url)

        (page,) = source.pages(None)

        assert page.count == len(source.rows(page.body))

    def test_reads_the_same_rows_from_a_stored_page(self, shape, fake_site):
        shape.say_jobs(fake_site, shape.job(1), shape.job(2))
        (page,) = build_source(shape, fake_site.url).pages(None)

        rows = build_source(shape, "http://127.0.0.1:9").rows(page.body)

        assert len(rows) == 2

    def test_takes_ids_as_numbers_and_as_text(self, shape, fake_site):
        jobs = [shape.job(1, **{shape.id_field: 71}), shape.job(2, **{shape.id_field: "72"})]
        shape.say_jobs(fake_site, *jobs)

        assert ids(build_source(shape, fake_site.url)) == ["71", "72"]

    def test_an_empty_answer_is_an_empty_day(self, shape, fake_site):
        shape.say_jobs(fake_site)
        source = build_source(shape, fake_site.url)

        (page,) = source.pages(None)

        assert (page.count, page.next_cursor, source.rows(page.body)) == (0, None, [])

    def test_keeps_the_row_as_it_came(self, shape, fake_site):
        source = build_source(shape, fake_site.url)

        assert json.dumps(source.read(shape.job(1), {}).raw) == json.dumps(shape.job(1))

    @pytest.mark.parametrize("row", [None, 7, "job", [], {}, {"id": None}, {"isListed": True}])
    def test_refuses_rows_that_are_no_job(self, shape, fake_site, row):
        source = build_source(shape, fake_site.url)

        with pytest.raises(RejectedError):
            source.read(row, {})

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil"])
    def test_refuses_links_a_browser_should_not_follow(self, shape, fake_site, link):
        source = build_source(shape, fake_site.url)

        with pytest.raises(RejectedError, match="link"):
            source.read(shape.job(1, **{shape.link_field: link}), {})

    def test_takes_any_field_being_of_another_kind(self, shape, fake_site):
        source = build_source(shape, fake_site.url)
        needed = {shape.id_field, shape.title_field, shape.link_field}
        for name in set(shape.job(1)) - needed:
            for odd in (None, 7, "odd", [], [None, {"text": 5}], {"min": "x"}, True):
                raw = source.read(shape.job(1, **{name: odd}), {"employer": "Acme"})
                enrich(raw)

    def test_takes_null_everywhere(self, shape, fake_site):
        nothing = dict.fromkeys(shape.job(1))
        needed = {shape.id_field: "7", shape.title_field: "Baker"}
        shape.say_jobs(fake_site, nothing, {**nothing, **needed})
        source = build_source(shape, fake_site.url)
        rows = [row for page in source.pages(None) for row in source.rows(page.body)]

        assert source.read(rows[-1], {}).title == "Baker"
        with pytest.raises(RejectedError):
            source.read(rows[0], {})


@every_source
class TestBadMoments:
    def test_waits_as_long_as_a_429_asks(self, shape, fake_site):
        slept = []
        limited = Reply(429, b"slow down", {"Retry-After": "7"})
        shape.say(fake_site, limited, shape.answer([shape.job(1)]))
        source = build_source(shape, fake_site.url, sleep=slept.append)

        assert len(ids(source)) == 1
        assert slept == [7.0]
        assert source.retries == 1

    def test_says_so_at_once_when_a_429_asks_for_hours(self, shape, fake_site):
        shape.say(fake_site, Reply(429, b"", {"Retry-After": "7200"}))

        with pytest.raises(SourceError, match="429"):
            ids(build_source(shape, fake_site.url))

        assert len(fake_site.asked) == 1

    @pytest.mark.parametrize(
        "bad",
        [
            Reply(429),
            Reply(500, b"oops"),
            Reply(503, b"<html>503 Service Temporarily Unavailable</html>"),
            Reply(200, b"<html>maintenance</html>", {"Content-Type": "text/html"}),
            Reply(200, b'{"jobs": [{"id"'),
            Reply(200, b"<?xml version='1.0'?><workzag-jobs><position><id>7</id>"),
            Reply(200, b'{"jobs": [], "data": []}', cut=True),
            Reply(200, b'{"jobs": "many", "data": null}'),
            Reply(200, b'"sorry"'),
            Reply(200, b""),
        ],
        ids=[
            "429", "500", "503", "html", "truncated", "truncated-xml", "cut", "no-list", "text",
            "empty",
        ],
    )  # fmt: skip
    def test_asks_again_after_a_bad_moment(self, shape, fake_site, bad):
        shape.say(fake_site, bad, shape.answer([shape.job(1)]))

        assert len(ids(build_source(shape, fake_site.url, attempts=2))) == 1
        assert shape.lists_asked(fake_site) == 2

    def test_gives_up_after_its_attempts(self, shape, fake_site):
        shape.say(fake_site, Reply(500, b"oops"))

        with pytest.raises(HttpTransientError, match="500"):
            ids(build_source(shape, fake_site.url, attempts=2))

        assert len(fake_site.asked) == 2

    def test_gives_up_on_a_server_that_does_not_answer(self, shape, fake_site):
        shape.say(fake_site, Reply(slow=0.4))

        with pytest.raises(HttpTransientError, match="in time"):
            ids(build_source(shape, fake_site.url, timeout_seconds=0.05, attempts=1))

    def test_says_that_nobody_is_there(self, shape):
        with pytest.raises(HttpTransientError, match="cannot be reached"):
            ids(build_source(shape, "http://127.0.0.1:9", attempts=1))

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
    def test_a_refusal_is_a_sentence_and_is_not_asked_again(self, shape, fake_site, status):
        shape.say(fake_site, Reply(status, b"<h1>no</h1>"))

        with pytest.raises(SourceError, match=rf"{status}|none of these boards"):
            ids(build_source(shape, fake_site.url))

        assert len(fake_site.asked) == 1

    def test_is_not_led_to_another_host(self, shape, fake_site):
        shape.say(fake_site, Reply(302, b"", {"Location": "http://169.254.169.254/meta"}))

        with pytest.raises(SourceError, match=r"another host|none of these boards"):
            ids(build_source(shape, fake_site.url))

        assert len(fake_site.asked) == 1

    def test_does_not_swallow_fifty_megabytes(self, shape, fake_site):
        shape.say(fake_site, Reply(200, HUGE))

        with pytest.raises(SourceError, match="more than"):
            ids(build_source(shape, fake_site.url, max_bytes=1024 * 1024))

        assert len(fake_site.asked) == 1

    def test_a_used_up_quota_is_told(self, shape, fake_site):
        class Nothing:
            def take(self):
                raise QuotaUsedUpError("All 4 calls of this day are used.")

        with pytest.raises(QuotaUsedUpError):
            ids(build_source(shape, fake_site.url, ledger=Nothing()))

        assert fake_site.asked == []


@pytest.mark.parametrize("shape", PAGED, ids=lambda shape: shape.slug)
class TestPages:
    def test_gives_the_pages_in_order(self, shape, fake_site):
        shape.say_pages(fake_site, [shape.job(1), shape.job(2)], [shape.job(3)])

        assert len(ids(build_source(shape, fake_site.url, boards=("acme", "other")))) == 3

    def test_goes_on_from_a_stored_cursor(self, shape, fake_site):
        shape.say_pages(fake_site, [shape.job(1)], [shape.job(2)])
        source = build_source(shape, fake_site.url, boards=("acme", "other"))
        first = next(iter(source.pages(None)))
        cursor = json.loads(json.dumps(first.next_cursor))

        again = build_source(shape, fake_site.url, boards=("acme", "other"))

        assert [page.count for page in again.pages(cursor)] == [1]

    def test_an_empty_page_ends_a_list_and_not_the_run(self, shape, fake_site):
        shape.say_pages(fake_site, [shape.job(1)], [])

        assert len(ids(build_source(shape, fake_site.url, boards=("acme", "other")))) == 1


@pytest.mark.parametrize("shape", SPREAD, ids=lambda shape: shape.slug)
class TestSeveralPlaces:
    def rows(self, shape, fake_site, *names):
        shape.say_jobs(fake_site, shape.in_places(1, names))
        return read_all(build_source(shape, fake_site.url))

    def test_gives_a_row_for_each(self, shape, fake_site):
        first, second, third = self.rows(shape, fake_site, "Paris", "Berlin", "Madrid")

        assert first.external_id == second.external_id == third.external_id
        assert [enrich(raw).place for raw in (first, second, third)] == [
            "Paris",
            "Berlin",
            "Madrid",
        ]
        assert [enrich(raw).country for raw in (first, second, third)] == ["FR", "DE", "ES"]
        assert [raw.place_key for raw in (first, second, third)] == ["", "berlin", "madrid"]

    def test_the_order_of_the_others_changes_no_key(self, shape, fake_site):
        one = self.rows(shape, fake_site, "Paris", "Berlin", "Madrid")
        other = self.rows(shape, fake_site, "Paris", "Madrid", "Berlin")

        assert {raw.place_key for raw in one} == {raw.place_key for raw in other}

    def test_a_place_named_twice_is_one(self, shape, fake_site):
        assert len(self.rows(shape, fake_site, "Paris", "Berlin", "paris", "BERLIN")) == 2

    def test_stops_at_twenty(self, shape, fake_site):
        names = [f"Newtown {number}" for number in range(30)]

        assert len(self.rows(shape, fake_site, *names)) == MOST_PLACES == 20

    def test_remote_work_is_in_each_of_its_countries(self, shape, fake_site):
        found = self.rows(shape, fake_site, "Remote - United States", "Remote - Canada")

        assert [enrich(raw).country for raw in found] == ["US", "CA"]

    def test_counts_places_as_rows(self, shape, fake_site):
        shape.say_jobs(fake_site, shape.in_places(1, ["Paris", "Berlin"]), shape.job(2))

        (page,) = build_source(shape, fake_site.url).pages(None)

        assert page.count == 3

    def test_a_place_that_a_board_slips_in_is_not_believed(self, shape, fake_site):
        shape.say_jobs(fake_site, shape.job(1, **{PLACE: {"name": "Atlantis", "area": 7}}))

        (raw,) = read_all(build_source(shape, fake_site.url))

        assert raw.place_key == ""
        assert raw.location_text != "Atlantis"
