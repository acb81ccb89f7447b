from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase

from core.http import HttpTransientError
from jobs import indexers
from jobs.models import (
    Company,
    Posting,
    PostingSearch,
    RawPage,
    RejectedRow,
    Source,
    SourceLease,
    SourceRun,
    StagedPage,
    StageRun,
)
from jobs.models.postings import posting_id
from jobs.pipeline import publishing
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.runs import Options, collect
from jobs.signals import postings_published
from jobs.sources import adzuna_rows
from jobs.sources.base import SourcePage
from jobs.sources.files import FileSource
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, table_hash, write_jobs

pytestmark = pytest.mark.django_db

NOTHING = {"created": 0, "updated": 0, "unchanged": 0, "resurrected": 0, "rejected": 0}


def counts(run):
    return {name: run.counts[name] for name in NOTHING}


@pytest.fixture
def path(tmp_path):
    return write_jobs(tmp_path / "gb.jsonl", [job(n) for n in range(1, 6)])


class TestImport:
    def test_publishes_whole_postings(self, path, now):
        run = run_import(path, now=now)

        posting = Posting.objects.select_related("company", "search").get(external_id="3")
        assert posting.pk == posting_id("adzuna", "3")
        assert posting.requisition_id == str(posting.pk)
        assert posting.title == "Baker number 3"
        assert (posting.place, posting.country) == ("London", "GB")
        assert (posting.company.name, posting.company_name) == ("Hartwell & Finch",) * 2
        assert (posting.pay_min, posting.pay_currency, posting.pay_source) == (
            30000,
            "GBP",
            "STATED",
        )
        assert posting.expires_at == posting.posted_at + timedelta(days=30)
        assert posting.raw["adref"] if "adref" in posting.raw else posting.raw["id"] == "3"
        assert posting.search.is_active
        assert "'bake':" in posting.search.document or "'baker':" in posting.search.document
        assert run.state == SourceRun.State.DONE
        assert run.counts["open"] == 5
        assert not StagedPage.objects.exists()
        assert not SourceLease.objects.exists()

    def test_records_every_stage(self, tmp_path, now):
        rows = [job(1), job(1), {**job(2), "title": ""}, {**job(3), "title": "<b></b>"}, "{broken"]
        run = run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)

        found = {
            stage.stage: (stage.rows_in, stage.rows_out, stage.rejected)
            for stage in StageRun.objects.filter(run=run)
        }
        assert found == {
            "FETCH": (5, 5, 0),
            "VALIDATE": (5, 3, 2),
            "ENRICH": (3, 2, 1),
            "DEDUPE": (2, 1, 1),
            "VECTORISE": (1, 1, 0),
            "PUBLISH": (1, 1, 0),
        }

    def test_keeps_refused_rows_with_reason_and_payload(self, tmp_path, now):
        rows = [job(1), {**job(2), "id": None}, '{"id": "4", "tit', "[7]"]
        run = run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)

        assert counts(run) == {**NOTHING, "created": 1, "rejected": 3}
        found = dict(RejectedRow.objects.filter(run=run).values_list("reason", "payload"))
        assert found["no id"]["title"] == "Baker <strong>number</strong> 2"
        assert RejectedRow.objects.filter(run=run, reason="not an object").count() == 2
        assert {"text": '{"id": "4", "tit'} in found.values() or [7] in found.values()

    def test_survives_text_no_database_holds(self, tmp_path, now):
        nasty = "a\x00b\t\\N \\. \n\r {\"x\"} 'y' \ud800 \u2028"
        rows = [
            {**job(1), "description": nasty, "company": {"display_name": nasty}},
            {**job(2), "id": None, "description": nasty},
            '{"id": "3", "title": "Baker", "salary_min": NaN, "big": 1e999, "n": ' + "9" * 30 + "}",
        ]
        run = run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)

        assert counts(run) == {**NOTHING, "created": 2, "rejected": 1}
        assert Posting.objects.get(external_id="1").description

    def test_survives_rows_nested_deeply(self, tmp_path, now):
        deep = "[" * 900 + "]" * 900
        rows = [
            '{"id": "1", "title": "Baker", "x": ' + deep + "}",
            '{"id": null, "title": "Baker", "x": ' + deep + "}",
            '{"id": "3", "title": "Baker", "x": ' + "[" * 99_999 + "}",
        ]
        run = run_import(write_jobs(tmp_path / "gb.jsonl", [*rows, job(4)]), now=now)

        assert counts(run) == {**NOTHING, "created": 2, "rejected": 2}

    def test_changes_nothing_the_second_time(self, path, now):
        run_import(path, now=now)
        before = table_hash(without=("last_seen_at",))

        run = run_import(path, now=now + timedelta(hours=2))

        assert counts(run) == {**NOTHING, "unchanged": 5}
        assert table_hash(without=("last_seen_at",)) == before
        assert set(Posting.objects.values_list("last_seen_at", flat=True)) == {
            now + timedelta(hours=2)
        }

    def test_writes_not_a_row_when_it_comes_again_within_the_hour(self, path, now):
        run_import(path, now=now)
        before = table_hash()

        run = run_import(path, now=now + timedelta(minutes=5))

        assert counts(run) == {**NOTHING, "unchanged": 5}
        assert table_hash() == before

    @pytest.mark.parametrize(
        ("later", "changed", "written"),
        [
            (5, {"created": "2026-11-19T08:00:00Z"}, {"updated": 1}),
            (5, {"redirect_url": "https://www.adzuna.co.uk/jobs/land/ad/1?se=x"}, {}),
            (60 * 24 * 60, {}, {}),
        ],
    )
    def test_dates_links_and_ends_are_always_written(self, tmp_path, now, later, changed, written):
        run_import(write_jobs(tmp_path / "a.jsonl", [job(1)]), now=now)
        before = table_hash()

        path = write_jobs(tmp_path / "b.jsonl", [job(1, **changed)])
        run = run_import(path, now=now + timedelta(minutes=later))

        assert run.counts["updated"] == written.get("updated", 0)
        assert table_hash() != before

    def test_updates_only_what_changed(self, path, tmp_path, now):
        run_import(path, now=now)
        first_seen = Posting.objects.get(external_id="2").first_seen_at
        rows = [{**job(2), "title": "Head baker"}, job(3), job(9)]

        run = run_import(write_jobs(tmp_path / "new.jsonl", rows), now=now + timedelta(days=1))

        assert counts(run) == {**NOTHING, "created": 1, "updated": 1, "unchanged": 1}
        posting = Posting.objects.get(external_id="2")
        assert posting.title == "Head baker"
        assert posting.first_seen_at == first_seen
        assert PostingSearch.objects.filter(document="head", posting=posting).exists()

    def test_tells_an_excerpt_from_a_short_text(self, tmp_path, now):
        rows = [job(1, description="We bake bread."), job(2, description="We bake and bake…")]
        run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)

        found = {p.external_id: p.is_excerpt for p in Posting.objects.all()}
        assert found == {"1": False, "2": True}

    def test_a_new_link_is_no_change(self, tmp_path, now):
        run_import(write_jobs(tmp_path / "a.jsonl", [job(1)]), now=now)
        link = "https://www.adzuna.co.uk/jobs/land/ad/1?se=another-token"

        run = run_import(write_jobs(tmp_path / "b.jsonl", [job(1, redirect_url=link)]), now=now)

        assert counts(run) == {**NOTHING, "unchanged": 1}
        assert Posting.objects.get().redirect_url == link

    def test_one_employer_for_all_spellings(self, tmp_path, now):
        names = ["Hartwell & Finch", "HARTWELL  &  FINCH", "hartwell-finch"]
        rows = [job(n, company={"display_name": name}) for n, name in enumerate(names)]

        run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)

        assert Company.objects.count() == 1

    def test_tells_whoever_listens_once_it_is_committed(self, path, now):
        heard = []
        postings_published.connect(
            lambda **words: heard.append(words["created"]), weak=False, dispatch_uid="t"
        )
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                run_import(path, now=now)
                assert heard == []
        finally:
            postings_published.disconnect(dispatch_uid="t")
        assert heard == [5]


class TestFirstQuestions:
    def test_no_new_row_waits_in_a_list_that_every_question_would_read(self, path, now):
        run_import(path, now=now)

        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_document'::regclass)")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT gin_clean_pending_list('postings_by_skill'::regclass)")
            assert cursor.fetchone() == (0,)

    def test_the_planner_knows_the_tables_after_a_large_run(self, path, now, monkeypatch):
        monkeypatch.setattr(publishing, "_WORTH_ANALYSING", 5)
        run_import(path, now=now)

        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'jobs_postingsearch'")
            assert cursor.fetchone() == (5.0,)


class _Indexer:
    """Writes down what it is given."""

    def __init__(self):
        self.computed, self.published, self.fails = [], [], False

    def compute(self, postings):
        self.computed += [posting.title for posting in postings]
        return ",".join(str(posting.id) for posting in postings).encode()

    def publish(self, cursor, payload):
        if self.fails:
            raise RuntimeError("vectors cannot be written")
        self.published += payload.decode().split(",")
        cursor.execute("SELECT count(*) FROM jobs_posting")
        return len(self.published)


@pytest.fixture
def indexer():
    before = indexers.registered()
    found = _Indexer()
    indexers._indexers.clear()
    indexers.register("test", found)
    yield found
    indexers._indexers.clear()
    for name, earlier in before.items():
        indexers.register(name, earlier)


class TestIndexers:
    def test_compute_for_new_and_changed_postings_only(self, tmp_path, now, indexer):
        run_import(write_jobs(tmp_path / "a.jsonl", [job(1), job(2)]), now=now)
        run_import(
            write_jobs(tmp_path / "b.jsonl", [job(1), job(2, title="Cook"), job(3)]), now=now
        )

        assert indexer.computed == ["Baker number 1", "Baker number 2", "Cook", "Baker number 3"]
        assert len(indexer.published) == 4

    def test_are_told_how_many_rows_come_if_they_want_to_know(self, tmp_path, now, indexer):
        told = []
        indexer.begin_bulk = lambda _cursor, rows: told.append(("begin", rows))
        indexer.end_bulk = lambda _cursor, rows: told.append(("end", rows))
        path = write_jobs(tmp_path / "a.jsonl", [job(1), job(2)])

        run_import(path, now=now)
        run_import(path, now=now)

        assert told == [("begin", 2), ("end", 2)]

    def test_a_failed_publish_leaves_the_tables_as_they_were(self, path, tmp_path, now, indexer):
        run_import(path, now=now)
        before = table_hash()
        indexer.fails = True
        changed = write_jobs(tmp_path / "b.jsonl", [job(1, title="Cook"), job(7)])

        with pytest.raises(StageFailedError, match="vectors cannot be written"):
            run_import(changed, now=now + timedelta(hours=1))

        assert table_hash() == before
        run = SourceRun.objects.latest("started_at")
        assert run.state == SourceRun.State.FAILED
        assert "vectors cannot be written" in run.stages.get(stage="PUBLISH").error
        assert Source.objects.get(slug="adzuna").failures == 1
        assert not SourceLease.objects.exists()

    def test_a_failed_run_goes_on_from_what_it_staged(self, path, now, indexer):
        indexer.fails = True
        with pytest.raises(StageFailedError):
            run_import(path, now=now)
        indexer.fails, computed = False, list(indexer.computed)

        run = run_import(path, now=now + timedelta(minutes=1))

        assert indexer.computed == computed
        assert counts(run) == {**NOTHING, "created": 5}
        assert SourceRun.objects.count() == 1
        assert Source.objects.get(slug="adzuna").failures == 0


class _Breaking(FileSource):
    """Fails after a number of pages, like a network."""

    pages_left = 99

    def pages(self, cursor):
        for page in super().pages(cursor):
            if self.pages_left == 0:
                raise HttpTransientError("the network is away")
            self.pages_left -= 1
            yield page


class TestResume:
    def test_fetches_only_the_pages_that_are_missing(self, path, now):
        def source(pages_left):
            found = _Breaking([path], manifest=adzuna_rows.MANIFEST, rows_per_page=2)
            found.pages_left = pages_left
            return found

        options = Options(expiry_days=30)
        with pytest.raises(StageFailedError, match="the network is away"):
            collect(source(2), trigger="MANUAL", plan={"a": 1}, now=now, options=options)
        assert RawPage.objects.count() == 2
        assert not Posting.objects.exists()

        run = collect(
            source(1),
            trigger="MANUAL",
            plan={"a": 1},
            now=now + timedelta(hours=1),
            options=options,
        )

        assert counts(run) == {**NOTHING, "created": 5}
        assert list(run.pages.order_by("page").values_list("page", "count")) == [
            (1, 2),
            (2, 2),
            (3, 1),
        ]

    def test_starts_over_when_the_plan_is_another_or_the_run_is_old(self, path, now):
        source = _Breaking([path], manifest=adzuna_rows.MANIFEST)
        source.pages_left = 0
        options = Options(expiry_days=30)
        for plan, later in (({"a": 1}, 0), ({"a": 2}, 0), ({"a": 2}, 13)):
            with pytest.raises(StageFailedError):
                collect(
                    source,
                    trigger="MANUAL",
                    plan=plan,
                    now=now + timedelta(hours=later),
                    options=options,
                )

        assert SourceRun.objects.count() == 3

    def test_drops_repeats_across_pages(self, now):
        class Shifting(FileSource):
            def pages(self, cursor):
                for rows in (b'{"id":"1","title":"Baker"}', b'{"id":"1","title":"Baker"}'):
                    yield SourcePage(body=rows, count=1, origin={}, next_cursor={"x": 1})

        source = Shifting([], manifest=adzuna_rows.MANIFEST)
        run = collect(source, trigger="MANUAL", plan={}, now=now, options=Options(expiry_days=30))

        assert counts(run) == {**NOTHING, "created": 1}
        assert run.stages.get(stage="DEDUPE").rejected == 1
