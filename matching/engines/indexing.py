"""Vectors of postings, computed outside the publishing transaction and written inside it."""

import struct
from collections.abc import Sequence

import numpy as np
from psycopg import Cursor

from jobs.indexers import PostingText
from jobs.skills import normalise_title
from matching.engine.vectors import DIMENSIONS, posting_vectors
from matching.engines import rebuilding

ALGORITHM = "static-256/1"
BODY_CHARACTERS = 3000
_MAGIC = b"ccv1"
_COPY_HEAD = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">II", 0, 0)
_COPY_TAIL = struct.pack(">h", -1)
_MAKE = """
CREATE TEMP TABLE IF NOT EXISTS matching_incoming
    (posting_id uuid, embedding halfvec, title_embedding halfvec, field halfvec)
    ON COMMIT DELETE ROWS"""
_COPY = "COPY matching_incoming FROM STDIN (FORMAT BINARY)"
_UPSERT = """
INSERT INTO matching_postingvector
    (posting_id, engine_id, embedding, title_embedding, field, is_settled)
SELECT i.posting_id, e.id, i.embedding, i.title_embedding, i.field, %(is_settled)s
FROM matching_incoming i
JOIN jobs_posting p ON p.id = i.posting_id
JOIN matching_engineversion e ON e.state = 'ACTIVE' AND e.algorithm = %(algorithm)s
ON CONFLICT (posting_id, engine_id) DO UPDATE SET
    embedding = excluded.embedding,
    title_embedding = excluded.title_embedding,
    field = excluded.field,
    is_settled = excluded.is_settled"""


class VectorIndexer:
    """Implements `jobs.indexers.PostingIndexer` and `BulkIndexer` for the active engine.

    The payload is what PostgreSQL's binary COPY reads, so publishing parses nothing.
    """

    def compute(self, postings: Sequence[PostingText]) -> bytes:
        """Return the vectors of these postings as rows of a binary COPY."""
        if not postings:
            return _MAGIC
        titles = [normalise_title(one.title[:200]).role or one.title for one in postings]
        vectors = posting_vectors(titles, [body_of(one) for one in postings])
        row = np.zeros(len(postings), _row_type(vectors.field.shape[1]))
        row["columns"], row["id_length"] = 4, 16
        ids = b"".join(one.id.bytes for one in postings)
        row["id"] = np.frombuffer(ids, np.uint8).reshape(-1, 16)
        for name, values in (
            ("blend", vectors.blend),
            ("title", vectors.title),
            ("field", vectors.field),
        ):
            row[f"{name}_length"] = 4 + 2 * values.shape[1]
            row[f"{name}_width"] = values.shape[1]
            row[name] = values
        return _MAGIC + row.tobytes()

    def publish(self, cursor: Cursor[tuple[object, ...]], payload: bytes) -> int:
        """Upsert one payload for the active engine; 0 when the payload is another engine's."""
        if not payload.startswith(_MAGIC):
            return 0
        cursor.execute(_MAKE)
        cursor.execute("TRUNCATE matching_incoming")
        with cursor.copy(_COPY) as copy:
            copy.write(_COPY_HEAD)
            copy.write(payload[len(_MAGIC) :])
            copy.write(_COPY_TAIL)
        # Growing the nearest-neighbour index costs more than all else and the more the larger it
        # is: what is not worth a new index is settled after publishing.
        is_settled = rebuilding.is_dropped(cursor)
        cursor.execute(_UPSERT, {"algorithm": ALGORITHM, "is_settled": is_settled})
        return cursor.rowcount

    def begin_bulk(self, cursor: Cursor[tuple[object, ...]], rows: int) -> None:
        """Take the nearest-neighbour index away when making it anew is cheaper than growing it."""
        rebuilding.drop_index(cursor, rows)

    def end_bulk(self, cursor: Cursor[tuple[object, ...]], rows: int) -> None:
        """Make the index again if it was taken away."""
        rebuilding.make_index(cursor)


def body_of(posting: PostingText) -> str:
    """The text under the title that is worth a vector."""
    return f"{', '.join(posting.skills)}\n{posting.description[:BODY_CHARACTERS]}"


def _row_type(fields: int) -> np.dtype[np.void]:
    parts: list[tuple[str, ...]] = [
        ("columns", ">i2"),
        ("id_length", ">i4"),
        ("id", "u1", 16),  # type: ignore[list-item]
    ]
    for name, width in (("blend", DIMENSIONS), ("title", DIMENSIONS), ("field", fields)):
        parts += [
            (f"{name}_length", ">i4"),
            (f"{name}_width", ">i2"),
            (f"{name}_unused", ">i2"),
            (name, ">f2", width),  # type: ignore[list-item]
        ]
    return np.dtype(parts)
