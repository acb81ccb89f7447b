"""A load that dwarfs the table makes its index anew, and leaves no trace of having done so."""

import threading

import pytest
from django.db import connection, transaction

from jobs.indexers import BulkIndexer, PostingText
from jobs.tests.factories import NOW, PostingFactory
from matching import selectors
from matching.engines import artefacts, local, rebuilding, settling
from matching.engines.indexing import VectorIndexer
from matching.models import PostingVector
from matching.tests.engine.test_properties import profile
from matching.tests.factories import published
from matching.types import Wishes

WORK = (
    "Ward nurse", "Baker", "Backend developer", "Welder", "Accountant", "Bus driver",
    "Chemistry teacher", "Site manager", "Data analyst", "Gardener", "Lawyer", "Receptionist",
)  # fmt: skip
SHAPE = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'matching_postingvector' ORDER BY 1"""


@pytest.fixture
def few_are_many(monkeypatch):
    monkeypatch.setattr(rebuilding, "WORTH_REBUILDING", 2)


def shape():
    with connection.cursor() as cursor:
        cursor.execute(SHAPE)
        return cursor.fetchall()


def vectors_of(postings):
    texts = [
        PostingText(p.pk, p.title, p.company_name, p.description, tuple(p.skills), "", p.language)
        for p in postings
    ]
    return VectorIndexer().compute(texts)


def load(postings, *, rows=None, meanwhile=None):
    """Publish these as the pipeline does; returns the indexes there were while rows were written."""
    indexer = VectorIndexer()
    with connection.cursor() as wrapped:
        cursor = wrapped.cursor
        indexer.begin_bulk(cursor, rows or len(postings))
        during = [name for name, _definition in shape()]
        indexer.publish(cursor, vectors_of(postings))
        if meanwhile:
            meanwhile()
        indexer.end_bulk(cursor, rows or len(postings))
    return during


def nearest():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL hnsw.ef_search = 300")
        cursor.execute("SET LOCAL hnsw.iterative_scan = strict_order")
        asked = artefacts.learned(selectors.active_engine().pk).question(profile())
        query = "[" + ",".join(f"{value:.5g}" for value in asked.index.tolist()) + "]"
        sql = (
            "SELECT posting_id FROM matching_postingvector WHERE is_settled "
            "ORDER BY embedding <=> %s::halfvec LIMIT 50"
        )
        cursor.execute(f"EXPLAIN {sql}", [query])
        assert "posting_vectors_hnsw" in str(cursor.fetchall())
        cursor.execute(sql, [query])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
class TestBulk:
    def test_is_what_the_pipeline_asks_for(self):
        assert isinstance(VectorIndexer(), BulkIndexer)

    def test_a_large_load_is_written_without_the_index_and_leaves_it_as_it_was(self, few_are_many):
        before = shape()

        during = load(PostingFactory.create_batch(3))

        assert "posting_vectors_hnsw" not in during
        assert shape() == before
        assert "posting_vectors_hnsw" in dict(before)
        assert PostingVector.objects.count() == 3

    def test_the_index_is_the_one_of_the_model(self, few_are_many):
        load(PostingFactory.create_batch(3))

        index, made = PostingVector._meta.indexes[0], dict(shape())["posting_vectors_hnsw"]
        assert made.replace("public.", "").endswith(
            f"USING hnsw ({index.fields[0]} {index.opclasses[0]}) "
            f"WITH (m='{index.m}', ef_construction='{index.ef_construction}') WHERE is_settled"
        )

    def test_the_same_answers_grown_and_made_anew(self, few_are_many):
        postings = [published(title=work, description=f"We need a {work}.") for work in WORK]
        settling.settle(100)
        engine = selectors.active_engine()
        asked = {"engine_id": engine.pk, "now": NOW}
        grown, grown_near = local.candidates(profile(), Wishes(), **asked), nearest()
        PostingVector.objects.all().delete()

        during = load(postings)

        assert "posting_vectors_hnsw" not in during
        assert local.candidates(profile(), Wishes(), **asked) == grown
        assert nearest() == grown_near
        assert len(grown_near) == len(WORK)

    def test_a_load_smaller_than_the_table_leaves_the_index_to_be_grown(self, few_are_many):
        load(PostingFactory.create_batch(4))

        assert "posting_vectors_hnsw" in load(PostingFactory.create_batch(3))
        assert PostingVector.objects.filter(is_settled=False).count() == 3

    def test_a_small_load_into_an_empty_table_leaves_the_index_to_be_grown(self):
        assert "posting_vectors_hnsw" in load(PostingFactory.create_batch(3))
        assert not PostingVector.objects.filter(is_settled=True).exists()

    def test_a_new_index_holds_what_waited_to_be_settled(self, few_are_many):
        load(PostingFactory.create_batch(1))
        assert PostingVector.objects.filter(is_settled=False).count() == 1

        load(PostingFactory.create_batch(2))

        assert PostingVector.objects.filter(is_settled=True).count() == 3
        assert len(nearest()) == 3

    def test_without_memory_to_share_one_process_makes_it(self, few_are_many, monkeypatch):
        made = rebuilding._make
        asked = []

        def make(cursor, definitions, *, workers):
            asked.append(workers)
            if workers:
                # What PostgreSQL says where /dev/shm is too small for the builders' memory.
                cursor.execute(
                    "DO $$ BEGIN RAISE 'no space left on device' USING ERRCODE = '53100'; END $$"
                )
            made(cursor, definitions, workers=workers)

        monkeypatch.setattr(rebuilding, "_make", make)
        before = shape()

        load(PostingFactory.create_batch(3))

        assert asked == [rebuilding.WORKERS, 0]
        assert shape() == before

    def test_memory_is_bounded_and_given_back(self, few_are_many):
        with transaction.atomic():
            load(PostingFactory.create_batch(3))
            with connection.cursor() as cursor:
                cursor.execute("SHOW maintenance_work_mem")
                assert cursor.fetchone() == ("64MB",)


@pytest.mark.django_db(transaction=True)
class TestOtherSessions:
    def test_outside_a_transaction_the_index_stays(self, few_are_many):
        before = shape()
        assert "posting_vectors_hnsw" in load(PostingFactory.create_batch(3))
        assert shape() == before

    def test_a_load_that_fails_leaves_index_and_answers(self, few_are_many):
        load(PostingFactory.create_batch(2))
        before, near = shape(), nearest()

        def fail():
            raise RuntimeError("the machine is on fire")

        with pytest.raises(RuntimeError), transaction.atomic():
            load(PostingFactory.create_batch(3), meanwhile=fail)

        assert shape() == before
        assert nearest() == near

    def test_nothing_of_one_load_reaches_the_next(self, few_are_many):
        with transaction.atomic():
            load(PostingFactory.create_batch(3))
        with transaction.atomic(), connection.cursor() as cursor:
            rebuilding.make_index(cursor.cursor)
        assert len(shape()) == len(set(shape()))

    def test_does_not_wait_for_a_long_reader(self, few_are_many, monkeypatch):
        monkeypatch.setattr(rebuilding, "LOCK_TIMEOUT", "50ms")
        reading, done = threading.Event(), threading.Event()

        def read():
            try:
                with transaction.atomic():
                    PostingVector.objects.count()
                    reading.set()
                    done.wait(30)
            finally:
                connection.close()

        reader = threading.Thread(target=read)
        reader.start()
        assert reading.wait(30)
        try:
            with transaction.atomic():
                during = load(PostingFactory.create_batch(3))
                with connection.cursor() as cursor:
                    cursor.execute("SHOW lock_timeout")
                    assert cursor.fetchone() == ("0",)
        finally:
            done.set()
            reader.join()
        assert "posting_vectors_hnsw" in during
        assert PostingVector.objects.count() == 3

    def test_readers_see_the_index_again_after_the_commit(self, few_are_many):
        with transaction.atomic():
            load(PostingFactory.create_batch(3))
        assert len(nearest()) == 3
