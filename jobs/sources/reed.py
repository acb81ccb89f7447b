"""Reed's jobseeker API: the United Kingdom.

Source: https://www.reed.co.uk/developers/jobseeker. The key is the user name of Basic
authentication; a hundred a page; dates are dd/mm/yyyy, distances miles; a list cuts the
description and names no pay period: both stand in `/jobs/{id}`, one call per posting. 1,000 calls a
day are reported. What is published with its whole text is not asked for again: it keeps the detail it
has, so that the calls go to what is new and no excerpt replaces a whole text.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from core.http import Answer, HttpClient, HttpError, HttpTransientError, QuotaUsedUpError
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import (
    Definition,
    Known,
    Manifest,
    RejectedError,
    Toolbox,
    nothing_is_known,
)
from jobs.sources.searches import (
    Listing,
    SearchedSource,
    basic_authentication,
    combinations,
    whole_number,
)

PAGE_SIZE = 100
_MOST_PAGES = 100  # 10,000 of one search, where the site itself ends
_MOST_DETAILS = 5000

MANIFEST = Manifest(
    slug="reed",
    name="Reed",
    home_url="https://www.reed.co.uk/",
    terms_url="https://www.reed.co.uk/developers/jobseeker",
    attribution="Job from Reed",
    countries=("gb",),
    complete_descriptions=False,
    expires_after_days=True,
    limits={"minute": 60, "day": 950},
    settings={
        "REED_BASE_URL": "https://www.reed.co.uk/api/1.0",
        "REED_API_KEY": "",
        "REED_KEYWORDS": "",
        "REED_LOCATIONS": "",
        "REED_MILES": "10",
        "REED_PAGES": "30",
        "REED_DETAILS": "850",
    },
    keys=("REED_API_KEY",),
    links_may_be_checked=True,
)

_PARAMETERS = {"REED_KEYWORDS": "keywords", "REED_LOCATIONS": "locationName"}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_FROM_DETAIL = "detail"


class ReedSource(SearchedSource):
    """Searches page by page; on each page the newest postings get their whole text.

    Args:
        details: how many postings may get theirs in one run.
        miles: the distance around a named place.
        known: the rows of these ids that are published, with the detail they got.
    """

    manifest: Manifest = MANIFEST
    first_page = 0

    def __init__(
        self,
        client: HttpClient,
        searches: Sequence[Mapping[str, str]],
        *,
        pages: int = 30,
        details: int = 0,
        miles: int = 10,
        known: Known = nothing_is_known,
    ) -> None:
        super().__init__(client, searches)
        self._pages = min(pages, _MOST_PAGES)
        self._details = details
        self._miles = miles
        self._known = known

    def listing(self, search: Mapping[str, str], page: int) -> Listing:
        """Ask for one page and for the whole texts of its newest postings."""
        parameters = {
            **search,
            "resultsToTake": str(PAGE_SIZE),
            "resultsToSkip": str(page * PAGE_SIZE),
        }
        if "locationName" in search:
            parameters["distanceFromLocation"] = str(self._miles)
        rows, total = self.client.get_checked("search", parameters, _page)
        is_last = not rows or page + 1 >= self._pages or (page + 1) * PAGE_SIZE >= total
        kept = self._with_details(rows)
        return Listing(
            body=json.dumps({"results": kept}).encode(),
            count=len(kept),
            next_page=None if is_last else page + 1,
        )

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the postings of a page."""
        return rows_of(reading.parse_json(body), "results", MANIFEST.name)

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one posting. Raises: RejectedError."""
        return read(row, origin)

    def _with_details(self, rows: Sequence[object]) -> list[object]:
        """The same rows, as many as may with what `/jobs/{id}` says, without those that are gone."""
        found = self._earlier_details(rows)
        newest_first = sorted(
            filter(_id, rows),
            key=lambda row: _date(reading.record(row).get("date")) or _LONG_AGO,
            reverse=True,
        )
        for known_as in dict.fromkeys(map(_id, newest_first)):
            if known_as in found:
                continue
            if self.at.spent.get("details", 0) >= self._details:
                break
            try:
                found[known_as] = self._detail(known_as)
            except (HttpError, HttpTransientError, QuotaUsedUpError) as error:
                self._without_more_details(error)
        gone = {known_as for known_as, detail in found.items() if detail is None}
        return [_joined(row, found) for row in rows if _id(row) not in gone]

    def _earlier_details(self, rows: Sequence[object]) -> dict[str, object]:
        """The details that earlier runs got, by the postings' ids."""
        known = self._known(sorted({_id(row) for row in rows} - {""}))
        return {
            known_as: row[_FROM_DETAIL] for known_as, row in known.items() if _FROM_DETAIL in row
        }

    def _detail(self, known_as: str) -> object:
        """What `/jobs/{id}` says, None when the posting is gone meanwhile."""
        self.at.spent["details"] = self.at.spent.get("details", 0) + 1
        try:
            return self.client.get_checked(f"jobs/{known_as}", None, Answer.json)
        except HttpError as error:
            if error.status in _GONE:
                return None
            raise

    def _without_more_details(self, error: Exception) -> None:
        """Go on with excerpts: they are worth publishing, and complete themselves another day."""
        self.at.spent["details"] = self._details
        self.notes.append(f"The other postings are excerpts this time: {error}")


def read(value: object, _origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting of a list, with its `detail` where there is one. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    detail = reading.record(row.get(_FROM_DETAIL))
    whole = reading.text(detail.get("jobDescription"))
    url = reading.link(row.get("jobUrl"))
    ends = _date(row.get("expirationDate"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("jobId")),
        title=reading.title(row.get("jobTitle")),
        description=whole or reading.text(row.get("jobDescription")),
        company=reading.text(row.get("employerName"), longest=400),
        location_text=reading.text(row.get("locationName"), longest=400),
        country_hint="gb",
        pay_min=reading.number(row.get("minimumSalary")),
        pay_max=reading.number(row.get("maximumSalary")),
        pay_currency=reading.text(row.get("currency"), longest=3).upper() or "GBP",
        pay_period=reading.text(detail.get("salaryType"), longest=40),
        contract_type=reading.text(detail.get("contractType"), longest=40),
        contract_time="part_time" if _is_only_part_time(detail) else "",
        posted_at=_date(row.get("date")),
        expires_at=ends + timedelta(days=1) if ends else None,  # the day itself still counts
        source_url=url,
        redirect_url=url,
        is_excerpt=not whole,
        raw=row,
    )


def _is_only_part_time(detail: Mapping[str, Any]) -> bool:
    return reading.truth(detail.get("partTime")) and not reading.truth(detail.get("fullTime"))


_LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


def _date(value: object) -> datetime | None:
    """A day written dd/mm/yyyy, as midnight in UTC."""
    try:
        found = datetime.strptime(reading.text(value, longest=10), "%d/%m/%Y")  # noqa: DTZ007
    except ValueError:
        return reading.moment(value)
    return reading.moment(found.isoformat())


def _id(row: object) -> str:
    """The id of a row, "" where there is none that can be asked for."""
    found = reading.text(reading.record(row).get("jobId"), longest=20)
    return found if found.isascii() and found.isdigit() else ""


def _joined(row: object, details: Mapping[str, object]) -> object:
    detail = reading.record(details.get(_id(row)))
    return {**row, _FROM_DETAIL: detail} if detail and isinstance(row, dict) else row


def _page(answer: Answer) -> tuple[list[object], float]:
    """The rows and how many there are altogether."""
    document = answer.json()
    rows = rows_of(document, "results", MANIFEST.name)
    total = reading.number(document.get("totalResults"))
    if total is None:
        total = float("inf") if len(rows) >= PAGE_SIZE else 0
    return rows, total


def _build(tools: Toolbox) -> ReedSource:
    key = tools.settings["REED_API_KEY"].strip()
    authorization = basic_authentication(key)
    client = tools.client(
        tools.settings["REED_BASE_URL"],
        secrets=(key, authorization.partition(" ")[2]),
        headers={"Authorization": authorization},
    )
    return ReedSource(
        client,
        combinations(settings=tools.settings, parameters=_PARAMETERS),
        pages=whole_number(tools.settings, "REED_PAGES", most=_MOST_PAGES),
        details=whole_number(tools.settings, "REED_DETAILS", most=_MOST_DETAILS),
        miles=whole_number(tools.settings, "REED_MILES", most=100),
        known=tools.known,
    )


SOURCE = Definition(manifest=MANIFEST, build=_build)
