"""Places of postings, computed outside the publishing transaction and written inside it."""

import struct
from collections.abc import Sequence
from uuid import UUID

from psycopg import Cursor

from jobs.indexers import PostingPlacer, PostingText
from matching.engine.placing import HEAD, MAGIC
from matching.engines import artefacts, rebuilding

ALGORITHM = "learned/2"
_COPY_HEAD = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">II", 0, 0)
_COPY_TAIL = struct.pack(">h", -1)
_MAKE = """
CREATE TEMP TABLE IF NOT EXISTS matching_incoming
    (posting_id uuid, embedding halfvec, title_embedding halfvec, field halfvec, words sparsevec)
    ON COMMIT DELETE ROWS"""
_COPY = "COPY matching_incoming FROM STDIN (FORMAT BINARY)"
_UPSERT = """
INSERT INTO matching_postingvector
    (posting_id, engine_id, embedding, title_embedding, field, words, is_settled)
SELECT i.posting_id, e.id, i.embedding, i.title_embedding, i.field, i.words, %(is_settled)s
FROM matching_incoming i
JOIN jobs_posting p ON p.id = i.posting_id
JOIN matching_engineversion e ON e.id = %(engine)s
ON CONFLICT (posting_id, engine_id) DO UPDATE SET
    embedding = excluded.embedding,
    title_embedding = excluded.title_embedding,
    field = excluded.field,
    words = excluded.words,
    is_settled = excluded.is_settled"""
# What other versions hold of a posting that changed is of its old text: they compute it again.
_FORGET = """
DELETE FROM matching_postingvector v USING matching_incoming i
WHERE v.posting_id = i.posting_id AND v.engine_id <> %(engine)s"""


class VectorIndexer:
    """Implements `jobs.indexers.PostingIndexer` and `BulkIndexer` for the active engine.

    The payload is what PostgreSQL's binary COPY reads, so publishing parses nothing.
    """

    def prepared(self) -> PostingPlacer:
        """What computes for the version that serves now, in whichever process."""
        return artefacts.active_placer()

    def compute(self, postings: Sequence[PostingText]) -> bytes:
        """Return the places of these postings as rows of a binary COPY."""
        return self.prepared().compute(postings) if postings else MAGIC

    def publish(self, cursor: Cursor[tuple[object, ...]], payload: bytes) -> int:
        """Upsert one payload for the version it was computed by; 0 when it is another program's."""
        if not payload.startswith(MAGIC) or len(payload) <= HEAD:
            return 0
        values = {"engine": UUID(bytes=bytes(payload[len(MAGIC) : HEAD]))}
        copy_in(cursor, payload)
        cursor.execute(_FORGET, values)
        # Growing the nearest-neighbour index costs more than all else and the more the larger it
        # is: what is not worth a new index is settled after publishing.
        cursor.execute(_UPSERT, {**values, "is_settled": rebuilding.is_dropped(cursor)})
        return cursor.rowcount

    def begin_bulk(self, cursor: Cursor[tuple[object, ...]], rows: int) -> None:
        """Take the nearest-neighbour index away when making it anew is cheaper than growing it."""
        rebuilding.drop_index(cursor, rows)

    def end_bulk(self, cursor: Cursor[tuple[object, ...]], rows: int) -> None:
        """Make the index again if it was taken away."""
        rebuilding.make_index(cursor)


def copy_in(cursor: Cursor[tuple[object, ...]], payload: bytes) -> None:
    """Put a payload into the transaction's table of what comes in."""
    cursor.execute(_MAKE)
    cursor.execute("TRUNCATE matching_incoming")
    with cursor.copy(_COPY) as copy:
        copy.write(_COPY_HEAD)
        copy.write(payload[HEAD:])
        copy.write(_COPY_TAIL)
