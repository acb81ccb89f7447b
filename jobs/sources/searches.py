"""Searches read page by page, one after the other, stopping politely when enough was asked."""

import base64
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import Any

from core.http import HttpClient, HttpError, HttpTransientError, QuotaUsedUpError
from jobs.enrichment import RawPosting
from jobs.sources.base import Cursor, Manifest, SourceError, SourcePage

_BETWEEN = ";"  # places hold commas


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of one search: `next_page` is None after the last."""

    body: bytes
    count: int
    next_page: int | None


@dataclass(slots=True, kw_only=True)
class Walk:
    """Where in the searches we are; stored as the cursor.

    `left` counts the searches still to read, this one too; `spent` is what the source itself wants
    to remember over an interruption, such as calls it has made beside the pages.
    """

    search: int = 0
    page: int = 0
    left: int = 0
    spent: dict[str, int] = field(default_factory=dict)


class PoliteSource(ABC):
    """A source that publishes what it has when no more calls may be made."""

    manifest: Manifest
    #: Statuses that say that the key is not accepted, and that enough was asked.
    refused: frozenset[int] = frozenset({401, 403, 410})
    limited: frozenset[int] = frozenset({429})

    def __init__(self, client: HttpClient) -> None:
        self.client = client
        self.notes: list[str] = []

    @property
    def retries(self) -> int:
        """How many calls had to be made again."""
        return self.client.retries

    @property
    def stopped_early(self) -> str:
        """What is missing from the pages, and why; "" when nothing is."""
        return " ".join(self.notes)

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages from `cursor` on; afterwards `stopped_early` says what is missing.

        Raises: SourceError, HttpTransientError, QuotaUsedUpError (before the first page).
        """
        has_pages = cursor is not None
        try:
            for page in self.walk(cursor):
                has_pages = True
                yield page
        except (HttpError, HttpTransientError, QuotaUsedUpError) as error:
            if not (has_pages and self.is_limit(error)):
                raise self.explained(error) from None
            if str(error) not in self.stopped_early:
                self.notes.append(str(error))

    @abstractmethod
    def walk(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages. Raises: HttpError, HttpTransientError, QuotaUsedUpError, SourceError."""

    @abstractmethod
    def rows(self, body: bytes) -> Sequence[object]:
        """Return the rows of a page's body, in order."""

    @abstractmethod
    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one row. Raises: RejectedError."""

    def is_limit(self, error: Exception) -> bool:
        """Whether an error says that enough was asked for now."""
        return isinstance(error, QuotaUsedUpError) or getattr(error, "status", 0) in self.limited

    def explained(self, error: Exception) -> Exception:
        """The same failure as a sentence a person may read."""
        name, keys = self.manifest.name, self.manifest.keys
        if not isinstance(error, HttpError):
            return error
        if keys and error.status in self.refused:
            return SourceError(
                f"{name} refused the key ({error.status}): check {' and '.join(keys)}."
            )
        return SourceError(f"{name} refused the call: {error}")


class SearchedSource(PoliteSource):
    """One or more searches, each read to its last page.

    Args:
        searches: the parameters of each.
        start: the search to begin with; those before it come last.
    """

    first_page = 1

    def __init__(
        self, client: HttpClient, searches: Sequence[Mapping[str, str]], *, start: int = 0
    ) -> None:
        super().__init__(client)
        self.searches = searches
        self._start = start % len(searches)

    @abstractmethod
    def listing(self, search: Mapping[str, str], page: int) -> Listing:
        """Ask for one page. Raises: HttpError, HttpTransientError, QuotaUsedUpError, SourceError."""

    def walk(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield the pages of every search, the cursor pointing behind each."""
        self.at = at = Walk(**cursor) if cursor else self._beginning()
        while at.left:
            listing = self.listing(self.searches[at.search], at.page)
            if listing.next_page is not None:
                at.page = listing.next_page
            else:
                at.search, at.page = (at.search + 1) % len(self.searches), self.first_page
                at.left -= 1
            yield SourcePage(
                body=listing.body,
                count=listing.count,
                origin={},
                next_cursor=asdict(at) if at.left else None,
            )

    def _beginning(self) -> Walk:
        return Walk(search=self._start, page=self.first_page, left=len(self.searches))


def several(value: str) -> list[str]:
    """The values of a setting, separated by semicolons, each once."""
    named = (part.strip() for part in value.split(_BETWEEN))
    return list(dict.fromkeys(filter(None, named)))


def combinations(
    *, settings: Mapping[str, str], parameters: Mapping[str, str]
) -> list[dict[str, str]]:
    """Every combination of what the settings ask for; what is empty is left out.

    Args:
        parameters: the source's parameter by the setting that holds its values.
    """
    choices = [several(settings[name]) or [""] for name in parameters]
    return [
        {name: value for name, value in zip(parameters.values(), values, strict=True) if value}
        for values in product(*choices)
    ]


def whole_number(settings: Mapping[str, str], name: str, *, most: int) -> int:
    """A setting that is a number from 0 to `most`. Raises: SourceError."""
    value = settings[name].strip()
    if not (value.isascii() and value.isdigit() and int(value) <= most):
        raise SourceError(f"{name} must be a whole number from 0 to {most}, not “{value[:20]}”.")
    return int(value)


def basic_authentication(key: str) -> str:
    """The Authorization header of an API whose key is the user name of an empty password."""
    return f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"
