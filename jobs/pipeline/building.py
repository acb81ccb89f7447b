"""Build the sources of the registry from the settings."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from core.addresses import is_public
from core.http import HttpClient
from core.web import PublicWeb
from jobs.pipeline import catalogue
from jobs.pipeline.known import known_rows
from jobs.pipeline.quota import PostgresLedger
from jobs.pipeline.throttling import guarded
from jobs.sources.base import Definition, Manifest, PostingSource, Toolbox
from jobs.sources.boards import SHIPPED, Board, read_boards
from jobs.sources.registry import DEFINITIONS, SETTINGS

_ONE_KEY = "keyless"
_LARGEST_ANSWER = 48 * 1024 * 1024  # a whole board with descriptions


def keyless() -> list[str]:
    """The sources without a key that KEYLESS_SOURCES names, in our own order."""
    named = {name.strip().lower() for name in settings.KEYLESS_SOURCES}
    return [slug for slug in DEFINITIONS if not needs_key(slug) and slug in named]


def keyed() -> list[str]:
    """The sources whose keys are all set."""
    return [slug for slug in DEFINITIONS if needs_key(slug) and not missing_keys(slug)]


def needs_key(slug: str) -> bool:
    """Whether a source cannot be asked without a key."""
    return bool(DEFINITIONS[slug].manifest.keys)


def missing_keys(slug: str) -> list[str]:
    """The settings a source still needs before it can be asked."""
    return [name for name in DEFINITIONS[slug].manifest.keys if not _settings()[name]]


def build(slug: str, *, now: datetime) -> PostingSource:
    """Build a source of the registry. Raises: SourceError about settings or the list of boards."""
    definition = DEFINITIONS[slug]
    named = _settings()
    tools = Toolbox(
        settings={name: named[name] for name in definition.manifest.settings},
        client=partial(_client, definition.manifest),
        web=public_web,
        now=now,
        max_days_old=settings.JOB_EXPIRY_DAYS,
        boards=_boards(definition),
        known=partial(known_rows, slug),
    )
    return definition.build(tools)


def plan_of(slug: str) -> dict[str, Any]:
    """What a run of this source is about: runs with the same plan do the same work.

    Raises: SourceError about the list of boards.
    """
    definition = DEFINITIONS[slug]
    if not definition.reads_boards:
        return {"source": slug}
    boards = [f"{board.system} {board.token}" for board in _boards(definition)]
    return {"source": slug, "boards": boards}


def public_web(*, obeys_robots: bool = True) -> PublicWeb:
    """A reader of pages; only an install that says so reads inside its own network."""
    allows = (lambda _address: True) if settings.WEB_ALLOWS_PRIVATE else is_public
    apart = 0.0 if settings.WEB_ALLOWS_PRIVATE else 2.0
    return PublicWeb(allows=allows, obeys_robots=obeys_robots, seconds_apart=apart)


def _settings() -> Mapping[str, str]:
    return {**SETTINGS, **settings.SOURCE_SETTINGS}


def _client(
    manifest: Manifest,
    base_url: str,
    *,
    attempts: int = 3,
    secrets: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    limits: Mapping[str, int] | None = None,
) -> HttpClient:
    source = catalogue.register(manifest)
    client = HttpClient(
        base_url,
        secrets=secrets,
        headers=headers or {},
        attempts=attempts,
        total_seconds=120.0,
        max_bytes=_LARGEST_ANSWER,
    )
    key_id = hashlib.sha256(secrets[0].encode()).hexdigest()[:16] if secrets else _ONE_KEY
    ledger = PostgresLedger(source.pk, key_id, limits or manifest.limits)
    return guarded(client, manifest.slug, ledger, apart=manifest.seconds_between_calls)


def _boards(definition: Definition) -> list[Board]:
    """The boards of one source; `lever-eu` is Lever on another host."""
    if not definition.reads_boards:
        return []
    path = Path(settings.JOB_BOARDS_FILE) if settings.JOB_BOARDS_FILE else SHIPPED
    slug = definition.manifest.slug
    return [board for board in read_boards(path) if board.system.partition("-")[0] == slug]
