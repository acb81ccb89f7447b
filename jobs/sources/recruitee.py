"""Careers sites on Recruitee: all offers of a company in one answer, on the company's own host.

Source: https://docs.recruitee.com/reference/intro-to-careers-site-api; dates read `2026-05-28
20:36:05 UTC`, pay may be text, whoever asks for a company that is not there is sent away.

Each company has a robots.txt of its own and a few ask robots to stay away from everything, so
pages are not checked, and such a company does not belong on the list.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Manifest, RejectedError
from jobs.sources.board_feed import GONE_OR_SENT_AWAY, BoardSystem, definition
from jobs.sources.boards import Board
from jobs.sources.place_rows import PostedPlace, address_name, where

MANIFEST = Manifest(
    slug="recruitee",
    name="Recruitee",
    home_url="https://recruitee.com/",
    terms_url="https://docs.recruitee.com/reference/intro-to-careers-site-api",
    attribution="From the employer’s careers site on Recruitee",
    full_feed=True,
    limits={"minute": 30, "day": 2000},  # our own caution: nothing is published
    settings={"RECRUITEE_BASE_URL": "https://{board}.recruitee.com/api"},
)


def rows(answer: object) -> list[object]:
    """The published offers of an answer. Raises: HttpTransientError."""
    found = rows_of(answer, "offers", MANIFEST.name)
    return [row for row in found if reading.record(row).get("status") in {None, "published"}]


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one offer. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    url = reading.link(row.get("careers_url"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("title")),
        description=_description(row),
        company=reading.text(row.get("company_name") or origin.get("employer"), longest=400),
        employment_type_text=_words(row.get("employment_type_code")),
        level_text=_words(row.get("experience_code")),
        remote_hint=True if row.get("remote") is True else None,
        workplace_text=_workplace(row),
        category=reading.text(row.get("department"), longest=120),
        posted_at=_moment(row.get("published_at") or row.get("created_at")),
        expires_at=_moment(row.get("close_at")),
        source_url=url,
        redirect_url=url,
        raw=row,
        **where(row, places),
        **_pay(row.get("salary")),
    )


def places(row: Mapping[str, Any]) -> list[PostedPlace]:
    """The offer's `locations`, the one it shows as its own first; without any, what it shows."""
    city = reading.text(row.get("city"))
    others = row.get("locations")
    listed = [reading.record(other) for other in others] if isinstance(others, list) else []
    listed.sort(key=lambda other: reading.text(other.get("city")) != city)
    found = [place for place in map(_place, listed or [reading.record(row)]) if place.name]
    shown = reading.text(row.get("location"), longest=400)
    return found or [PostedPlace(name=shown, country=reading.country(row.get("country_code")))]


def _place(value: object) -> PostedPlace:
    place = reading.record(value)
    name = address_name(
        place.get("city"), place.get("state_name") or place.get("state"), place.get("country")
    )
    return PostedPlace(name=name, country=reading.country(place.get("country_code")))


def _description(row: Mapping[str, Any]) -> str:
    parts = (reading.text(row.get(name)) for name in ("description", "requirements"))
    return "\n".join(filter(None, parts))


def _workplace(row: Mapping[str, Any]) -> str:
    kinds = (("hybrid", "hybrid"), ("remote", "remote"), ("on_site", "on site"))
    return next((kind for name, kind in kinds if row.get(name) is True), "")


def _words(code: object) -> str:
    return reading.text(code, longest=80).replace("_", " ")


def _pay(value: object) -> dict[str, Any]:
    pay = reading.record(value)
    return {
        "pay_min": reading.number(pay.get("min")),
        "pay_max": reading.number(pay.get("max")),
        "pay_currency": reading.text(pay.get("currency"), longest=3).upper(),
        "pay_period": reading.text(pay.get("period"), longest=40),
    }


def _moment(value: object) -> datetime | None:
    return reading.moment(reading.text(value, longest=60).replace(" UTC", "+00:00"))


def _path(_board: Board) -> str:
    return "offers"


SYSTEM = BoardSystem(
    manifest=MANIFEST,
    path=_path,
    parameters={},
    rows=rows,
    read=read,
    places=places,
    gone=GONE_OR_SENT_AWAY,
)

SOURCE = definition(SYSTEM)
