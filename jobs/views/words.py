"""Runs and sources in the words their pages show."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.models import Source, SourceRun, StageRun
from jobs.pipeline.standing import Standing
from jobs.rendering.stages import Bar, Slice, Stage, bars, time_strip
from jobs.selectors.sources import Health, health_of

_ORDER = {name: place for place, name in enumerate(StageRun.Stage.values)}
_MINUTE = 60
_HOUR = 3600
_TENTHS_BELOW = 10  # seconds

STATE_KINDS = {"DONE": "good", "FAILED": "bad", "RUNNING": "info", "QUEUED": ""}
HEALTH_WORDS: Mapping[Health, tuple[str | Promise, str]] = {
    Health.PAUSED: (gettext_lazy("Paused"), "caution"),
    Health.NOT_CONFIGURED: (gettext_lazy("Not set up"), ""),
    Health.BACKING_OFF: (gettext_lazy("Backing off"), "bad"),
    Health.FAILING: (gettext_lazy("Failing"), "bad"),
    Health.NEW: (gettext_lazy("Not asked yet"), ""),
    Health.HEALTHY: (gettext_lazy("Healthy"), "good"),
}
_WINDOWS = {
    "minute": gettext_lazy("%(n)s × a minute"),
    "hour": gettext_lazy("%(n)s × an hour"),
    "day": gettext_lazy("%(n)s × a day"),
    "week": gettext_lazy("%(n)s × a week"),
    "month": gettext_lazy("%(n)s × a month"),
    "lifetime": gettext_lazy("%(n)s × in all"),
}


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run with its pictures."""

    run: SourceRun
    kind: str
    took: str
    bars: list[Bar]
    strip: list[Slice]
    fetched: int
    rejected: int
    stopped_at: str
    error: str
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source as staff see it."""

    source: Source
    health: str
    kind: str
    pause_minutes: int
    failures: int
    next_try: datetime | None
    needs: str
    can_refresh: bool


def run_shown(run: SourceRun, *, now: datetime) -> RunShown:
    """A run in words and bars; its stages must have been read."""
    rows = sorted(run.stages.all(), key=lambda row: _ORDER[row.stage])
    stages = [_stage(row) for row in rows]
    failed = str(run.cursor.get("failed_stage") or "") if run.state == "FAILED" else ""
    label = str(StageRun.Stage(failed).label) if failed in _ORDER else ""
    return RunShown(
        run=run,
        kind=STATE_KINDS[run.state],
        took=duration((run.finished_at or now) - run.started_at),
        bars=bars(stages, failed=label),
        strip=time_strip(stages),
        fetched=next((row.rows_out for row in rows if row.stage == StageRun.Stage.FETCH), 0),
        rejected=sum(row.rejected for row in rows if row.stage != StageRun.Stage.DEDUPE),
        stopped_at=label,
        error=run.error.removeprefix(f"{label}: "),
        next_try=_soon(run.next_try_at, now),
    )


def source_shown(
    source: Source, standing: Standing | None, breaker_seconds: float, *, now: datetime
) -> SourceShown:
    """A source in words. One that nobody can ask was imported from files."""
    is_asked = standing is not None and standing.is_configured
    is_from_files = standing is None
    word, kind = HEALTH_WORDS[health_of(source, is_configured=is_asked or is_from_files, now=now)]
    if is_from_files and source.is_enabled:
        word, kind = _("From files"), ""
    elif breaker_seconds and kind != "bad" and is_asked:
        word, kind = _("Not answering"), "bad"
    backs_off = source.back_off_until is not None and source.back_off_until > now
    return SourceShown(
        source=source,
        health=str(word),
        kind=kind,
        pause_minutes=math.ceil(breaker_seconds / _MINUTE),
        failures=source.failures or int(breaker_seconds > 0),
        next_try=_soon(source.back_off_until, now) if backs_off and is_asked else None,
        needs="" if is_asked else ", ".join(_missing(standing)),
        can_refresh=is_asked and source.is_enabled,
    )


def limits_in_words(standing: Standing | None) -> str:
    """How often a source may be asked; empty when nothing is known."""
    if standing is None:
        return ""
    said = [
        str(_WINDOWS[window]) % {"n": f"{limit:,}"}
        for window, limit in standing.limits.items()
        if window in _WINDOWS
    ]
    words = _("asked at most %(often)s") % {"often": ", ".join(said)} if said else ""
    if standing.seconds_between_calls:
        apart = _("%(n)s s between calls") % {"n": f"{standing.seconds_between_calls:g}"}
        words = f"{words}, {apart}" if words else apart
    return words


def duration(length: timedelta) -> str:
    """Say how long something took: 0.4 s, 42 s, 3 min 5 s, 1 h 12 min."""
    seconds = max(length.total_seconds(), 0.0)
    if seconds < _TENTHS_BELOW:
        return _("%(n)s s") % {"n": f"{seconds:.1f}"}
    minutes, rest = divmod(int(seconds), _MINUTE)
    if not minutes:
        return _("%(n)s s") % {"n": rest}
    hours, minutes_left = divmod(minutes, _MINUTE)
    if not hours:
        return _("%(m)s min %(s)s s") % {"m": minutes, "s": rest}
    return _("%(h)s h %(m)s min") % {"h": hours, "m": minutes_left}


def _soon(at: datetime | None, now: datetime) -> datetime | None:
    """When something is tried again: in a minute at the earliest, for it has not been tried yet."""
    return max(at, now + timedelta(minutes=1)) if at else None


def _missing(standing: Standing | None) -> tuple[str, ...]:
    """The settings a source waits for; one without keys is named in the list of those that are on."""
    if standing is None:
        return ()
    return standing.keys or ("KEYLESS_SOURCES",)


def _stage(row: StageRun) -> Stage:
    return Stage(
        name=str(StageRun.Stage(row.stage).label),
        rows_in=row.rows_in,
        rows_out=row.rows_out,
        rejected=row.rejected,
        seconds=round(row.seconds, 1),
        retries=row.retries,
        error=row.error,
    )
