"""What a source of postings is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from jobs.enrichment import RawPosting

Cursor = Mapping[str, Any]


class RejectedError(Exception):
    """A row that cannot become a posting. The message is a short, countable reason."""

    @property
    def reason(self) -> str:
        return str(self)[:80]


class SourceError(Exception):
    """The source as a whole cannot be read. The message is a sentence a person may read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is known about a source before it is asked: terms, attribution, habits."""

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
    links_may_be_checked: bool = True  # False where robots.txt forbids its links to programs
    limits: Mapping[str, int] = field(default_factory=dict)


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
