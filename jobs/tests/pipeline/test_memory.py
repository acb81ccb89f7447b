"""What a run holds does not grow with it: a million postings fit where a thousand do."""

import gc
import random
import tracemalloc
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from jobs.models import ClusterMember, Posting
from jobs.pipeline import clustering, staging
from jobs.pipeline.repeats import IdsSeen
from jobs.pipeline.runs import Options, collect
from jobs.sources import adzuna_rows
from jobs.sources.files import FileSource
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import write_jobs
from jobs.tests.pipeline.test_clustering import TEXT

ROWS, TIMES = 60, 4
ROWS_PER_PAGE = 4
ROW_BYTES = 16_000
#: Bytes that one more posting may take: caches fill up, staged it has half of ROW_BYTES.
PER_POSTING = 2000


class TestIdsSeen:
    def test_knows_what_it_met(self):
        seen, ids = IdsSeen(), [uuid4() for _ in range(5000)]

        assert all(seen.add(key) for key in ids)
        assert not any(seen.add(key) for key in ids)
        assert len(seen) == 5000

    def test_tells_neighbours_apart(self):
        seen = IdsSeen()

        assert all(seen.add(UUID(int=key << 64 | 7)) for key in range(1, 600))
        assert not seen.add(UUID(int=1 << 64 | 7))

    def test_holds_an_id_in_a_few_bytes(self):
        with most_memory() as taken:
            seen = IdsSeen()
            for _ in range(20_000):
                seen.add(uuid4())

        assert taken[0] < 100 * len(seen)


@pytest.mark.django_db
class TestCollect:
    def test_takes_no_more_memory_for_four_times_the_rows(self, few_at_once, tmp_path, now):
        def imported(path):
            source = FileSource([path], manifest=adzuna_rows.MANIFEST, rows_per_page=ROWS_PER_PAGE)
            options, plan = Options(expiry_days=30), {"file": path.name}
            collect(source, trigger="IMPORT", plan=plan, now=now, options=options)

        first, few, many = (
            write_jobs(tmp_path / f"gb_{run}.jsonl", [row(run, number) for number in range(rows)])
            for run, rows in enumerate((ROWS * TIMES, ROWS, ROWS * TIMES))
        )
        imported(first)  # what is read once and kept is kept by now
        with most_memory() as of_few:
            imported(few)
        with most_memory() as of_many:
            imported(many)

        assert Posting.objects.count() == ROWS * (TIMES * 2 + 1)
        assert ClusterMember.objects.exists()
        assert of_many[0] - of_few[0] < PER_POSTING * ROWS * (TIMES - 1)


@pytest.fixture
def few_at_once(monkeypatch):
    """Batches so small that a run of dozens has many."""
    monkeypatch.setattr(clustering, "POSTINGS_AT_ONCE", 20)
    monkeypatch.setattr(clustering, "_READINGS_KEPT", 20)
    monkeypatch.setattr(clustering, "_PAIRS_AT_ONCE", 20)
    monkeypatch.setattr(staging, "ROWS_PER_UNIT", ROWS_PER_PAGE)


@contextmanager
def most_memory():
    """Bytes that Python held at most at one time inside the block, beyond what it held before."""
    most, often = [], gc.get_threshold()
    gc.collect()
    gc.freeze()  # or what lives for ever decides how late cycles are looked for
    gc.collect()
    gc.set_threshold(500, 2, 2)
    tracemalloc.start()
    try:
        yield most
        most.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
        gc.set_threshold(*often)
        gc.unfreeze()


def row(run, number):
    """An advertisement that is one job with its neighbour, and like all others but for its number."""
    text = f"{TEXT} Job ref: B-{100 + number // 2}. Oven {number // 2} waits for you. "
    weight = random.Random(number).randbytes(ROW_BYTES // 2).hex()
    return job(run * 10_000 + number, title="Baker", description=text * 3, weight=weight)
