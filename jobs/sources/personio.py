"""Careers pages on Personio: all positions of a company as XML, on the company's own host.

Source: https://developer.personio.de/docs/retrieving-open-job-positions. Positions are the same in
every language, but one has a text only in the languages it was written in. So the company's own
language is asked for, which is what most of its positions are written in, and only for positions
without a text in it English and then German. Asking each language as a feed of its own would give
every position several times. Their robots.txt allows everything.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from core.http import Answer, HttpClient, HttpError, HttpTransientError
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import as_rows
from jobs.sources.base import Manifest, RejectedError, Toolbox
from jobs.sources.board_feed import GONE_OR_SENT_AWAY, BoardSystem, definition
from jobs.sources.boards import Board
from jobs.sources.place_rows import PostedPlace, where

MANIFEST = Manifest(
    slug="personio",
    name="Personio",
    home_url="https://www.personio.com/",
    terms_url="https://developer.personio.de/docs/retrieving-open-job-positions",
    attribution="From the employer’s careers page on Personio",
    full_feed=True,
    limits={"minute": 20, "day": 2000},  # our own caution: nothing is published, 429s were seen
    settings={
        "PERSONIO_BASE_URL": "https://{board}.jobs.personio.de",
        "PERSONIO_COM_BASE_URL": "https://{board}.jobs.personio.com",
    },
    links_may_be_checked=True,  # robots.txt allows everything
)

_FEED = "xml"
_ROOT = "workzag-jobs"
_OTHER_LANGUAGES = ("en", "de")
_SITES = {"personio": "jobs.personio.de", "personio-com": "jobs.personio.com"}


def parse(body: bytes) -> list[dict[str, Any]]:
    """The positions of a feed, each an object of its elements. Raises: ValueError."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, LookupError) as error:
        raise ValueError(f"no XML: {error}") from error
    if root.tag != _ROOT:
        raise ValueError(f"{root.tag} is no feed of positions")
    return [_position(element) for element in root.iter("position")]


def rows(answer: object) -> list[object]:
    """The positions of a feed that was parsed. Raises: HttpTransientError."""
    return as_rows(answer, MANIFEST.name)


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one position. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    external_id = reading.identity(row.get("id"))
    url = _page(origin, external_id)
    return RawPosting(
        source=MANIFEST.slug,
        external_id=external_id,
        title=reading.title(row.get("name")),
        description="\n".join(_sections(row)),
        company=reading.text(row.get("subcompany") or origin.get("employer"), longest=400),
        contract_type=reading.text(row.get("employmentType"), longest=40),
        contract_time=reading.text(row.get("schedule"), longest=40),
        level_text=reading.text(row.get("seniority"), longest=80),
        category=reading.text(row.get("recruitingCategory") or row.get("department"), longest=120),
        posted_at=reading.moment(row.get("createdAt")),
        source_url=url,
        redirect_url=url,
        raw=row,
        **where(row, places),
        **_pay(row.get("salaryInformation")),
    )


def places(row: Mapping[str, Any]) -> list[PostedPlace]:
    """The position's office, then `additionalOffices`; a feed names no country."""
    names = [reading.text(row.get("office"), longest=400)]
    names += [name[:400] for name in reading.words(row.get("additionalOffices"))]
    return [PostedPlace(name=name) for name in names]


class Editions:
    """Takes the texts a company's own language lacks from its feeds in other languages."""

    note = ""

    def complete(self, client: HttpClient, _board: Board, rows: list[object]) -> list[object]:
        """Return the positions, with a text wherever there is one in any language we ask for."""
        found = rows
        for language in _OTHER_LANGUAGES:
            if all(map(_has_text, found)):
                break
            other = _edition(client, language)
            found = [_with_text(row, other) for row in found]
        return found


def _edition(client: HttpClient, language: str) -> dict[str, dict[str, Any]]:
    """The positions of a feed in one language that have a text, by id; none when it is refused."""
    try:
        positions = client.get_checked(_FEED, {"language": language}, _positions)
    except HttpError as error:
        if error.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise
        return {}
    return {reading.text(row.get("id")): row for row in positions if _has_text(row)}


def _positions(answer: Answer) -> list[dict[str, Any]]:
    try:
        return parse(answer.body)
    except ValueError:
        raise HttpTransientError("Personio's answer cannot be read.") from None


def _with_text(value: object, other: Mapping[str, Mapping[str, Any]]) -> object:
    row = reading.record(value)
    text = other.get(reading.text(row.get("id")))
    if text is None or _has_text(value):
        return value
    named = {name: text[name] for name in ("name", "jobDescriptions") if text.get(name)}
    return {**row, **named}


def _has_text(value: object) -> bool:
    return any(_sections(reading.record(value)))


def _sections(row: Mapping[str, Any]) -> list[str]:
    """The parts of a description, each under its heading."""
    parts = row.get("jobDescriptions")
    found = []
    for part in map(reading.record, parts if isinstance(parts, list) else []):
        name, text = reading.text(part.get("name")), reading.text(part.get("value"))
        if text:
            found.append(f"<h3>{name}</h3>{text}" if name else text)
    return found


def _pay(value: object) -> dict[str, Any]:
    pay = reading.record(value)
    return {
        "pay_min": reading.number(pay.get("min")),
        "pay_max": reading.number(pay.get("max")),
        "pay_currency": reading.text(pay.get("currencyCode"), longest=3).upper(),
        "pay_period": reading.text(pay.get("type"), longest=40),
    }


def _page(origin: Mapping[str, Any], external_id: str) -> str:
    """A position's page, which the feed does not name; its ids are numbers."""
    if not (external_id.isascii() and external_id.isdecimal()):
        raise RejectedError("no link can be made of its id")
    board, site = origin.get("board"), _SITES.get(str(origin.get("system")))
    return f"https://{board}.{site}/job/{external_id}" if board and site else ""


def _position(element: Element) -> dict[str, Any]:
    return {child.tag: _value(child) for child in element}


def _value(element: Element) -> object:
    if element.tag == "additionalOffices":
        return [_text(office) for office in element]
    if element.tag == "jobDescriptions":
        return [{part.tag: _text(part) for part in section} for section in element]
    if len(element):
        return {part.tag: _text(part) for part in element}
    return _text(element)


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _completer(_tools: Toolbox) -> Editions:
    return Editions()


def _path(_board: Board) -> str:
    return _FEED


SYSTEM = BoardSystem(
    manifest=MANIFEST,
    path=_path,
    parameters={},
    rows=rows,
    read=read,
    places=places,
    parse=parse,
    headers={"Accept": "application/xml, text/xml"},
    gone=GONE_OR_SENT_AWAY,
    completer=_completer,
)

SOURCE = definition(
    SYSTEM, settings={"personio": "PERSONIO_BASE_URL", "personio-com": "PERSONIO_COM_BASE_URL"}
)
