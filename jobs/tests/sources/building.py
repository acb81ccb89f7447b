"""Build sources of the registry for tests, on whichever site, with clients that do not wait."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from core.http import HttpClient
from core.web import PublicWeb
from jobs.enrichment import RawPosting
from jobs.sources.base import PostingSource, Toolbox, nothing_is_known
from jobs.sources.boards import Board
from jobs.tests.keyless import Shape

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def build_source(
    shape: Shape,
    url: str,
    *,
    boards: Sequence[str] = ("acme",),
    known: Any = nothing_is_known,
    **client: Any,
) -> Any:
    """Build a source whose addresses are all on the site at `url`; `client` overrides its client's."""

    def make(
        base_url: str,
        *,
        attempts: int = 3,
        secrets: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        limits: Mapping[str, int] | None = None,
    ) -> HttpClient:
        del limits  # nothing is counted here
        usual = {"attempts": attempts, "sleep": [].append}
        return HttpClient(base_url, secrets=secrets, headers=headers or {}, **{**usual, **client})

    tools = Toolbox(
        settings=shape.settings_at(url),
        client=make,
        web=PublicWeb,
        now=NOW,
        max_days_old=30,
        boards=[Board(shape.slug, token, token.capitalize()) for token in boards],
        known=known,
    )
    return shape.definition.build(tools)


def read_all(source: PostingSource) -> list[RawPosting]:
    """Every posting of every page."""
    return [
        source.read(row, page.origin)
        for page in source.pages(None)
        for row in source.rows(page.body)
    ]


def ids(source: PostingSource) -> list[str]:
    """The ids of every posting, in order."""
    return [raw.external_id for raw in read_all(source)]
