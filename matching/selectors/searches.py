"""Searches, and the resume each goes with."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Profile
from jobs.demand import Demand
from jobs.models import PostingSearch
from matching.models import EngineVersion, Experiment, Search
from matching.selectors.corrections import corrections_by_user
from matching.types import NOTHING_SAID, Corrections, WishedPlace, Wishes
from resumes.models import ResumeVersion

_COUNT_SECONDS = 60
_LONG = ("text", "parsed", "provenance")


def active_engine() -> EngineVersion:
    """The engine version that serves."""
    return EngineVersion.objects.get(state=EngineVersion.State.ACTIVE)


def searches_of(owner_id: UUID) -> QuerySet[Search]:
    """A person's searches, the default one first."""
    found = Search.objects.owned_by(owner_id).select_related("resume", "matched_version")
    return found.order_by("-is_default", "-created_at", "-pk")


def default_search(owner_id: UUID) -> Search | None:
    """The search shown when none is chosen."""
    return searches_of(owner_id).first()


def readable_versions(owner_id: UUID) -> QuerySet[ResumeVersion]:
    """The newest version that was read of each resume in use, the default resume first.

    None that was tailored: it leaves out, for one posting, what others ask for.
    """
    parsed = ResumeVersion.objects.owned_by(owner_id).parsed().filter(resume__archived_at=None)
    parsed = parsed.exclude(origin=ResumeVersion.Origin.TAILORED)
    newest = parsed.order_by("resume_id", "-number").distinct("resume_id").values("pk")
    found = ResumeVersion.objects.filter(pk__in=newest).select_related("resume")
    return found.order_by("-resume__is_default", "-created_at", "-pk")


def version_named(owner_id: UUID, key: UUID) -> ResumeVersion | None:
    """What an id of an own resume, or of one version of it, names; perhaps not read yet.

    Of a resume the newest version that was read, else the newest one.
    """
    found = readable_versions(owner_id).filter(resume_id=key).first()
    mine = ResumeVersion.objects.owned_by(owner_id)
    return (
        found
        or mine.filter(pk=key).first()
        or mine.filter(resume_id=key).order_by("-number").first()
    )


def engines_to_complete() -> list[UUID]:
    """The versions that must have a place for every open posting: the one that serves, the newest."""
    versions = EngineVersion.objects.exclude(state=EngineVersion.State.TRAINING)
    active = versions.filter(state=EngineVersion.State.ACTIVE)
    ready = versions.filter(state=EngineVersion.State.READY).order_by("-created_at")[:1]
    tried = Experiment.objects.filter(state=Experiment.State.RUNNING).values_list(
        "variant_id", flat=True
    )
    ids = (active.values_list("pk", flat=True), ready.values_list("pk", flat=True), tried)
    return list(dict.fromkeys(pk for each in ids for pk in each))


def current_version(search: Search) -> ResumeVersion | None:
    """The version this search matches with: of its resume, else of the default one."""
    found = readable_versions(search.owner_id)
    if search.resume_id is not None:
        own = found.filter(resume_id=search.resume_id).first()
        if own is not None:
            return own
    return found.first()


def current_versions(searches: Sequence[Search]) -> dict[UUID, ResumeVersion]:
    """What `current_version` says of each search, without texts; one query for all of them.

    A search that has none is left out.
    """
    owners = {one.owner_id for one in searches}
    parsed = ResumeVersion.objects.filter(owner_id__in=owners).parsed()
    parsed = parsed.exclude(origin=ResumeVersion.Origin.TAILORED)
    newest = parsed.filter(resume__archived_at=None).order_by("resume_id", "-number")
    found = ResumeVersion.objects.filter(pk__in=newest.distinct("resume_id").values("pk"))
    by_owner: dict[UUID, list[ResumeVersion]] = defaultdict(list)
    for version in found.order_by("-resume__is_default", "-created_at", "-pk").defer(*_LONG):
        by_owner[version.owner_id].append(version)
    current: dict[UUID, ResumeVersion] = {}
    for search in searches:
        held = by_owner.get(search.owner_id, [])
        own = [one for one in held if one.resume_id == search.resume_id]
        if held:
            current[search.pk] = (own or held)[0]
    return current


def wishes_of(search: Search) -> Wishes:
    """What the engine reads of a search."""
    return wishes_by_search([search])[search.pk]


def wishes_by_search(searches: Sequence[Search]) -> dict[UUID, Wishes]:
    """What the engine reads of each search; as many queries for many as for one."""
    owners = {one.owner_id for one in searches}
    hiding = Profile.objects.filter(user_id__in=owners, hide_samples=True)
    hides = set(hiding.values_list("user_id", flat=True))
    said = corrections_by_user(owners)
    return {
        one.pk: _wishes(
            one,
            hides_samples=one.owner_id in hides,
            said=said.get(one.owner_id, NOTHING_SAID),
        )
        for one in searches
    }


def _wishes(search: Search, *, hides_samples: bool, said: Corrections) -> Wishes:
    return Wishes(
        roles=tuple(search.roles),
        places=tuple(
            WishedPlace(
                name=str(place.get("name", "")),
                country=str(place.get("country", "")),
                lat=place.get("lat"),
                lon=place.get("lon"),
                radius_km=float(place.get("radius_km") or 50),
            )
            for place in search.places
        ),
        countries=tuple(search.countries),
        remote=search.remote,
        pay_floor=search.pay_floor,
        pay_currency=search.pay_currency,
        languages=tuple(search.languages),
        right_to_work=tuple(search.right_to_work),
        needs_sponsorship=search.needs_sponsorship,
        levels=tuple(search.levels),
        employment_types=tuple(search.employment_types),
        hide_samples=hides_samples,
        is_confirmed=search.confirmed_at is not None,
        said=said,
    )


def live_count(countries: Sequence[str], *, now: datetime) -> int:
    """Open postings that are no samples, in these countries or anywhere. At most a minute old."""
    key = f"matching:live:{','.join(sorted(countries))}"
    held = cache.get(key)
    if held is None:
        found = PostingSearch.objects.filter(is_active=True, is_sample=False).exclude(
            posting__expires_at__lte=now
        )
        if countries:
            found = found.filter(country__in=countries)
        held = found.count()
        cache.set(key, held, _COUNT_SECONDS)
    return int(held)


_DEMAND = """
SELECT lower(country), role, count(*)
FROM matching_search, unnest(roles) AS role, unnest(countries) AS country
WHERE confirmed_at IS NOT NULL
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2
LIMIT %s
"""
_MOST_DEMAND = 500


def demand() -> list[Demand]:
    """The roles most people look for, per country: what sources ask for by name."""
    with connection.cursor() as cursor:
        cursor.execute(_DEMAND, [_MOST_DEMAND])
        return [Demand(*row) for row in cursor.fetchall()]
