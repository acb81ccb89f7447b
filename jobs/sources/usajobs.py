"""USAJOBS, the federal government's own job site.

Source: https://developer.usajobs.gov/api-reference/get-api-search. A key and the e-mail address it
was given to, sent as User-Agent; 500 a page, never more than 10,000 of one search; parameters it
does not know are ignored without a word, so what comes is read as it is.
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from core.http import Answer, HttpClient
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Definition, Manifest, RejectedError, Toolbox
from jobs.sources.searches import Listing, SearchedSource, combinations

PAGE_SIZE = 500
_DEEPEST_PAGE = 10_000 // PAGE_SIZE
_MOST_DAYS = 60  # DatePosted takes no more

MANIFEST = Manifest(
    slug="usajobs",
    name="USAJOBS",
    home_url="https://www.usajobs.gov/",
    terms_url="https://developer.usajobs.gov/",
    attribution="Job from USAJOBS",
    countries=("us",),
    expires_after_days=True,
    limits={"minute": 20, "day": 500},  # our own caution: nothing is published
    settings={
        "USAJOBS_BASE_URL": "https://data.usajobs.gov/api",
        "USAJOBS_API_KEY": "",
        "USAJOBS_EMAIL": "",
        "USAJOBS_KEYWORDS": "",
        "USAJOBS_LOCATIONS": "",
    },
    keys=("USAJOBS_API_KEY", "USAJOBS_EMAIL"),
    links_may_be_checked=True,
)

_PARAMETERS = {"USAJOBS_KEYWORDS": "Keyword", "USAJOBS_LOCATIONS": "LocationName"}
# RateIntervalCode, in both spellings that come; without pay, by the piece and by fee are no rate.
_PERIODS = {
    "pa": "year", "per year": "year", "ph": "hour", "per hour": "hour", "pd": "day",
    "per day": "day", "pm": "month", "per month": "month",
}  # fmt: skip
_FORTNIGHTLY = {"bw", "biweekly", "bi-weekly", "per biweekly"}
_SECTIONS = (
    ("Duties", "MajorDuties"),
    ("Requirements", "Requirements"),
    ("Conditions", "KeyRequirements"),
    ("Education", "Education"),
)


class UsaJobsSource(SearchedSource):
    """Announcements open to the public, newest first."""

    manifest: Manifest = MANIFEST

    def __init__(
        self, client: HttpClient, searches: Sequence[Mapping[str, str]], *, max_days_old: int = 30
    ) -> None:
        super().__init__(client, searches)
        self._parameters = {
            "ResultsPerPage": str(PAGE_SIZE),
            "Fields": "Full",
            "WhoMayApply": "public",
            "DatePosted": str(min(max_days_old, _MOST_DAYS)),
            "SortField": "opendate",
            "SortDirection": "desc",
        }

    def listing(self, search: Mapping[str, str], page: int) -> Listing:
        """Ask for one page."""
        parameters = {**self._parameters, **search, "Page": str(page)}
        body, rows, last = self.client.get_checked("Search", parameters, _page)
        return Listing(
            body=body,
            count=len(rows),
            next_page=page + 1 if rows and page < min(last, _DEEPEST_PAGE) else None,
        )

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the announcements of an answer."""
        return _items(reading.parse_json(body))

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one announcement. Raises: RejectedError."""
        return read(row, origin)


def read(value: object, _origin: Mapping[str, Any]) -> RawPosting:
    """Read one announcement; it carries the first of its places. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    job = reading.record(row.get("MatchedObjectDescriptor"))
    details = reading.record(reading.record(job.get("UserArea")).get("Details"))
    place = _first(job.get("PositionLocation"))
    low, high, period = _pay(_first(job.get("PositionRemuneration")))
    lat, lon = reading.coordinates(place.get("Latitude"), place.get("Longitude"))
    url = reading.link(job.get("PositionURI"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("MatchedObjectId")),
        title=reading.title(job.get("PositionTitle")),
        description=_description(job, details),
        company=_company(job),
        location_text=reading.text(place.get("LocationName"), longest=400)
        or reading.text(job.get("PositionLocationDisplay"), longest=400),
        country_hint="us" if place.get("CountryCode") == "United States" else None,
        lat=lat,
        lon=lon,
        pay_min=low,
        pay_max=high,
        pay_currency="USD",
        pay_period=period,
        employment_type_text=_name(job.get("PositionSchedule"))[:80],
        contract_type=_name(job.get("PositionOfferingType"))[:40],
        remote_hint=True if reading.truth(details.get("RemoteIndicator")) else None,
        category=_name(job.get("JobCategory"))[:120],
        posted_at=reading.moment(job.get("PublicationStartDate")),
        expires_at=reading.moment(job.get("ApplicationCloseDate")),
        source_url=url,
        redirect_url=url,
        raw=row,
    )


def _company(job: Mapping[str, Any]) -> str:
    return reading.text(job.get("OrganizationName"), longest=400) or reading.text(
        job.get("DepartmentName"), longest=400
    )


def _pay(range_: Mapping[str, Any]) -> tuple[float | None, float | None, str]:
    """What is paid per period; two weeks are halved, what is no rate is nothing."""
    low, high = (
        reading.number(range_.get("MinimumRange")),
        reading.number(range_.get("MaximumRange")),
    )
    code = reading.text(range_.get("RateIntervalCode"), longest=40).lower()
    if code in _FORTNIGHTLY:
        return low and low / 2, high and high / 2, "week"
    return (low, high, _PERIODS[code]) if code in _PERIODS else (None, None, "")


def _description(job: Mapping[str, Any], details: Mapping[str, Any]) -> str:
    """Summary, duties and what is asked for, in the order the announcement shows them."""
    summary = reading.text(details.get("JobSummary")) or reading.text(
        _first(job.get("PositionFormattedDescription")).get("Content")
    )
    parts = [_markup(summary)]
    for title, name in _SECTIONS:
        parts.append(_section(title, details.get(name)))
    parts.append(_section("Qualifications", job.get("QualificationSummary")))
    return "\n".join(filter(None, parts))


def _section(title: str, value: object) -> str:
    texts = reading.words(value) if isinstance(value, list) else (reading.text(value),)
    found = "\n".join(f"<p>{_markup(text)}</p>" for text in texts if text)
    return f"<h3>{title}</h3>{found}" if found else ""


def _markup(text: str) -> str:
    """Text that has no markup of its own as markup that keeps its lines."""
    return text if "<" in text else html.escape(text, quote=False).replace("\n", "<br>")


def _first(value: object) -> dict[str, Any]:
    """The first object of a list."""
    return reading.record(value[0]) if isinstance(value, list) and value else {}


def _name(value: object) -> str:
    return reading.text(_first(value).get("Name"), longest=200)


def _items(document: object) -> list[object]:
    found = document.get("SearchResult") if isinstance(document, dict) else None
    return rows_of(found, "SearchResultItems", MANIFEST.name)


def _page(answer: Answer) -> tuple[bytes, list[object], int]:
    """The body, its announcements, and the number of the last page."""
    document = answer.json()
    items = _items(document)
    area = reading.record(document["SearchResult"].get("UserArea"))
    pages = reading.number(area.get("NumberOfPages"))
    if pages is None:
        pages = _DEEPEST_PAGE if len(items) >= PAGE_SIZE else 1
    return answer.body, items, int(pages)


def _build(tools: Toolbox) -> UsaJobsSource:
    key, email = (tools.settings[name].strip() for name in MANIFEST.keys)
    client = tools.client(
        tools.settings["USAJOBS_BASE_URL"],
        secrets=(key, email),
        headers={"User-Agent": email, "Authorization-Key": key},
    )
    searches = combinations(settings=tools.settings, parameters=_PARAMETERS)
    return UsaJobsSource(client, searches, max_days_old=tools.max_days_old)


SOURCE = Definition(manifest=MANIFEST, build=_build)
