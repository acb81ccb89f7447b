"""What is most like a posting or a text: in batches ahead of the question, or now.

In batches the vectors of all open jobs pass once through memory, a chunk at a time, and every
posting of the batch is compared with all of them. Now means one walk through the index.
"""
# ruff: noqa: S608 - the statements are put together from constants; every value is a parameter

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction
from psycopg import Cursor

from jobs.indexers import PostingText
from jobs.models import ClusterMember, Posting
from matching.engine.nearness import Nearest, joined, offer
from matching.engine.placing import placed
from matching.engine.space import INDEXED, Places
from matching.engine.vectors import Vectors
from matching.engines import artefacts
from matching.engines.filters import filters_for
from matching.models import EngineVersion
from matching.selectors.leanings import stored_places
from matching.types import Wishes

KEPT = 60  # more than anybody may ask for: some close before the list is made anew
BATCH = 5_000
CHUNK = 20_000
NEAREST = 200
RENEWED_AFTER = timedelta(days=1)  # so that an old posting hears of the new ones
_HEADER = 19  # bytes before the first row of a binary COPY
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('matching neighbours', 0))"
_OPEN = "s.is_active AND p.status = 'ACTIVE' AND (p.expires_at IS NULL OR p.expires_at > %(now)s)"
_VECTORS = f"""
FROM matching_postingvector v
JOIN jobs_postingsearch s ON s.posting_id = v.posting_id
JOIN jobs_posting p ON p.id = v.posting_id
LEFT JOIN jobs_clustermember m ON m.posting_id = v.posting_id
WHERE v.engine_id = %(engine)s AND v.field IS NOT NULL AND {_OPEN}"""
_STALE = """
SELECT v.posting_id, p.content_hash
FROM matching_postingvector v
JOIN jobs_posting p ON p.id = v.posting_id
LEFT JOIN matching_neighbours n ON n.posting_id = v.posting_id
WHERE v.engine_id = %(engine)s AND v.field IS NOT NULL
  AND p.status = 'ACTIVE' AND (p.expires_at IS NULL OR p.expires_at > %(now)s)
  AND (n.posting_id IS NULL OR n.engine_id <> v.engine_id
       OR n.content_hash <> p.content_hash OR n.computed_at < %(renew)s)
ORDER BY n.computed_at NULLS FIRST, v.posting_id LIMIT %(limit)s"""
_ROWS = "SELECT v.posting_id, coalesce(m.cluster_id, v.posting_id), v.embedding"
_COPIED = "COPY ({}) TO STDOUT (FORMAT BINARY)"
_MINE = f"COPY ({_ROWS} {_VECTORS} AND v.posting_id = ANY(%(ids)s)) TO STDOUT (FORMAT BINARY)"
# Of the advertisements of one job the first one stands for it.
_JOBS = f"""COPY ({_ROWS} {_VECTORS} AND v.posting_id > %(after)s
AND NOT EXISTS (
    SELECT 1 FROM jobs_clustermember o JOIN jobs_postingsearch os ON os.posting_id = o.posting_id
    WHERE o.cluster_id = m.cluster_id AND o.posting_id < v.posting_id AND os.is_active
)
ORDER BY v.posting_id LIMIT %(chunk)s) TO STDOUT (FORMAT BINARY)"""
_SETTINGS = """
SELECT set_config('max_parallel_workers_per_gather', '0', true),
       set_config('hnsw.ef_search', '250', true),
       set_config('hnsw.iterative_scan', 'strict_order', true)"""
# Vectors that are not in the index yet are few, and all read.
_NEAR = f"""
({_ROWS} {_VECTORS} AND v.is_settled {{filters}}
ORDER BY v.embedding <=> %(index)s::halfvec LIMIT %(limit)s)
UNION ALL
({_ROWS} {_VECTORS} AND NOT v.is_settled {{filters}}
ORDER BY v.embedding <=> %(index)s::halfvec LIMIT %(limit)s)"""
_MAKE = """
CREATE TEMP TABLE IF NOT EXISTS matching_near
    (posting_id uuid, content_hash text, near uuid[], scores float8[]) ON COMMIT DELETE ROWS"""
_COPY = "COPY matching_near FROM STDIN"
_UPSERT = """
INSERT INTO matching_neighbours (posting_id, engine_id, content_hash, near, scores, computed_at)
SELECT i.posting_id, %(engine)s, i.content_hash, i.near, i.scores, %(now)s
FROM matching_near i JOIN jobs_posting p ON p.id = i.posting_id
ON CONFLICT (posting_id) DO UPDATE SET
    engine_id = excluded.engine_id, content_hash = excluded.content_hash,
    near = excluded.near, scores = excluded.scores, computed_at = excluded.computed_at"""

RawCursor = Cursor[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Near:
    """A posting and how much it is like the one asked about, 0 to 1."""

    posting_id: UUID
    score: float


_NOBODY = Near(uuid.UUID(int=0), 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Postings, the number of their job, and one row of a likeness each."""

    ids: list[bytes]
    jobs: list[bytes]
    joined: Vectors


@transaction.atomic
def refresh(*, engine: EngineVersion, now: datetime, limit: int = BATCH) -> int:
    """Make the lists of up to `limit` postings that have none, an old one or another text's.

    Returns how many; 0 also while somebody else is at it. Idempotent.
    """
    asked: dict[str, Any] = {
        "engine": engine.pk,
        "now": now,
        "renew": now - RENEWED_AFTER,
        "limit": limit,
    }
    with connection.cursor() as wrapped:
        wrapped.execute(_LOCK)
        if not wrapped.fetchone()[0]:
            return 0
        wrapped.execute(_STALE, asked)
        stale: dict[UUID, str] = dict(wrapped.fetchall())
        mine = _read(wrapped.cursor, _MINE, {**asked, "ids": list(stale)})
        found = _compared(wrapped.cursor, mine, asked) if mine.ids else {}
        _keep(wrapped.cursor, stale, found, asked)
    return len(stale)


def nearest_to(posting: Posting, *, engine: EngineVersion, now: datetime, top: int) -> list[Near]:
    """What is most like this posting, found now: for a posting that has no list yet."""
    place = stored_places([posting.pk], engine).get(posting.pk)
    if place is None:
        place = _placed(
            posting.title, posting.description, engine, skills=tuple(posting.skills)
        ).index[0]
    mine = ClusterMember.objects.filter(posting=posting).values_list("cluster_id", flat=True)
    job = mine.first() or posting.pk
    return _nearest(place, Wishes(), engine=engine, now=now, top=top, besides=job)


def nearest_to_text(
    text: str, wishes: Wishes, *, engine: EngineVersion, now: datetime, top: int
) -> list[Near]:
    """The open postings most like a job description, whose first line is its title."""
    title, _, body = text.strip().partition("\n")
    places = _placed(title, body or title, engine)
    if not places.says_something:
        return []
    return _nearest(places.index[0], wishes, engine=engine, now=now, top=top)


def _nearest(
    place: Vectors,
    wishes: Wishes,
    *,
    engine: EngineVersion,
    now: datetime,
    top: int,
    besides: UUID | None = None,
) -> list[Near]:
    """The open postings nearest to a place that pass the wishes, each job but one once."""
    filters = filters_for(wishes)
    values: dict[str, Any] = {
        **filters.values,
        "now": now,
        "engine": engine.pk,
        "index": "[" + ",".join(f"{value:.5g}" for value in place.tolist()) + "]",
        "limit": NEAREST,
    }
    statement = _COPIED.format(_NEAR.replace("{filters}", filters.sql))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SETTINGS)
        rows = _read(cursor.cursor, statement, values)
    if not rows.ids:
        return []
    likeness = np.clip(rows.joined @ joined(place[None])[0], 0, 1).round(4).tolist()
    once: dict[bytes, Near] = {} if besides is None else {besides.bytes: _NOBODY}
    for score, key, job in sorted(
        zip(likeness, rows.ids, rows.jobs, strict=True), key=lambda row: (-row[0], row[1])
    ):
        once.setdefault(job, Near(UUID(bytes=key), score))
    return [one for one in once.values() if one is not _NOBODY][:top]


def _placed(
    title: str, body: str, engine: EngineVersion, *, skills: tuple[str, ...] = ()
) -> Places:
    """Where this version would place a posting of this text."""
    text = PostingText(_NOBODY.posting_id, title[:200], "", body, skills, "", "")
    return placed(artefacts.learned(engine.pk), [text])


def _compared(cursor: RawCursor, mine: _Rows, asked: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """The neighbours of each posting and their likeness, as PostgreSQL writes arrays."""
    best = Nearest.of(len(mine.ids), KEPT)
    offered: list[str] = []
    numbers: dict[bytes, int] = {}
    jobs = _numbered(mine.jobs, numbers)
    for chunk in _chunks(cursor, asked):
        chunk_jobs = _numbered(chunk.jobs, numbers)
        offer(best, mine.joined, jobs, chunk.joined, chunk_jobs, len(offered))
        offered += [key.hex() for key in chunk.ids]
    likeness = np.minimum(best.scores, 1).round(4)
    found = {}
    for key, places, scores in zip(mine.ids, best.positions, likeness, strict=True):
        known = scores > 0  # what is not alike at all is no neighbour
        near = ",".join([offered[place] for place in places[known].tolist()])
        found[key.hex()] = (f"{{{near}}}", f"{{{','.join(map('{:.4f}'.format, scores[known]))}}}")
    return found


def _chunks(cursor: RawCursor, asked: dict[str, Any]) -> Iterator[_Rows]:
    after = uuid.UUID(int=0)
    while True:
        rows = _read(cursor, _JOBS, {**asked, "after": after, "chunk": CHUNK})
        if rows.ids:
            yield rows
        if len(rows.ids) < CHUNK:
            return
        after = UUID(bytes=rows.ids[-1])


def _numbered(jobs: list[bytes], numbers: dict[bytes, int]) -> npt.NDArray[np.intp]:
    return np.array([numbers.setdefault(job, len(numbers)) for job in jobs], np.intp)


def _keep(
    cursor: RawCursor, stale: dict[UUID, str], found: dict[str, tuple[str, str]], asked: Any
) -> None:
    cursor.execute(_MAKE)
    with cursor.copy(_COPY) as copy:
        for posting_id, content_hash in stale.items():
            near, scores = found.get(posting_id.hex, ("{}", "{}"))
            copy.write_row((posting_id.hex, content_hash, near, scores))
    cursor.execute(_UPSERT, asked)
    cursor.execute("TRUNCATE matching_near")


def _read(cursor: RawCursor, statement: str, values: dict[str, Any]) -> _Rows:
    """Run a binary COPY of ids, jobs and places, and read all of it at once."""
    with cursor.copy(statement, values) as copy:
        held = b"".join(copy)
    if len(held) <= _HEADER + 2:
        return _Rows([], [], np.zeros((0, 0), np.float32))
    layout = _layout()
    rows = np.frombuffer(held, layout, (len(held) - _HEADER - 2) // layout.itemsize, _HEADER)
    places = joined(rows["embedding"].astype(np.float32))
    return _Rows(list(map(bytes, rows["id"])), list(map(bytes, rows["job"])), places)


def _layout() -> np.dtype[np.void]:
    """How a row of two ids and a place is laid out."""
    parts: list[tuple[str, Any, int]] = [("columns", "V2", 1)]
    for name in ("id", "job"):
        parts += [(f"{name}_length", "V4", 1), (name, "u1", 16)]
    parts += [("head", "V8", 1), ("embedding", ">f2", INDEXED)]
    return np.dtype([(name, kind, (width,)) for name, kind, width in parts])
