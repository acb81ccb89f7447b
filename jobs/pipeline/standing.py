"""How every source stands now: its limits, its breaker, its calls left. For staff and `/sources`."""

from dataclasses import dataclass
from datetime import datetime

from redis.exceptions import RedisError

from jobs.pipeline import adzuna, refreshing
from jobs.pipeline.throttling import breaker_of
from jobs.sources.adzuna_rows import MANIFEST as ADZUNA
from jobs.sources.base import Manifest, SourceError
from jobs.sources.registry import DEFINITIONS


@dataclass(frozen=True, slots=True)
class KeyLeft:
    """The calls one key has left: of today's plan, and of the rolling windows."""

    number: int
    today: int
    today_limit: int
    month: int
    month_limit: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a source besides its row."""

    is_configured: bool
    limits: dict[str, int]
    seconds_between_calls: float
    keys: tuple[str, ...]


def standings() -> dict[str, Standing]:
    """What every source the product knows may do now, by slug."""
    asked = set(refreshing.configured())
    manifests = {ADZUNA.slug: ADZUNA} | {slug: one.manifest for slug, one in DEFINITIONS.items()}
    return {slug: _standing(one, slug in asked) for slug, one in manifests.items()}


def open_breakers(slugs: list[str]) -> dict[str, float]:
    """The seconds for which nobody calls a source that failed too often, where there are any."""
    breakers = {slug: breaker_of(slug) for slug in slugs}
    try:
        next(iter(breakers.values())).client.ping()
    except (StopIteration, RedisError):
        return {}  # a Redis that is silent would be waited for once per source
    left = {slug: breaker.open_seconds() for slug, breaker in breakers.items()}
    return {slug: seconds for slug, seconds in left.items() if seconds > 0}


def keys_left(*, now: datetime) -> list[KeyLeft]:
    """What is left of the quota of each Adzuna key; none when keys are missing or do not pair."""
    try:
        ledgers = adzuna.ledgers() if adzuna.is_configured() else []
    except SourceError:
        return []
    found = []
    for number, ledger in enumerate(ledgers, 1):
        left = ledger.left(now=now)
        today, day, month = ledger.left_today(now=now), ADZUNA.limits["day"], ADZUNA.limits["month"]
        found.append(KeyLeft(number, today, day, left["month"], month))
    return found


def _standing(manifest: Manifest, is_configured: bool) -> Standing:  # noqa: FBT001 - a fact
    return Standing(
        is_configured=is_configured,
        limits=dict(manifest.limits),
        seconds_between_calls=manifest.seconds_between_calls,
        keys=manifest.keys if manifest.slug in DEFINITIONS else ("ADZUNA_APP_ID", "ADZUNA_APP_KEY"),
    )
