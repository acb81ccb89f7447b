"""What becomes of postings: closed, gone, back, and nothing at all when the source is unwell."""

import json
from datetime import timedelta

import pytest
from django.test import TestCase

from jobs.enrichment import RawPosting
from jobs.models import Posting, PostingSearch, RejectedRow, Source, SourceRule, SourceRun
from jobs.pipeline.expiry import mark_gone
from jobs.pipeline.runs import Options, collect
from jobs.signals import source_looks_unwell
from jobs.sources.base import Manifest, SourcePage
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db

MANIFEST = Manifest(slug="board", name="Board", full_feed=True)


class Feed:
    """A board that lists these numbers, whole or not."""

    manifest = MANIFEST

    def __init__(self, numbers, *, is_complete=True):
        self.numbers = numbers
        self.is_complete = is_complete

    def pages(self, cursor):
        body = json.dumps(list(self.numbers)).encode()
        yield SourcePage(body=body, count=len(self.numbers), origin={}, next_cursor=None)

    def rows(self, body):
        return json.loads(body)

    def read(self, row, origin):
        return RawPosting(source="board", external_id=str(row), title=f"Trade {'abcdefghij'[row]}")


@pytest.fixture
def run(now):
    """Collect from a board that lists so many postings, on a day."""

    def collect_on(day, count, **what):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return collect(
                Feed(range(count), **what),
                trigger=SourceRun.Trigger.SCHEDULE,
                plan={"source": "board"},
                now=now + timedelta(days=day),
                options=Options(expiry_days=30),
            )

    return collect_on


@pytest.fixture
def told():
    """What `source_looks_unwell` was sent."""
    heard = []

    def hear(sender, **what):
        heard.append({name: what[name] for name in ("source", "usual", "got")})

    source_looks_unwell.connect(hear)
    yield heard
    source_looks_unwell.disconnect(hear)


class TestAbsent:
    def test_is_closed_after_a_healthy_full_fetch(self, run):
        run(0, 10)

        assert run(1, 6).counts["expired"] == 4
        assert Posting.objects.filter(status="EXPIRED").count() == 4
        assert PostingSearch.objects.filter(is_active=True).count() == 6

    def test_comes_back_when_it_is_listed_again(self, run):
        run(0, 10)
        run(1, 6)

        assert run(2, 10).counts["resurrected"] == 4

    def test_closes_nothing_when_the_fetch_is_not_whole(self, run, told):
        run(0, 10)

        assert run(1, 6, is_complete=False).counts["expired"] == 0
        assert told == []

    def test_closes_nothing_on_less_than_half_day_after_day(self, run, told):
        for day in range(4):
            run(day, 10)

        sick = [run(day, 2) for day in range(4, 7)]

        assert [one.counts["expired"] for one in sick] == [0, 0, 0]
        assert sick[0].warnings == [
            "Only 2 postings where there are usually 10; nothing was closed."
        ]
        assert told == [{"source": "board", "usual": 10, "got": 2}] * 3
        assert Source.objects.get(slug="board").last_good_count == 10

    def test_believes_a_source_that_shrank_in_the_end(self, run):
        for day in range(3):
            run(day, 10)

        closed = [run(day, 2).counts["expired"] for day in range(3, 9)]

        assert closed[0] == 0
        assert sum(closed) == 8

    def test_half_is_enough(self, run, told):
        run(0, 10)

        assert run(1, 5).counts["expired"] == 5
        assert told == []


class TestMarkGone:
    def test_closes_as_deleted_and_hides_from_search(self, run, now):
        run(0, 3)
        posting = Posting.objects.first()

        assert mark_gone([posting.pk], now=now) == 1
        assert mark_gone([posting.pk], now=now + timedelta(days=1)) == 0

        posting.refresh_from_db()
        assert (posting.status, posting.closed_at) == ("DELETED", now)
        assert not posting.search.is_active

    def test_is_taken_back_when_the_source_lists_it_again(self, run, now):
        run(0, 3)
        mark_gone(Posting.objects.values_list("pk", flat=True)[:1], now=now)

        assert run(1, 3).counts["resurrected"] == 1
        assert Posting.objects.filter(status="ACTIVE").count() == 3

    def test_stays_deleted_when_it_is_seen_again_but_over(self, tmp_path, now):
        old = job(1, created="2016-05-01T00:00:00Z")
        run_import(write_jobs(tmp_path / "gb.jsonl", [old]), now=now)
        mark_gone(Posting.objects.values_list("pk", flat=True), now=now)

        run_import(write_jobs(tmp_path / "gb2.jsonl", [old]), now=now + timedelta(days=1))

        assert Posting.objects.get().status == "DELETED"


class TestEnds:
    def test_the_end_an_advertisement_names_counts_before_its_age(self, tmp_path, now):
        row = {"source": "x", "external_id": "1", "title": "Baker", "expires_at": "2026-11-25"}
        run_import(write_jobs(tmp_path / "x.jsonl", [row]), now=now)

        posting = Posting.objects.get()
        assert posting.expires_at.isoformat() == "2026-11-25T00:00:00+00:00"
        assert "has_closing_date" in posting.flags

    def test_one_that_names_none_ends_by_age(self, tmp_path, now):
        run_import(write_jobs(tmp_path / "gb.jsonl", [job(1)]), now=now)

        posting = Posting.objects.get()
        assert posting.expires_at == posting.posted_at + timedelta(days=30)
        assert "has_closing_date" not in posting.flags


class TestRules:
    @pytest.fixture
    def rule(self):
        source = Source.objects.get(slug="adzuna")

        def make(effect, field, pattern, match="CONTAINS", **what):
            return SourceRule.objects.create(
                source=source, effect=effect, field=field, pattern=pattern, match=match, **what
            )

        return make

    def taken(self, tmp_path, now):
        rows = [
            job(1, title="Baker", company={"display_name": "Hartwell"}),
            job(2, title="Night baker", company={"display_name": "Finch Recruitment"}),
            job(
                3,
                title="Plumber",
                company={"display_name": "Hartwell"},
                description="Mend pipes.<br>Commission only",
            ),
        ]
        run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)
        return sorted(Posting.objects.values_list("external_id", flat=True))

    @pytest.mark.parametrize(
        ("words", "kept"),
        [
            (("EXCLUDE", "company", "recruitment"), ["1", "3"]),
            (("EXCLUDE", "company", "recruit"), ["1", "2", "3"]),
            (("EXCLUDE", "description", "commission only"), ["1", "2"]),
            (("EXCLUDE", "title", r"^night\b", "REGEX"), ["1", "3"]),
            (("INCLUDE", "title", "baker"), ["1", "2"]),
            (("INCLUDE", "place", "london"), ["1", "2", "3"]),
            (("INCLUDE", "category", "hospitality"), ["1", "2", "3"]),
        ],
    )
    def test_refuse_before_storing(self, rule, tmp_path, now, words, kept):
        rule(*words)

        assert self.taken(tmp_path, now) == kept

    def test_say_why_on_the_refused_row(self, rule, tmp_path, now):
        rule("EXCLUDE", "title", "plumber")
        self.taken(tmp_path, now)

        refused = RejectedRow.objects.get()
        assert refused.reason == "rule: title contains plumber"
        assert refused.payload["id"] == "3"

    def test_an_exclusion_wins_over_an_inclusion(self, rule, tmp_path, now):
        rule("INCLUDE", "title", "baker")
        rule("EXCLUDE", "title", "night")

        assert self.taken(tmp_path, now) == ["1"]

    def test_rest_when_switched_off(self, rule, tmp_path, now):
        rule("EXCLUDE", "title", "baker", is_enabled=False)

        assert self.taken(tmp_path, now) == ["1", "2", "3"]

    def test_one_that_got_past_the_check_refuses_nothing(self, rule, tmp_path, now):
        rule("EXCLUDE", "title", "(a+)+$", "REGEX")

        assert self.taken(tmp_path, now) == ["1", "2", "3"]

    def test_of_another_source_do_not_count(self, rule, tmp_path, now):
        other = rule("EXCLUDE", "title", "baker")
        other.source = Source.objects.create(slug="else", name="Else")
        other.save()

        assert self.taken(tmp_path, now) == ["1", "2", "3"]
