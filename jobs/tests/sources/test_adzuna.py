import json
from datetime import UTC, datetime

import pytest

from core.http import HttpClient, HttpTransientError, QuotaUsedUpError
from jobs.demand import Demand
from jobs.sources.adzuna import AdzunaSource, AuthenticationError, Key, key_fingerprint
from jobs.sources.adzuna_plan import Slice, countries_named, slices_for
from jobs.sources.base import SourceError
from jobs.tests.adzuna import FakeAdzuna, Reply, answer, auth_fail, job

KEYS = ("my-app-id", "s3cr3t/key+1")


class _Sleeper:
    def __init__(self):
        self.slept = []

    def __call__(self, seconds):
        self.slept.append(seconds)


def make_source(fake: FakeAdzuna, *, countries=("gb",), per_page=2, **client) -> AdzunaSource:
    sleep = client.pop("sleep", _Sleeper())
    options = {name: client.pop(name) for name in ("most_calls", "parallel") if name in client}
    ledgers = client.pop("ledgers", [client.pop("ledger", None)])
    slices = client.pop("slices", None) or slices_for(countries)
    keys = [
        Key(KEYS[0], KEYS[1] + str(number or ""), make_client(fake, sleep, ledger, client))
        for number, ledger in enumerate(ledgers)
    ]
    return AdzunaSource(keys, slices, results_per_page=per_page, **options)


def make_client(fake, sleep, ledger, options):
    return HttpClient(fake.url, secrets=KEYS, sleep=sleep, ledger=ledger, **options)


def ids(source, pages):
    return [
        source.read(row, page.origin).external_id
        for page in pages
        for row in source.rows(page.body)
    ]


class TestPages:
    def test_reads_a_page_of_every_country_in_turn(self, fake_adzuna):
        fake_adzuna.say("gb", 1, answer([job(1), job(2)], count=3))
        fake_adzuna.say("gb", 2, answer([job(3)], count=3))
        fake_adzuna.say("fr", 1, answer([job(4)], count=1))
        source = make_source(fake_adzuna, countries=("gb", "fr"))

        pages = list(source.pages(None))

        assert ids(source, pages) == ["1", "2", "4", "3"]
        assert [page.next_cursor for page in pages] == [
            {"now": [["fr", 1], ["gb", 2]], "later": [], "calls": 1},
            {"now": [["gb", 2]], "later": [], "calls": 2},
            None,
        ]
        assert [(country, page) for country, page, _ in fake_adzuna.asked] == [
            ("gb", 1),
            ("fr", 1),
            ("gb", 2),
        ]

    def test_asks_newest_first_with_keys_and_at_most_fifty(self, fake_adzuna):
        list(make_source(fake_adzuna, per_page=100).pages(None))

        query = fake_adzuna.asked[0][2]
        assert query["sort_by"] == "date"
        assert query["max_days_old"] == "30"
        assert query["results_per_page"] == "50"
        assert (query["app_id"], query["app_key"]) == KEYS

    def test_goes_on_from_a_cursor(self, fake_adzuna):
        fake_adzuna.say("gb", 2, answer([job(3)], count=3))

        cursor = {"now": [["gb", 2], ["xx", 7]], "later": [], "calls": 1}
        pages = list(make_source(fake_adzuna).pages(cursor))

        assert len(pages) == 1
        assert [page for _, page, _ in fake_adzuna.asked] == [2]

    @pytest.mark.parametrize("results", [[], None])
    def test_stops_at_an_empty_page(self, fake_adzuna, results):
        fake_adzuna.say("gb", 1, answer([job(1), job(2)], count=90))
        fake_adzuna.say("gb", 2, answer(results, count=90))
        source = make_source(fake_adzuna)

        assert ids(source, source.pages(None)) == ["1", "2"]
        assert len(fake_adzuna.asked) == 2

    @pytest.mark.parametrize("status", [401, 403, 410])
    def test_names_the_keys_when_they_are_refused_and_never_shows_them(self, fake_adzuna, status):
        fake_adzuna.say("gb", 1, auth_fail(status))

        with pytest.raises(AuthenticationError) as refused:
            list(make_source(fake_adzuna).pages(None))

        assert "ADZUNA_APP_KEY" in str(refused.value)
        assert len(fake_adzuna.asked) == 1
        assert_no_secret(refused.value)

    def test_says_what_a_bad_call_was_answered_without_the_keys(self, fake_adzuna):
        echoed = f"bad parameter in ?app_id={KEYS[0]}&app_key=s3cr3t%2Fkey%2B1".encode()
        fake_adzuna.say("gb", 1, Reply(400, echoed))

        with pytest.raises(SourceError) as refused:
            list(make_source(fake_adzuna).pages(None))

        assert "400" in str(refused.value)
        assert_no_secret(refused.value)

    def test_waits_as_long_as_a_429_asks(self, fake_adzuna):
        sleep = _Sleeper()
        limited = Reply(429, b"slow down", {"Retry-After": "7"})
        fake_adzuna.say("gb", 1, limited, answer([job(1)]))

        source = make_source(fake_adzuna, sleep=sleep)

        assert ids(source, source.pages(None)) == ["1"]
        assert sleep.slept == [7.0]
        assert source.retries == 1

    def test_waits_between_two_and_eleven_seconds_when_a_429_asks_for_nothing(self, fake_adzuna):
        sleep = _Sleeper()
        fake_adzuna.say("gb", 1, Reply(429), Reply(429), answer([job(1)]))

        list(make_source(fake_adzuna, sleep=sleep).pages(None))

        assert len(sleep.slept) == 2
        assert all(2 <= seconds <= 11 for seconds in sleep.slept)

    def test_ends_early_and_says_so_when_a_429_asks_for_hours(self, fake_adzuna):
        fake_adzuna.say("gb", 1, answer([job(1), job(2)], count=9))
        fake_adzuna.say("gb", 2, Reply(429, b"", {"Retry-After": "7200"}))
        source = make_source(fake_adzuna)

        pages = list(source.pages(None))

        assert ids(source, pages) == ["1", "2"]
        assert "no calls are left" in source.stopped_early

    @pytest.mark.parametrize(
        "bad",
        [
            Reply(500, b"oops"),
            Reply(503, b"<html>503 Service Temporarily Unavailable</html>"),
            Reply(200, b"<html>maintenance</html>", {"Content-Type": "text/html"}),
            Reply(200, b'{"count": 1, "results": [{"id"'),
            Reply(200, b'{"count": 1, "results": []}', cut=True),
            Reply(200, b"[]"),
            Reply(200, b'{"count": 1, "results": "many"}'),
        ],
        ids=["500", "503", "html", "truncated", "cut", "list", "no-list"],
    )
    def test_asks_again_after_a_bad_moment(self, fake_adzuna, bad):
        fake_adzuna.say("gb", 1, bad, bad, answer([job(1)]))
        source = make_source(fake_adzuna)

        assert ids(source, source.pages(None)) == ["1"]
        assert len(fake_adzuna.asked) == 3

    def test_gives_up_after_three_attempts(self, fake_adzuna):
        fake_adzuna.say("gb", 1, Reply(500, b"oops"))

        with pytest.raises(HttpTransientError) as failed:
            list(make_source(fake_adzuna).pages(None))

        assert len(fake_adzuna.asked) == 3
        assert_no_secret(failed.value)

    def test_gives_up_on_a_server_that_does_not_answer(self, fake_adzuna):
        fake_adzuna.say("gb", 1, Reply(slow=0.4))

        with pytest.raises(HttpTransientError, match="in time") as failed:
            list(make_source(fake_adzuna, timeout_seconds=0.05).pages(None))

        assert_no_secret(failed.value)

    def test_keeps_what_it_has_when_the_quota_is_used_up(self, fake_adzuna):
        class TwoCalls:
            calls = 0

            def take(self):
                self.calls += 1
                if self.calls > 2:
                    raise QuotaUsedUpError("All 2 calls of this day are used.")
                return 0.0

        for page in range(1, 6):
            fake_adzuna.say("gb", page, answer([job(page * 2), job(page * 2 + 1)], count=99))
        source = make_source(fake_adzuna, ledger=TwoCalls())

        assert len(list(source.pages(None))) == 2
        assert source.stopped_early == "All 2 calls of this day are used."

    def test_stays_within_the_plan_and_says_so(self, fake_adzuna):
        for country in ("gb", "fr"):
            for page in (1, 2, 3):
                fake_adzuna.say(country, page, answer([job(page), job(page + 9)], count=99))
        source = make_source(fake_adzuna, countries=("gb", "fr"), most_calls=3)

        assert len(list(source.pages(None))) == 3
        assert source.stopped_early == "The 3 calls planned for today are used."
        assert len(fake_adzuna.asked) == 3

    def test_a_plan_that_is_used_up_asks_nothing(self, fake_adzuna):
        source = make_source(fake_adzuna, most_calls=0)

        assert list(source.pages(None)) == []
        assert fake_adzuna.asked == []

    def test_reads_deeper_only_once_every_question_has_met_what_is_known(self, fake_adzuna):
        old, new = "2026-11-01T00:00:00Z", "2026-11-21T00:00:00Z"
        since = datetime(2026, 11, 20, tzinfo=UTC)
        fake_adzuna.say("gb", 1, answer([job(1, created=old), job(2, created=old)], count=4))
        fake_adzuna.say("gb", 2, answer([job(3, created=old), job(4, created=old)], count=4))
        fake_adzuna.say("fr", 1, answer([job(5, created=new), job(6, created=old)], count=4))
        fake_adzuna.say("fr", 2, answer([job(7, created=new), job(8, created=new)], count=4))
        slices = [Slice("gb", since=since), Slice("fr", since=since)]

        list(make_source(fake_adzuna, slices=slices).pages(None))

        asked = [(country, page) for country, page, _ in fake_adzuna.asked]
        assert asked == [("gb", 1), ("fr", 1), ("fr", 2), ("gb", 2)]

    def test_asks_what_people_look_for_by_name_and_by_category(self, fake_adzuna):
        slices = slices_for(["gb"], categories=["it-jobs"], demand=[Demand("gb", "nurse", 3)])

        list(make_source(fake_adzuna, slices=slices).pages(None))

        first, second = (query for _, _, query in fake_adzuna.asked)
        assert first["what"] == "nurse"
        assert "category" not in first
        assert second["category"] == "it-jobs"

    def test_several_calls_at_once_bring_the_same(self, fake_adzuna):
        countries = ("gb", "fr", "us", "de", "in")
        for number, country in enumerate(countries):
            fake_adzuna.say(
                country, 1, answer([job(number * 10 + 1), job(number * 10 + 2)], count=3)
            )
            fake_adzuna.say(country, 2, answer([job(number * 10 + 3)], count=3))
        one = make_source(fake_adzuna, countries=countries)
        four = make_source(fake_adzuna, countries=countries, parallel=4)

        assert sorted(ids(four, four.pages(None))) == sorted(ids(one, one.pages(None)))

    def test_keeps_the_good_answers_of_a_batch_with_a_bad_one(self, fake_adzuna):
        fake_adzuna.say("gb", 1, answer([job(1)]))
        fake_adzuna.say("fr", 1, Reply(500, b"oops"))
        fake_adzuna.say("us", 1, answer([job(3)]))
        source = make_source(fake_adzuna, countries=("fr", "gb", "us"), parallel=3)
        kept = []

        with pytest.raises(HttpTransientError):
            kept.extend(source.pages(None))

        assert ids(source, kept) == ["1", "3"]
        assert kept[-1].next_cursor["now"] == [["fr", 1]]


class TestKeys:
    def test_take_turns(self, fake_adzuna):
        fake_adzuna.say("gb", 1, answer([job(1), job(2)], count=3))
        fake_adzuna.say("gb", 2, answer([job(3)], count=3))

        list(make_source(fake_adzuna, ledgers=[None, None]).pages(None))

        used = [query["app_key"] for _, _, query in fake_adzuna.asked]
        assert used == [KEYS[1], KEYS[1] + "1"]

    def test_the_next_goes_on_when_one_is_used_up(self, fake_adzuna):
        for page in (1, 2, 3):
            fake_adzuna.say("gb", page, answer([job(page), job(page + 9)], count=6))
        source = make_source(fake_adzuna, ledgers=[_Calls(1), _Calls(9)])

        assert len(list(source.pages(None))) == 3
        assert source.stopped_early == ""

    def test_stops_when_all_are_used_up(self, fake_adzuna):
        for page in range(1, 9):
            fake_adzuna.say("gb", page, answer([job(page), job(page + 9)], count=99))
        source = make_source(fake_adzuna, ledgers=[_Calls(1), _Calls(2)])

        assert len(list(source.pages(None))) == 3
        assert "calls of this day are used" in source.stopped_early

    def test_one_that_is_refused_does_not_stop_the_others_but_is_told(self, fake_adzuna):
        fake_adzuna.say("gb", 1, auth_fail(), answer([job(1)]))
        source = make_source(fake_adzuna, ledgers=[None, None])

        assert ids(source, source.pages(None)) == ["1"]
        assert source.stopped_early == "Adzuna refused 1 of 2 keys."


class _Calls:
    """A ledger with so many calls."""

    def __init__(self, calls):
        self.calls = calls

    def take(self):
        self.calls -= 1
        if self.calls < 0:
            raise QuotaUsedUpError("All calls of this day are used.")
        return 0.0


class TestCountriesNamed:
    def test_knows_its_countries(self):
        with pytest.raises(SourceError, match="no postings for xx"):
            countries_named(["gb", "xx"])

    def test_all_are_all(self):
        assert len(countries_named(["all"])) == 19


class TestRead:
    def test_takes_ids_as_numbers(self, fake_adzuna):
        fake_adzuna.say("gb", 1, answer([{**job(0), "id": 9123456789}]))
        source = make_source(fake_adzuna)

        assert ids(source, source.pages(None)) == ["9123456789"]


class TestKeyFingerprint:
    def test_tells_keys_apart_without_telling_them(self):
        found = {key_fingerprint(*KEYS), key_fingerprint(KEYS[0], "other")}

        assert len(found) == 2
        assert not any(KEYS[0] in name or KEYS[1] in name for name in found)


def assert_no_secret(error: BaseException | None) -> None:
    """No secret in the error nor in anything chained to it."""
    while error is not None:
        told = f"{error} {error!r} {json.dumps(vars(error), default=str)}"
        for secret in (*KEYS, "s3cr3t%2Fkey%2B1"):
            assert secret not in told
        error = error.__cause__ or error.__context__
