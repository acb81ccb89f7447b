"""Adzuna's search API.

Sorted by date and limited in age, as ingestion needs it; the default order is by relevance.
Source: https://developer.adzuna.com/docs/search; a page above 50 and any unknown parameter are
answered with 400, failed authentication with 401 (documented: 410).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.http import Answer, HttpClient, HttpError, HttpTransientError, QuotaUsedUpError
from jobs.enrichment import RawPosting
from jobs.sources import adzuna_rows, reading
from jobs.sources.base import Cursor, Manifest, SourceError, SourcePage

LARGEST_PAGE = 50
_AUTHENTICATION = {401, 403, 410}
_TOO_MANY = 429
_DEEPEST_PAGE = 2000


class AuthenticationError(SourceError):
    """Adzuna refused the keys."""


def key_fingerprint(app_id: str, app_key: str) -> str:
    """Name a pair of keys without telling it."""
    return hashlib.sha256(f"{app_id}\x1f{app_key}".encode()).hexdigest()[:16]


class AdzunaSource:
    """Postings of several countries, newest first, one country after the other."""

    manifest: Manifest = adzuna_rows.MANIFEST

    def __init__(
        self,
        client: HttpClient,
        *,
        keys: tuple[str, str],
        countries: Sequence[str],
        max_days_old: int = 30,
        results_per_page: int = LARGEST_PAGE,
        search: Mapping[str, str] | None = None,
    ) -> None:
        unknown = [code for code in countries if code not in adzuna_rows.COUNTRIES]
        if unknown or not countries:
            raise SourceError(
                f"Adzuna has no postings for {', '.join(unknown) or 'no country'}; "
                f"it knows {' '.join(adzuna_rows.COUNTRIES)}."
            )
        self._client = client
        self._countries = list(countries)
        self._per_page = min(max(results_per_page, 1), LARGEST_PAGE)
        self._parameters = {
            "app_id": keys[0],
            "app_key": keys[1],
            "results_per_page": str(self._per_page),
            "max_days_old": str(max_days_old),
            "sort_by": "date",
            "content-type": "application/json",
            **(search or {}),
        }
        self.stopped_early = ""

    @property
    def retries(self) -> int:
        """How many calls had to be made again."""
        return self._client.retries

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages from `{"country": index, "page": number}` on.

        Stops early, saying so in `stopped_early`, when no calls are left: what was fetched is
        newest first, so it is worth publishing. Raises: SourceError, HttpTransientError.
        """
        first, page = (cursor["country"], cursor["page"]) if cursor else (0, 1)
        try:
            for index in range(first, len(self._countries)):
                yield from self._pages_of(index, page if index == first else 1)
        except QuotaUsedUpError as error:
            self.stopped_early = str(error)

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the results of an answer."""
        found: list[object] = reading.parse_json(body)["results"]
        return found

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one result. Raises: RejectedError."""
        return adzuna_rows.read(row, origin)

    def _pages_of(self, index: int, page: int) -> Iterator[SourcePage]:
        country = self._countries[index]
        while page <= _DEEPEST_PAGE:
            body, results, total = self._fetch(country, page)
            is_last = len(results) < self._per_page or page * self._per_page >= total
            here = {"country": index + 1, "page": 1} if is_last else None
            over = is_last and index + 1 == len(self._countries)
            page += 1
            yield SourcePage(
                body=body,
                count=len(results),
                origin={"country": country},
                next_cursor=None if over else here or {"country": index, "page": page},
            )
            if is_last:
                return

    def _fetch(self, country: str, page: int) -> tuple[bytes, list[object], int]:
        try:
            return self._client.get_checked(
                f"jobs/{country}/search/{page}", self._parameters, _results
            )
        except HttpError as error:
            raise _explained(error) from None


def _results(answer: Answer) -> tuple[bytes, list[object], int]:
    """The body, its rows, and how many the search has altogether."""
    document = answer.json()
    if not isinstance(document, dict):
        raise HttpTransientError("Adzuna's answer is not an object.")
    results = document.get("results") or []
    if not isinstance(results, list):
        raise HttpTransientError("Adzuna's answer holds no list of results.")
    total = reading.number(document.get("count"))
    body = answer.body if document.get("results") else b'{"results":[]}'
    return body, results, int(total) if total is not None else _DEEPEST_PAGE * LARGEST_PAGE


def _explained(error: HttpError) -> Exception:
    if error.status in _AUTHENTICATION:
        return AuthenticationError(
            f"Adzuna refused the keys ({error.status}): check ADZUNA_APP_ID and ADZUNA_APP_KEY; "
            "new keys work once the account is activated."
        )
    if error.status == _TOO_MANY:
        return QuotaUsedUpError("Adzuna says that no calls are left for now.")
    return SourceError(f"Adzuna refused the call: {error}")
