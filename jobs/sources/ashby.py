"""Boards on Ashby: a whole board in one answer, with pay where the employer publishes it.

Source: https://developers.ashbyhq.com/docs/public-job-posting-api; what has `isListed` false is
reached by its link only and is not meant for lists, `isRemote` may be null.
"""

from collections.abc import Mapping
from typing import Any

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Manifest, RejectedError
from jobs.sources.board_feed import BoardSystem, definition
from jobs.sources.boards import Board
from jobs.sources.place_rows import PostedPlace, where

MANIFEST = Manifest(
    slug="ashby",
    name="Ashby",
    home_url="https://www.ashbyhq.com/",
    terms_url="https://developers.ashbyhq.com/docs/public-job-posting-api",
    attribution="From the employer’s board on Ashby",
    full_feed=True,
    limits={"minute": 30, "day": 2000},  # our own caution: nothing is published
    settings={"ASHBY_BASE_URL": "https://api.ashbyhq.com/posting-api"},
    links_may_be_checked=True,  # robots.txt forbids /api/, /b/ and /meeting/ only
)


def rows(answer: object) -> list[object]:
    """The listed jobs of an answer. Raises: HttpTransientError."""
    found = rows_of(answer, "jobs", MANIFEST.name)
    return [row for row in found if reading.record(row).get("isListed") is not False]


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one job. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    url = reading.link(row.get("jobUrl"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("title")),
        description=reading.text(row.get("descriptionHtml"))
        or reading.text(row.get("descriptionPlain")),
        company=reading.text(origin.get("employer"), longest=400),
        employment_type_text=reading.text(row.get("employmentType"), longest=80),
        remote_hint=True if row.get("isRemote") is True else None,
        workplace_text=reading.text(row.get("workplaceType"), longest=80),
        category=reading.text(row.get("department") or row.get("team"), longest=120),
        posted_at=reading.moment(row.get("publishedAt")),
        source_url=url,
        redirect_url=url,
        raw=row,
        **where(row, places),
        **_pay(row),
    )


def places(row: Mapping[str, Any]) -> list[PostedPlace]:
    """The job's location, then `secondaryLocations`."""
    others = row.get("secondaryLocations")
    return [
        _place(row),
        *map(_place, map(reading.record, others if isinstance(others, list) else [])),
    ]


def _place(value: Mapping[str, Any]) -> PostedPlace:
    return PostedPlace(name=reading.text(value.get("location"), longest=400), area=_area(value))


def _area(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Country, region, town; secondary locations hold them without `postalAddress`."""
    address = reading.record(value.get("address"))
    address = reading.record(address.get("postalAddress")) or address
    names = ("addressCountry", "addressRegion", "addressLocality")
    return tuple(
        filter(None, (reading.text(address.get(name), longest=120).strip() for name in names))
    )


def _pay(row: Mapping[str, Any]) -> dict[str, Any]:
    """The salary of the summary, else the summary's text; nothing the board itself hides."""
    pay = reading.record(row.get("compensation"))
    if row.get("shouldDisplayCompensationOnJobPostings") is False:
        return {}
    parts = pay.get("summaryComponents")
    for part in map(reading.record, parts if isinstance(parts, list) else []):
        if part.get("compensationType") == "Salary":
            return {
                "pay_min": reading.number(part.get("minValue")),
                "pay_max": reading.number(part.get("maxValue")),
                "pay_currency": reading.text(part.get("currencyCode"), longest=3).upper(),
                "pay_period": reading.text(part.get("interval"), longest=40).rpartition(" ")[2],
            }
    return {
        "pay_text": reading.text(pay.get("scrapeableCompensationSalarySummary"), longest=200),
    }


def _path(board: Board) -> str:
    return f"job-board/{board.token}"


SYSTEM = BoardSystem(
    manifest=MANIFEST,
    path=_path,
    parameters={"includeCompensation": "true"},
    rows=rows,
    read=read,
    places=places,
)

SOURCE = definition(SYSTEM)
