"""The Muse's public jobs API: well-known employers, most of them in the United States.

Source: https://www.themuse.com/developers/api/v2. Twenty a page, no page behind 99, no order by
date and no keywords: more than 2,000 postings are reached by asking category by category and level
by level (two values of one of them switch the filter off). 500 calls an hour without a key, 3,600
with one; the limit is answered with 403, X-RateLimit-Remaining says when it comes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.http import Answer, HttpClient, QuotaUsedUpError
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Definition, Manifest, RejectedError, Toolbox
from jobs.sources.searches import Listing, SearchedSource, combinations

DEEPEST_PAGE = 99
_CATEGORIES = (
    "Accounting and Finance", "Account Management", "Administration and Office",
    "Advertising and Marketing", "Animal Care", "Arts", "Business Operations",
    "Cleaning and Facilities", "Computer and IT", "Construction", "Customer Service",
    "Data and Analytics", "Design and UX", "Education", "Energy Generation and Mining",
    "Entertainment and Travel Services", "Farming and Outdoors", "Food and Hospitality Services",
    "Healthcare", "Human Resources and Recruitment", "Installation, Maintenance, and Repairs",
    "Legal Services", "Management", "Manufacturing and Warehouse",
    "Media, PR, and Communications", "Personal Care and Services", "Product Management",
    "Project Management", "Protective Services", "Real Estate", "Retail", "Sales",
    "Science and Engineering", "Social Services", "Software Engineering",
    "Sports, Fitness, and Recreation", "Transportation and Logistics", "Writing and Editing",
)  # fmt: skip
_LEVELS = ("Internship", "Entry Level", "Mid Level", "Senior Level", "management")

MANIFEST = Manifest(
    slug="themuse",
    name="The Muse",
    home_url="https://www.themuse.com/",
    terms_url="https://www.themuse.com/developers/api/v2",
    attribution="Job from The Muse",
    countries=("us",),
    expires_after_days=True,
    limits={"minute": 8, "day": 480},  # 500 an hour are allowed; an hour a day is enough
    settings={
        "THEMUSE_BASE_URL": "https://www.themuse.com/api/public",
        "THEMUSE_API_KEY": "",
        "THEMUSE_CATEGORIES": ";".join(_CATEGORIES),
        "THEMUSE_LEVELS": ";".join(_LEVELS),
        "THEMUSE_LOCATIONS": "",
    },
    links_may_be_checked=True,
)
_LIMITS_WITH_KEY = {"minute": 50, "day": 2400}
_PARAMETERS = {
    "THEMUSE_CATEGORIES": "category",
    "THEMUSE_LEVELS": "level",
    "THEMUSE_LOCATIONS": "location",
}
_SEARCHES_A_DAY = 5  # of 99 pages: what a day's calls are enough for


class TheMuseSource(SearchedSource):
    """Category by category and level by level.

    A day's calls are not enough for all of them, so each day begins elsewhere in the list: what
    the limit cuts off today comes first within the month.
    """

    manifest: Manifest = MANIFEST
    first_page = 0
    refused = frozenset({401, 410})
    limited = frozenset({403, 429})

    def __init__(
        self,
        client: HttpClient,
        searches: Sequence[Mapping[str, str]],
        *,
        api_key: str = "",
        start: int = 0,
    ) -> None:
        super().__init__(client, searches, start=start)
        self._key = {"api_key": api_key} if api_key else {}
        self._used_up = ""

    def listing(self, search: Mapping[str, str], page: int) -> Listing:
        """Ask for one page of one category and level."""
        if self._used_up:
            raise QuotaUsedUpError(self._used_up)
        answer, rows, last = self.client.get_checked(
            "jobs", {**search, **self._key, "page": str(page)}, _page
        )
        if answer.headers.get("x-ratelimit-remaining", "").strip() == "0":
            seconds = reading.text(answer.headers.get("x-ratelimit-reset"), longest=10) or "some"
            self._used_up = f"The Muse allows no more calls for {seconds} seconds."
        return Listing(
            body=answer.body,
            count=len(rows),
            next_page=page + 1 if rows and page < min(last, DEEPEST_PAGE) else None,
        )

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the postings of an answer."""
        return rows_of(reading.parse_json(body), "results", MANIFEST.name)

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one posting. Raises: RejectedError."""
        return read(row, origin)


def read(value: object, _origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting; the first place that is one comes first. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    places = _names(row.get("locations"))
    real = [place for place in places if "remote" not in place.lower()]
    url = reading.link(reading.record(row.get("refs")).get("landing_page"))
    company = reading.record(row.get("company"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("name")),
        description=reading.text(row.get("contents")),
        company=reading.text(company.get("name"), longest=400),
        location_text=" | ".join(real or places)[:400],
        level_text=next(iter(_names(row.get("levels"))), "")[:80],
        remote_hint=True if len(real) < len(places) else None,
        category=next(iter(_names(row.get("categories"))), "")[:120],
        posted_at=reading.moment(row.get("publication_date")),
        source_url=url,
        redirect_url=url,
        raw=row,
    )


def _names(value: object) -> list[str]:
    """The names of a list of `{"name": …}`."""
    if not isinstance(value, list):
        return []
    named = (reading.text(reading.record(part).get("name"), longest=200) for part in value)
    return list(filter(None, named))


def _page(answer: Answer) -> tuple[Answer, list[object], int]:
    """The answer, its rows, and the number of the last page."""
    document = answer.json()
    rows = rows_of(document, "results", MANIFEST.name)
    count = reading.number(document.get("page_count"))
    return answer, rows, DEEPEST_PAGE if count is None else int(count) - 1


def _build(tools: Toolbox) -> TheMuseSource:
    key = tools.settings["THEMUSE_API_KEY"]
    client = tools.client(
        tools.settings["THEMUSE_BASE_URL"],
        secrets=(key,) if key else (),
        limits=_LIMITS_WITH_KEY if key else None,
    )
    searches = combinations(settings=tools.settings, parameters=_PARAMETERS)
    start = tools.now.toordinal() * _SEARCHES_A_DAY
    return TheMuseSource(client, searches, api_key=key, start=start)


SOURCE = Definition(manifest=MANIFEST, build=_build)
