"""Refresh a source from the network."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from core.errors import DomainError, TransientError
from core.http import HttpError, QuotaUsedUpError
from jobs.models import Source, SourceRun
from jobs.pipeline import adzuna, building
from jobs.pipeline.lease import LeaseLostError, SourceIsBusyError
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.runs import Options, collect
from jobs.selectors.companies import followers_by_source
from jobs.sources.base import PostingSource, SourceError
from jobs.sources.registry import DEFINITIONS

log = logging.getLogger(__name__)

_FRESH = timedelta(hours=20)
_FROM_OUTSIDE = (TransientError, SourceError, HttpError, QuotaUsedUpError)


class NotConfiguredError(DomainError):
    """This source cannot be asked with the settings there are."""

    code = "not_configured"


class UnknownSourceError(DomainError):
    """There is no such source to refresh from."""

    code = "unknown_source"
    status = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """What to refresh. No countries: those of the settings; sources without keys have no choice."""

    source: str = adzuna.SLUG
    countries: Sequence[str] = ()
    trigger: str = SourceRun.Trigger.MANUAL


def refresh(what: Refresh, *, now: datetime, options: Options) -> SourceRun:
    """Collect everything new from a source.

    Raises: NotConfiguredError, UnknownSourceError, SourceIsBusyError, StageFailedError.
    """
    source, plan = _built(what, now)
    return collect(source, trigger=what.trigger, plan=plan, now=now, options=options)


def _built(what: Refresh, now: datetime) -> tuple[PostingSource, dict[str, Any]]:
    """The source and the plan of its run."""
    if what.source == adzuna.SLUG:
        return _adzuna(what, now)
    if what.source not in DEFINITIONS:
        message = f"There is no source called {what.source} to refresh from."
        raise UnknownSourceError(f"{message} There are: {', '.join(known())}.")
    if missing := building.missing_keys(what.source):
        name = DEFINITIONS[what.source].manifest.name
        raise NotConfiguredError(f"{name} is not configured: set {' and '.join(missing)}.")
    try:
        return building.build(what.source, now=now), building.plan_of(what.source)
    except SourceError as error:
        raise NotConfiguredError(str(error)) from error


def _adzuna(what: Refresh, now: datetime) -> tuple[PostingSource, dict[str, Any]]:
    by_hand = what.trigger == SourceRun.Trigger.MANUAL
    try:
        countries = adzuna.countries(what.countries)
        source = adzuna.build(countries, now=now, by_hand=by_hand)
    except SourceError as error:
        raise NotConfiguredError(str(error)) from error
    return source, {"source": what.source, "countries": countries}


def refresh_unattended(what: Refresh, *, now: datetime, options: Options) -> datetime | None:
    """Refresh for a queue, where a message may come twice and nobody watches.

    Returns when the stage that failed is to be tried again, if it is. A keyless source that cannot
    be reached is no alarm: its run says why, the source backs off, the next daily refresh tries.
    Raises: StageFailedError when a run stops for another reason.
    """
    try:
        refresh(what, now=now, options=options)
    except (SourceIsBusyError, LeaseLostError):
        log.info("%s is being collected already", what.source)
    except (NotConfiguredError, UnknownSourceError) as error:
        unfinished = SourceRun.objects.filter(source__slug=what.source).filter(
            Q(state__in=(SourceRun.State.QUEUED, SourceRun.State.RUNNING))
            | Q(next_try_at__isnull=False)
        )
        unfinished.update(
            state=SourceRun.State.FAILED, finished_at=now, error=str(error), next_try_at=None
        )
    except StageFailedError as error:
        if again := _next_try(what.source):
            log.info("%s: %s; tried again at %s", what.source, error, again)
            return again
        if not (_is_keyless(what.source) and isinstance(error.__cause__, _FROM_OUTSIDE)):
            raise
        log.info("%s: %s", what.source, error)
    return None


def _next_try(slug: str) -> datetime | None:
    waiting = SourceRun.objects.filter(source__slug=slug, next_try_at__isnull=False)
    return waiting.order_by("-started_at").values_list("next_try_at", flat=True).first()


def known() -> list[str]:
    """Every source there is to refresh from, whether it can be now or not."""
    return [adzuna.SLUG, *DEFINITIONS]


def refreshable() -> list[str]:
    """The sources that can be refreshed: they have their keys and nobody switched them off."""
    off = set(Source.objects.filter(is_enabled=False).values_list("slug", flat=True))
    return [slug for slug in configured() if slug not in off]


def configured() -> list[str]:
    """The sources that have what they need to be asked, whether or not somebody switched them off."""
    first = [adzuna.SLUG] if adzuna.is_configured() else []
    return [*first, *building.keyed(), *building.keyless()]


def refreshable_keyless() -> list[str]:
    """Those of them that need no key."""
    return [slug for slug in refreshable() if _is_keyless(slug)]


def due_sources(*, now: datetime) -> list[str]:
    """What the daily refresh starts: everything refreshable, but what backs off or tries again.

    Sources with postings of employers somebody follows come first, the most followed before all.
    """
    later = Q(back_off_until__gt=now) | Q(runs__next_try_at__gt=now)
    waiting = set(Source.objects.filter(later).values_list("slug", flat=True))
    followed = followers_by_source()
    due = [slug for slug in refreshable() if slug not in waiting]
    return sorted(due, key=lambda slug: -followed.get(slug, 0))


def stale_keyless(*, now: datetime) -> list[str]:
    """Keyless sources that are due and gave nothing for most of a day: a machine that was off."""
    fresh = set(Source.objects.filter(last_good_at__gt=now - _FRESH).values_list("slug", flat=True))
    return [slug for slug in due_sources(now=now) if _is_keyless(slug) and slug not in fresh]


def _is_keyless(slug: str) -> bool:
    return slug in DEFINITIONS and not building.needs_key(slug)
