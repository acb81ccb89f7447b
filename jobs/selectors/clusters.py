"""One job, advertised more than once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from jobs.models import ClusterMember, NotDuplicate, Posting, PostingSearch

_MOST = 200
_MOST_OF_A_PAGE = 4_000


@dataclass(frozen=True, slots=True)
class ClusterView:
    """What to show of one job: the best advertisement, the same elsewhere, and other places.

    `also_at` are advertisements in the same place, the best first; `other_places` holds the best one
    of every other place.
    """

    best: Posting
    also_at: list[Posting]
    other_places: list[Posting]

    def besides(self, posting: Posting) -> list[Posting]:
        """The advertisements in this place but for one of them: the best first, open before closed."""
        return [one for one in (self.best, *self.also_at) if one.pk != posting.pk]


@dataclass(frozen=True, slots=True)
class Advertisement:
    """One open advertisement of a job, as lists name it."""

    posting_id: UUID
    spot: str
    place: str
    source_id: UUID
    source: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else a posting's job is open.

    `here` holds every advertisement in the posting's own place, the best first, itself included;
    `also_at` the best one of each other source there, `other_places` the best one of each place.
    """

    here: tuple[Advertisement, ...] = ()
    also_at: tuple[Advertisement, ...] = ()
    other_places: tuple[Advertisement, ...] = ()

    def seen_from(self, posting_id: UUID) -> "Elsewhere":
        """The same as another advertisement in this place sees it."""
        one = next(other for other in self.here if other.posting_id == posting_id)
        return Elsewhere(self.here, _of_other_sources(one, self.here), self.other_places)


def best_of_cluster(posting: Posting) -> ClusterView:
    """The advertisements of this posting's job; the posting's own place is the one shown.

    Open before closed, whole descriptions before excerpts, then the better source, then the newer.
    A posting that stands for itself is its own best.
    """
    mine = ClusterMember.objects.filter(posting_id=posting.pk).first()
    if mine is None:
        return ClusterView(posting, [], [])
    members = ClusterMember.objects.filter(cluster_id=mine.cluster_id)
    ranked = list(
        _best_first(members.select_related("posting__source", "posting__company"))[:_MOST]
    )
    here = [one.posting for one in ranked if one.spot == mine.spot]
    elsewhere: dict[str, Posting] = {}
    for one in ranked:
        if one.spot != mine.spot:
            elsewhere.setdefault(one.spot, one.posting)
    others = [one for one in elsewhere.values() if one.status == Posting.Status.ACTIVE]
    return ClusterView(here[0], here[1:], others)


def elsewhere_of(postings: Sequence[UUID]) -> dict[UUID, Elsewhere]:
    """Where else the jobs of these postings are open; what stands for itself is left out.

    One query, however many there are.
    """
    mine = ClusterMember.objects.filter(posting_id__in=postings)
    members = ClusterMember.objects.filter(cluster__in=mine.values("cluster"))
    members = members.filter(posting__status=Posting.Status.ACTIVE)
    rows = _best_first(members).values_list(
        "cluster_id", "posting_id", "spot", "posting__place", "posting__source_id",
        "posting__source__name",
    )  # fmt: skip
    jobs: defaultdict[UUID, list[Advertisement]] = defaultdict(list)
    for cluster, posting, spot, place, source_id, source in rows[:_MOST_OF_A_PAGE]:
        jobs[cluster].append(Advertisement(posting, spot, place, source_id, source))
    wanted = set(postings)
    return {
        one.posting_id: _seen_from(one, job)
        for job in jobs.values()
        for one in job
        if one.posting_id in wanted
    }


def clusters_of(postings: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Cluster and place within it of those postings that share their job with others.

    A posting that is not in the answer stands for itself.
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


def best_here(
    postings: Iterable[UUID],
    elsewhere: Mapping[UUID, Elsewhere],
    answering: QuerySet[PostingSearch],
) -> dict[UUID, UUID]:
    """Which advertisement to show for each posting: of those in its place that answer, the best."""
    rivals = {
        key: [one.posting_id for one in elsewhere[key].here] if key in elsewhere else [key]
        for key in postings
    }
    doubtful = [one for keys in rivals.values() if len(keys) > 1 for one in keys]
    if not doubtful:
        return {key: key for key in rivals}
    rows = answering.filter(posting_id__in=doubtful).order_by()
    answer = set(rows.values_list("posting_id", flat=True))
    return {key: next((one for one in keys if one in answer), key) for key, keys in rivals.items()}


def kept_apart(posting: Posting) -> list[Posting]:
    """The postings somebody said are another job than this one, the newest mark first."""
    marks = NotDuplicate.objects.filter(Q(one=posting) | Q(other=posting))
    marks = marks.select_related("one__source", "other__source").order_by("-created_at", "-pk")
    return [mark.other if mark.one_id == posting.pk else mark.one for mark in marks[:_MOST]]


def _seen_from(one: Advertisement, job: Sequence[Advertisement]) -> Elsewhere:
    here = tuple(other for other in job if other.spot == one.spot)
    places: dict[str, Advertisement] = {}
    for other in job:
        if other.spot != one.spot:
            places.setdefault(other.spot, other)
    return Elsewhere(here, _of_other_sources(one, here), tuple(places.values()))


def _of_other_sources(
    one: Advertisement, here: Iterable[Advertisement]
) -> tuple[Advertisement, ...]:
    others: dict[UUID, Advertisement] = {}
    for other in here:
        if other.source_id != one.source_id:
            others.setdefault(other.source_id, other)
    return tuple(others.values())


def _best_first(members: QuerySet[ClusterMember]) -> QuerySet[ClusterMember]:
    """Open before closed, whole before excerpt, then by source, then the newest."""
    closed = ~Q(posting__status=Posting.Status.ACTIVE)
    excerpt = Q(posting__flags__contains=["is_excerpt"])
    return members.annotate(
        is_closed=ExpressionWrapper(closed, BooleanField()),
        is_excerpt=ExpressionWrapper(excerpt, BooleanField()),
        quality=Coalesce(
            F("posting__source__quality__score"), Value(0.5), output_field=FloatField()
        ),
    ).order_by("is_closed", "is_excerpt", "-quality", "-posting__posted_at", "-posting_id")
