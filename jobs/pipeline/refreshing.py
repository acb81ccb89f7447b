"""Refresh a source from the network."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from core.errors import DomainError, TransientError
from core.http import HttpClient, HttpError, MemoryBreaker, QuotaUsedUpError
from jobs.models import Source, SourceRun
from jobs.pipeline import building, catalogue
from jobs.pipeline.lease import SourceIsBusyError
from jobs.pipeline.quota import PostgresLedger
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.runs import Options, collect
from jobs.sources import adzuna, adzuna_rows
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

    source: str = adzuna_rows.MANIFEST.slug
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
    if what.source == adzuna_rows.MANIFEST.slug:
        countries = [code.lower() for code in what.countries] or configured_countries()
        return _adzuna(countries), {"source": what.source, "countries": countries}
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


def refresh_unattended(what: Refresh, *, now: datetime, options: Options) -> None:
    """Refresh for a queue, where a message may come twice and nobody watches.

    A keyless source that cannot be reached is no alarm: its run says why, the source backs off,
    and the next daily refresh tries again.
    Raises: TransientError when trying again may help.
    """
    try:
        refresh(what, now=now, options=options)
    except SourceIsBusyError:
        log.info("%s is being collected already", what.source)
    except (NotConfiguredError, UnknownSourceError) as error:
        waiting = SourceRun.objects.filter(
            source__slug=what.source, state__in=(SourceRun.State.QUEUED, SourceRun.State.RUNNING)
        )
        waiting.update(state=SourceRun.State.FAILED, finished_at=now, error=str(error))
    except StageFailedError as error:
        if _is_keyless(what.source) and isinstance(error.__cause__, _FROM_OUTSIDE):
            log.info("%s: %s", what.source, error)
            return
        if isinstance(error.__cause__, TransientError):
            raise TransientError(str(error)) from error
        raise


def known() -> list[str]:
    """Every source there is to refresh from, whether it can be now or not."""
    return [adzuna_rows.MANIFEST.slug, *DEFINITIONS]


def refreshable() -> list[str]:
    """The sources that can be refreshed: they have their keys and nobody switched them off."""
    off = set(Source.objects.filter(is_enabled=False).values_list("slug", flat=True))
    configured = [adzuna_rows.MANIFEST.slug] if adzuna_is_configured() else []
    read = (*configured, *building.keyed(), *building.keyless())
    return [slug for slug in read if slug not in off]


def refreshable_keyless() -> list[str]:
    """Those of them that need no key."""
    return [slug for slug in refreshable() if _is_keyless(slug)]


def due_sources(*, now: datetime) -> list[str]:
    """What the daily refresh starts: everything refreshable that is not backing off."""
    waiting = Source.objects.filter(back_off_until__gt=now).values_list("slug", flat=True)
    return [slug for slug in refreshable() if slug not in set(waiting)]


def stale_keyless(*, now: datetime) -> list[str]:
    """Keyless sources that are due and gave nothing for most of a day: a machine that was off."""
    fresh = set(Source.objects.filter(last_good_at__gt=now - _FRESH).values_list("slug", flat=True))
    return [slug for slug in due_sources(now=now) if _is_keyless(slug) and slug not in fresh]


def _is_keyless(slug: str) -> bool:
    return slug in DEFINITIONS and not building.needs_key(slug)


def adzuna_is_configured() -> bool:
    """Whether both of Adzuna's keys are set."""
    return bool(settings.ADZUNA_APP_ID and settings.ADZUNA_APP_KEY)


def configured_countries() -> list[str]:
    """The countries ADZUNA_COUNTRY names, separated by commas or spaces."""
    named: str = settings.ADZUNA_COUNTRY
    return named.replace(",", " ").lower().split()


def adzuna_ledger() -> PostgresLedger:
    """The quota of the configured key."""
    source = catalogue.register(adzuna_rows.MANIFEST)
    key_id = adzuna.key_fingerprint(settings.ADZUNA_APP_ID, settings.ADZUNA_APP_KEY)
    return PostgresLedger(source.pk, key_id, adzuna_rows.MANIFEST.limits)


def _adzuna(countries: Sequence[str]) -> PostingSource:
    if not adzuna_is_configured():
        raise NotConfiguredError(
            "Adzuna is not configured: set ADZUNA_APP_ID and ADZUNA_APP_KEY "
            "(free keys at https://developer.adzuna.com/)."
        )
    client = HttpClient(
        settings.ADZUNA_BASE_URL,
        secrets=(settings.ADZUNA_APP_KEY, settings.ADZUNA_APP_ID),
        ledger=adzuna_ledger(),
        breaker=MemoryBreaker(),
    )
    try:
        return adzuna.AdzunaSource(
            client,
            keys=(settings.ADZUNA_APP_ID, settings.ADZUNA_APP_KEY),
            countries=countries,
            max_days_old=settings.JOB_EXPIRY_DAYS,
            results_per_page=settings.ADZUNA_RESULTS_PER_PAGE,
        )
    except SourceError as error:
        raise NotConfiguredError(str(error)) from error
