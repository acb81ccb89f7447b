"""Every move of a hit on its way into a mail: compare-and-set, so that it is told once at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet

from matching import selectors
from matching.models import Search, SearchHit

Cadence = Search.Cadence
State = SearchHit.State

CLAIM = timedelta(minutes=10)  # longer than a worker may take
KEPT = timedelta(days=7)  # how long hits wait for a mail server
KEPT_WEEKLY = KEPT + timedelta(days=7)  # the same, after the week they wait for their Monday
MOVES = {
    State.SENDING: (State.CLAIMED,),
    State.SENT: (State.SENDING,),
    State.UNCONFIRMED: (State.SENDING,),
    State.WAITING: (State.CLAIMED, State.SENDING),
    State.DROPPED: (State.CLAIMED, State.SENDING),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """The hits one worker may put into one mail, from a moment on."""

    search: Search
    mail_id: UUID
    claimed_at: datetime
    posting_ids: tuple[UUID, ...]


def record_hits(search: Search, *, now: datetime) -> None:
    """Keep what is new among the matches of a search that has alerts. Idempotent."""
    if search.cadence == Cadence.OFF:
        return
    news = selectors.news_of(search, now=now).values_list("posting_id", flat=True)
    hits = [SearchHit(search=search, posting_id=one, first_seen_at=now) for one in news]
    SearchHit.objects.bulk_create(hits, ignore_conflicts=True)


@transaction.atomic
def claim(search_id: UUID, *, now: datetime) -> Claim | None:
    """Take everything that waits for this search, if its mail is due; None when there is nothing.

    The lock on the search lets one of many workers decide at a time. The same hits make the same
    mail: its id says which they are.
    """
    searches = Search.objects.select_for_update(no_key=True, of=("self",))
    search = searches.select_related("owner__profile").filter(pk=search_id).first()
    if search is None or not selectors.due_searches(now=now, only=search_id):
        return None
    hits = search.hits.filter(state=State.WAITING)
    postings = tuple(hits.order_by("posting_id").values_list("posting_id", flat=True))
    mail_id = uuid5(search.pk, ",".join(map(str, postings)))
    hits.filter(posting_id__in=postings).update(
        state=State.CLAIMED, mail_id=mail_id, claimed_at=now, updated_at=now
    )
    return Claim(search, mail_id, now, postings)


def move(
    claim: Claim, to: State, *, now: datetime, posting_ids: tuple[UUID, ...] | None = None
) -> int:
    """Move what this worker still holds; returns how many hits. 0: somebody else has them now.

    Nothing begins to be sent once the alerts are switched off.
    """
    held = SearchHit.objects.filter(
        search=claim.search,
        mail_id=claim.mail_id,
        claimed_at=claim.claimed_at,
        state__in=MOVES[to],
        posting_id__in=claim.posting_ids if posting_ids is None else posting_ids,
    )
    if to == State.SENDING:
        held = held.exclude(search__cadence=Cadence.OFF)
    changes: dict[str, Any] = {"state": to, "updated_at": now}
    if to in {State.SENDING, State.WAITING, State.DROPPED}:
        changes["alerted_at"] = now if to == State.SENDING else None
    return held.update(**changes)


def take_back(*, now: datetime) -> int:
    """End the claims of workers that died; returns how many hits may have been mailed or not.

    What was only claimed waits again. What was being sent is never sent again by itself.
    """
    old = SearchHit.objects.filter(claimed_at__lt=now - CLAIM)
    old.filter(state=State.CLAIMED).update(state=State.WAITING, updated_at=now)
    return old.filter(state=State.SENDING).update(state=State.UNCONFIRMED, updated_at=now)


def drop_stale(*, now: datetime) -> int:
    """Give up hits that waited too long, or whose search has no alerts any more."""
    is_weekly = Q(search__cadence=Cadence.WEEKLY)
    is_old = ~is_weekly & Q(first_seen_at__lt=now - KEPT)
    is_old |= is_weekly & Q(first_seen_at__lt=now - KEPT_WEEKLY)
    return _drop(SearchHit.objects.filter(is_old | Q(search__cadence=Cadence.OFF)), now)


def drop_waiting(search: Search, *, now: datetime) -> int:
    """Give up what waits for this search."""
    return _drop(search.hits.all(), now)


def _drop(hits: QuerySet[SearchHit], now: datetime) -> int:
    return hits.filter(state=State.WAITING).update(state=State.DROPPED, updated_at=now)
