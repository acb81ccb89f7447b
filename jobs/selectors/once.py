"""Each job once: of its advertisements a list holds only the first in the list's own order.

Whether a hit is the first is asked of its own job's advertisements alone, so a page costs two more
small questions, and pages neither repeat a job nor skip one.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from jobs.models import ClusterMember
from jobs.selectors.ordering import Hit, Order

_MOST_AT_ONCE = 400


def read_once(order: Order, limit: int, after: Hit | None) -> list[Hit]:
    """Up to `limit` hits behind `after`, each the first of its job."""
    found: list[Hit] = []
    wanted = limit
    while True:
        hits = order.read(wanted, after)
        found += _first_of_their_jobs(order, hits)
        if len(hits) < wanted or len(found) >= limit:
            return found[:limit]
        after, wanted = hits[-1], min(2 * wanted, _MOST_AT_ONCE)


def _first_of_their_jobs(order: Order, hits: Sequence[Hit]) -> list[Hit]:
    others = _others([hit.posting_id for hit in hits if hit.segment >= order.unrepeated])
    if not others:
        return list(hits)
    places = order.places(sorted({key for keys in others.values() for key in keys}))
    return [
        hit
        for hit in hits
        if not any(
            places[key].comes_before(hit) for key in others.get(hit.posting_id, ()) if key in places
        )
    ]


def _others(postings: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The other advertisements of each posting's job."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    mine = ClusterMember.objects.filter(posting_id__in=postings)
    for key, other in mine.values_list("posting_id", "cluster__members__posting_id"):
        if other != key:
            found[key].append(other)
    return found
