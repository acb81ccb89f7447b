"""One job, advertised more than once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, FloatField, Value
from django.db.models.functions import Coalesce

from jobs.models import ClusterMember, Posting

_MOST = 200


@dataclass(frozen=True, slots=True)
class ClusterView:
    """What to show of one job: the best advertisement, the same elsewhere, and other places.

    `also_at` are advertisements in the same place, the best first; `other_places` holds the best one
    of every other place.
    """

    best: Posting
    also_at: list[Posting]
    other_places: list[Posting]


def best_of_cluster(posting: Posting) -> ClusterView:
    """The advertisements of this posting's job; the posting's own place is the one shown.

    Open before closed, whole descriptions before excerpts, then the better source, then the newer.
    A posting that stands for itself is its own best.
    """
    mine = ClusterMember.objects.filter(posting_id=posting.pk).first()
    if mine is None:
        return ClusterView(posting, [], [])
    members = list(_members(mine.cluster_id))
    here = [one.posting for one in members if one.spot == mine.spot]
    elsewhere: dict[str, Posting] = {}
    for one in members:
        if one.spot != mine.spot:
            elsewhere.setdefault(one.spot, one.posting)
    others = [one for one in elsewhere.values() if one.status == Posting.Status.ACTIVE]
    return ClusterView(here[0], here[1:], others)


def clusters_of(postings: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Cluster and place within it of those postings that share their job with others.

    Lists show one row per value; a posting that is not in the answer stands for itself.
    """
    rows = ClusterMember.objects.filter(posting_id__in=postings)
    return {
        key: (cluster, spot) for key, cluster, spot in rows.values_list("pk", "cluster_id", "spot")
    }


def shown_once(ranked: Sequence[UUID]) -> list[UUID]:
    """These postings, of each job and place only the first."""
    standing = clusters_of(ranked)
    kept: dict[object, UUID] = {}
    for key in ranked:
        kept.setdefault(standing.get(key, key), key)
    return list(kept.values())


def _members(cluster: UUID) -> Sequence[ClusterMember]:
    score = Coalesce(F("posting__source__quality__score"), Value(0.5), output_field=FloatField())
    members = ClusterMember.objects.filter(cluster_id=cluster)
    members = members.select_related("posting__source", "posting__company").annotate(quality=score)
    ranked = members.order_by("-quality", "-posting__posted_at", "-posting_id")[:_MOST]
    return sorted(
        ranked,
        key=lambda one: (one.posting.status != Posting.Status.ACTIVE, one.posting.is_excerpt),
    )
