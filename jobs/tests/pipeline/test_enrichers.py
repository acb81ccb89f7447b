"""Children that enrich: the same answers, from a Celery worker too, and never left behind."""

import multiprocessing
import subprocess
import sys
import threading
import time
from datetime import timedelta

import psutil
import pytest

from jobs.models import Posting, SourceRun, StagedPage
from jobs.pipeline import enrichers as pools
from jobs.pipeline import staging
from jobs.pipeline.enrichers import EnricherDiedError, enrichers
from jobs.pipeline.enriching import IndexerFailedError
from jobs.pipeline.imports import FileImport, import_files
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.runs import Options
from jobs.tests.adzuna import job
from jobs.tests.pipeline.elsewhere import Lengths, enrich_here, items
from jobs.tests.pipeline.runs import table_hash, write_jobs

SECONDS = 30


def shown(found):
    return [(page.rows, page.changed, page.payloads, page.rejected) for page in found]


def children():
    return [one for one in psutil.Process().children() if "jobs.pipeline.enricher" in _words(one)]


def _words(process):
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def wait_for(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


class TestEnrichers:
    def test_children_find_what_this_process_finds(self):
        pages = [items("Baker in Leeds", "<b></b>", "Nurse"), [], items("Bäcker (m/w/d)")]
        indexers = {"lengths": Lengths()}
        with enrichers(1, indexers) as submit:
            here = submit(pages).result()
        with enrichers(2, indexers) as submit:
            futures = [submit(pages) for _ in range(5)]
            there = [future.result() for future in futures]
            assert len(children()) == 2

        assert [shown(one) for one in there] == [shown(here)] * 5
        assert [page.changed for page in here] == [2, 0, 1]
        assert here[0].payloads == {"lengths": b"14,5"}
        assert here[0].rejected == (("1", "no title once markup is gone"),)
        assert children() == []

    def test_pages_without_anything_new_start_no_child(self):
        with enrichers(2, {}) as submit:
            assert [page.changed for page in submit([[], []]).result()] == [0, 0]
            assert children() == []

    @pytest.mark.parametrize("processes", [1, 2])
    def test_an_indexer_that_fails_is_named(self, processes):
        with enrichers(processes, {"lengths": Lengths()}) as submit:
            with pytest.raises(IndexerFailedError, match="lengths: too much"):
                submit([items("Too much")]).result()
            assert submit([items("Baker")]).result()[0].changed == 1

    def test_a_child_that_dies_is_an_error_not_a_wait(self):
        with enrichers(2, {"lengths": Lengths()}) as submit:
            with pytest.raises(EnricherDiedError, match="-9"):
                submit([items("Death")]).result()
        assert children() == []

    def test_giving_up_ends_children_at_work(self):
        def work_and_fail():
            with enrichers(2, {}) as submit:
                submit([items(*["Baker"] * 5000)])
                wait_for(children)
                raise RuntimeError("lost")

        with pytest.raises(RuntimeError, match="lost"):
            work_and_fail()
        assert children() == []

    def test_what_waits_is_given_up_with_the_rest(self):
        pool = pools._Pool(1, {})
        pool.close()
        with pytest.raises(RuntimeError):
            pool.submit([items("Baker")])

    def test_a_daemonic_process_such_as_a_celery_workers_may_have_them(self):
        context = multiprocessing.get_context("spawn")
        answers = context.SimpleQueue()
        worker = context.Process(target=enrich_here, args=(answers,), daemon=True)
        worker.start()
        worker.join(SECONDS)
        assert worker.exitcode == 0
        assert answers.get() == (True, 1)


PARENT = """
import os, sys, time
from uuid import uuid4
from jobs.enrichment import RawPosting
from jobs.pipeline.enrichers import enrichers
from jobs.pipeline.enriching import Item

raw = RawPosting(source="test", external_id="1", title="Baker", description="We bake. " * 50)
with enrichers(2, {}) as submit:
    for _ in range(2):
        submit([[Item(uuid4(), "hash", raw)]]).result()
        submit([[Item(uuid4(), "hash", raw)] * 400])
    print("working", flush=True)
    time.sleep(60)
"""


class TestParent:
    def test_takes_its_children_along_when_it_is_killed(self):
        words = [sys.executable, "-c", PARENT]
        parent = subprocess.Popen(words, stdout=subprocess.PIPE)  # noqa: S603
        with parent:
            assert parent.stdout.readline() == b"working\n"
            left = psutil.Process(parent.pid).children()
            assert left
            parent.kill()
        _gone, alive = psutil.wait_procs(left, timeout=SECONDS)
        assert alive == []


@pytest.fixture
def pooled(monkeypatch):
    monkeypatch.setattr(staging, "_ROWS_WORTH_A_POOL", 1)
    monkeypatch.setattr(staging, "ROWS_PER_UNIT", 2)

    def run(path, now):
        options = Options(expiry_days=30, processes=2)
        return import_files(FileImport(paths=[path]), now=now, options=options)

    return run


@pytest.mark.django_db
class TestRun:
    def test_publishes_the_same_with_children_and_without(self, tmp_path, now, pooled, monkeypatch):
        path = write_jobs(tmp_path / "gb.jsonl", [job(n) for n in range(7)])
        run = pooled(path, now)
        assert run.counts["created"] == 7
        with_children = table_hash(without=("id", "company_id", "source_id"))
        Posting.objects.all().delete()
        monkeypatch.setattr(staging, "_ROWS_WORTH_A_POOL", 1000)

        pooled(path, now + timedelta(0))

        assert table_hash(without=("id", "company_id", "source_id")) == with_children

    def test_a_child_killed_at_work_fails_the_run_and_the_next_goes_on(
        self, tmp_path, now, pooled, monkeypatch
    ):
        path = write_jobs(tmp_path / "gb.jsonl", [job(n) for n in range(7)])
        asked = pools._Child.ask
        killed = threading.Event()

        def ask(child, pages):
            if not killed.is_set():
                killed.set()
                child._process.kill()
            return asked(child, pages)

        monkeypatch.setattr(pools._Child, "ask", ask)
        with pytest.raises(StageFailedError, match="ended with code -9"):
            pooled(path, now)
        assert not Posting.objects.exists()

        run = pooled(path, now + timedelta(minutes=1))

        assert run.counts["created"] == 7
        assert SourceRun.objects.count() == 1
        assert not StagedPage.objects.exists()
        assert children() == []
