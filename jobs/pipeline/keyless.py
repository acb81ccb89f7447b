"""The sources that need no key: how each is built from the settings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from core.http import HttpClient, MemoryBreaker
from jobs.pipeline import catalogue
from jobs.pipeline.quota import PostgresLedger
from jobs.sources import arbeitnow, ashby, greenhouse, lever, remotive
from jobs.sources.base import Manifest, PostingSource
from jobs.sources.board_feed import BoardSource, BoardSystem
from jobs.sources.boards import SHIPPED, Board, read_boards

MANIFESTS: tuple[Manifest, ...] = (
    arbeitnow.MANIFEST,
    remotive.MANIFEST,
    greenhouse.MANIFEST,
    lever.MANIFEST,
    ashby.MANIFEST,
)

_NO_KEY = "keyless"
_LARGEST_ANSWER = 48 * 1024 * 1024  # a whole board with descriptions


def switched_on() -> list[str]:
    """The keyless sources KEYLESS_SOURCES names, in our own order."""
    named = {name.strip().lower() for name in settings.KEYLESS_SOURCES}
    return [manifest.slug for manifest in MANIFESTS if manifest.slug in named]


def build(slug: str, *, now: datetime) -> PostingSource:
    """Build a keyless source of `MANIFESTS`. Raises: SourceError about the list of boards."""
    return _BUILDERS[slug](now)


def plan_of(slug: str) -> dict[str, Any]:
    """What a run of this source is about: runs with the same plan do the same work.

    Raises: SourceError about the list of boards.
    """
    system = _SYSTEMS.get(slug)
    if system is None:
        return {"source": slug}
    boards = [f"{board.system} {board.token}" for board in _boards(system)]
    return {"source": slug, "boards": boards}


def _client(manifest: Manifest, base_url: str, *, attempts: int = 3) -> HttpClient:
    source = catalogue.register(manifest)
    return HttpClient(
        base_url,
        ledger=PostgresLedger(source.pk, _NO_KEY, manifest.limits),
        breaker=MemoryBreaker(),
        attempts=attempts,
        total_seconds=120.0,
        max_bytes=_LARGEST_ANSWER,
    )


def _arbeitnow(now: datetime) -> PostingSource:
    client = _client(arbeitnow.MANIFEST, settings.ARBEITNOW_BASE_URL)
    return arbeitnow.ArbeitnowSource(client, now=now, max_days_old=settings.JOB_EXPIRY_DAYS)


def _remotive(_now: datetime) -> PostingSource:
    # A second attempt at once; a third would take most of the day's four calls.
    return remotive.RemotiveSource(
        _client(remotive.MANIFEST, settings.REMOTIVE_BASE_URL, attempts=2)
    )


def _boards(system: BoardSystem) -> list[Board]:
    """The boards of one system; `lever-eu` is Lever on another host."""
    path = Path(settings.JOB_BOARDS_FILE) if settings.JOB_BOARDS_FILE else SHIPPED
    slug = system.manifest.slug
    return [board for board in read_boards(path) if board.system.partition("-")[0] == slug]


def _of(system: BoardSystem) -> Callable[[datetime], PostingSource]:
    def build_boards(_now: datetime) -> PostingSource:
        slug = system.manifest.slug
        urls = {slug: f"{slug.upper()}_BASE_URL"}
        if slug == lever.MANIFEST.slug:
            urls[f"{slug}-eu"] = "LEVER_EU_BASE_URL"
        clients = {
            name: _client(system.manifest, getattr(settings, url)) for name, url in urls.items()
        }
        return BoardSource(system, clients, boards=_boards(system))

    return build_boards


_SYSTEMS: Mapping[str, BoardSystem] = {
    system.manifest.slug: system for system in (greenhouse.SYSTEM, lever.SYSTEM, ashby.SYSTEM)
}
_BUILDERS: Mapping[str, Callable[[datetime], PostingSource]] = {
    "arbeitnow": _arbeitnow,
    "remotive": _remotive,
    **{slug: _of(system) for slug, system in _SYSTEMS.items()},
}
