"""Everything `/insights` shows, read at once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache

from applications.selectors.fit import default_version
from applications.selectors.insights.days import acts_by_day
from applications.selectors.insights.period import Period, cohort
from applications.selectors.insights.roads import Roads, roads
from applications.selectors.insights.skills import SkillGap, skill_gap
from applications.selectors.insights.stays import Stay, stays
from matching.services import profile_of_version
from resumes.models import ResumeVersion

SHOWN_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Insights:
    """What works: how far, how long, by what, on which days, and what is missing."""

    period: Period
    roads: Roads
    stays: list[Stay]
    days: dict[date, int]
    gap: SkillGap | None  # None without a resume to compare with
    versions: dict[UUID, str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count in this period."""
        return not self.roads.total.added


def insights(owner_id: UUID, *, period: Period, now: datetime, zone: ZoneInfo) -> Insights:
    """Count a person's applications; as many queries for two thousand of them as for two."""
    counted = cohort(owner_id, period, now=now)
    found = roads(counted)
    version = default_version(owner_id)
    known = _shown_skills(version, now) if version is not None else None
    return Insights(
        period=period,
        roads=found,
        stays=stays(counted),
        days=acts_by_day(owner_id, now=now, zone=zone),
        gap=None if known is None else skill_gap(counted, known=known),
        versions=_names(owner_id, [key for key in found.by_version if key]),
    )


def _shown_skills(version: ResumeVersion, now: datetime) -> set[str]:
    """A version never changes: what was read of it once is good for every process."""
    key = f"insights:shown:{version.pk}"
    shown: set[str] | None = cache.get(key)
    if shown is None:
        profile = profile_of_version(version, now=now)
        shown = {*profile.skills, *profile.elsewhere}
        cache.set(key, shown, SHOWN_SECONDS)
    return shown


def _names(owner_id: UUID, keys: list[UUID]) -> dict[UUID, str]:
    held = ResumeVersion.objects.filter(pk__in=keys, resume__owner_id=owner_id)
    rows = held.values_list("pk", "resume__name", "number")
    return {key: f"{name} v{number}" for key, name, number in rows}
