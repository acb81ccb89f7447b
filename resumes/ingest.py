"""Reads uploaded files: claims a version, has it parsed in a child process, writes the result once."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.live import announce_on_commit
from resumes import storage
from resumes.models import ResumeVersion, VersionQuerySet
from resumes.parsing import sandbox
from resumes.parsing.types import ParsedResume, ParseFailure
from resumes.signals import version_parsed
from resumes.types import CRASHED, MAX_ATTEMPTS, MISSING, failure_of

log = logging.getLogger(__name__)

State = ResumeVersion.State
#: A reading takes at most a minute; one that began longer ago than this has lost its worker.
STALE = timedelta(minutes=3)
#: An upload is enqueued at once; one that waited longer has probably lost its message.
OVERDUE = timedelta(minutes=1)
ORPHAN_AGE = timedelta(hours=2)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """One version that this process alone reads, until the claim goes stale."""

    version_id: UUID
    owner_id: UUID
    file_key: str
    since: datetime


def read_version(*, version_id: UUID, now: datetime) -> bool:
    """Read one version if nobody else does; return whether this call read it.

    Idempotent: a second delivery finds nothing to claim.
    Raises: StorageDownError, after giving the claim back.
    """
    claim = _claim(version_id, now)
    if claim is None:
        return False
    started = time.monotonic()
    try:
        with storage.fetched(claim.file_key) as path:
            parsed = sandbox.parse_file(path)
    except ParseFailure as failure:
        return _fail(claim, failure.code)
    except FileNotFoundError:
        return _fail(claim, MISSING)
    except storage.StorageDownError:
        _release(claim)
        raise
    return _finish(claim, parsed, seconds=time.monotonic() - started)


def give_up(*, now: datetime) -> int:
    """Fail the versions whose reader died `MAX_ATTEMPTS` times; return how many."""
    dead = _stuck(now).filter(attempts__gte=MAX_ATTEMPTS)
    claims = [Claim(*row) for row in dead.values_list("id", "owner_id", "file_key", "state_since")]
    return sum(_fail(claim, CRASHED) for claim in claims)


def waiting_too_long(*, now: datetime, limit: int = _BATCH) -> list[UUID]:
    """Return versions whose message was lost or whose reader died, oldest first."""
    due = _stuck(now).filter(attempts__lt=MAX_ATTEMPTS).order_by("state_since", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def sweep_orphans(*, now: datetime) -> int:
    """Remove files that no row knows and that are no upload in flight; return how many."""
    removed = 0
    batch: list[str] = []
    for key, written_at in storage.stored_under():
        if written_at < now - ORPHAN_AGE:
            batch.append(key)
        if len(batch) >= _BATCH:
            removed += _remove_unknown(batch)
            batch = []
    return removed + _remove_unknown(batch)


def remove_unreferenced(*, owner_id: UUID, keys: Iterable[str]) -> int:
    """Remove those of a person's files that no version refers to; return how many.

    Holds the lock an upload holds while it writes its row, so a file that is being uploaded again
    is either seen as used here or seen as gone there.
    """
    with transaction.atomic():
        lock_owner(owner_id)
        unknown = sorted(set(keys) - _known(keys))
        for key in unknown:
            storage.delete(key)
    return len(unknown)


def lock_owner(owner_id: UUID) -> bool:
    """Make this person's uploads and deletions wait for one another; False when they are gone."""
    owners = get_user_model().objects.select_for_update(no_key=True)
    return owners.filter(pk=owner_id).values_list("pk").first() is not None


def _remove_unknown(keys: list[str]) -> int:
    unknown = set(keys) - _known(keys)
    return sum(
        remove_unreferenced(owner_id=storage.owner_of(key), keys=[key]) for key in sorted(unknown)
    )


def _known(keys: Iterable[str]) -> set[str]:
    rows = ResumeVersion.objects.filter(file_key__in=list(keys))
    return set(rows.values_list("file_key", flat=True))


def _stuck(now: datetime) -> VersionQuerySet:
    overdue = Q(state=State.RECEIVED, state_since__lt=now - OVERDUE)
    stale = Q(state=State.PARSING, state_since__lt=now - STALE)
    return ResumeVersion.objects.filter(overdue | stale)


def _claim(version_id: UUID, now: datetime) -> Claim | None:
    free = Q(state=State.RECEIVED) | Q(state=State.PARSING, state_since__lt=now - STALE)
    with transaction.atomic():
        claimed = ResumeVersion.objects.filter(
            free, pk=version_id, attempts__lt=MAX_ATTEMPTS
        ).update(
            state=State.PARSING,
            state_since=now,
            attempts=F("attempts") + 1,
            updated_at=now,
        )
        if not claimed:
            return None
        owner_id, key = ResumeVersion.objects.values_list("owner_id", "file_key").get(pk=version_id)
        announce_on_commit(owner_id, "resume", version_id=version_id, state=State.PARSING)
    return Claim(version_id, owner_id, key, now)


def _release(claim: Claim) -> None:
    """Put the version back: the store was away, which is not the file's fault."""
    _held(claim).update(
        state=State.RECEIVED, state_since=timezone.now(), attempts=F("attempts") - 1
    )


def _finish(claim: Claim, parsed: ParsedResume, *, seconds: float) -> bool:
    now = timezone.now()
    with transaction.atomic():
        written = _held(claim).update(
            state=State.PARSED,
            state_since=now,
            updated_at=now,
            failure_code="",
            failure_message="",
            parsed=_storable(parsed.resume),
            provenance=_storable(parsed.provenance),
            text=_storable(parsed.text),
            language=(parsed.language or "")[:2],
            pages=min(parsed.pages, 32767),
            experience_months=parsed.experience_months,
            parser_version=parsed.parser_version,
            parse_seconds=round(seconds, 3),
            warnings=_storable(list(parsed.warnings)),
        )
        if written:
            tell_parsed(claim.version_id, claim.owner_id)
    return bool(written)


def _storable(value: Any) -> Any:
    """Return the value without what PostgreSQL refuses: zero characters and lone surrogates."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    return value


def tell_parsed(version_id: UUID, owner_id: UUID) -> None:
    """Tell open pages and the apps above, once the transaction commits."""
    announce_on_commit(owner_id, "resume", version_id=version_id, state=State.PARSED)

    def send() -> None:
        version_parsed.send_robust(
            sender=ResumeVersion, version_id=str(version_id), owner_id=str(owner_id)
        )

    transaction.on_commit(send, robust=True)


def _fail(claim: Claim, code: str) -> bool:
    now = timezone.now()
    with transaction.atomic():
        written = _held(claim).update(
            state=State.FAILED,
            state_since=now,
            updated_at=now,
            failure_code=code,
            failure_message=str(failure_of(code).sentence),
        )
        if written:
            log.info("resume version %s could not be read: %s", claim.version_id, code)
            announce_on_commit(
                claim.owner_id, "resume", version_id=claim.version_id, state=State.FAILED
            )
    return bool(written)


def _held(claim: Claim) -> VersionQuerySet:
    """The row, as long as nobody claimed it after us."""
    return ResumeVersion.objects.filter(
        pk=claim.version_id,
        state__in=[State.PARSING, State.RECEIVED],
        state_since=claim.since,
    )
