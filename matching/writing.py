"""Writes what a run scored: matches by the names of their columns, and what a search says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from core.errors import TransientError
from core.live import announce_on_commit
from core.models import uuid7
from matching import selectors, transitions
from matching.engines.taste import Taste
from matching.models import NO_NUMBER, EngineVersion, Experiment, Match, Participation, Search
from matching.types import CandidateProfile, Fit, Wishes
from resumes.models import ResumeVersion

STATE_FIELDS = (
    "relevance",
    "fit",
    "fit_low",
    "fit_high",
    "number",
    "is_provisional",
    "is_stopped",
    "is_set_aside",
    "explanation",
    "found_by",
    "scored_at",
)


class CorrectedMeanwhileError(TransientError):
    """Somebody spoke of a reading after the run had read what they said."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One posting judged for one search."""

    posting_id: UUID
    relevance: float
    fit: Fit
    found_by: str
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a run goes by, read once at its start."""

    search: Search
    version: ResumeVersion
    profile: CandidateProfile
    wishes: Wishes
    taste: Taste
    experiment: Experiment | None = None  # the one that runs

    @property
    def engine(self) -> EngineVersion:
        """The version that matches this person."""
        return self.taste.engine


@transaction.atomic
def write(
    reading: Reading,
    scored: Sequence[Scored],
    *,
    now: datetime,
    considered: int,
    is_whole: bool,
    most: int,
) -> int:
    """Upsert what was scored, keep the best `most`, drop what no longer belongs, tell the open pages.

    Yields to a later request: when the wishes or the resume changed meanwhile, another run is on
    its way and writes instead.

    Raises: CorrectedMeanwhileError, nothing written.
    """
    search = Search.objects.select_for_update().filter(pk=reading.search.pk).first()
    if search is None or search.wanted_at != reading.search.wanted_at:
        return 0
    if selectors.corrections_of(search.owner_id) != reading.wishes.said:
        raise CorrectedMeanwhileError
    mine = Match.objects.filter(search=search)
    known = dict(mine.values_list("posting_id", "found_at"))
    rows = [_row(reading, one, known.get(one.posting_id, now), now) for one in scored]
    _upsert(rows)
    if is_whole:
        mine.exclude(
            version=reading.version,
            engine=reading.engine,
            posting__in=[row["posting_id"] for row in rows],
        ).delete()
    dropped = _trim(search, most)
    count = sum(row["found_at"] == now for row in rows) - dropped.count(now) if known else len(rows)
    Search.objects.filter(pk=search.pk).update(
        matched_at=max(now, search.wanted_at or now),
        matched_version=reading.version,
        considered=considered,
    )
    search.matched_version = reading.version
    _take_part(reading)
    transitions.record_hits(search, now=now)
    announce_on_commit(search.owner_id, "matches", search_id=search.pk, count=count)
    return len(rows)


def note_matched(reading: Reading, *, now: datetime, considered: int) -> None:
    """Nothing new belongs to this search; yields to a later request as `write` does."""
    asked = Search.objects.filter(pk=reading.search.pk, wanted_at=reading.search.wanted_at)
    asked.update(matched_at=max(now, reading.search.wanted_at or now), considered=considered)


def _row(reading: Reading, one: Scored, found_at: datetime, now: datetime) -> dict[str, Any]:
    """A match by the names of its columns."""
    number = one.fit.number
    return {
        "id": uuid7(),
        "created_at": now,
        "updated_at": now,
        "version_id": reading.version.pk,
        "posting_id": one.posting_id,
        "engine_id": reading.engine.pk,
        "search_id": reading.search.pk,
        "relevance": one.relevance,
        "fit": one.fit.fit,
        "fit_low": one.fit.low,
        "fit_high": one.fit.high,
        "number": NO_NUMBER if number is None else number,
        "is_provisional": one.fit.is_provisional,
        "is_stopped": one.fit.is_stopped,
        "is_set_aside": one.is_set_aside,
        "explanation": one.fit,
        "found_by": one.found_by,
        "scored_at": now,
        "found_at": found_at,
    }


def _upsert(rows: Sequence[dict[str, Any]]) -> None:
    """Write matches, all in one JSON text: as arrays of texts each explanation is escaped twice."""
    if not rows:
        return
    names = ", ".join(rows[0])
    changed = ", ".join(f"{name} = excluded.{name}" for name in (*STATE_FIELDS, "updated_at"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO matching_match ({names}) SELECT {names} "  # noqa: S608 - our own names
            "FROM json_populate_recordset(NULL::matching_match, %s::json) "
            "ON CONFLICT ON CONSTRAINT one_match_per_pair_engine_search "
            f"DO UPDATE SET {changed}",
            [orjson.dumps(rows).decode()],
        )


def _take_part(reading: Reading) -> None:
    """While an experiment runs: this person's list is made by this version."""
    if reading.experiment is not None:
        Participation.objects.get_or_create(
            experiment=reading.experiment,
            user_id=reading.search.owner_id,
            defaults={"engine": reading.engine},
        )


def _trim(search: Search, most: int) -> list[datetime]:
    """Keep the best `most`, by the one order; returns when those that went were found."""
    ordered = Match.objects.filter(search=search).order_by(
        "is_stopped", "is_set_aside", "-number", "-relevance", "-pk"
    )
    over = dict(ordered.values_list("pk", "found_at")[most:])
    if over:
        Match.objects.filter(pk__in=over).delete()
    return list(over.values())
