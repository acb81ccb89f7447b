"""What a source of postings is, and what it is built with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.http import HttpClient
from core.web import PublicWeb
from jobs.enrichment import RawPosting
from jobs.sources.boards import Board
from jobs.sources.errors import RejectedError, SourceError

__all__ = [
    "ClientMaker",
    "Cursor",
    "Definition",
    "Known",
    "Manifest",
    "PostingSource",
    "RejectedError",
    "SourceError",
    "SourcePage",
    "Toolbox",
    "nothing_is_known",
]

Cursor = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is known about a source before it is asked: terms, attribution, habits.

    `settings` names the environment variables it reads, with their defaults; `keys` are those of
    them without which it cannot be asked at all. `links_may_be_checked` says that its terms and
    robots rules let us ask now and then whether a posting's page is still there.
    """

    slug: str
    name: str
    kind: str = "api"
    home_url: str = ""
    terms_url: str = ""
    attribution: str = ""
    countries: tuple[str, ...] = ()
    full_feed: bool = False
    complete_descriptions: bool = True
    is_sample: bool = False
    expires_after_days: bool = False  # postings are over JOB_EXPIRY_DAYS after they were posted
    limits: Mapping[str, int] = field(default_factory=dict)
    seconds_between_calls: float = 0.0
    settings: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    on_by_default: bool = True
    links_may_be_checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One page as it came.

    `origin` holds what the rows do not say themselves (country, file); `next_cursor` is where to
    go on, None after the last page.
    """

    body: bytes
    count: int
    origin: Mapping[str, Any]
    next_cursor: Cursor | None


class PostingSource(Protocol):
    """Yields pages, and reads the rows of a page, now or in a later run."""

    @property
    def manifest(self) -> Manifest: ...

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages from `cursor` on (None: from the start).

        Raises: SourceError, or core.http's errors.
        """

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the rows of a page's body, in order."""

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one row. Raises: RejectedError."""


class ClientMaker(Protocol):
    """Makes a client whose calls are counted against the source's limits."""

    def __call__(
        self,
        base_url: str,
        *,
        attempts: int = 3,
        secrets: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        limits: Mapping[str, int] | None = None,
    ) -> HttpClient:
        """Return a client. `secrets` never stand in an error; `headers` go with every call.

        The first secret is the key whose calls are counted; `limits` are those of the manifest
        unless a key has others.
        """


#: Looks up postings by their external ids: the rows as they came, of those that are published.
Known = Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]]


def nothing_is_known(_external_ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """Know no posting, as on the first day."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolbox:
    """What a source is built with. `boards` are those of `Manifest.slug`, in the list's order.

    `web` makes a reader of pages whose addresses others choose, which obeys robots.txt.
    `known` spares a source a call for what it got in an earlier run.
    """

    settings: Mapping[str, str]
    client: ClientMaker
    web: Callable[[], PublicWeb]
    now: datetime
    max_days_old: int
    boards: Sequence[Board] = ()
    known: Known = nothing_is_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One source as its file gives it: what is known about it, and how to make it.

    `build` raises SourceError when the settings or the list of boards do not allow it.
    """

    manifest: Manifest
    build: Callable[[Toolbox], PostingSource]
    reads_boards: bool = False
