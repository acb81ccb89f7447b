"""Remotive's public API: remote jobs, one call for all, a day late.

Source: https://github.com/remotive-com/remote-jobs-api. Its terms: link back to the posting on
Remotive and name it, no passing on to other job sites, no sign-up in front of a listing, at most
four calls a day; more than two a minute are blocked.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.http import Answer, HttpClient, HttpError
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
    slug="remotive",
    name="Remotive",
    home_url="https://remotive.com/",
    terms_url="https://github.com/remotive-com/remote-jobs-api",
    attribution="Job from Remotive",
    # The public call gives a part of the board: what is absent from it need not be over.
    expires_after_days=True,
    limits={"minute": 2, "day": 4},
    settings={"REMOTIVE_BASE_URL": "https://remotive.com/api"},
)


class RemotiveSource:
    """Everything the public API gives, in one page."""

    manifest: Manifest = MANIFEST

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    @property
    def retries(self) -> int:
        """How many calls had to be made again."""
        return self._client.retries

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield the one page. Raises: SourceError, HttpTransientError, QuotaUsedUpError."""
        del cursor  # there is nothing to go on from after one page
        try:
            body, count = self._client.get_checked("remote-jobs", None, _page)
        except HttpError as error:
            raise SourceError(f"Remotive refused the call: {error}") from None
        yield SourcePage(body=body, count=count, origin={}, next_cursor=None)

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the postings of the answer."""
        return rows_of(reading.parse_json(body), "jobs", MANIFEST.name)

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one posting. Raises: RejectedError."""
        return read(row, origin)


def read(value: object, _origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting; the link is Remotive's own page, as its terms ask. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    url = reading.link(row.get("url"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("title")),
        description=reading.text(row.get("description")),
        company=reading.text(row.get("company_name"), longest=400),
        location_text=reading.text(row.get("candidate_required_location"), longest=400),
        pay_text=reading.text(row.get("salary"), longest=200),
        employment_type_text=reading.text(row.get("job_type"), longest=80),
        remote_hint=True,
        workplace_text="remote",
        category=reading.text(row.get("category"), longest=120),
        posted_at=reading.moment(row.get("publication_date")),
        source_url=url,
        redirect_url=url,
        raw=row,
    )


def _page(answer: Answer) -> tuple[bytes, int]:
    return answer.body, len(rows_of(answer.json(), "jobs", MANIFEST.name))


def _build(tools: Toolbox) -> RemotiveSource:
    # A second attempt at once; a third would take most of the day's four calls.
    return RemotiveSource(tools.client(tools.settings["REMOTIVE_BASE_URL"], attempts=2))


SOURCE = Definition(manifest=MANIFEST, build=_build)
