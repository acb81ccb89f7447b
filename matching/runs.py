"""Matching in the background: a search against all open postings, or against the new ones."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import orjson
from django.db import connection, transaction
from django.utils import timezone

from core.live import announce_on_commit
from core.models import uuid7
from jobs.models import Posting, SourceRun
from matching import selectors, transitions
from matching.engine.lines import distinct
from matching.engines import fresh, local, scoring
from matching.engines.filters import filters_for
from matching.engines.fresh import FreshPostings
from matching.engines.indexing import ALGORITHM
from matching.models import NO_NUMBER, EngineVersion, Match, Search
from matching.requests import place_of
from matching.types import Candidate, CandidateProfile, Fit, WishedPlace, Wishes
from resumes.models import ResumeVersion

log = logging.getLogger(__name__)

KEPT = 200
BATCH = 100  # searches a task matches against what was read once
PREFILLED_KM = 50
WORTH_NARROWING = 20  # open postings a prefilled place or country must leave
NEW_AT_ONCE = 5000  # more new postings than this are cheaper to match as a whole
SWEEP_AFTER = timedelta(minutes=2)
STATE_FIELDS = (
    "relevance",
    "fit",
    "fit_low",
    "fit_high",
    "number",
    "is_provisional",
    "is_stopped",
    "explanation",
    "scored_at",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """One posting judged for one search."""

    posting_id: UUID
    relevance: float
    fit: Fit


@dataclass(frozen=True, slots=True)
class Reading:
    """What a run goes by, read once at its start."""

    search: Search
    version: ResumeVersion
    profile: CandidateProfile
    wishes: Wishes
    engine: EngineVersion


def ensure_engine(using: str) -> None:
    """Make the first engine version where there is none. Idempotent."""
    engines = EngineVersion.objects.using(using)
    if not engines.exists():
        engines.create(
            name="local-2",
            algorithm=ALGORITHM,
            state=EngineVersion.State.ACTIVE,
            artefacts={"fields": "", "words": "", "dense": "static"},
        )


def match_version(version_id: UUID) -> None:
    """Match the searches that go with this version; make a first one from it when there is none."""
    version = ResumeVersion.objects.parsed().filter(pk=version_id).first()
    if version is None:
        return
    ensure_search(version)
    for search in selectors.searches_of(version.owner_id):
        current = selectors.current_version(search)
        if current is not None and current.pk == version.pk:
            if not search.is_waiting:
                Search.objects.filter(pk=search.pk).update(wanted_at=timezone.now())
            match_search(search.pk)


def ensure_search(version: ResumeVersion) -> Search:
    """The owner's default search, prefilled from this resume when it is their first. Idempotent."""
    now = timezone.now()
    found = selectors.default_search(version.owner_id)
    if found is None:
        profile = scoring.profile_of(version, now.date())
        wish = prefilled(profile)
        found, _ = Search.objects.get_or_create(
            owner_id=version.owner_id, is_default=True, defaults={**wish, "wanted_at": now}
        )
    return found


def prefilled(profile: CandidateProfile) -> dict[str, Any]:
    """What a resume suggests somebody is looking for; a place only where there is work to show."""
    roles = distinct((role.role.strip() for role in profile.roles), 3)
    wish: dict[str, Any] = {
        "name": (roles[0] if roles else "")[:120],
        "roles": [role[:120] for role in roles[:2]],
        "languages": sorted(profile.languages),
    }
    found = place_of(profile.place, profile.country) if profile.place else None
    country = (found or {}).get("country") or profile.country
    countries = (country,) if country else ()
    if found and found["lat"] is not None and country:
        near = WishedPlace(**found, radius_km=PREFILLED_KM)
        if _has_work(Wishes(places=(near,), countries=countries)):
            wish["places"] = [{**found, "radius_km": PREFILLED_KM}]
    if country and _has_work(Wishes(countries=countries)):
        wish["countries"] = [country]
    return wish


def _has_work(wishes: Wishes) -> bool:
    return local.count_open(wishes) >= WORTH_NARROWING


def match_search(search_id: UUID) -> int:
    """Match one search against every open posting; returns how many matches it has."""
    reading = _read(search_id)
    if reading is None:
        return 0
    now = timezone.now()
    found = local.candidates(
        reading.profile, reading.wishes, engine_id=reading.engine.pk, now=now, limit=KEPT
    )
    scored = _score(reading, found)
    considered = local.count_open(reading.wishes)
    return _write(reading, scored, now=now, considered=considered, is_whole=True)


def refresh_after(run_id: UUID, after: UUID | None = None) -> UUID | None:
    """Match the next `BATCH` default searches against what a run published.

    Returns the last search done, to go on from; None at the end.
    """
    run = SourceRun.objects.filter(pk=run_id).first()
    if run is None:
        return None
    written = Posting.objects.filter(source_id=run.source_id, updated_at__gte=run.started_at)
    new = list(written.values_list("pk", flat=True)[: NEW_AT_ONCE + 1])
    searches = Search.objects.filter(matched_at__isnull=False).order_by("pk")
    if after is not None:
        searches = searches.filter(pk__gt=after)
    done = list(searches.values_list("pk", flat=True)[:BATCH])
    refresh_searches(done, new)
    return done[-1] if len(done) == BATCH else None


def refresh_searches(search_ids: Sequence[UUID], new: Sequence[UUID]) -> None:
    """Match searches against these postings only, keeping their other matches."""
    if len(new) > NEW_AT_ONCE:
        for search_id in search_ids:
            match_search(search_id)
        return
    readings: list[Reading] = []
    for reading in _readings(search_ids) if new else ():
        if reading.search.matched_version_id == reading.version.pk:
            readings.append(reading)
        else:
            match_search(reading.search.pk)
    if not readings:
        return
    now = timezone.now()
    postings = fresh.read_fresh(new, engine_id=readings[0].engine.pk, now=now)
    counts: dict[str, int] = {}  # many look for the same
    passing = postings.passing([reading.wishes for reading in readings])
    for reading, numbers in zip(readings, passing, strict=True):
        scored = _newly_scored(reading, postings, numbers)
        key = repr(filters_for(reading.wishes))
        considered = counts[key] = counts.get(key) or local.count_open(reading.wishes)
        if scored:
            _write(reading, scored, now=now, considered=considered, is_whole=False)
        else:
            _note_matched(reading, now=now, considered=considered)


def _newly_scored(
    reading: Reading, postings: FreshPostings, passing: npt.NDArray[np.intp]
) -> list[Scored]:
    """What takes a place among the matches, and what is among them already.

    Whole matching would not judge what is less relevant than the `KEPT` there are.
    """
    profile, wishes = reading.profile, reading.wishes
    mine = Match.objects.filter(search=reading.search)
    held = dict(mine.values_list("posting_id", "relevance"))
    least = min(held.values()) if len(held) >= KEPT else 0.0
    written_again = any(one in postings.known for one in held)
    found = postings.ranked(profile, wishes, passing, least=0.0 if written_again else least)
    relevance = {
        one.posting_id: one.relevance
        for place, one in enumerate(found)
        if (place < KEPT and one.relevance >= least) or one.posting_id in held
    }
    fits = postings.judged(profile, wishes, list(relevance))
    return [Scored(one, relevance[one], fit) for one, fit in fits.items()]


def sweep() -> list[UUID]:
    """Searches whose matching was asked for and never came, and versions whose signal was lost."""
    late = timezone.now() - SWEEP_AFTER
    waiting = Search.objects.waiting().filter(wanted_at__lt=late).order_by("wanted_at")
    found = list(waiting.values_list("pk", flat=True)[:200])
    unmatched = (
        ResumeVersion.objects.parsed()
        .filter(owner__searches__isnull=True, updated_at__lt=late)
        .filter(resume__archived_at=None)
    )
    return found + [ensure_search(version).pk for version in unmatched.order_by("-pk")[:50]]


def _read(search_id: UUID) -> Reading | None:
    return next(_readings([search_id]), None)


def _readings(search_ids: Sequence[UUID]) -> Iterator[Reading]:
    """What is needed to match these searches; those without a resume that was read are left out."""
    engine = selectors.active_engine()
    found = Search.objects.filter(pk__in=search_ids).select_related("resume").order_by("pk")
    for search in found:
        version = selectors.current_version(search)
        if version is not None:
            profile = scoring.profile_of(version, timezone.now().date())
            yield Reading(search, version, profile, selectors.wishes_of(search), engine)


def _score(reading: Reading, candidates: Iterable[Candidate]) -> list[Scored]:
    relevance = {one.posting_id: one.relevance for one in candidates}
    postings = Posting.objects.filter(pk__in=list(relevance)).defer("raw", "description_html")
    fits = scoring.judge_all(reading.profile, postings.iterator(chunk_size=100), reading.wishes)
    return [Scored(posting_id, relevance[posting_id], fit) for posting_id, fit in fits.items()]


@transaction.atomic
def _write(
    reading: Reading,
    scored: Sequence[Scored],
    *,
    now: datetime,
    considered: int,
    is_whole: bool,
) -> int:
    """Upsert what was scored, drop what no longer belongs, tell the open pages.

    Yields to a later request: when the wishes or the resume changed meanwhile, another run is on
    its way and writes instead.
    """
    search = Search.objects.select_for_update().filter(pk=reading.search.pk).first()
    if search is None or search.wanted_at != reading.search.wanted_at:
        return 0
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
    _trim(search)
    count = mine.filter(found_at=now).count() if known else len(rows)
    Search.objects.filter(pk=search.pk).update(
        matched_at=max(now, search.wanted_at or now),
        matched_version=reading.version,
        considered=considered,
    )
    search.matched_version = reading.version
    transitions.record_hits(search, now=now)
    announce_on_commit(search.owner_id, "matches", search_id=search.pk, count=count)
    return len(rows)


def _note_matched(reading: Reading, *, now: datetime, considered: int) -> None:
    """Nothing new belongs to this search; yields to a later request as `_write` does."""
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
        "explanation": one.fit,
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


def _trim(search: Search) -> None:
    """Keep the best `KEPT`, by the one order."""
    ordered = Match.objects.filter(search=search).order_by(
        "is_stopped", "-number", "-relevance", "-pk"
    )
    over = list(ordered.values_list("pk", flat=True)[KEPT:])
    if over:
        Match.objects.filter(pk__in=over).delete()
