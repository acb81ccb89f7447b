"""Adzuna with the keys, countries and calls there are today."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from core.http import HttpClient
from jobs import demand
from jobs.models import RawPage, SourceRun
from jobs.pipeline import catalogue
from jobs.pipeline.quota import PostgresLedger
from jobs.pipeline.throttling import guarded
from jobs.sources import adzuna, adzuna_plan, adzuna_rows
from jobs.sources.base import SourceError

SLUG = adzuna_rows.MANIFEST.slug
#: Calls per key and day that only a person's own "Refresh now" may use on top of the plan.
BY_HAND = 10
_OVERLAP = timedelta(hours=24)  # an advertisement may appear hours after the time it states


def key_pairs() -> list[tuple[str, str]]:
    """The pairs of ADZUNA_APP_ID and ADZUNA_APP_KEY, each a list separated by commas or spaces.

    Raises: SourceError when there is not one key for every id.
    """
    ids, keys = (
        value.replace(",", " ").split()
        for value in (settings.ADZUNA_APP_ID, settings.ADZUNA_APP_KEY)
    )
    if len(ids) != len(keys):
        raise SourceError(
            f"ADZUNA_APP_ID names {len(ids)} ids and ADZUNA_APP_KEY {len(keys)} keys: "
            "write one key for every id, in the same order."
        )
    return list(zip(ids, keys, strict=True))


def is_configured() -> bool:
    """Whether there is a key."""
    return bool(settings.ADZUNA_APP_ID and settings.ADZUNA_APP_KEY)


def countries(asked: Sequence[str] = ()) -> list[str]:
    """The countries asked for, else those of ADZUNA_COUNTRY; `all` means all. Raises: SourceError."""
    named: str = settings.ADZUNA_COUNTRY
    return adzuna_plan.countries_named(asked or named.replace(",", " ").split())


def ledgers() -> list[PostgresLedger]:
    """The quota of every key. Raises: SourceError."""
    source = catalogue.register(adzuna_rows.MANIFEST)
    limits = adzuna_rows.MANIFEST.limits
    names = (adzuna.key_fingerprint(*pair) for pair in key_pairs())
    return [PostgresLedger(source.pk, name, limits) for name in names]


def planned_calls(*, now: datetime, by_hand: bool = False) -> int:
    """How many calls may still be made today: the plan of every key, and a few for a person."""
    return sum(_planned(ledger, now, by_hand=by_hand) for ledger in ledgers())


def build(wanted: Sequence[str], *, now: datetime, by_hand: bool) -> adzuna.AdzunaSource:
    """The source for these countries with today's plan. Raises: SourceError."""
    if not is_configured():
        raise SourceError(
            "Adzuna is not configured: set ADZUNA_APP_ID and ADZUNA_APP_KEY "
            "(free keys at https://developer.adzuna.com/)."
        )
    questions = adzuna_plan.slices_for(
        wanted,
        categories=settings.ADZUNA_CATEGORIES,
        demand=demand.wanted(),
        read_before=_read_before(),
    )
    return adzuna.AdzunaSource(
        _keys(),
        questions,
        max_days_old=settings.JOB_EXPIRY_DAYS,
        results_per_page=settings.ADZUNA_RESULTS_PER_PAGE,
        most_calls=planned_calls(now=now, by_hand=by_hand),
        parallel=settings.ADZUNA_PARALLEL,
    )


def _planned(ledger: PostgresLedger, now: datetime, *, by_hand: bool) -> int:
    planned = ledger.left_today(now=now)
    if not by_hand:
        return planned
    left = ledger.left(now=now)
    return min(planned + BY_HAND, *(left[window] for window in ("day", "week", "month")))


def _keys() -> list[adzuna.Key]:
    pairs = key_pairs()
    # Its links name the caller: the id stands in them, and may.
    names, secrets = [app_id for app_id, _ in pairs], [app_key for _, app_key in pairs]
    return [
        adzuna.Key(*pair, guarded(_client(names, secrets), SLUG, ledger))
        for pair, ledger in zip(pairs, ledgers(), strict=True)
    ]


def _client(names: Sequence[str], secrets: Sequence[str]) -> HttpClient:
    return HttpClient(settings.ADZUNA_BASE_URL, names=names, secrets=secrets)


def _read_before() -> dict[str, datetime]:
    """When the last good run began, for every question it asked."""
    done = SourceRun.objects.filter(source__slug=SLUG, state=SourceRun.State.DONE)
    network = done.exclude(trigger=SourceRun.Trigger.IMPORT)
    run = network.order_by("-started_at", "-id").first()
    if run is None:
        return {}
    asked = RawPage.objects.filter(run=run).order_by().values_list("origin__question", flat=True)
    since = run.started_at - _OVERLAP
    return {question: since for question in asked.distinct() if question}
