"""Matching in the background: a search against all open postings, or against the new ones."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from jobs.models import Posting, SourceRun
from matching import selectors
from matching.engine.lines import distinct
from matching.engines import choosing, fresh, local, scoring, taste
from matching.engines.filters import filters_for
from matching.engines.fresh import FreshPostings
from matching.engines.indexing import ALGORITHM
from matching.engines.protocol import Retrieved
from matching.models import EngineVersion, Match, Search
from matching.requests import place_of
from matching.selectors.leanings import leant_on_by_user
from matching.types import CandidateProfile, Fit, WishedPlace, Wishes
from matching.writing import CorrectedMeanwhileError, Reading, Scored, note_matched, write
from resumes.models import ResumeVersion

log = logging.getLogger(__name__)

KEPT = 200
TRIES = 3
BATCH = 100  # searches a task matches against what was read once
PREFILLED_KM = 50
WORTH_NARROWING = 20  # open postings a prefilled place or country must leave
NEW_AT_ONCE = 5000  # more new postings than this are cheaper to match as a whole
SWEEP_AFTER = timedelta(minutes=2)


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
    """Match one search against every open posting; returns how many matches it has.

    Raises: CorrectedMeanwhileError when its owner goes on speaking; the task tries again.
    """
    for _ in range(TRIES - 1):
        with suppress(CorrectedMeanwhileError):
            return _match_once(search_id)
    return _match_once(search_id)


def _match_once(search_id: UUID) -> int:
    reading = _read(search_id)
    if reading is None:
        return 0
    now = timezone.now()
    found = taste.retrieve(reading.profile, reading.wishes, reading.taste, now=now, limit=KEPT)
    scored = _score(reading, found)
    considered = local.count_open(reading.wishes)
    return write(reading, scored, now=now, considered=considered, is_whole=True, most=KEPT)


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
    by_engine: dict[UUID, list[Reading]] = {}
    held = _held(search_ids) if new else {}
    for reading in _readings(search_ids) if new else ():
        is_same_resume = reading.search.matched_version_id == reading.version.pk
        engines = {one.engine_id for one in held.get(reading.search.pk, ())}
        if is_same_resume and engines <= {reading.engine.pk}:  # no list mixes two
            by_engine.setdefault(reading.engine.pk, []).append(reading)
        else:
            match_search(reading.search.pk)
    for engine_id, readings in by_engine.items():
        now = timezone.now()
        _refresh(readings, fresh.read_fresh(new, engine_id=engine_id, now=now), held, now)


class _Held(NamedTuple):
    """A match a search has."""

    search_id: UUID
    posting_id: UUID
    relevance: float
    engine_id: UUID


def _held(search_ids: Sequence[UUID]) -> dict[UUID, list[_Held]]:
    """The matches each search has, read for all of them at once."""
    found: dict[UUID, list[_Held]] = defaultdict(list)
    rows = Match.objects.filter(search__in=search_ids).order_by()
    for one in map(_Held._make, rows.values_list(*_Held._fields).iterator()):
        found[one.search_id].append(one)
    return found


def _refresh(
    readings: Sequence[Reading],
    postings: FreshPostings,
    held: Mapping[UUID, Sequence[_Held]],
    now: datetime,
) -> None:
    counts: dict[str, int] = {}  # many look for the same
    passing = postings.passing([reading.wishes for reading in readings])
    for reading, numbers in zip(readings, passing, strict=True):
        mine = {one.posting_id: one.relevance for one in held.get(reading.search.pk, ())}
        scored = _newly_scored(reading, postings, numbers, mine)
        key = repr(filters_for(reading.wishes))
        considered = counts[key] = counts.get(key) or local.count_open(reading.wishes)
        if not scored:
            note_matched(reading, now=now, considered=considered)
            continue
        try:
            write(reading, scored, now=now, considered=considered, is_whole=False, most=KEPT)
        except CorrectedMeanwhileError:
            match_search(reading.search.pk)


def _newly_scored(
    reading: Reading,
    postings: FreshPostings,
    passing: npt.NDArray[np.intp],
    held: Mapping[UUID, float],
) -> list[Scored]:
    """What takes a place among the matches, and what is among them already.

    Whole matching would not judge what is less relevant than the `KEPT` there are.
    """
    wishes = reading.wishes
    least = min(held.values()) if len(held) >= KEPT else 0.0
    written_again = any(one in postings.known for one in held)
    found = postings.ranked(
        reading.profile,
        wishes,
        passing,
        leanings=reading.taste.leanings,
        least=0.0 if written_again else least,
    )
    relevance = {
        one.posting_id: one.relevance
        for place, one in enumerate(found)
        if (place < KEPT and one.relevance >= least) or one.posting_id in held
    }
    fits = postings.judged(reading.profile, wishes, list(relevance))
    return _scored(reading, fits, relevance, choosing.LOCAL)


def of_another_engine(after: UUID | None, *, most: int) -> tuple[list[UUID], UUID | None]:
    """Of the next `most` matched searches those whose list another version should make.

    Also returns the last search looked at, to go on from; None at the end.
    """
    searches = Search.objects.filter(matched_at__isnull=False).order_by("pk")
    if after is not None:
        searches = searches.filter(pk__gt=after)
    made_by = Match.objects.filter(search=OuterRef("pk")).values("engine")[:1]
    rows = list(searches.values_list("pk", "owner_id", Subquery(made_by))[:most])
    experiment, active = selectors.running_experiment(), selectors.active_engine()
    wrong = [
        pk
        for pk, owner_id, engine_id in rows
        if engine_id is not None
        and engine_id != (selectors.assigned(experiment, owner_id) if experiment else active).pk
    ]
    return wrong, rows[-1][0] if len(rows) == most else None


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
    experiment = selectors.running_experiment()
    engines = selectors.engines_for(experiment)
    found = Search.objects.filter(pk__in=search_ids).select_related("resume").order_by("pk")
    searches = list(found)
    versions, wishes = selectors.current_versions(searches), selectors.wishes_by_search(searches)
    said = leant_on_by_user({one.owner_id for one in searches})
    for search in searches:
        version = versions.get(search.pk)
        if version is not None:
            profile = scoring.profile_of(version, timezone.now().date())
            leant = said.get(search.owner_id, ((), ()))
            held = taste.taste_in(engines(search.owner_id), *leant)
            yield Reading(search, version, profile, wishes[search.pk], held, experiment)


def _score(reading: Reading, found: Retrieved) -> list[Scored]:
    relevance = {one.posting_id: one.relevance for one in found.candidates}
    postings = Posting.objects.filter(pk__in=list(relevance)).defer("raw", "description_html")
    fits = scoring.judge_all(reading.profile, postings.iterator(chunk_size=100), reading.wishes)
    return _scored(reading, fits, relevance, found.engine)


def _scored(
    reading: Reading, fits: Mapping[UUID, Fit], relevance: Mapping[UUID, float], found_by: str
) -> list[Scored]:
    aside = taste.unwanted(fits, reading.taste)
    return [
        Scored(key, relevance[key], fit, found_by, is_set_aside=key in aside)
        for key, fit in fits.items()
    ]
