"""Places postings for a version that is not the one that served when they were published.

Small batches, each in a transaction of its own: the version that serves goes on serving.
"""

from uuid import UUID

from django.db import connection, transaction

from jobs.indexers import PostingText
from jobs.models import Posting
from matching.engines import artefacts
from matching.engines.indexing import copy_in
from matching.models import EngineVersion

ROWS_AT_ONCE = 200
NOWHERE = UUID(int=0)
_LACKING = """
FROM jobs_postingsearch s JOIN jobs_posting p ON p.id = s.posting_id
WHERE s.is_active AND p.status = 'ACTIVE' AND NOT EXISTS (
    SELECT 1 FROM matching_postingvector v
    WHERE v.posting_id = s.posting_id AND v.engine_id = %(engine)s AND v.words IS NOT NULL)"""
_COUNT = f"SELECT count(*) {_LACKING}"
_NEXT = f"""
SELECT s.posting_id {_LACKING} AND s.posting_id > %(after)s
ORDER BY s.posting_id LIMIT %(limit)s"""
# A posting that was changed or deleted while its text was read is left for the next round.
_INSERT = """
INSERT INTO matching_postingvector
    (posting_id, engine_id, embedding, title_embedding, field, words, is_settled)
SELECT i.posting_id, %(engine)s, i.embedding, i.title_embedding, i.field, i.words, true
FROM matching_incoming i
JOIN jobs_posting p ON p.id = i.posting_id AND p.content_hash = ANY(%(hashes)s)
ON CONFLICT (posting_id, engine_id) DO UPDATE SET
    embedding = excluded.embedding,
    title_embedding = excluded.title_embedding,
    field = excluded.field,
    words = excluded.words,
    is_settled = excluded.is_settled"""


def lacking(engine_id: UUID) -> int:
    """How many open postings this version has no place for."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"engine": engine_id})
        return int(cursor.fetchone()[0])


def complete(engine_id: UUID, *, after: UUID = NOWHERE, most: int) -> UUID | None:
    """Place up to `most` postings behind `after`; returns the last of them, None at the end."""
    placer = artefacts.placer_of(EngineVersion.objects.get(pk=engine_id))
    done = 0
    while done < most:
        batch = _next(engine_id, after)
        if not batch:
            return None
        payload = placer.compute([_text(one) for one in batch])
        with transaction.atomic(), connection.cursor() as cursor:
            copy_in(cursor.cursor, payload)
            hashes = [one.content_hash for one in batch]
            cursor.execute(_INSERT, {"engine": engine_id, "hashes": hashes})
        after = batch[-1].pk
        done += len(batch)
    return after


def _next(engine_id: UUID, after: UUID) -> list[Posting]:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"engine": engine_id, "after": after, "limit": ROWS_AT_ONCE})
        ids = [row[0] for row in cursor.fetchall()]
    fields = ("pk", "title", "company_name", "description", "skills", "language", "content_hash")
    return list(Posting.objects.filter(pk__in=ids).only(*fields).order_by("pk"))


def _text(one: Posting) -> PostingText:
    return PostingText(
        one.pk, one.title, one.company_name, one.description, tuple(one.skills), "", one.language
    )
