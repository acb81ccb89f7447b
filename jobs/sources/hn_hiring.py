"""Hacker News' monthly "Who is hiring?" threads through Algolia's search API.

Source: https://hn.algolia.com/api (`search_by_date`, tags, `hitsPerPage` ≤ 1000 and never more
than 1,000 hits of one search, so older comments are asked for by time). A thread is read again as
a whole at every refresh, in one or two calls: new comments come in, edited ones are updated.

A comment is one posting, also when it names several roles: its text, places and pay speak of all
of them together, and taking them apart would be guesswork. `hn_comment` reads the comment.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.http import Answer, HttpClient
from jobs.enrichment import RawPosting
from jobs.sources import hn_comment, reading
from jobs.sources.answers import rows_of
from jobs.sources.base import Cursor, Definition, Manifest, RejectedError, SourcePage, Toolbox
from jobs.sources.searches import PoliteSource

MANIFEST = Manifest(
    slug="hn_hiring",
    name="Hacker News",
    home_url="https://news.ycombinator.com/",
    terms_url="https://hn.algolia.com/api",
    attribution="From “Who is hiring?” on Hacker News",
    expires_after_days=True,
    limits={"minute": 10, "day": 100},  # our own caution; 10,000 an hour are said to be allowed
    settings={"HN_BASE_URL": "https://hn.algolia.com/api/v1"},
)

_LARGEST_PAGE = 1000
_TITLE = "ask hn: who is hiring?"  # the same account asks who wants to be hired, too
_ITEM = "https://news.ycombinator.com/item?id="


class HnHiringSource(PoliteSource):
    """The comments of every hiring thread whose postings may still be open, newest first."""

    manifest: Manifest = MANIFEST

    def __init__(self, client: HttpClient, *, now: datetime, max_days_old: int = 30) -> None:
        super().__init__(client)
        self._oldest = now - timedelta(days=max_days_old)

    def walk(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages from `{"threads": [ids still to read], "before": seconds or None}` on."""
        threads = list(cursor["threads"]) if cursor else self._threads()
        before: int | None = cursor["before"] if cursor else None
        while threads:
            body, hits = self._comments(threads[0], before)
            before = _earlier_than(hits, before)
            if before is None:
                threads = threads[1:]
            yield SourcePage(
                body=body,
                count=len(_postings(hits)),
                origin={},
                next_cursor={"threads": threads, "before": before} if threads else None,
            )

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the comments that answer the thread itself; replies to them are no rows."""
        return _postings(rows_of(reading.parse_json(body), "hits", MANIFEST.name))

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one comment. Raises: RejectedError."""
        return read(row, origin)

    def _threads(self) -> list[str]:
        """The ids of the newest thread, and of an earlier one that is not too old."""
        parameters = {"tags": "story,author_whoishiring", "hitsPerPage": "10"}
        _, hits = self.client.get_checked("search_by_date", parameters, _hits)
        stories = [
            (story, reading.moment_since_1970(story.get("created_at_i")))
            for story in map(reading.record, hits)
            if reading.text(story.get("title")).lower().startswith(_TITLE)
        ]
        return [
            reading.identity(story.get("objectID"))
            for number, (story, posted) in enumerate(stories)
            if number == 0 or (posted is not None and posted >= self._oldest)
        ]

    def _comments(self, thread: str, before: int | None) -> tuple[bytes, list[object]]:
        parameters = {"tags": f"comment,story_{thread}", "hitsPerPage": str(_LARGEST_PAGE)}
        if before is not None:
            parameters["numericFilters"] = f"created_at_i<={before}"
        return self.client.get_checked("search_by_date", parameters, _hits)


def read(value: object, _origin: Mapping[str, Any]) -> RawPosting:
    """Read one comment; its link is the comment itself. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    external_id = reading.identity(row.get("objectID"))
    text = reading.text(row.get("comment_text"))
    found = hn_comment.read(text)
    url = reading.link(f"{_ITEM}{external_id}")
    return RawPosting(
        source=MANIFEST.slug,
        external_id=external_id,
        title=reading.title(found.title),
        description=text,
        company=found.company,
        location_text=found.places,
        pay_text=found.pay,
        employment_type_text=found.employment,
        workplace_text=found.workplace,
        remote_hint=True if found.workplace == "remote" else None,
        posted_at=reading.moment_since_1970(row.get("created_at_i"))
        or reading.moment(row.get("created_at")),
        source_url=url,
        redirect_url=url,
        raw=row,
    )


def _hits(answer: Answer) -> tuple[bytes, list[object]]:
    return answer.body, rows_of(answer.json(), "hits", MANIFEST.name)


def _postings(hits: Sequence[object]) -> list[object]:
    """Hits without replies, and without the copy of their text that marks search words."""
    return [
        {name: part for name, part in hit.items() if name != "_highlightResult"}
        if isinstance(hit, dict)
        else hit
        for hit in hits
        if not _is_reply(hit)
    ]


def _is_reply(hit: object) -> bool:
    row = reading.record(hit)
    parent, story = row.get("parent_id"), row.get("story_id")
    return None not in (parent, story) and str(parent) != str(story)


def _earlier_than(hits: Sequence[object], before: int | None) -> int | None:
    """Where the next page of a thread begins, None after its last."""
    if len(hits) < _LARGEST_PAGE:
        return None
    times = [reading.number(reading.record(hit).get("created_at_i")) for hit in hits]
    oldest = min((int(time) for time in times if time), default=None)
    # A whole page of one second would be asked for again and again.
    return None if oldest is None or oldest == before else oldest


def _build(tools: Toolbox) -> HnHiringSource:
    client = tools.client(tools.settings["HN_BASE_URL"])
    return HnHiringSource(client, now=tools.now, max_days_old=tools.max_days_old)


SOURCE = Definition(manifest=MANIFEST, build=_build)
