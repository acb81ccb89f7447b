"""Jooble, a search engine for jobs in many countries.

Source: https://jooble.org/api/about. A POST whose address holds the key, so no address may stand in
an error or a log; pages are texts; a snippet instead of the description; the link leads through
Jooble and holds tokens of the call. A free key is good for 500 calls altogether, not for so many a
month: when they are used it takes another key.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.http import Answer, Call, HttpClient
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Definition, Manifest, RejectedError, Toolbox
from jobs.sources.searches import Listing, SearchedSource, combinations, whole_number

_MOST_PAGES = 50

MANIFEST = Manifest(
    slug="jooble",
    name="Jooble",
    home_url="https://jooble.org/",
    terms_url="https://jooble.org/api/about",
    attribution="Job from Jooble",
    complete_descriptions=False,
    expires_after_days=True,
    limits={"minute": 10, "day": 16, "lifetime": 500},
    settings={
        "JOOBLE_BASE_URL": "https://jooble.org/api",
        "JOOBLE_API_KEY": "",
        "JOOBLE_KEYWORDS": "",
        "JOOBLE_LOCATIONS": "",
        "JOOBLE_COUNTRY": "",
        "JOOBLE_PAGES": "3",
    },
    # Without words it has nothing to search for.
    keys=("JOOBLE_API_KEY", "JOOBLE_KEYWORDS"),
)

_PARAMETERS = {"JOOBLE_KEYWORDS": "keywords", "JOOBLE_LOCATIONS": "location"}


class JoobleSource(SearchedSource):
    """A few pages of each search.

    Args:
        country: what a place that could be anywhere is looked for in.
    """

    manifest: Manifest = MANIFEST

    def __init__(
        self,
        client: HttpClient,
        searches: Sequence[Mapping[str, str]],
        *,
        key: str,
        pages: int = 3,
        country: str | None = None,
    ) -> None:
        super().__init__(client, searches)
        self._key = key
        self._pages = pages
        self._country = country

    def listing(self, search: Mapping[str, str], page: int) -> Listing:
        """Ask for one page. A search may be made twice without harm."""
        call = Call(path=self._key, json={**search, "page": str(page)})
        body, rows = self.client.send_checked(call, _page)
        return Listing(
            body=body,
            count=len(rows),
            next_page=page + 1 if rows and page < self._pages else None,
        )

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the postings of an answer."""
        return rows_of(reading.parse_json(body), "jobs", MANIFEST.name)

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one posting. Raises: RejectedError."""
        return read(row, {"country": self._country, **origin})


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("title")),
        description=reading.text(row.get("snippet")),
        company=reading.text(row.get("company"), longest=400),
        location_text=reading.text(row.get("location"), longest=400),
        country_hint=reading.country(origin.get("country")),
        pay_text=reading.text(row.get("salary"), longest=200),
        employment_type_text=reading.text(row.get("type"), longest=80),
        posted_at=reading.moment(row.get("updated")),
        redirect_url=reading.link(row.get("link")),
        is_excerpt=True,
        raw=row,
    )


def _page(answer: Answer) -> tuple[bytes, list[object]]:
    return answer.body, rows_of(answer.json(), "jobs", MANIFEST.name)


def _build(tools: Toolbox) -> JoobleSource:
    key = tools.settings["JOOBLE_API_KEY"].strip()
    # A second attempt at once; a third would take too much of the day's calls.
    client = tools.client(tools.settings["JOOBLE_BASE_URL"], attempts=2, secrets=(key,))
    return JoobleSource(
        client,
        combinations(settings=tools.settings, parameters=_PARAMETERS),
        key=key,
        pages=whole_number(tools.settings, "JOOBLE_PAGES", most=_MOST_PAGES),
        country=reading.country(tools.settings["JOOBLE_COUNTRY"]),
    )


SOURCE = Definition(manifest=MANIFEST, build=_build)
