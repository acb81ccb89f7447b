"""Stored matches: the inbox, and what other pages count."""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Now
from django.utils.dateparse import parse_datetime

from accounts.models import Profile
from jobs.models import CompanyHide, Posting
from matching.models import NO_NUMBER, Match, MatchVerdict, Search
from matching.types import BAND_FLOORS, Band

STRONG = dict(BAND_FLOORS)[Band.STRONG]
HIGHEST = 100
ORDER = ("-number", "-relevance", "-pk")
Standing = tuple[int, float, UUID]


@dataclass(frozen=True, slots=True)
class Marker:
    """Where a page ended: the last row's place in the order."""

    number: int
    relevance: float
    pk: UUID

    def __str__(self) -> str:
        return f"{self.number}_{self.relevance!r}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Marker | None":
        """Read a marker; None for anything that is not one."""
        try:
            number, relevance, pk = text.split("_", 2)
            marker = cls(int(number), float(relevance), UUID(pk))
        except ValueError:
            return None
        in_range = NO_NUMBER <= marker.number <= HIGHEST and isfinite(marker.relevance)
        return marker if in_range else None

    @classmethod
    def of(cls, match: Match) -> "Marker":
        """The marker after this row."""
        return cls(match.number, match.relevance, match.pk)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of matches, and the marker of the next one."""

    matches: list[Match]
    next_marker: Marker | None


def matches_of(search: Search) -> QuerySet[Match]:
    """Open postings this search found with its present resume, in the one order.

    Samples and employers go the moment their owner hides them, not with the next matching.
    """
    open_postings = Q(posting__status=Posting.Status.ACTIVE) & (
        Q(posting__expires_at__isnull=True) | Q(posting__expires_at__gt=Now())
    )
    found = Match.objects.filter(open_postings, search=search, version_id=search.matched_version_id)
    hides = Profile.objects.filter(user_id=search.owner_id, hide_samples=True)
    found = found.exclude(Q(Exists(hides), posting__is_sample=True))
    unwanted = CompanyHide.objects.filter(
        user_id=search.owner_id, company=OuterRef("posting__company")
    )
    found = found.filter(~Exists(unwanted))
    return found.select_related("posting", "posting__source").order_by(*ORDER)


def undecided(found: QuerySet[Match], owner_id: UUID, verdicts: tuple[str, ...]) -> QuerySet[Match]:
    """Those of whose job the person has not said one of these words.

    A word counts for every advertisement of the job; “not for me” because of the place only there.
    """
    said = MatchVerdict.objects.filter(user_id=owner_id, verdict__in=verdicts)
    of_the_job = said.filter(
        Q(posting__membership__spot=OuterRef("posting__membership__spot"))
        | ~Q(reason=MatchVerdict.Reason.PLACE),
        posting__membership__cluster=OuterRef("posting__membership__cluster"),
    )
    return found.filter(~Exists(said.filter(posting=OuterRef("posting"))), ~Exists(of_the_job))


#: What shares a value is one job.
_JOB = Coalesce("posting__membership__cluster_id", "posting_id")


def once(found: QuerySet[Match]) -> QuerySet[Match]:
    """Of each job only one: of its places the one that fits best, by its best advertisement there.

    Reads a line of every match there is; a search keeps a few hundred.
    """
    whole_first = ExpressionWrapper(
        Q(posting__flags__contains=["is_excerpt"]), output_field=BooleanField()
    )
    quality = Coalesce(F("posting__source__quality__score"), Value(0.5), output_field=FloatField())
    rows = found.annotate(job=_JOB, is_excerpt=whole_first, quality=quality)
    rows = rows.order_by("is_excerpt", "-quality", *ORDER)
    in_place: dict[tuple[UUID, str], Standing] = {}
    jobs: dict[UUID, Standing] = {}
    lines = rows.values_list("job", "posting__membership__spot", "number", "relevance", "pk")
    for job, spot, number, relevance, pk in lines:
        in_place.setdefault((job, spot or ""), (number, relevance, pk))
    for (job, _spot), best in in_place.items():
        jobs[job] = max(jobs.get(job, best), best)
    return found.filter(pk__in=[pk for _number, _relevance, pk in jobs.values()])


def _jobs(found: QuerySet[Match]) -> int:
    return int(found.order_by().aggregate(number=Count(_JOB, distinct=True))["number"])


def inbox(
    search: Search,
    *,
    after: Marker | None = None,
    size: int = 20,
    since: datetime | None = None,
    show: str = "",
    min_fit: int | None = None,
) -> Inbox:
    """The matches to look at, best first, each job once.

    `since` keeps what was found later; `show` is "" (undecided), "later", "stopped" or "less" (set
    aside, much like what the person wants less of).
    """
    found = matches_of(search)
    verdicts = MatchVerdict.Verdict
    if show == "later":
        later = MatchVerdict.objects.filter(
            user_id=search.owner_id, posting=OuterRef("posting"), verdict=verdicts.LATER
        )
        found = found.filter(Exists(later))
    else:
        found = undecided(found, search.owner_id, tuple(verdicts.values))
        found = found.filter(is_stopped=show == "stopped")
        if show != "stopped":
            found = found.filter(is_set_aside=show == "less")
    if since is not None:
        found = found.filter(found_at__gt=since)
    if min_fit is not None:
        found = found.filter(number__gte=min_fit)
    found = once(found)
    if after is not None:
        found = found.filter(
            Q(number__lt=after.number)
            | Q(number=after.number, relevance__lt=after.relevance)
            | Q(number=after.number, relevance=after.relevance, pk__lt=after.pk)
        )
    rows = list(found[: size + 1])
    return Inbox(rows[:size], Marker.of(rows[size - 1]) if len(rows) > size else None)


def hidden_by_stops(search: Search) -> int:
    """How many jobs a hard stop keeps off the list."""
    found = matches_of(search).filter(is_stopped=True)
    return _jobs(undecided(found, search.owner_id, tuple(MatchVerdict.Verdict.values)))


def aside_count(search: Search) -> int:
    """How many jobs are set aside because they are like what the person wants less of."""
    found = matches_of(search).filter(is_stopped=False, is_set_aside=True)
    return _jobs(undecided(found, search.owner_id, tuple(MatchVerdict.Verdict.values)))


def new_since_last_look(search: Search) -> int:
    """How many undecided jobs were found after the person last looked."""
    found = undecided(
        matches_of(search).filter(is_stopped=False, is_set_aside=False),
        search.owner_id,
        tuple(MatchVerdict.Verdict.values),
    )
    if search.last_seen_at is not None:
        found = found.filter(found_at__gt=search.last_seen_at)
    return _jobs(found)


def best_matches(owner_id: UUID, *, size: int = 3, with_a_no: bool = False) -> list[Match]:
    """The first matches of the default search; with one honest no at the end where there is one."""
    search = Search.objects.owned_by(owner_id).order_by("-is_default", "-created_at").first()
    if search is None:
        return []
    shown = inbox(search, size=size).matches
    if not with_a_no or len(shown) < size:
        return shown
    stopped = inbox(search, size=1, show="stopped").matches
    return shown[: size - 1] + stopped if stopped else shown


def strong_new(owner_id: UUID, *, since: datetime | None = None, size: int = 3) -> list[Match]:
    """Strong undecided matches of the default search found since the last look, best first."""
    search = Search.objects.owned_by(owner_id).order_by("-is_default", "-created_at").first()
    if search is None:
        return []
    since = since or search.last_seen_at
    return inbox(search, size=size, since=since, min_fit=STRONG).matches


def read_since(text: str) -> datetime | None:
    """An ISO time from a query string, or None."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None
