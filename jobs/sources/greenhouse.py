"""Boards on Greenhouse: a whole board in one answer.

Source: https://developers.greenhouse.io/job-board.html; `content` is HTML whose markup is escaped
once, ids are numbers unique across boards, an unknown board answers 404.
"""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Manifest, RejectedError
from jobs.sources.board_feed import BoardSystem, definition
from jobs.sources.boards import Board
from jobs.sources.place_rows import PostedPlace, place_key, place_names, where

MANIFEST = Manifest(
    slug="greenhouse",
    name="Greenhouse",
    home_url="https://www.greenhouse.com/",
    terms_url="https://developers.greenhouse.io/job-board.html",
    attribution="From the employer’s board on Greenhouse",
    full_feed=True,
    limits={"minute": 30, "day": 2000},  # our own caution: nothing is published
    settings={"GREENHOUSE_BASE_URL": "https://boards-api.greenhouse.io/v1"},
    links_may_be_checked=True,  # robots.txt of its pages forbids nothing but /embed/
)

_SAYS_NOTHING = re.compile(
    r"|(?:multiple|various|several|flexible)\W+(?:locations?|offices?|places?)|n/?a", re.IGNORECASE
)
_TYPE = re.compile(r"\b(?:employment|contract|time|job) type\b", re.IGNORECASE)


def rows(answer: object) -> list[object]:
    """The jobs of an answer. Raises: HttpTransientError."""
    return rows_of(answer, "jobs", MANIFEST.name)


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one job. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    url = reading.link(row.get("absolute_url"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("title")),
        description=_content(row.get("content")),
        company=reading.text(row.get("company_name") or origin.get("employer"), longest=400),
        employment_type_text=_employment_type(row.get("metadata")),
        category=_first_name(row.get("departments")),
        posted_at=reading.moment(row.get("first_published") or row.get("updated_at")),
        source_url=url,
        redirect_url=url,
        raw=row,
        **where(row, places),
        **_pay(row.get("pay_input_ranges")),
    )


def places(row: Mapping[str, Any]) -> list[PostedPlace]:
    """The places of the location's text; where that names none, the offices.

    Offices group postings (`EMEA`), so they add no place to a text that says where.
    """
    text = reading.text(reading.record(row.get("location")).get("name"), longest=1000)
    offices = row.get("offices")
    named = [_office(office) for office in offices] if isinstance(offices, list) else []
    names = [] if _SAYS_NOTHING.fullmatch(text) else place_names(text)
    if len(names) == 1:
        names = _offices_in(names[0], named) or names
    if not names:
        names = [location or name for name, location in named] or [text]
    return [PostedPlace(name=name[:400]) for name in names]


def _office(value: object) -> tuple[str, str]:
    office = reading.record(value)
    return (
        reading.text(office.get("name"), longest=200),
        reading.text(office.get("location"), longest=200),
    )


def _offices_in(text: str, offices: Sequence[tuple[str, str]]) -> list[str]:
    """What `Paris, London` means where each of its parts is an office; else nothing."""
    known = {place_key(name): location or name for name, location in offices}
    parts = [place_key(part) for part in text.split(",")]
    if len(parts) > 1 and all(part in known for part in parts):
        return [known[part] for part in parts]
    return []


def _content(value: object) -> str:
    """The description as HTML: Greenhouse escapes its markup once."""
    content = reading.text(value)
    return html.unescape(content) if "&lt;" in content else content


def _employment_type(metadata: object) -> str:
    """What a board's own fields call the type of employment; most boards have no such field."""
    for each in map(reading.record, metadata if isinstance(metadata, list) else []):
        if _TYPE.search(reading.text(each.get("name"))):
            return reading.text(each.get("value"), longest=80)
    return ""


def _first_name(items: object) -> str:
    named = map(reading.record, items if isinstance(items, list) else [])
    return next(filter(None, (reading.text(each.get("name"), longest=120) for each in named)), "")


def _pay(ranges: object) -> dict[str, Any]:
    """From the lowest to the highest of the ranges (one per region), if they share a currency."""
    found = [reading.record(each) for each in ranges] if isinstance(ranges, list) else []
    currencies = {reading.text(each.get("currency_type"), longest=3).upper() for each in found}
    cents = [
        number
        for each in found
        for name in ("min_cents", "max_cents")
        if (number := reading.number(each.get(name))) is not None
    ]
    if len(currencies) != 1 or not cents:
        return {}
    return {
        "pay_min": min(cents) / 100,
        "pay_max": max(cents) / 100,
        "pay_currency": currencies.pop(),
        "pay_period": reading.text(found[0].get("title"), longest=60),
    }


def _path(board: Board) -> str:
    return f"boards/{board.token}/jobs"


SYSTEM = BoardSystem(
    manifest=MANIFEST,
    path=_path,
    parameters={"content": "true"},
    rows=rows,
    read=read,
    places=places,
)

SOURCE = definition(SYSTEM)
