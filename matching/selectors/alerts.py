"""Whose alerts are due, and what may be told in them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.selectors import reachable_people
from jobs.models import Posting
from matching.models import Match, MatchVerdict, Search, SearchHit
from matching.selectors.matches import matches_of, undecided

Cadence = Search.Cadence
State = SearchHit.State

MORNING = time(8)
AT_MOST_ONE = timedelta(hours=1)
RETRY = timedelta(minutes=10)  # after the mail server did not take it
FRESH = timedelta(days=7)  # what was published earlier is no news
Advertisement = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A search with hits that wait: since when, when they were last tried, when it last mailed."""

    search_id: UUID
    cadence: str
    time_zone: str
    since: datetime
    tried_at: datetime | None
    mailed_at: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Whether its mail may go now: its hour has come, and it had none since."""
        if self.tried_at is not None and now < self.tried_at + RETRY:
            return False
        slot = last_slot(self.cadence, self.time_zone, now)
        rest = AT_MOST_ONE if self.cadence == Cadence.INSTANT else timedelta()
        is_rested = self.mailed_at is None or self.mailed_at < slot - rest
        return self.since <= slot and is_rested


def last_slot(cadence: str, time_zone: str, now: datetime) -> datetime:
    """The last moment, up to now, at which mails of this cadence go: 8 in the morning over there.

    An alert at once goes any time. Weekly ones go on Monday.
    """
    if cadence == Cadence.INSTANT:
        return now
    zone = _zone(time_zone)
    day = now.astimezone(zone).date()
    if datetime.combine(day, MORNING, zone).timestamp() > now.timestamp():
        day -= timedelta(days=1)
    if cadence == Cadence.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, MORNING, zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def due_searches(*, now: datetime, only: UUID | None = None) -> list[UUID]:
    """The searches whose mail may go now, the longest waiting first; nobody sends one of these yet."""
    hits = SearchHit.objects.filter(search=OuterRef("pk"))
    waiting = hits.filter(state=State.WAITING)
    under_way = hits.filter(state__in=[State.CLAIMED, State.SENDING])
    mailed = hits.filter(alerted_at__isnull=False).order_by("-alerted_at")
    found = Search.objects.filter(Exists(waiting), ~Exists(under_way), owner__in=reachable_people())
    if only is not None:
        found = found.filter(pk=only)
    rows = (
        found.exclude(cadence=Cadence.OFF)
        .annotate(
            since=waiting.order_by("first_seen_at").values("first_seen_at")[:1],
            tried_at=waiting.order_by(F("claimed_at").desc(nulls_last=True)).values("claimed_at")[
                :1
            ],
            mailed_at=mailed.values("alerted_at")[:1],
        )
        .order_by("since", "pk")
    )
    lines = rows.values_list(
        "pk", "cadence", "owner__profile__time_zone", "since", "tried_at", "mailed_at"
    )
    return [line.search_id for line in (Waiting(*row) for row in lines) if line.is_due(now)]


def worth_telling(search: Search) -> QuerySet[Match]:
    """Matches that may be mailed, the best first: what the inbox shows, without samples."""
    found = matches_of(search).filter(
        is_stopped=False, is_set_aside=False, posting__is_sample=False
    )
    return undecided(found, search.owner_id, tuple(MatchVerdict.Verdict.values))


def news_of(search: Search, *, now: datetime) -> QuerySet[Match]:
    """What was published since this search has alerts, and within a week."""
    since = max(search.alerts_since or search.created_at, now - FRESH)
    return worth_telling(search).filter(posting__first_seen_at__gt=since)


def told_lately(search: Search, *, now: datetime) -> set[Advertisement]:
    """The advertisements that were mailed for this search within a week, whatever their source."""
    hits = search.hits.filter(alerted_at__gt=now - FRESH)
    postings = Posting.objects.filter(search_hits__in=hits).select_related("membership")
    light = postings.defer("description", "description_html", "raw")
    return {advertisement(posting) for posting in light}


SAID = ("company_name", "title", "place")


def advertisement(posting: Posting) -> Advertisement:
    """What makes two postings one to a reader: one cluster, or work, employer and place the same."""
    membership = getattr(posting, "membership", None)  # select it with the posting
    if membership is not None:
        return (str(membership.cluster_id),)
    if not posting.company_name:
        return (str(posting.pk),)
    return tuple(" ".join(getattr(posting, name).casefold().split()) for name in SAID)
