"""Postings closed long ago: out of the database, into compressed files that can be read back.

A file is written and read back before the rows it holds are deleted. Killed in between, the next
run finds the same rows, writes the same file and goes on; nothing is lost and nothing is double.
"""

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import orjson
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from core.errors import DomainError, TransientError
from jobs import holders
from jobs.models import Company, Posting, PostingArchive, Source
from jobs.models.postings import NAMESPACE
from jobs.pipeline.clustering import forget_keys

BATCH = 1000
_LOOKED_AT = 5 * BATCH  # held postings stay in the table: look further for others
_FOLDER = "archive/postings"
_OWN = {"source", "company"}
_STORAGE_FAILS = (OSError, BotoCoreError, ClientError)

Position = tuple[datetime, UUID]  # closed at, id


class ArchiveUnreadableError(DomainError):
    """This file is no archive of postings."""

    code = "cannot_restore"


@dataclass(frozen=True, slots=True)
class Restored:
    """How many postings an archive held, and how many of them were put back."""

    read: int
    restored: int


def archive_postings(*, now: datetime, after_days: int) -> int:
    """Archive every posting closed for `after_days` that nobody holds; returns how many.

    Raises: TransientError when the storage fails; what was archived before stays so.
    """
    archived, passed = 0, None
    while True:
        batch, passed = _next_batch(now - timedelta(days=after_days), passed)
        if batch:
            archived += _archive(batch, now)
        if passed is None:
            return archived


def _next_batch(before: datetime, after: Position | None) -> tuple[list[Posting], Position | None]:
    """The next postings to archive, oldest first, and where to go on; None at the end."""
    over = _over(before).order_by("closed_at", "pk")
    if after is not None:
        at, key = after
        over = over.filter(Q(closed_at__gt=at) | Q(closed_at=at, pk__gt=key))
    found = over.values_list("closed_at", "pk")[:_LOOKED_AT]
    rows = [(at, key) for at, key in found if at is not None]
    held = holders.held([key for _, key in rows])
    free = [(at, key) for at, key in rows if key not in held][:BATCH]
    is_last = len(rows) < _LOOKED_AT and len(free) < BATCH
    last = free[-1] if len(free) == BATCH else (rows[-1] if rows else None)
    keys = [key for _, key in free]
    postings = Posting.objects.select_related("source", "company").filter(pk__in=keys)
    return list(postings.order_by("pk")), None if is_last else last


def _over(before: datetime) -> QuerySet[Posting]:
    closed = Posting.objects.exclude(status=Posting.Status.ACTIVE)
    return closed.filter(closed_at__lte=before, is_sample=False)


def _archive(postings: Sequence[Posting], now: datetime) -> int:
    body = b"".join(orjson.dumps(_row(posting)) + b"\n" for posting in postings)
    path = _path(postings, now)
    _write(path, body)
    return _delete(postings, path, hashlib.sha256(body).hexdigest())


def _path(postings: Sequence[Posting], now: datetime) -> str:
    """One name for one set of postings in one state, so that writing it twice makes one file."""
    name = uuid5(NAMESPACE, "\n".join(f"{p.pk} {p.updated_at.isoformat()}" for p in postings))
    newest = max(posting.closed_at or now for posting in postings)
    return f"{_FOLDER}/{newest:%Y/%m}/{name}.jsonl.gz"


def _write(path: str, body: bytes) -> None:
    """Write a file and read it back. Raises: TransientError."""
    try:
        if default_storage.exists(path):
            if _read(path) == body:
                return
            default_storage.delete(path)  # cut short by whoever wrote it
        saved = default_storage.save(path, ContentFile(gzip.compress(body, mtime=0)))
        if saved == path and _read(path) == body:
            return
        default_storage.delete(saved)
    except _STORAGE_FAILS as error:
        raise TransientError(f"The archive cannot be written: {error}") from error
    raise TransientError(f"The archive {path} does not read back as written.")


def _read(path: str) -> bytes:
    """The content of an archive; nothing where the file is damaged."""
    with default_storage.open(path) as file:
        try:
            return gzip.decompress(file.read())
        except (EOFError, gzip.BadGzipFile):
            return b""


@transaction.atomic
def _delete(postings: Sequence[Posting], path: str, digest: str) -> int:
    """Delete what is archived, unless it changed or somebody took hold of it meanwhile."""
    seen = {posting.pk: posting.updated_at for posting in postings}
    rows = _over(max(p.closed_at for p in postings if p.closed_at)).filter(pk__in=list(seen))
    locked = dict(
        rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "updated_at")
    )
    held = holders.held(list(locked))
    going = [key for key, at in locked.items() if seen[key] == at and key not in held]
    closed = [posting.closed_at for posting in postings if posting.closed_at]
    PostingArchive.objects.get_or_create(
        path=path,
        defaults={
            "postings": len(postings),
            "sha256": digest,
            "closed_from": min(closed),
            "closed_to": max(closed),
        },
    )
    with connection.cursor() as cursor:
        forget_keys(cursor.cursor, going)
    Posting.objects.filter(pk__in=going).delete()
    return len(going)


def _row(posting: Posting) -> dict[str, Any]:
    """A posting as JSON values, with the names of what it points to."""
    values = {
        field.attname: _plain(getattr(posting, field.attname))
        for field in Posting._meta.concrete_fields  # noqa: SLF001 - Django's documented API
        if field.name not in _OWN
    }
    company = posting.company
    return {
        **values,
        "source": posting.source.slug,
        "company": {"key": company.key, "name": company.name} if company else None,
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def restore(path: str, *, now: datetime) -> Restored:
    """Put the postings of an archive back, closed as they were; those that are there stay.

    They count as closed `now`, so that they are not archived again the same night, and as unknown
    to their source, so that one that returns is published whole.
    Raises: ArchiveUnreadableError.
    """
    rows = list(_rows(path))
    postings = [_posting(row, now) for row in rows]
    there = set(
        Posting.objects.filter(pk__in=[p.pk for p in postings]).values_list("pk", flat=True)
    )
    missing = [posting for posting in postings if posting.pk not in there]
    Posting.objects.bulk_create(missing, ignore_conflicts=True, batch_size=BATCH)
    return Restored(read=len(rows), restored=len(missing))


def _rows(path: str) -> Iterator[dict[str, Any]]:
    try:
        body = _read(path)
    except (*_STORAGE_FAILS, SuspiciousOperation) as error:
        raise ArchiveUnreadableError(f"{path} cannot be read: {error}") from error
    lines = body.splitlines()
    if not lines:
        raise ArchiveUnreadableError(f"{path} holds no postings.")
    for line in lines:
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise ArchiveUnreadableError(f"{path} is no archive of postings.") from error
        if not isinstance(row, dict) or not {"id", "source", "external_id"} <= row.keys():
            raise ArchiveUnreadableError(f"{path} is no archive of postings.")
        yield row


def _posting(row: dict[str, Any], now: datetime) -> Posting:
    source, _ = Source.objects.get_or_create(
        slug=row["source"], defaults={"name": row["source"], "is_enabled": False}
    )
    company = None
    if row["company"]:
        company, _ = Company.objects.get_or_create(
            key=row["company"]["key"], defaults={"name": row["company"]["name"]}
        )
    values = {
        field.attname: field.to_python(row.get(field.attname, field.get_default()))
        for field in Posting._meta.concrete_fields  # noqa: SLF001 - Django's documented API
        if field.name not in _OWN
    }
    return Posting(
        **{**values, "source": source, "company": company, "closed_at": now, "content_hash": ""}
    )
