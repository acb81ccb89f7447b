"""Are postings still there, and how good is a source: a daily sample, counted and remembered."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from jobs.models import LinkCheck, Posting, Source, SourceQuality
from jobs.pipeline.expiry import mark_gone
from jobs.sources.links import LinkProber, Look, State

_ANOTHER_DAY = timedelta(hours=20)
_COUNTED = timedelta(days=30)  # looks older than this say nothing of a source today
_FRESH = timedelta(days=14)
_FEWEST_LOOKS = 5
_LONGEST_SECONDS = 2400.0

#: How much each part counts in a source's score.
WEIGHTS = {"complete": 0.3, "paid": 0.15, "fresh": 0.25, "unique": 0.15, "alive": 0.15}


def check_links(
    *,
    now: datetime,
    per_source: int,
    prober: LinkProber | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, int]:
    """Look at a few pages of each source that lets us; returns how many were ALIVE, GONE, UNSURE.

    A page that answers 404 or 410 on two days closes its posting. Stops by itself after 40 minutes.
    """
    prober = prober or LinkProber()
    found = dict.fromkeys(map(str, State), 0)
    until = clock() + _LONGEST_SECONDS
    for source in Source.objects.filter(links_may_be_checked=True, is_sample=False):
        for posting in _sample(source, now, per_source):
            if clock() > until:
                return found
            look = prober.look(posting.outside_url)
            found[look.state] += 1
            _remember(posting, look, now)
    return found


def _sample(source: Source, now: datetime, limit: int) -> list[Posting]:
    """Pages that were gone at the first look, then those never looked at or longest ago.

    A posting's id is a hash, so that the order of ids among the never looked at is a random one.
    """
    postings = Posting.objects.active(now=now).live().filter(source=source)
    postings = postings.exclude(source_url="", redirect_url="")
    rested = postings.filter(
        Q(link_check__isnull=True) | Q(link_check__last_checked_at__lte=now - _ANOTHER_DAY)
    )
    order = (
        F("link_check__gone_since").asc(nulls_last=True),
        F("link_check__last_checked_at").asc(nulls_first=True),
        "pk",
    )
    return list(rested.only("source_url", "redirect_url").order_by(*order)[:limit])


def _remember(posting: Posting, look: Look, now: datetime) -> None:
    before = LinkCheck.objects.filter(posting=posting).first()
    gone_since = before.gone_since if before else None
    if look.state is State.ALIVE:
        gone_since = None
    elif look.state is State.GONE:
        gone_since = gone_since or now
    LinkCheck.objects.update_or_create(
        posting=posting,
        defaults={
            "last_checked_at": now,
            "state": look.state,
            "status": look.status,
            "gone_since": gone_since,
        },
    )
    if look.state is State.GONE and gone_since and now - gone_since >= _ANOTHER_DAY:
        mark_gone([posting.pk], now=now)
        LinkCheck.objects.filter(posting=posting).update(gone_since=None)


_MEASURE = """
SELECT posting.source_id, count(*),
       count(*) FILTER (WHERE 'is_complete' = ANY(posting.flags)),
       count(*) FILTER (WHERE posting.pay_source = 'STATED'),
       count(*) FILTER (WHERE posting.posted_at > %(fresh)s),
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM jobs_clustermember mine
           JOIN jobs_clustermember theirs ON theirs.cluster_id = mine.cluster_id
               AND theirs.spot = mine.spot AND theirs.posting_id < mine.posting_id
           JOIN jobs_posting first ON first.id = theirs.posting_id
               AND first.source_id = posting.source_id AND first.status = 'ACTIVE'
           WHERE mine.posting_id = posting.id))
FROM jobs_posting posting
WHERE posting.status = 'ACTIVE'
GROUP BY posting.source_id
"""
_LOOKS = """
SELECT posting.source_id, count(*) FILTER (WHERE looked.state = 'GONE'), count(*)
FROM jobs_linkcheck looked JOIN jobs_posting posting ON posting.id = looked.posting_id
WHERE looked.last_checked_at > %(since)s AND looked.state IN ('GONE', 'ALIVE')
GROUP BY posting.source_id
"""


def measure_sources(*, now: datetime) -> int:
    """Score every source that has open postings; returns how many.

    The parts: whole descriptions, stated pay, posted in the last two weeks, listed once per place
    by the source itself, links alive. A part nobody has measured leaves its weight to the others.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, {"since": now - _COUNTED})
        looks = {source: (gone, looked) for source, gone, looked in cursor.fetchall()}
        cursor.execute(_MEASURE, {"fresh": now - _FRESH})
        rows = cursor.fetchall()
    for source, total, complete, paid, fresh, repeated in rows:
        gone, looked = looks.get(source, (0, 0))
        parts = {
            "complete": complete / total,
            "paid": paid / total,
            "fresh": fresh / total,
            "unique": 1 - repeated / total,
        }
        if looked >= _FEWEST_LOOKS:
            parts["alive"] = 1 - gone / looked
        SourceQuality.objects.update_or_create(
            source_id=source,
            defaults={
                "score": score_of(parts),
                "parts": {name: round(part, 4) for name, part in parts.items()},
                "postings": total,
                "links_checked": looked,
                "dead_link_rate": gone / looked if looked else None,
                "measured_at": now,
            },
        )
    return len(rows)


def score_of(parts: dict[str, float]) -> float:
    """The weighted mean of the parts there are, 0–1."""
    weight = sum(WEIGHTS[name] for name in parts)
    total = sum(WEIGHTS[name] * part for name, part in parts.items())
    return round(total / weight, 4) if weight else 0.0
