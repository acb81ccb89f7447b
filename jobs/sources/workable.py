"""Accounts on Workable: all jobs of an account in one answer, with their texts.

Source: https://help.workable.com/hc/en-us/articles/115012771647 (the widget for an employer's own
site). Without `details=true` jobs have no text; should an answer lack one all the same, it is asked
for job by job as Workable's own page does. A job in several places may be listed once for each of
them, all under one shortcode. Their robots.txt allows everything, though not training a model.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Manifest, RejectedError
from jobs.sources.board_feed import BoardSystem, definition
from jobs.sources.boards import Board
from jobs.sources.details import DetailCalls, details
from jobs.sources.place_rows import PostedPlace, address_name, where

MANIFEST = Manifest(
    slug="workable",
    name="Workable",
    home_url="https://www.workable.com/",
    terms_url="https://www.workable.com/terms",
    attribution="From the employer’s page on Workable",
    full_feed=True,
    limits={"minute": 10, "day": 1000},  # our own caution: quick calls were answered with 429
    settings={"WORKABLE_BASE_URL": "https://apply.workable.com/api"},
    links_may_be_checked=True,  # robots.txt allows everything
)
DETAILS = DetailCalls(
    path=lambda board, name: f"v2/accounts/{board.token}/jobs/{quote(name, safe='')}",
    id_field="shortcode",
    text_field="description",
    facts=("published_on", "title"),
    most_a_run=200,
)

_TEXTS = ("description", "requirements", "benefits")


def rows(answer: object) -> list[object]:
    """The jobs of an answer, each shortcode once with all its places. Raises: HttpTransientError."""
    together: dict[str, dict[str, Any]] = {}
    found: list[object] = []
    for value in rows_of(answer, "jobs", MANIFEST.name):
        row = reading.record(value)
        name = reading.text(row.get("shortcode"))
        if name and name in together:
            together[name]["locations"] = _locations(together[name]) + _locations(row)
            continue
        found.append(dict(row) if row else value)
        if name:
            together[name] = found[-1]  # type: ignore[assignment]
    return found


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one job. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    url = reading.link(row.get("url") or row.get("shortlink"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("shortcode")),
        title=reading.title(row.get("title")),
        description="\n".join(filter(None, (reading.text(row.get(name)) for name in _TEXTS))),
        company=reading.text(origin.get("employer"), longest=400),
        employment_type_text=reading.text(row.get("employment_type"), longest=80),
        level_text=reading.text(row.get("experience"), longest=80),
        remote_hint=True if row.get("telecommuting") is True else None,
        workplace_text=reading.text(row.get("workplace"), longest=80),
        category=reading.text(row.get("function") or row.get("department"), longest=120),
        posted_at=reading.moment(row.get("published_on") or row.get("created_at")),
        source_url=url,
        redirect_url=url,
        raw=row,
        **where(row, places),
    )


def places(row: Mapping[str, Any]) -> list[PostedPlace]:
    """The job's `locations` but those the employer hides; for old accounts the row's own."""
    shown = [place for place in _locations(row) if place.get("hidden") is not True]
    return [_place(place) for place in shown]


def _locations(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = row.get("locations")
    if isinstance(listed, list) and listed:
        return [reading.record(place) for place in listed]
    return [
        {"city": row.get("city"), "region": row.get("state"), "country": row.get("country")},
    ]


def _place(place: Mapping[str, Any]) -> PostedPlace:
    return PostedPlace(
        name=address_name(place.get("city"), place.get("region"), place.get("country")),
        country=reading.country(place.get("countryCode")),
    )


def _path(board: Board) -> str:
    return f"v1/widget/accounts/{board.token}"


SYSTEM = BoardSystem(
    manifest=MANIFEST,
    path=_path,
    parameters={"details": "true"},
    rows=rows,
    read=read,
    places=places,
    completer=details(DETAILS),
)

SOURCE = definition(SYSTEM)
