"""Sites on Lever, in its global and its European instance, `skip` and `limit` at a time.

Source: https://github.com/lever/postings-api; a description comes in parts, `createdAt` counts
milliseconds, site names are case-sensitive, an unknown site answers 404.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import as_rows
from jobs.sources.base import Manifest, RejectedError
from jobs.sources.board_feed import BoardSystem, definition
from jobs.sources.boards import Board
from jobs.sources.place_rows import PostedPlace, where

MANIFEST = Manifest(
    slug="lever",
    name="Lever",
    home_url="https://www.lever.co/",
    terms_url="https://github.com/lever/postings-api",
    attribution="From the employer’s board on Lever",
    full_feed=True,
    limits={"minute": 30, "day": 2000},  # its robots.txt asks for a second between calls
    seconds_between_calls=1.0,  # its robots.txt asks for it
    settings={
        "LEVER_BASE_URL": "https://api.lever.co/v0",
        "LEVER_EU_BASE_URL": "https://api.eu.lever.co/v0",
    },
    links_may_be_checked=True,  # robots.txt allows all, a second apart
)
PAGE_SIZE = 100


def rows(answer: object) -> list[object]:
    """The postings of an answer. Raises: HttpTransientError."""
    return as_rows(answer, MANIFEST.name)


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    categories = reading.record(row.get("categories"))
    pay = reading.record(row.get("salaryRange"))
    url = reading.link(row.get("hostedUrl"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("text")),
        description=_description(row),
        company=reading.text(origin.get("employer"), longest=400),
        pay_min=reading.number(pay.get("min")),
        pay_max=reading.number(pay.get("max")),
        pay_currency=reading.text(pay.get("currency"), longest=3).upper(),
        pay_period=reading.text(pay.get("interval"), longest=40).replace("-", " "),
        employment_type_text=reading.text(categories.get("commitment"), longest=80),
        workplace_text=reading.text(row.get("workplaceType"), longest=80),
        category=reading.text(categories.get("department") or categories.get("team"), longest=120),
        posted_at=reading.moment_since_1970(row.get("createdAt")),
        source_url=url,
        redirect_url=url,
        raw=row,
        **where(row, places),
    )


def places(row: Mapping[str, Any]) -> list[PostedPlace]:
    """The posting's location, then the rest of `allLocations`; its country is only the first's."""
    categories = reading.record(row.get("categories"))
    names = [
        reading.text(categories.get("location"), longest=400),
        *(name[:400] for name in reading.words(categories.get("allLocations"))),
    ]
    country = reading.country(row.get("country"))
    found = [PostedPlace(name=name) for name in filter(None, names)]
    return [replace(found[0], country=country), *found[1:]] if found else [_anywhere(country)]


def _anywhere(country: str | None) -> PostedPlace:
    return PostedPlace(name="", country=country)


def _description(row: Mapping[str, Any]) -> str:
    """The parts of a description in the order its page shows them, as HTML where there is any."""
    lists = row.get("lists")
    return "\n".join(
        filter(
            None,
            [
                reading.text(row.get("description")) or reading.text(row.get("descriptionPlain")),
                *map(_section, lists if isinstance(lists, list) else []),
                reading.text(row.get("salaryDescription")),
                reading.text(row.get("additional")) or reading.text(row.get("additionalPlain")),
            ],
        )
    )


def _section(value: object) -> str:
    section = reading.record(value)
    title, items = reading.text(section.get("text")), reading.text(section.get("content"))
    return f"<h3>{title}</h3><ul>{items}</ul>" if items else ""


def _path(board: Board) -> str:
    return f"postings/{board.token}"


SYSTEM = BoardSystem(
    manifest=MANIFEST,
    path=_path,
    parameters={"mode": "json"},
    rows=rows,
    read=read,
    places=places,
    page_size=PAGE_SIZE,
)

SOURCE = definition(SYSTEM, settings={"lever": "LEVER_BASE_URL", "lever-eu": "LEVER_EU_BASE_URL"})
