"""One run per source at a time: a row says who works and until when.

A lease, not a lock: it survives connection poolers, and a holder that was killed loses it by
time – or at once, when its process on this machine is gone.
"""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psutil
from django.db import connection

from core.errors import DomainError
from core.models import uuid7
from jobs.models import Source, SourceLease

Values = dict[str, UUID | str | int]

WORKING_SECONDS = 600
PUBLISHING_SECONDS = 3600

_TAKE = """
INSERT INTO jobs_sourcelease AS lease
    (id, source_id, holder, expires_at, created_at, updated_at)
VALUES (%(id)s, %(source)s, %(holder)s, now() + %(seconds)s * interval '1 s', now(), now())
ON CONFLICT (source_id) DO UPDATE
    SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at, updated_at = now()
    WHERE lease.expires_at <= now() OR lease.holder = %(dead)s
RETURNING holder
"""
_RENEW = """
UPDATE jobs_sourcelease
SET expires_at = now() + %(seconds)s * interval '1 s', updated_at = now()
WHERE source_id = %(source)s AND holder = %(holder)s
"""


class SourceIsBusyError(DomainError):
    """Another run is collecting from this source."""

    code = "source_busy"


class LeaseLostError(Exception):
    """Somebody else took over: this run must stop at once."""

    def __init__(self) -> None:
        super().__init__("Another run took over.")


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to collect from one source, as long as it is renewed."""

    source_id: UUID
    holder: str

    def renew(self, seconds: int = WORKING_SECONDS) -> None:
        """Keep the lease; inside a transaction this also locks it. Raises: LeaseLostError."""
        values: Values = {"source": self.source_id, "holder": self.holder, "seconds": seconds}
        with connection.cursor() as cursor:
            cursor.execute(_RENEW, values)
            if cursor.rowcount != 1:
                raise LeaseLostError


@contextmanager
def held(source: Source) -> Iterator[Lease]:
    """Hold the source's lease. Raises: SourceIsBusyError."""
    holder = f"{_machine()}:{os.getpid()}:{_started(os.getpid())}:{secrets.token_hex(4)}"
    values: Values = {
        "id": uuid7(),
        "source": source.pk,
        "holder": holder,
        "seconds": WORKING_SECONDS,
        "dead": _dead_holder(source),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        if cursor.fetchone() is None:
            raise SourceIsBusyError(f"Another run is collecting from {source.name} right now.")
    try:
        yield Lease(source.pk, holder)
    finally:
        SourceLease.objects.filter(source=source, holder=holder).delete()


def _dead_holder(source: Source) -> str:
    """The holder's name if it ran on this machine and its process is gone, else nothing."""
    holder = SourceLease.objects.filter(source=source).values_list("holder", flat=True).first()
    if not holder:
        return ""
    machine, pid, started, _token = holder.rsplit(":", 3)
    alive = machine != _machine() or _started(int(pid)) == started
    return "" if alive else holder


def _machine() -> str:
    return socket.gethostname()[:32]


def _started(pid: int) -> str:
    """When a process started, which tells it from a later one with the same number."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return "gone"
        return str(int(process.create_time() * 100))
    except psutil.NoSuchProcess:
        return "gone"
