"""Rebuilds the nearest-neighbour index rather than growing it, where a load dwarfs the table.

A row costs milliseconds to insert into an HNSW graph; making the graph over rows that are there
already is several times cheaper. The index is dropped and made again inside the publishing
transaction, exactly as the catalogue described it: a load that fails leaves it as it was.
"""

import logging
from typing import Any

from psycopg import Cursor, OperationalError, errors
from psycopg.pq import TransactionStatus

log = logging.getLogger(__name__)

RawCursor = Cursor[tuple[object, ...]]

#: Fewer rows are inserted faster than an index is made.
WORTH_REBUILDING = 2000
#: A backup may read the table for minutes: then the index is grown, nobody queues behind us.
LOCK_TIMEOUT = "3s"
WORKERS = 2
_BYTES_PER_ROW = 3000  # of the graph in memory: 288 half floats, neighbours, bookkeeping
_LEAST_MB = 64
# A graph that outgrows its memory is finished row by row, several times slower. Whoever sized the
# server's buffers knows its memory: twice as much is there for a minute.
_MOST_MB = "SELECT greatest(256, 2 * pg_size_bytes(current_setting('shared_buffers')) / 1048576)"

_TABLE = "matching_postingvector"
#: A setting that lives as long as the transaction: rolled back with it, unseen by any other.
_DROPPED = "career_copilot.dropped_indexes"
_IS_SMALL = """
SELECT count(*) <= %(rows)s
FROM (SELECT 1 FROM matching_postingvector LIMIT %(rows)s + 1) AS held"""
_DEFINITIONS = """
SELECT index.oid::regclass::text, pg_get_indexdef(index.oid)
FROM pg_index i
JOIN pg_class index ON index.oid = i.indexrelid
JOIN pg_am method ON method.oid = index.relam
WHERE i.indrelid = %s::regclass AND method.amname = 'hnsw'
    AND pg_has_role(index.relowner, 'USAGE')
ORDER BY index.relname"""
_SETTLE_ALL = "UPDATE matching_postingvector SET is_settled = true WHERE NOT is_settled"
_HELD = "SELECT count(*) FROM matching_postingvector"
# A foreign key that is checked at commit leaves events pending, which forbid CREATE INDEX.
_CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"
_CHECK_AT_COMMIT = "SET CONSTRAINTS ALL DEFERRED"


def drop_index(cursor: RawCursor, rows: int) -> bool:
    """Drop the index when as many rows or more are to come as the table holds; whether it did.

    From here to the end of the transaction readers of vectors wait. Outside a transaction, where a
    failure would leave no index, nothing is dropped.
    """
    if cursor.connection.info.transaction_status != TransactionStatus.INTRANS:
        return False
    _set(cursor, _DROPPED, "")
    cursor.execute(_IS_SMALL, {"rows": rows})
    if rows < WORTH_REBUILDING or not _value(cursor):
        return False
    cursor.execute(_DEFINITIONS, [_TABLE])
    found = cursor.fetchall()
    if not found:
        return False
    try:
        with cursor.connection.transaction():
            _lock(cursor)
    except errors.LockNotAvailable:
        log.info("vectors are being read: the index is grown row by row")
        return False
    cursor.execute(_CHECK_NOW)
    for name, _ in found:
        _run(cursor, f"DROP INDEX {name}")
    cursor.execute(_SETTLE_ALL)
    cursor.execute(_CHECK_AT_COMMIT)
    _set(cursor, _DROPPED, ";".join(str(definition) for _, definition in found))
    return True


def is_dropped(cursor: RawCursor) -> bool:
    """Whether `drop_index` dropped the index in this transaction."""
    return bool(_definitions(cursor))


def make_index(cursor: RawCursor) -> None:
    """Make again what `drop_index` dropped in this transaction; nothing when it dropped nothing."""
    definitions = _definitions(cursor)
    if not definitions:
        return
    cursor.execute(_CHECK_NOW)
    cursor.execute(_HELD)
    needed_mb = _value(cursor) * _BYTES_PER_ROW // 2**20 + 1
    cursor.execute(_MOST_MB)
    given_mb = min(max(needed_mb, _LEAST_MB), _value(cursor))
    _set(cursor, "maintenance_work_mem", f"{given_mb}MB")
    try:
        with cursor.connection.transaction():
            _make(cursor, definitions, workers=WORKERS)
    except OperationalError:
        # Builders share memory that a small container may not have; one alone needs none.
        log.info("no memory to make the index in parallel: one process makes it", exc_info=True)
        _make(cursor, definitions, workers=0)
    cursor.execute(_CHECK_AT_COMMIT)
    cursor.execute("ANALYZE matching_postingvector")
    _set(cursor, _DROPPED, "")


def _definitions(cursor: RawCursor) -> str:
    """How to make again what was dropped; empty when nothing was."""
    cursor.execute("SELECT current_setting(%s, true)", [_DROPPED])
    return str(_value(cursor) or "")


def _lock(cursor: RawCursor) -> None:
    cursor.execute("SELECT current_setting('lock_timeout')")
    before = str(_value(cursor))
    _set(cursor, "lock_timeout", LOCK_TIMEOUT)
    cursor.execute("LOCK TABLE matching_postingvector IN ACCESS EXCLUSIVE MODE")
    _set(cursor, "lock_timeout", before)


def _make(cursor: RawCursor, definitions: str, *, workers: int) -> None:
    _set(cursor, "max_parallel_maintenance_workers", str(workers))
    _run(cursor, definitions)


def _run(cursor: RawCursor, statement: str) -> None:
    """Run a statement the server itself wrote."""
    cursor.execute(statement)


def _set(cursor: RawCursor, name: str, value: str) -> None:
    cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _value(cursor: RawCursor) -> Any:
    row = cursor.fetchone()
    return row[0] if row else None
