"""Pairs a second of what the worker does after a run: many searches against what is new.

People are made of the evaluation's resumes. Their searches are matched as a whole before the new
postings open, so that each has two hundred matches that a new one must better. All is rolled back.
"""

from functools import partial
from itertools import cycle
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bench._matching_speed import WISHES, parsed, texts
from bench._shared import spending
from jobs.models import Posting, PostingSearch, SourceRun
from matching import runs
from matching.models import Match, Search
from matching.tests.factories import SearchFactory
from matching.types import Wishes
from resumes.tests.factories import ResumeVersionFactory

FRESH = runs.NEW_AT_ONCE
_CHOSEN = "SELECT id FROM jobs_posting WHERE status = 'ACTIVE' ORDER BY md5(id::text) LIMIT %s"


def refreshing(people: int) -> dict[str, float]:
    """Match as a whole, publish, match what is new; returns the figures of the last."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_CHOSEN, [FRESH])
            new = [row[0] for row in cursor.fetchall()]
        PostingSearch.objects.filter(pk__in=new).update(is_active=False)
        asked = cycle(WISHES.values())
        searches = [
            _search(text, wishes) for text, wishes in zip(texts(people), asked, strict=False)
        ]
        for search in searches:
            runs.match_search(search.pk)
        run = _published(new)
        wall, cpu = spending()(partial(_refresh, run))
        stored = Match.objects.filter(found_at__gte=run.started_at).count()
        transaction.set_rollback(True)
    pairs = len(searches) * FRESH
    return {
        "pairs": pairs,
        "pairs_per_second": 1000 * pairs / wall,
        "pairs_per_cpu_second": 1000 * pairs / cpu,
        "refresh_ms_of_a_search": wall / len(searches),
        "new_matches_of_a_search": stored / len(searches),
    }


def _search(text: str, wishes: Wishes) -> Search:
    version: Any = ResumeVersionFactory(text=text, parsed=parsed(text))  # type: ignore[no-untyped-call]
    search: Search = SearchFactory(  # type: ignore[no-untyped-call,assignment]
        owner=version.owner,
        resume=version.resume,
        roles=[],
        countries=list(wishes.countries),
        levels=list(wishes.levels),
        pay_floor=wishes.pay_floor,
        pay_currency=wishes.pay_currency,
        remote=wishes.remote,
        places=[
            {
                "name": p.name,
                "country": p.country,
                "lat": p.lat,
                "lon": p.lon,
                "radius_km": p.radius_km,
            }
            for p in wishes.places
        ],
        confirmed_at=timezone.now(),
    )
    return search


def _published(new: list[UUID]) -> SourceRun:
    """These postings come in with a run."""
    run = SourceRun.objects.create(
        source=Posting.objects.get(pk=new[0]).source, trigger="SCHEDULE", started_at=timezone.now()
    )
    Posting.objects.filter(pk__in=new).update(updated_at=timezone.now())
    PostingSearch.objects.filter(pk__in=new).update(is_active=True)
    return run


def _refresh(run: SourceRun) -> None:
    """As the tasks of a worker follow each other."""
    last = runs.refresh_after(run.pk)
    while last is not None:
        last = runs.refresh_after(run.pk, last)
