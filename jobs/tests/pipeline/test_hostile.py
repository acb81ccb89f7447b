"""Sources that say what no column holds, and runs that somebody else has taken over."""

import json
from contextlib import suppress

import pytest

from core.http import HttpTransientError
from jobs.models import Posting, RejectedRow, Source, SourceLease, SourceRun
from jobs.pipeline.imports import ImportRefusedError
from jobs.pipeline.lease import LeaseLostError
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.runs import Options, collect
from jobs.sources import adzuna_rows
from jobs.sources.base import SourcePage
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db


class Feed:
    """Gives pages as told; an exception among them is raised, a function is called."""

    manifest = adzuna_rows.MANIFEST
    stopped_early = ""

    def __init__(self, *pages, read=adzuna_rows.read):
        self._pages, self._read = pages, read

    def pages(self, cursor):
        for page in self._pages:
            if isinstance(page, Exception):
                raise page
            yield page() if callable(page) else page

    def rows(self, body):
        return json.loads(body)

    def read(self, row, origin):
        return self._read(row, origin)


def page(*jobs, cursor=None, **origin):
    body = json.dumps(jobs).encode()
    return SourcePage(body=body, count=len(jobs), origin=origin, next_cursor=cursor)


def collected(feed, now):
    options = Options(expiry_days=30)
    return collect(feed, trigger="MANUAL", plan={"a": 1}, now=now, options=options)


class TestWordsFromOutside:
    def test_an_error_no_column_holds_still_ends_the_run(self, now):
        with pytest.raises(StageFailedError):
            collected(Feed(HttpTransientError("it said \x00\ud800" + "x" * 9000)), now)

        run = SourceRun.objects.get()
        assert run.state == SourceRun.State.FAILED
        assert "it said ?x" in run.error
        assert run.next_try_at is not None

    def test_a_note_an_origin_and_a_cursor_no_column_holds_are_kept_without(self, now):
        feed = Feed(page(job(1), country="gb", board="a\x00b", cursor={"next": "\x00\ud800"}))
        feed.stopped_early = "no \x00\ud800"

        run = collected(feed, now)

        assert run.state == SourceRun.State.DONE
        assert run.pages.get().origin["board"] == "ab"
        assert run.cursor["stopped_early"] == "no ?"

    def test_a_row_its_reader_stumbles_over_is_refused_and_the_others_are_not(self, now):
        def stumbling(row, origin):
            return adzuna_rows.read({**row, "odd": 1 / (int(row["id"]) - 1)}, origin)

        run = collected(Feed(page(job(1), job(2), country="gb"), read=stumbling), now)

        assert RejectedRow.objects.get(run=run).reason == "cannot be read: ZeroDivisionError"
        assert Posting.objects.get().external_id == "2"


class TestTakenOver:
    @pytest.mark.parametrize("fails", [True, False])
    def test_a_run_somebody_else_took_over_is_left_as_it_is(self, now, fails):
        def taken():
            SourceLease.objects.update(holder="elsewhere:1:1:abcd")
            return page(job(1), country="gb", cursor={"page": 2})

        last = HttpTransientError("too late") if fails else page(job(2), country="gb")

        with pytest.raises(LeaseLostError):
            collected(Feed(taken, last), now)

        run = SourceRun.objects.get()
        assert (run.state, run.error, run.tries) == (SourceRun.State.RUNNING, "", 0)
        assert Source.objects.get(slug="adzuna").failures == 0
        assert SourceLease.objects.get().holder == "elsewhere:1:1:abcd"


class TestFiles:
    @pytest.mark.parametrize(
        "named", ["x" * 300, "a b\x00", "Ünïcode \ud800", "../../etc", 7, ["a"], ""]
    )
    def test_a_source_named_oddly_is_imported_or_refused_with_a_sentence(
        self, tmp_path, now, named
    ):
        row = {"source": named, "external_id": "1", "title": "Baker", "description": "We bake."}
        path = write_jobs(tmp_path / "odd.jsonl", [row])

        with suppress(ImportRefusedError):
            assert run_import(path, now=now).state == SourceRun.State.DONE

    def test_a_file_named_in_another_character_set_is_imported(self, tmp_path, now):
        path = write_jobs(tmp_path / "caf\udce9.jsonl", [job(1)])

        assert run_import(path, now=now).counts["created"] == 1

    def test_lines_that_are_bombs_are_refused_and_the_others_are_not(self, tmp_path, now):
        bombs = [
            "[" * 100_000,
            '{"a":' * 100_000,
            "9" * 5000,
            '{"id": ' + "9" * 5000 + "}",
            "\x00",
            '"\\ud800"',
        ]
        path = write_jobs(tmp_path / "bombs.jsonl", [job(1), *bombs, job(2)])

        run = run_import(path, now=now)

        assert (run.counts["created"], run.counts["rejected"]) == (2, len(bombs))
