"""A catalogue of any size, quickly: postings multiplied inside PostgreSQL, indexes and all.

Copies have ids of their own; each vector is the sum of two postings' vectors, so that no two are
the same and the nearest-neighbour index has as much to do as with real ones.
"""

import time
from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import Model

from jobs.models import Posting, PostingSearch
from jobs.pipeline import publishing_sql

_MEMORY = "1500MB"  # the whole graph of half a million vectors

_CHOSEN = """
CREATE TEMP TABLE chosen ON COMMIT DROP AS
SELECT id AS original, md5(id::text || copy)::uuid AS id, copy, number
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number
      FROM jobs_posting WHERE NOT starts_with(external_id, 'copy-')) AS own,
     generate_series(%(first)s::int, %(last)s::int) AS copy
ORDER BY copy, number LIMIT %(rows)s"""
_OWN = {
    "id": "chosen.id",
    "external_id": "'copy-' || chosen.copy || '-' || held.external_id",
    "requisition_id": "chosen.id::text",
}
_VECTORS = """
INSERT INTO matching_postingvector
    (posting_id, engine_id, embedding, title_embedding, field, words, is_settled)
SELECT chosen.id, one.engine_id, one.embedding + other.embedding, one.title_embedding, one.field, one.words, true
FROM chosen
JOIN matching_postingvector one ON one.posting_id = chosen.original
JOIN (SELECT DISTINCT original, number FROM chosen) AS second
    ON second.number = mod(chosen.number * 7 + chosen.copy * 31, %(own)s)
JOIN matching_postingvector other ON other.posting_id = second.original"""
_MIXED = """
INSERT INTO matching_postingvector
    (posting_id, engine_id, embedding, title_embedding, field, words, is_settled)
SELECT chosen.id, one.engine_id, one.embedding + other.embedding, one.title_embedding, one.field,
       one.words, true
FROM chosen
JOIN matching_postingvector one ON one.posting_id = chosen.original
JOIN (SELECT DISTINCT original, number FROM chosen) AS second
    ON second.number = mod(chosen.number * 7 + chosen.copy * 31, %(own)s)
JOIN matching_postingvector other ON other.posting_id = second.original"""
_OTHER_DEFINITIONS = """
SELECT indexname, indexdef FROM pg_indexes i
WHERE tablename IN ('jobs_posting', 'jobs_postingsearch', 'matching_postingvector')
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)"""
# Texts and addresses are a copy's own; one copy in ten is by the same employer under the same title.
_KEYS = """
INSERT INTO jobs_postingkeys (posting_id, keys)
SELECT chosen.id, ARRAY(
    SELECT CASE WHEN key & 3 = 1 AND chosen.copy % 10 = 0 THEN key
           ELSE (hashint8extended(key, chosen.copy) & 9223372036854775804) | (key & 3) END
    FROM unnest(held.keys) AS key)
FROM chosen JOIN jobs_postingkeys held ON held.posting_id = chosen.original"""
_FILED = """
INSERT INTO jobs_likenesskey (key, posting_id)
SELECT DISTINCT unnest(held.keys) AS key, held.posting_id
FROM chosen JOIN jobs_postingkeys held ON held.posting_id = chosen.id ORDER BY 1, 2"""
_TABLES = (
    "jobs_posting, jobs_postingsearch, jobs_postingkeys, jobs_likenesskey, matching_postingvector"
)
_DEFINITION = "SELECT pg_get_indexdef('posting_vectors_hnsw'::regclass)"


def fill(rows: int) -> None:
    """Multiply the postings there are until the table holds so many."""
    held = Posting.objects.count()
    own = Posting.objects.exclude(external_id__startswith="copy-").count()
    if rows <= held:
        return
    values = {"first": held, "last": held + (rows - held) // own + 1, "rows": rows - held}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CHOSEN, values)
        cursor.execute(_copied(Posting, "id", _OWN))
        cursor.execute(_copied(PostingSearch, "posting_id", {"posting_id": "chosen.id"}))
        cursor.execute(_KEYS)
        cursor.execute(_FILED)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_DEFINITION)
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX posting_vectors_hnsw")
        cursor.execute(_VECTORS, {"own": own})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
        cursor.execute(definition)
    with connection.cursor() as cursor:
        cursor.execute(publishing_sql.SORT_IN)
        cursor.execute(f"VACUUM ANALYZE {_TABLES}")
        cursor.execute("CHECKPOINT")


def multiply(rows: int) -> float:
    """Like `fill` for a table whose indexes are made at the end; returns the seconds of HNSW.

    Places are a copy's own, so that no copy passes for the same advertisement shown twice.
    """
    held = Posting.objects.count()
    values = {"first": 1, "last": rows // held, "rows": rows - held, "own": held}
    own = {**_OWN, "place": "left(held.place, 190) || ' ' || chosen.copy"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(_OTHER_DEFINITIONS)
        later = cursor.fetchall()
        cursor.execute(_CHOSEN, values)
        for name, _ in later:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(_copied(Posting, "id", own))
        cursor.execute(_copied(PostingSearch, "posting_id", {"posting_id": "chosen.id"}))
        cursor.execute(_MIXED, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
        for name, definition in later:
            started = time.perf_counter()
            cursor.execute(definition)
            if name == "posting_vectors_hnsw":
                seconds = time.perf_counter() - started
    return seconds


def _copied(model: type[Model], key: str, changed: Mapping[str, str]) -> str:
    """A statement that copies the chosen rows of a table, some columns with another value."""
    table = model._meta.db_table  # noqa: SLF001 - Django's documented way in
    fields = [one for one in model._meta.concrete_fields if not one.generated]  # noqa: SLF001
    columns = {str(one.column): f"held.{one.column}" for one in fields} | dict(changed)
    names, values = ", ".join(columns), ", ".join(columns.values())
    return (
        f"INSERT INTO {table} ({names}) SELECT {values} "  # noqa: S608 - names of our own models
        f"FROM chosen JOIN {table} held ON held.{key} = chosen.original"
    )
