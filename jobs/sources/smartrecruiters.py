"""Companies on SmartRecruiters: a list page by page, and a call per posting for its text.

Source: https://developers.smartrecruiters.com/docs/posting-api. An unknown company answers 200 with
`totalFound` 0; names are case-sensitive; a job in several places is a posting of its own in each.

It is off unless KEYLESS_SOURCES names it: SmartRecruiters documents these calls as public and free
of any key, but the robots.txt of their host asks every robot except one to stay away. Whoever runs
this decides which of the two counts. For the same reason its pages are not checked.
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
    slug="smartrecruiters",
    name="SmartRecruiters",
    home_url="https://www.smartrecruiters.com/",
    terms_url="https://developers.smartrecruiters.com/docs/posting-api",
    attribution="From the employer’s page on SmartRecruiters",
    full_feed=True,
    limits={"minute": 30, "day": 2000},  # our own caution; 10 a second are documented
    settings={"SMARTRECRUITERS_BASE_URL": "https://api.smartrecruiters.com/v1"},
    on_by_default=False,
)
PAGE_SIZE = 100
DETAILS = DetailCalls(
    path=lambda board, name: f"companies/{board.token}/postings/{quote(name, safe='')}",
    id_field="id",
    text_field="jobAd",
    facts=("releasedDate", "name", "uuid"),
    most_a_run=600,  # twenty minutes at thirty calls a minute
)

_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def rows(answer: object) -> list[object]:
    """The postings of an answer. Raises: HttpTransientError."""
    return rows_of(answer, "content", MANIFEST.name)


def read(value: object, origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    company = reading.record(row.get("company"))
    external_id = reading.identity(row.get("id"))
    url = reading.link(row.get("postingUrl")) or _page(company, origin, external_id)
    location = reading.record(row.get("location"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=external_id,
        title=reading.title(row.get("name")),
        description=_description(row.get("jobAd")),
        company=reading.text(company.get("name") or origin.get("employer"), longest=400),
        employment_type_text=_label(row.get("typeOfEmployment")),
        level_text=_label(row.get("experienceLevel")),
        remote_hint=True if location.get("remote") is True else None,
        workplace_text="hybrid" if location.get("hybrid") is True else "",
        category=_label(row.get("function")) or _label(row.get("department")),
        posted_at=reading.moment(row.get("releasedDate")),
        language_hint=reading.text(
            reading.record(row.get("language")).get("code"), longest=2
        ).lower(),
        source_url=url,
        redirect_url=url,
        raw=row,
        **where(row, places),
    )


def places(row: Mapping[str, Any]) -> list[PostedPlace]:
    """The one place of a posting; its point is used when it names one."""
    location = reading.record(row.get("location"))
    address = address_name(location.get("city"), location.get("region"))
    full = reading.text(location.get("fullLocation"), longest=400)
    lat, lon = reading.coordinates(location.get("latitude"), location.get("longitude"))
    country = reading.country(location.get("country"))
    return [PostedPlace(name=full or address, country=country, lat=lat, lon=lon)]


def _description(value: object) -> str:
    """The sections of a job ad in the order its page shows them."""
    sections = reading.record(reading.record(value).get("sections"))
    return "\n".join(filter(None, (_section(sections.get(name)) for name in _SECTIONS)))


def _section(value: object) -> str:
    section = reading.record(value)
    title, text = reading.text(section.get("title")), reading.text(section.get("text"))
    return f"<h3>{title}</h3>{text}" if text else ""


def _label(value: object) -> str:
    return reading.text(reading.record(value).get("label"), longest=80)


def _page(company: Mapping[str, Any], origin: Mapping[str, Any], external_id: str) -> str:
    """The posting's page, for one whose detail names none."""
    name = reading.text(company.get("identifier") or origin.get("board"), longest=100)
    if not name:
        return ""
    return f"https://jobs.smartrecruiters.com/{quote(name, safe='')}/{quote(external_id, safe='')}"


def _path(board: Board) -> str:
    return f"companies/{board.token}/postings"


SYSTEM = BoardSystem(
    manifest=MANIFEST,
    path=_path,
    parameters={},
    rows=rows,
    read=read,
    places=places,
    page_size=PAGE_SIZE,
    skip_parameter="offset",
    unknown_is_empty=True,
    completer=details(DETAILS),
)

SOURCE = definition(SYSTEM)
