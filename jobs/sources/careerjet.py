"""Careerjet's search API, version 4: a search engine for jobs in many countries.

Source: https://www.careerjet.com/partners/api (an account is needed). The key is the user name of
Basic authentication; the calling address must stand on the account and Referer must name the site.
Pages 1 to 10; a place it does not know is answered with a list of places (`type` LOCATIONS), a
refusal may come with status 200 (`type` ERROR).

It wants the address and browser of the person who searches. Nobody searches here: a refresh asks on
its own account, so we send this server's public address (CAREERJET_USER_IP, which its operator
states) and our own name, never those of a visitor and never made-up ones.

Postings have no id and their links are made for one call, so what they say names them: title,
employer, place and site.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from core.http import USER_AGENT, Answer, HttpClient
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import rows_of
from jobs.sources.base import (
    Cursor,
    Definition,
    Manifest,
    RejectedError,
    SourceError,
    SourcePage,
    Toolbox,
)
from jobs.sources.searches import (
    Listing,
    SearchedSource,
    basic_authentication,
    combinations,
)

_PAGE_SIZE = 100
_LAST_PAGE = 10
_NAMED = 5

MANIFEST = Manifest(
    slug="careerjet",
    name="Careerjet",
    home_url="https://www.careerjet.com/",
    terms_url="https://www.careerjet.com/partners/api",
    attribution="Job from Careerjet",
    complete_descriptions=False,
    expires_after_days=True,
    limits={"minute": 20, "day": 500},  # our own caution: nothing is published
    settings={
        "CAREERJET_BASE_URL": "https://search.api.careerjet.net/v4",
        "CAREERJET_API_KEY": "",
        "CAREERJET_USER_IP": "",
        "CAREERJET_REFERER": "",
        "CAREERJET_LOCALE": "en_GB",
        "CAREERJET_KEYWORDS": "",
        "CAREERJET_LOCATIONS": "",
    },
    keys=("CAREERJET_API_KEY", "CAREERJET_USER_IP", "CAREERJET_REFERER"),
)

_PARAMETERS = {"CAREERJET_KEYWORDS": "keywords", "CAREERJET_LOCATIONS": "location"}
_PERIODS = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour"}
_CONTRACTS = {
    "p": "permanent", "c": "contract", "t": "temporary", "i": "internship", "v": "volunteer",
}  # fmt: skip
_HOURS = {"f": "full_time", "p": "part_time"}


class _UnknownPlaceError(SourceError):
    """Careerjet offers places instead of jobs."""


class CareerjetSource(SearchedSource):
    """Ten pages of each search, newest first. A place it does not know is passed over and named."""

    manifest: Manifest = MANIFEST

    def __init__(
        self,
        client: HttpClient,
        searches: Sequence[Mapping[str, str]],
        *,
        user_ip: str,
        locale: str,
    ) -> None:
        super().__init__(client, searches)
        self._parameters = {
            "locale_code": locale,
            "sort": "date",
            "page_size": str(_PAGE_SIZE),
            "user_ip": user_ip,
            "user_agent": USER_AGENT,
        }
        self._country = locale.partition("_")[2]

    def walk(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages. Raises: SourceError when no search could be made."""
        yield from super().walk(cursor)
        if self.at.spent.get("unknown", 0) == len(self.searches):
            raise SourceError(self.stopped_early)

    def listing(self, search: Mapping[str, str], page: int) -> Listing:
        """Ask for one page."""
        parameters = {**self._parameters, **search, "page": str(page)}
        try:
            body, rows, last = self.client.get_checked("query", parameters, _page)
        except _UnknownPlaceError as error:
            self.at.spent["unknown"] = self.at.spent.get("unknown", 0) + 1
            self.notes.append(f"Careerjet does not know “{search.get('location', '')}”: {error}")
            return Listing(body=b'{"jobs": []}', count=0, next_page=None)
        return Listing(
            body=body,
            count=len(rows),
            next_page=page + 1 if rows and page < min(last, _LAST_PAGE) else None,
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
    period = reading.text(row.get("salary_type"), longest=1).upper()
    link = reading.link(row.get("url"))
    if not link:
        raise RejectedError("no link")
    return RawPosting(
        source=MANIFEST.slug,
        external_id=_name(row),
        title=reading.title(row.get("title")),
        description=reading.text(row.get("description")),
        company=reading.text(row.get("company"), longest=400),
        location_text=reading.text(row.get("locations"), longest=400),
        country_hint=reading.country(origin.get("country")),
        pay_min=reading.number(row.get("salary_min")),
        pay_max=reading.number(row.get("salary_max")),
        pay_currency=reading.text(row.get("salary_currency_code"), longest=3).upper(),
        pay_period=_PERIODS.get(period, ""),
        pay_text=reading.text(row.get("salary"), longest=200),
        contract_type=_CONTRACTS.get(reading.text(row.get("contract_type"), longest=1), ""),
        contract_time=_HOURS.get(reading.text(row.get("work_hours"), longest=1), ""),
        posted_at=_date(row.get("date")),
        redirect_url=link,
        is_excerpt=True,
        raw=row,
    )


def _name(row: Mapping[str, Any]) -> str:
    """An id made of what the posting says; the link and the date are new at every call."""
    facts = (reading.text(row.get(name)) for name in ("title", "company", "locations", "site"))
    folded = "\x1f".join(" ".join(fact.casefold().split()) for fact in facts)
    return hashlib.sha256(folded.encode()).hexdigest()[:32]


def _date(value: object) -> datetime | None:
    """`Mon, 01 Jun 2026 10:00:00 GMT`, or `2026-06-01 10:00:00`."""
    try:
        found = parsedate_to_datetime(reading.text(value, longest=40))
    except ValueError:
        return reading.moment(value)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _page(answer: Answer) -> tuple[bytes, list[object], int]:
    """The body, its rows, and the number of the last page.

    Raises: SourceError, also as _UnknownPlaceError, when there are no rows to be had.
    """
    document = reading.record(answer.json())
    kind = document.get("type")
    if kind == "LOCATIONS":
        raise _UnknownPlaceError(_offered(document))
    if kind == "ERROR":
        message = reading.text(document.get("error"), longest=200) or "no reason given"
        raise SourceError(f"Careerjet refused the call: {message}")
    rows = rows_of(document, "jobs", MANIFEST.name)
    pages = reading.number(document.get("pages"))
    return answer.body, rows, _LAST_PAGE if pages is None else int(pages)


def _offered(document: Mapping[str, Any]) -> str:
    """The places to choose from, given as texts or as objects with a name."""
    listed = document.get("locations")
    places = listed if isinstance(listed, list) else []
    names = [
        reading.text(reading.record(place).get("name") or place, longest=80)
        for place in places[:_NAMED]
    ]
    return f"it offers {'; '.join(filter(None, names)) or 'no other'}."


def _build(tools: Toolbox) -> CareerjetSource:
    key, user_ip, referer = (tools.settings[name].strip() for name in MANIFEST.keys)
    authorization = basic_authentication(key)
    client = tools.client(
        tools.settings["CAREERJET_BASE_URL"],
        secrets=(key, authorization.partition(" ")[2]),
        headers={"Authorization": authorization, "Referer": referer},
    )
    return CareerjetSource(
        client,
        combinations(settings=tools.settings, parameters=_PARAMETERS),
        user_ip=user_ip,
        locale=tools.settings["CAREERJET_LOCALE"].strip(),
    )


SOURCE = Definition(manifest=MANIFEST, build=_build)
