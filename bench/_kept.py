"""A catalogue of real advertisements recombined, with its vectors, kept between runs of a bench.

Its database carries a hash of all that made it: another count, another capture or another
migration of its tables is another database, and the old one is dropped.
"""

import hashlib
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from bench import _corpus, _filling
from bench._shared import captures
from jobs.indexers import PostingPlacer, PostingText
from jobs.models import Posting
from jobs.pipeline import publishing_sql
from jobs.pipeline.counting import add_up_counts
from jobs.pipeline.workers import worker_processes
from matching.engines.indexing import VectorIndexer

_PREFIX = "kept_matching_"
OWN = 100_000  # postings with a text of their own; more are multiplied inside PostgreSQL
_AT_ONCE, _AHEAD = 10_000, 4  # texts that become vectors in one go, and how many goes ahead
_TABLES = "jobs_posting, jobs_postingsearch, matching_postingvector"
_MEGABYTES = "SELECT pg_relation_size(%s::regclass) / 1048576.0"
_SPENT = """
DROP TABLE IF EXISTS bench_spent;
CREATE TABLE bench_spent AS SELECT current_database() AS datname,
    %s::float AS index_seconds, %s::float AS fill_seconds"""


@contextmanager
def catalogue(rows: int) -> Iterator[None]:
    """Work in a database of `rows` open postings, filled by the first run that asks for it."""
    name = _name(rows)
    _drop_outdated(rows, name)
    if rows > OWN and not _exists(name):
        with catalogue(OWN):
            pass
        _copy(_name(OWN), name)
    connection.settings_dict["TEST"]["NAME"] = name
    held = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=set())
    try:
        _stop_elsewhere(name)
        if not _is_filled():
            _fill(rows)
        _tidy()  # what an earlier run rolled back is dead weight, and waits in the indexes of words
        yield
    finally:
        _leave()
        teardown_databases(held, verbosity=0, keepdb=True)


def sizes_and_times(name: str) -> dict[str, float]:
    """How large the index of vectors is, and how long it and the whole catalogue took to make."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT index_seconds, fill_seconds FROM bench_spent")
        index_seconds, fill_seconds = cursor.fetchone()
        sizes = {}
        for relation in ("posting_vectors_hnsw", "matching_postingvector", "jobs_postingsearch"):
            cursor.execute(_MEGABYTES, [relation])
            sizes[relation] = float(cursor.fetchone()[0])
    return {
        f"index_mb_{name}": sizes["posting_vectors_hnsw"],
        f"vectors_mb_{name}": sizes["matching_postingvector"],
        f"search_rows_mb_{name}": sizes["jobs_postingsearch"],
        f"index_build_s_{name}": index_seconds,
        f"fill_s_{name}": fill_seconds,
    }


def _name(rows: int) -> str:
    found = hashlib.sha256()
    made_by = map(Path, (__file__, _corpus.__file__, _filling.__file__, publishing_sql.__file__))
    for path in (*made_by, *captures()):
        found.update(path.read_bytes())
    # Of other apps no row is held: their migrations are applied to what was kept.
    for app in ("jobs", "matching"):
        for path in sorted(Path(app, "migrations").glob("*.py")):
            found.update(path.name.encode())
    return f"{_PREFIX}{rows}_{found.hexdigest()[:12]}"


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [name])
        exists = bool(cursor.fetchone()[0])
    _leave()
    return exists


def _copy(name: str, to: str) -> None:
    """Begin a larger catalogue with the rows of a smaller one."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{to}" TEMPLATE "{name}" STRATEGY file_copy')
    _leave()


def _drop_outdated(rows: int, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s",
            [f"{_PREFIX}{rows}_", name],
        )
        for (old,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    _leave()


def _leave() -> None:
    connection.close()
    # The pool remembers which database it was opened for, whatever the settings say later.
    connection.close_pool()  # type: ignore[attr-defined]


def _stop_elsewhere(name: str) -> None:
    """Never fill another database than the bench's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        [(here,)] = cursor.fetchall()
    if here != name:
        raise RuntimeError(f"connected to {here}, not to {name}")


def _is_filled() -> bool:
    """A copy of a smaller catalogue is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_spent') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT datname = current_database() FROM bench_spent")
        return bool(cursor.fetchone()[0])


def _fill(rows: int) -> None:
    started = time.perf_counter()
    index_seconds = _filling.multiply(rows) if rows > OWN else _publish(rows)
    add_up_counts()
    _tidy()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(_SPENT, [index_seconds, time.perf_counter() - started])


def _tidy() -> None:
    """As the server does by itself in a quiet minute."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {_TABLES}")


def _publish(rows: int) -> float:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs_posting CASCADE")  # a run that was ended left some
    _corpus.fill(captures(), rows)
    return _publish_vectors(rows)


def _publish_vectors(rows: int) -> float:
    """Publish the vectors of every text as the pipeline does; returns the seconds of the index.

    Worker processes compute, this one writes.
    """
    indexer = VectorIndexer()
    with (
        ProcessPoolExecutor(worker_processes()) as pool,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL synchronous_commit = off")  # and the transaction has begun
        indexer.begin_bulk(cursor.cursor, rows)
        for payload in _computed(pool, indexer.prepared()):
            indexer.publish(cursor.cursor, payload)
        started = time.perf_counter()
        indexer.end_bulk(cursor.cursor, rows)
        return time.perf_counter() - started


def _computed(pool: ProcessPoolExecutor, indexer: PostingPlacer) -> Iterator[bytes]:
    """Payloads in order, a few computed ahead."""
    batches = _texts()
    ahead = deque(pool.submit(indexer.compute, batch) for batch in islice(batches, _AHEAD))
    while ahead:
        yield ahead.popleft().result()
        ahead.extend(pool.submit(indexer.compute, batch) for batch in islice(batches, 1))


def _texts() -> Iterator[list[PostingText]]:
    columns = ("id", "title", "company_name", "description", "skills", "occupation", "language")
    rows = Posting.objects.order_by("pk").values_list(*columns).iterator(chunk_size=_AT_ONCE)
    while batch := list(islice(rows, _AT_ONCE)):
        yield [
            PostingText(key, title, company, text, tuple(skills), occupation, language)
            for key, title, company, text, skills, occupation, language in batch
        ]
