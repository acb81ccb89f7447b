"""Remote OK's public feed: about a hundred remote jobs in one call.

Source: https://remoteok.com/api, whose first element is a legal notice: link to the posting on
Remote OK without nofollow, name Remote OK as the source, do not use its logo. Filters and pages
are ignored; a salary of 0 is unknown; texts come as UTF-8 read as Latin-1.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.http import Answer
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.answers import as_rows
from jobs.sources.base import Cursor, Definition, Manifest, RejectedError, SourcePage, Toolbox
from jobs.sources.mojibake import repaired
from jobs.sources.searches import PoliteSource

MANIFEST = Manifest(
    slug="remoteok",
    name="Remote OK",
    home_url="https://remoteok.com/",
    terms_url="https://remoteok.com/api",
    attribution="Job from Remote OK",
    # The feed holds the newest ones only: what is absent from it need not be over.
    expires_after_days=True,
    limits={"minute": 2, "day": 6},  # our own caution: nothing is published
    settings={"REMOTEOK_BASE_URL": "https://remoteok.com"},
    links_may_be_checked=True,
)

# Every answer asks applicants to repeat a word and a tag. The tag is our own address in base64
# and both change from call to call; who opens the posting gets a tag of their own there.
_TRAP = re.compile(
    r"(?:<br ?/?>|\s)*Please mention the word\b.{0,200}?\bwhen applying\b.*", re.DOTALL
)


class RemoteOkSource(PoliteSource):
    """Everything the feed gives, in one page."""

    manifest: Manifest = MANIFEST

    def walk(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield the one page."""
        del cursor  # there is nothing to go on from after one page
        body, count = self.client.get_checked("api", None, _page)
        yield SourcePage(body=body, count=count, origin={}, next_cursor=None)

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the postings of the answer, without the legal notice."""
        return _postings(reading.parse_json(body))

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one posting. Raises: RejectedError."""
        return read(row, origin)


def read(value: object, _origin: Mapping[str, Any]) -> RawPosting:
    """Read one posting; the link is Remote OK's own page, as its terms ask. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    url = reading.link(row.get("url"))
    return RawPosting(
        source=MANIFEST.slug,
        external_id=reading.identity(row.get("id")),
        title=reading.title(repaired(reading.text(row.get("position")))),
        description=_TRAP.sub("", repaired(reading.text(row.get("description")))),
        company=repaired(reading.text(row.get("company"), longest=400)),
        location_text=repaired(reading.text(row.get("location"), longest=400)).strip(" ,"),
        pay_min=_pay(row.get("salary_min")),
        pay_max=_pay(row.get("salary_max")),
        pay_currency="USD",
        pay_period="year",
        remote_hint=True,
        workplace_text="remote",
        category=repaired(next(iter(reading.words(row.get("tags"))), ""))[:120],
        posted_at=reading.moment(row.get("date")) or reading.moment_since_1970(row.get("epoch")),
        source_url=url,
        redirect_url=url,
        raw=row,
    )


def _pay(value: object) -> float | None:
    """A yearly amount; 0 is unknown."""
    return reading.number(value) or None


def _page(answer: Answer) -> tuple[bytes, int]:
    return answer.body, len(_postings(answer.json()))


def _postings(answer: object) -> list[object]:
    return [row for row in as_rows(answer, MANIFEST.name) if not _is_notice(row)]


def _is_notice(row: object) -> bool:
    return isinstance(row, dict) and "legal" in row and "position" not in row


def _build(tools: Toolbox) -> RemoteOkSource:
    # A second attempt at once; a third would take half of the day's calls.
    return RemoteOkSource(tools.client(tools.settings["REMOTEOK_BASE_URL"], attempts=2))


SOURCE = Definition(manifest=MANIFEST, build=_build)
