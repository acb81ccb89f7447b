"""Arbeitnow's job board API: keyless, paged, newest first.

Source: https://www.arbeitnow.com/api/job-board-api; `links.next` names the next page and is null
on the last, `created_at` counts seconds, there is no total. 429s were seen; no limit is published.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core.http import Answer, HttpClient, HttpError, QuotaUsedUpError
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import (
    Cursor,
    Definition,
    Manifest,
    RejectedError,
    SourceError,
    SourcePage,
    Toolbox,
)

MANIFEST = Manifest(
    slug="arbeitnow",
    name="Arbeitnow",
    home_url="https://www.arbeitnow.com/",
    terms_url="https://www.arbeitnow.com/terms",
    attribution="Job from Arbeitnow",
    countries=("de", "gb", "fr", "ch", "nl"),
    expires_after_days=True,
    limits={"minute": 10, "day": 200},  # our own caution: nothing is published
    settings={"ARBEITNOW_BASE_URL": "https://www.arbeitnow.com/api"},
)

_MOST_PAGES = 100
_TOO_MANY = 429
_COUNTRIES = {
    "arbeitnow.co.uk": "gb", "arbeitnow.fr": "fr", "arbeitnow.ch": "ch", "arbeitnow.nl": "nl",
}  # fmt: skip


class ArbeitnowSource:
    """Postings of all its countries, newest first."""

    manifest: Manifest = MANIFEST

    def __init__(self, client: HttpClient, *, now: datetime, max_days_old: int = 30) -> None:
        self._client = client
        self._oldest = now - timedelta(days=max_days_old)
        self.stopped_early = ""

    @property
    def retries(self) -> int:
        """How many calls had to be made again."""
        return self._client.retries

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages from `{"page": number}` on, until they end or all their postings are too old.

        Stops early, saying so in `stopped_early`, when no more calls may be made.
        Raises: SourceError, HttpTransientError, QuotaUsedUpError (before the first page).
        """
        number: int | None = cursor["page"] if cursor else 1
        while number is not None:
            try:
                body, rows, following = self._client.get_checked(
                    "job-board-api", {"page": str(number)}, _page
                )
            except (HttpError, QuotaUsedUpError) as error:
                self._stop(error, has_pages=number > 1)
                return
            number = following if self._goes_on(rows, number, following) else None
            yield SourcePage(
                body=body,
                count=len(rows),
                origin={},
                next_cursor=None if number is None else {"page": number},
            )

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the postings of an answer."""
        return rows_of(reading.parse_json(body), "data", MANIFEST.name)

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one posting. Raises: RejectedError."""
        return read(row, origin)

    def _goes_on(self, rows: Sequence[object], number: int, following: int | None) -> bool:
        """Whether the next page is worth a call; a page that does not come later would be a loop."""
        if not rows or following is None or not number < following <= _MOST_PAGES:
            return False
        dates = [reading.moment_since_1970(reading.record(row).get("created_at")) for row in rows]
        return any(date is None or date >= self._oldest for date in dates)

    def _stop(self, error: HttpError | QuotaUsedUpError, *, has_pages: bool) -> None:
        is_limit = isinstance(error, QuotaUsedUpError) or error.status == _TOO_MANY
        if is_limit and has_pages:
            self.stopped_early = str(error)
        elif isinstance(error, QuotaUsedUpError):
            raise error
        else:
            raise SourceError(f"Arbeitnow refused the call: {error}") from None


def read(value: object, _origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    url = reading.link(row.get("url"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("slug")),
        title=reading.title(row.get("title")),
        description=reading.text(row.get("description")),
        company=reading.text(row.get("company_name"), longest=400),
        location_text=reading.text(row.get("location"), longest=400),
        country_hint=_country(url),
        employment_type_text=", ".join(reading.words(row.get("job_types")))[:80],
        remote_hint=True if reading.truth(row.get("remote")) else None,
        category=next(iter(reading.words(row.get("tags"))), "")[:120],
        posted_at=reading.moment_since_1970(row.get("created_at")),
        source_url=url,
        redirect_url=url,
        raw=row,
    )


def _country(url: str) -> str | None:
    """The country of the national site a posting stands on; the .com has several."""
    host = urlsplit(url).hostname or ""
    return _COUNTRIES.get(host.removeprefix("www."))


def _page(answer: Answer) -> tuple[bytes, list[object], int | None]:
    """The body, its rows, and the number of the next page."""
    document = answer.json()
    rows = rows_of(document, "data", MANIFEST.name)
    links = reading.record(document.get("links"))
    return answer.body, rows, _number_of(reading.text(links.get("next")))


def _number_of(link: str) -> int | None:
    """The page a link leads to. Only the number is taken: where to call is our own decision."""
    try:
        (number,) = parse_qs(urlsplit(link).query).get("page", [""])
        return int(number)
    except ValueError:
        return None


def _build(tools: Toolbox) -> ArbeitnowSource:
    client = tools.client(tools.settings["ARBEITNOW_BASE_URL"])
    return ArbeitnowSource(client, now=tools.now, max_days_old=tools.max_days_old)


SOURCE = Definition(manifest=MANIFEST, build=_build)
