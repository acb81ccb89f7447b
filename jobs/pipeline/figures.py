"""Counting: searches as they are made, clicks, and the figures of a day.

A search writes nothing to the database: it adds one to a hash in Redis, and a task writes what came
together each minute. Redis away, or lost within the minute: those searches are not counted.
"""

import hashlib
import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from django.db import connection, transaction
from redis.exceptions import RedisError

from accounts.models import User
from core.models import uuid7
from core.probes import redis_client
from jobs.models import CountedBatch, DailyFigure, Posting, RedirectClick
from jobs.types import PostingFilter

log = logging.getLogger(__name__)

LONGEST_WORDS = 120
_BUFFER = "cc-counting:searches"
_BATCHES = "cc-counting:batches"
# What was counted until now becomes a batch, whose name is known before anybody can lose it.
_SEAL = """
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('SADD', KEYS[3], KEYS[2])
end
"""
_BATCHES_KEPT = timedelta(days=7)
_SECONDS = 0.3  # a search never waits for its counting
#: What may name a person: addresses, handles and numbers as long as a telephone's.
_PERSONAL = re.compile(r"\S*@\S*|\+?\d[\d\s().-]{5,}\d")


def normalised(words: str) -> str:
    """The words of a search as they are counted: lower case, single spaces, nothing personal."""
    plain = _PERSONAL.sub(" ", words.replace("\x00", "").casefold())
    return " ".join(plain.split())[:LONGEST_WORDS].strip()


def filters_hash(filters: PostingFilter) -> str:
    """Name a set of filters; empty for none. Samples or not is no filter of the person's."""
    given = {name: value for name, value in asdict(filters).items() if value}
    given.pop("include_samples", None)
    if not given:
        return ""
    text = json.dumps(given, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def note_search(words: str, filters: PostingFilter, *, now: datetime) -> None:
    """Count one search. Never raises: a search that is not counted is still a search."""
    day = now.astimezone(UTC).date().isoformat()
    name = json.dumps([day, normalised(words), filters_hash(filters)])
    try:
        _redis(settings.REDIS_URL).hincrby(_BUFFER, name, 1)
    except RedisError as error:
        log.warning("a search was not counted: %s", error)


def write_searches(*, now: datetime) -> int:
    """Write every search counted since the last time; returns how many. Done twice, counted once."""
    server = _redis(settings.REDIS_URL)
    server.register_script(_SEAL)([_BUFFER, f"{_BUFFER}:{uuid7()}", _BATCHES])
    written = 0
    for key in sorted(server.smembers(_BATCHES)):
        name = key.decode() if isinstance(key, bytes) else key
        written += _write_batch(name, server.hgetall(key))
        server.delete(key)
        server.srem(_BATCHES, key)
    CountedBatch.objects.filter(created_at__lt=now - _BATCHES_KEPT).delete()
    return written


@transaction.atomic
def _write_batch(name: str, counted: Mapping[bytes | str, bytes | str]) -> int:
    """Add up one batch, unless it was: a worker may die between the commit and the deletion."""
    _batch, is_new = CountedBatch.objects.get_or_create(name=name)
    if not is_new:
        return 0
    rows = [(*json.loads(key), int(number)) for key, number in sorted(counted.items())]
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO jobs_searchlog AS log
                (id, created_at, updated_at, day, words, filters_hash, count)
            VALUES (gen_random_uuid(), now(), now(), %s, %s, %s, %s)
            ON CONFLICT (day, words, filters_hash)
            DO UPDATE SET count = log.count + EXCLUDED.count, updated_at = now()
            """,
            rows,
        )
    return sum(row[-1] for row in rows)


def record_click(*, click_id: UUID, posting_id: UUID, user_id: UUID | None, at: datetime) -> None:
    """Keep that somebody left for a posting's own page; the same click twice is one."""
    if not Posting.objects.filter(pk=posting_id).exists():
        return
    known = user_id and User.objects.filter(pk=user_id, is_guest=False).exists()
    facts = {"posting_id": posting_id, "user_id": user_id if known else None, "at": at}
    RedirectClick.objects.get_or_create(pk=click_id, defaults=facts)


_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('daily figures', 0))"
_PLACES_KEPT = 500
# Grouping sets: one reading of the open postings gives every way of counting them.
_OPEN = """
SELECT grouping(country, place, category, source.slug) AS kind,
       country, place, category, source.slug, count(*) AS number
FROM jobs_posting posting JOIN jobs_source source ON source.id = posting.source_id
WHERE posting.status = 'ACTIVE' AND NOT posting.is_sample
  AND (expires_at IS NULL OR expires_at > %(now)s)
GROUP BY GROUPING SETS ((), (country), (country, place), (category), (source.slug))
ORDER BY kind, number DESC, country, place, category
"""
#: The bit of a column is set where it was not grouped by.
_KINDS: dict[int, tuple[str, ...]] = {
    0b1111: (),
    0b0111: ("country",),
    0b0011: ("country", "place"),
    0b1101: ("category",),
    0b1110: ("source",),
}
_COLUMNS = ("country", "place", "category", "source")
_COUNTS = {
    "searches": "SELECT NULL, coalesce(sum(count), 0) FROM jobs_searchlog WHERE day = %(day)s",
    "clicks": """
        SELECT NULL, count(*) FROM jobs_redirectclick
        WHERE at >= %(start)s AND at < %(start)s + interval '1 day'""",
    "runs": """
        SELECT state, count(*) FROM jobs_sourcerun
        WHERE started_at >= %(start)s AND started_at < %(start)s + interval '1 day'
        GROUP BY state""",
    "new_postings": """
        SELECT nullif(country, ''), count(*) FROM jobs_posting
        WHERE first_seen_at >= %(start)s AND first_seen_at < %(start)s + interval '1 day'
          AND NOT is_sample GROUP BY country""",
}
_LABELS = {"runs": "state", "new_postings": "country"}

Figures = dict[str, int]  # by labels, as JSON


def count_days(*, now: datetime) -> None:
    """Bring the figures of today and yesterday up to date. Twice gives the same rows."""
    today = now.astimezone(UTC).date()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        _keep("open_postings", today, _open_postings(now))
        for day in (today - timedelta(days=1), today):
            for name in _COUNTS:
                _keep(name, day, _counted(name, day))


def _open_postings(now: datetime) -> Figures:
    found: Figures = {}
    places = 0
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"now": now})
        for kind, *values, number in cursor.fetchall():
            shown = dict(zip(_COLUMNS, values, strict=True))
            labels = {name: shown[name] for name in _KINDS[kind]}
            if "place" in labels:
                places += 1
                if places > _PLACES_KEPT or not labels["place"]:
                    continue
            found[json.dumps(labels)] = number
    return found


def _counted(name: str, day: date) -> Figures:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS[name], {"day": day, "start": start})
        return {
            json.dumps({_LABELS[name]: label} if label else {}): int(number)
            for label, number in cursor.fetchall()
        }


def _keep(name: str, day: date, figures: Figures) -> None:
    """Make the rows of one figure and day be exactly these."""
    rows = [DailyFigure(name=name, day=day, **facts) for facts in _facts(figures)]
    DailyFigure.objects.filter(name=name, day=day).exclude(
        labels__in=[row.labels for row in rows]
    ).delete()
    DailyFigure.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["name", "day", "labels"],
        update_fields=["value", "updated_at"],
    )


def _facts(figures: Figures) -> Iterator[dict[str, Any]]:
    for labels, value in figures.items():
        yield {"labels": json.loads(labels), "value": value}


@cache
def _redis(url: str) -> redis.Redis:
    return redis_client(url, _SECONDS)
