"""Reads uploaded files: claims a version, has it parsed in a child process, writes the result once."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.clamd import Clamd, ScannerDownError, ScanRefusedError
from core.live import announce_on_commit
from resumes import storage
from resumes.ingest.files import remove_unreferenced
from resumes.models import ResumeVersion, VersionQuerySet
from resumes.parsing import sandbox
from resumes.parsing.types import PARSER_VERSION, ParsedResume, ParseFailure
from resumes.signals import version_parsed
from resumes.types import (
    CRASHED,
    INFECTED,
    MAX_ATTEMPTS,
    MISSING,
    UNSCANNED,
    failure_of,
)

log = logging.getLogger(__name__)

State = ResumeVersion.State
#: A reading takes at most a minute; one that began longer ago than this has lost its worker.
STALE = timedelta(minutes=3)
#: An upload is enqueued at once; one that waited longer has probably lost its message.
OVERDUE = timedelta(minutes=1)
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

    Idempotent: a second delivery finds nothing to claim. With a virus scanner nothing is read that
    it has not seen: while it is away the version waits.
    Raises: StorageDownError, ScannerDownError, after giving the claim back.
    """
    claim = _claim(version_id, now)
    if claim is None:
        return False
    started = time.monotonic()
    try:
        parsed = _read(claim)
    except ParseFailure as failure:
        return _drop(claim) if failure.code == INFECTED else _fail(claim, failure.code)
    except (storage.StorageDownError, ScannerDownError):
        _release(claim)
        raise
    return _finish(claim, parsed, seconds=time.monotonic() - started)


def may_be_handed_out(version: ResumeVersion) -> bool:
    """Whether the original is there and, where there is a scanner, was looked at."""
    if not version.file_key:
        return False
    was_seen = version.state == State.PARSED or version.scanned_at is not None
    return was_seen or not settings.CLAMAV_URL


def give_up(*, now: datetime) -> int:
    """Fail the versions whose reader died `MAX_ATTEMPTS` times; return how many."""
    dead = _stuck(now).filter(attempts__gte=MAX_ATTEMPTS)
    claims = [Claim(*row) for row in dead.values_list("id", "owner_id", "file_key", "state_since")]
    return sum(_fail(claim, CRASHED) for claim in claims)


def waiting_too_long(*, now: datetime, limit: int = _BATCH) -> list[UUID]:
    """Return versions whose message was lost or whose reader died, oldest first."""
    due = _stuck(now).filter(attempts__lt=MAX_ATTEMPTS).order_by("state_since", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


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


def _read(claim: Claim) -> ParsedResume:
    """Raises: ParseFailure, StorageDownError, ScannerDownError."""
    try:
        with storage.fetched(claim.file_key) as path:
            if settings.CLAMAV_URL:
                _expect_clean(claim, path)
            return sandbox.parse_file(path)
    except FileNotFoundError as error:
        raise _failure(MISSING) from error
    except ScanRefusedError as error:
        raise _failure(UNSCANNED) from error


def _expect_clean(claim: Claim, path: Path) -> None:
    """Have the file scanned, and note that it was. Raises: ParseFailure, ScannerDownError."""
    with path.open("rb") as file:
        found = Clamd(settings.CLAMAV_URL).scan(file)
    if found:
        log.warning("resume version %s holds %s", claim.version_id, found)
        raise _failure(INFECTED)
    _held(claim).update(scanned_at=timezone.now())


def _failure(code: str) -> ParseFailure:
    return ParseFailure(code, str(failure_of(code).sentence))


def _drop(claim: Claim) -> bool:
    """Fail an infected version and remove its file; the row stays, so that the same bytes fail again."""
    written = _fail(claim, INFECTED, file_key="")
    if written:
        remove_unreferenced(owner_id=claim.owner_id, keys=[claim.file_key])
    return written


def _release(claim: Claim) -> None:
    """Put the version back: the store or the scanner was away, which is not the file's fault."""
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
            parse_seconds=round(seconds, 3),
            **columns_of(parsed),
        )
        if written:
            tell_parsed(claim.version_id, claim.owner_id)
    return bool(written)


def columns_of(parsed: ParsedResume) -> dict[str, Any]:
    """Return what a reading writes into its version."""
    return {
        "parsed": storable(parsed.resume),
        "provenance": storable(parsed.provenance),
        "text": storable(parsed.text),
        "language": (parsed.language or "")[:2],
        "pages": min(parsed.pages, 32767),
        "experience_months": parsed.experience_months,
        "parser_version": parsed.parser_version,
        "warnings": storable(list(parsed.warnings)),
    }


def storable(value: Any) -> Any:
    """Return the value without what PostgreSQL refuses: zero characters and lone surrogates."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def tell_parsed(version_id: UUID, owner_id: UUID) -> None:
    """Tell open pages and the apps above, once the transaction commits."""
    announce_on_commit(owner_id, "resume", version_id=version_id, state=State.PARSED)

    def send() -> None:
        version_parsed.send_robust(
            sender=ResumeVersion, version_id=str(version_id), owner_id=str(owner_id)
        )

    transaction.on_commit(send, robust=True)


def _fail(claim: Claim, code: str, **more: str) -> bool:
    now = timezone.now()
    with transaction.atomic():
        written = _held(claim).update(
            state=State.FAILED,
            state_since=now,
            updated_at=now,
            failure_code=code,
            parser_version=PARSER_VERSION,
            failure_message=str(failure_of(code).sentence),
            **more,
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
