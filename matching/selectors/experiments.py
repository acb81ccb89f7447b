"""Which engine version makes a person's list, and what came of each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from math import sqrt
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from matching.models import EngineVersion, Experiment, Participation, PostingVector
from matching.selectors.searches import active_engine

_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of `n` people did it, with the interval the true share lies in 19 times of 20."""

    people: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Of the people, 0 to 1."""
        return self.people / self.n if self.n else 0.0

    @property
    def percent(self) -> str:
        """The share, to a tenth."""
        return f"{100 * self.share:.1f}"

    @property
    def percent_low(self) -> str:
        """The lower end."""
        return f"{100 * self.low:.1f}"

    @property
    def percent_high(self) -> str:
        """The upper end."""
        return f"{100 * self.high:.1f}"


@dataclass(frozen=True, slots=True)
class Arm:
    """One version of an experiment, and what the people it served did."""

    engine: EngineVersion
    is_control: bool
    clicks: int
    applications: int
    clicked: Rate
    applied: Rate


def running_experiment() -> Experiment | None:
    """The experiment that runs, while both of its versions can serve."""
    states = EngineVersion.State
    found = Experiment.objects.select_related("control", "variant").filter(
        state=Experiment.State.RUNNING, control__state=states.ACTIVE, variant__state=states.READY
    )
    return found.first()


def engine_for(owner_id: UUID | None) -> EngineVersion:
    """The version that makes this person's lists: always the same one while an experiment runs."""
    experiment = running_experiment() if owner_id else None
    if experiment is None or owner_id is None:
        return active_engine()
    return assigned(experiment, owner_id)


def engines_for(experiment: Experiment | None) -> Callable[[UUID], EngineVersion]:
    """What makes each person's lists while this experiment, or none, runs: for many of them."""
    if experiment is None:
        active = active_engine()
        return lambda _owner_id: active
    return partial(assigned, experiment)


def assigned(experiment: Experiment, owner_id: UUID) -> EngineVersion:
    """The version of one person in an experiment, by a hash: nothing to store, nothing to forget."""
    is_variant = bucket_of(experiment.pk, owner_id) < experiment.share * 100
    engine = experiment.variant if is_variant else experiment.control
    return engine or experiment.variant


def bucket_of(experiment_id: UUID, owner_id: UUID) -> int:
    """0 to 9,999, evenly spread, and another one in every experiment."""
    digest = blake2b(experiment_id.bytes + owner_id.bytes, digest_size=8).digest()
    return int.from_bytes(digest) % 10_000


def without_vectors(engine: EngineVersion) -> int:
    """How many open postings this version has no vectors of, and so would never find."""
    held = PostingVector.objects.filter(engine=engine).values("posting")
    active = PostingVector.objects.filter(
        engine=active_engine(), posting__status="ACTIVE", posting__search__is_active=True
    )
    return active.exclude(posting__in=held).count()


def report(experiment: Experiment) -> list[Arm]:
    """Both versions, the one that was active first; the same number of queries for any n."""
    counted = (
        Participation.objects.filter(experiment=experiment)
        .order_by()
        .values("engine")
        .annotate(
            n=Count("pk"),
            clicked=Count("pk", filter=Q(clicks__gt=0)),
            applied=Count("pk", filter=Q(applications__gt=0)),
            all_clicks=Sum("clicks"),
            all_applications=Sum("applications"),
        )
    )
    by_engine: dict[UUID, dict[str, Any]] = {row["engine"]: {**row} for row in counted}
    versions = (experiment.control, experiment.variant)
    return [_arm(experiment, one, by_engine) for one in versions if one is not None]


def _arm(
    experiment: Experiment, engine: EngineVersion, by_engine: dict[UUID, dict[str, Any]]
) -> Arm:
    row = by_engine.get(engine.pk, {})
    n = row.get("n") or 0
    return Arm(
        engine=engine,
        is_control=engine == experiment.control,
        clicks=row.get("all_clicks") or 0,
        applications=row.get("all_applications") or 0,
        clicked=rate_of(row.get("clicked") or 0, n),
        applied=rate_of(row.get("applied") or 0, n),
    )


def rate_of(people: int, n: int) -> Rate:
    """A share with its 95 % interval.

    Source: Wilson (1927), the score interval: honest for few people and for shares near 0 or 1.
    """
    if not n:
        return Rate(0, 0, 0.0, 1.0)
    share, spread = people / n, _Z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Rate(people, n, max(0.0, middle - half), min(1.0, middle + half))
