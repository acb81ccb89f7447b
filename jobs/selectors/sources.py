"""Sources as everybody sees them, and as staff do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count

from jobs.models import Posting, Source, SourceQuality
from jobs.selectors.counting import figures_by_label


class Health(StrEnum):
    """How a source is, in one word."""

    PAUSED = "PAUSED"
    NOT_CONFIGURED = "NOT_CONFIGURED"
    BACKING_OFF = "BACKING_OFF"
    FAILING = "FAILING"
    NEW = "NEW"
    HEALTHY = "HEALTHY"


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """A source with what it gives: open postings are counted after each publish."""

    source: Source
    open_postings: int
    dead_link_rate: float | None


def sources_shown(*, now: datetime) -> list[SourceSeen]:
    """Every source that is on or has postings, without the samples; the fullest first."""
    counted = figures_by_label("open_postings", "source") or _count_now(now)
    dead = dead_link_rates()
    found = [
        SourceSeen(source, counted.get(source.slug, 0), dead.get(source.pk))
        for source in Source.objects.filter(is_sample=False).order_by("name", "pk")
    ]
    shown = [one for one in found if one.source.is_enabled or one.open_postings]
    return sorted(shown, key=lambda one: -one.open_postings)


def dead_link_rates() -> Mapping[UUID, float]:
    """The share of looked-at links that were gone, by source; none where nobody looked."""
    measured = SourceQuality.objects.filter(dead_link_rate__isnull=False)
    rates = measured.values_list("source_id", "dead_link_rate")
    return {source_id: rate for source_id, rate in rates if rate is not None}


def health_of(source: Source, *, is_configured: bool, now: datetime) -> Health:
    """How a source is now; what a person decided comes before what happened."""
    states = (
        (not source.is_enabled, Health.PAUSED),
        (not is_configured, Health.NOT_CONFIGURED),
        (bool(source.back_off_until and source.back_off_until > now), Health.BACKING_OFF),
        (source.failures > 0, Health.FAILING),
        (source.last_good_at is None, Health.NEW),
    )
    return next((health for holds, health in states if holds), Health.HEALTHY)


def _count_now(now: datetime) -> dict[str, int]:
    """Before the first figures there are few postings to count."""
    rows = Posting.objects.active(now=now).live().order_by().values_list("source__slug")
    return dict(rows.annotate(number=Count("pk")))
