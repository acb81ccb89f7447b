"""Which applications are counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection


class Period(StrEnum):
    """How far back is looked."""

    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Cohort:
    """One person's applications since a moment: by when they were sent, else by when they were added."""

    owner_id: UUID
    since: datetime | None


def cohort(owner_id: UUID, period: Period, *, now: datetime) -> Cohort:
    """Return whom and how far back to count."""
    back = None if period == Period.ALL else now - timedelta(days=int(period))
    return Cohort(owner_id, back)


MINE = """
mine AS (
    SELECT a.id, a.status, a.source_name, a.version_id, a.posting_id, a.created_at,
           a.applied_at IS NOT NULL AS was_sent, a.fit_at_applying AS fit
    FROM applications_application a
    WHERE a.owner_id = %(owner)s
      AND (%(since)s::timestamptz IS NULL OR coalesce(a.applied_at, a.created_at) >= %(since)s)
),
said AS (
    SELECT e.id, e.application_id, e.kind, e.to_status, e.happened_at, e.created_at, e.undoes_id
    FROM applications_applicationevent e JOIN mine ON mine.id = e.application_id
    WHERE e.to_status <> '' OR e.kind = 'CREATED'
),
moves AS (
    SELECT * FROM said
    WHERE undoes_id IS NULL
      AND id NOT IN (SELECT undoes_id FROM said WHERE undoes_id IS NOT NULL)
)
"""
"""The applications counted, and what happened to them: neither what was taken back nor the taking back."""


def rows_of(query: str, cohort: Cohort, **values: Any) -> list[dict[str, Any]]:
    """Run one query of this package over the cohort."""
    given = {"owner": cohort.owner_id, "since": cohort.since, **values}
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
