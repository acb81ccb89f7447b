"""Career pages that carry schema.org JobPosting: single pages and whole sitemaps.

Which pages is a text file, one a line: `page https://…` or `sitemap https://… /jobs/`, where the
last word, if there is one, must stand in an address for it to be read. robots.txt is obeyed, pages
of one host are read a little apart, nothing behind a login is.
"""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
from defusedxml import ElementTree

from core.web import PageGoneError, Web, WebError, WebPage
from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.base import (
    Cursor,
    Definition,
    Manifest,
    SourceError,
    SourcePage,
    Toolbox,
)

MANIFEST = Manifest(
    slug="pages",
    name="Career pages",
    kind="page",
    attribution="From the employer’s own page",
    expires_after_days=True,
    settings={"JOB_PAGES_FILE": ""},
    keys=("JOB_PAGES_FILE",),
    links_may_be_checked=True,
)

_KINDS = ("page", "sitemap")
_LARGEST_LIST = 1_000_000
_MOST_PAGES = 500  # of one sitemap in one run
_MOST_SITEMAPS = 20
_TOGETHER = 20  # web pages in one page of the run
# Bytes of rows: of one web page, of one page of the run (and the web page that fills it), of a run.
# A posting in twenty places is twenty rows that repeat it whole.
_MOST_OF_ONE = 2_000_000
_MOST_TOGETHER = 4_000_000
_MOST_OF_RUN = 256_000_000
_FIELDS = 3
# What reads JobPosting out of HTML takes a third of a second to import: only who reads pages pays.
READER = "jobs.sources.jobposting"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list. `contains` must stand in an address of a sitemap for it to be read."""

    kind: str
    url: str
    contains: str = ""


@dataclass(slots=True)
class _At:
    """Where in the list a run is: line, web pages read of it, bytes of rows kept. The cursor."""

    line: int = 0
    skip: int = 0
    kept: int = 0


def read_list(path: Path, kinds: Sequence[str] = _KINDS) -> list[Line]:
    """The lines of these kinds, in order. Raises: SourceError naming file and line."""
    try:
        text = path.read_bytes()[:_LARGEST_LIST].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"The list of pages {path} cannot be read: {error}") from error
    lines = [line.split() for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = []
    for number, words in enumerate(lines, 1):
        if not words:
            continue
        if len(words) not in (_FIELDS - 1, _FIELDS) or not words[1].startswith(("http:", "https:")):
            raise SourceError(
                f"{path.name}, line {number}: write page or sitemap and an address, "
                "such as: sitemap https://example.org/sitemap.xml /jobs/"
            )
        found.append(Line(words[0].lower(), *words[1:]))
    return [line for line in dict.fromkeys(found) if line.kind in kinds]


class PageSource:
    """Postings of pages, read one after the other. A page that fails does not stop the others."""

    manifest: Manifest = MANIFEST
    retries = 0

    def __init__(
        self,
        web: Web,
        lines: Sequence[Line],
        *,
        manifest: Manifest = MANIFEST,
        most_of_run: int = _MOST_OF_RUN,
    ) -> None:
        if not lines:
            raise SourceError("The list of pages names none.")
        self.manifest = manifest
        self._web = web
        self._lines = list(lines)
        self._most_of_run = most_of_run
        self._reader = importlib.import_module(READER)
        self._problems: list[str] = []

    @property
    def stopped_early(self) -> str:
        """What could not be read, in words."""
        shown = "; ".join(self._problems[:3])
        more = len(self._problems) - 3
        return f"Not read: {shown}{f' and {more} more' if more > 0 else ''}." if shown else ""

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages of up to twenty web pages, from `{"line", "skip", "kept"}` on.

        Raises: SourceError when nothing at all could be read.
        """
        at = _At(**cursor) if cursor else _At()
        read_any = cursor is not None
        while at.line < len(self._lines):
            urls, is_done = self._addresses(self._lines[at.line]), False
            while not is_done:
                rows, read = self._rows_of(urls, at)
                read_any = read_any or read > 0
                is_done = self._move_on(at, len(urls))
                yield self._page(rows, at)
        if not read_any:
            raise SourceError(self.stopped_early or "No page could be read.")

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the rows of a page: one per posting and place."""
        found: list[object] = reading.parse_json(body)["rows"]
        return found

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one row. Raises: RejectedError."""
        posting: RawPosting = self._reader.read(row, origin, source=self.manifest.slug)
        return posting

    def _move_on(self, at: "_At", total: int) -> bool:
        """Point behind what was read; returns whether the line, or the room of a run, is at its end."""
        is_done = at.skip >= total
        if is_done:
            at.line, at.skip = at.line + 1, 0
        if at.kept >= self._most_of_run and at.line < len(self._lines):
            self._problems.append("the rest of the list, for one run keeps no more")
            at.line, is_done = len(self._lines), True
        return is_done

    def _page(self, rows: list[bytes], at: "_At") -> SourcePage:
        return SourcePage(
            body=b'{"rows":[' + b",".join(rows) + b"]}",
            count=len(rows),
            origin={},
            next_cursor=asdict(at) if at.line < len(self._lines) else None,
        )

    def _rows_of(self, urls: Sequence[str], at: "_At") -> tuple[list[bytes], int]:
        """The rows of the next few web pages, and how many pages could be read."""
        rows: list[bytes] = []
        read = size = 0
        for url in urls[at.skip : at.skip + _TOGETHER]:
            page = self._get(url)
            at.skip += 1
            if page is not None:
                read += 1
                found = self._written(page)
                rows += found
                size += sum(map(len, found))
            if size >= _MOST_TOGETHER:
                break
        at.kept += size
        return rows, read

    def _written(self, page: WebPage) -> list[bytes]:
        """The rows of one web page as they are kept: no more than fit, none that JSON cannot hold."""
        rows, left = [], _MOST_OF_ONE
        for row in self._reader.rows_of(self._reader.find(page.text, page.url), page.url):
            try:
                written = orjson.dumps(row)
            except orjson.JSONEncodeError:
                self._problems.append(f"{page.url}: a posting cannot be kept")
                continue
            left -= len(written)
            if left < 0:
                self._problems.append(f"{page.url}: too much for one page, the rest was left out")
                break
            rows.append(written)
        return rows

    def _get(self, url: str) -> WebPage | None:
        try:
            return self._web.get(url)
        except PageGoneError:
            return None
        except WebError as error:
            self._problems.append(f"{url}: {error}")
            return None

    def _addresses(self, line: Line) -> list[str]:
        """The pages of a line; a sitemap's newest first."""
        if line.kind != "sitemap":
            return [line.url]
        waiting, seen, found = [line.url], 0, dict[str, str]()
        while waiting and seen < _MOST_SITEMAPS:
            page = self._get(waiting.pop(0))
            seen += 1
            inner, listed = _sitemap(page) if page else ([], {})
            waiting += inner
            found |= {url: at for url, at in listed.items() if line.contains in url}
        newest = sorted(found, key=lambda url: (found[url], url), reverse=True)
        return newest[:_MOST_PAGES]


def _sitemap(page: WebPage) -> tuple[list[str], dict[str, str]]:
    """The sitemaps and the pages a sitemap names, each page with when it was changed.

    Source: https://www.sitemaps.org/protocol.html
    """
    try:
        root = ElementTree.fromstring(page.body)
    except (ElementTree.ParseError, ValueError, LookupError):  # the last: an encoding that is none
        return [], {}
    inner: list[str] = []
    listed: dict[str, str] = {}
    for each in root:
        fields = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in each}
        url = fields.get("loc", "")
        if each.tag.endswith("sitemap") and url:
            inner.append(url)
        elif url:
            listed[url] = fields.get("lastmod", "")
    return inner, listed


def _build(tools: Toolbox) -> PageSource:
    return PageSource(tools.web(), read_list(Path(tools.settings["JOB_PAGES_FILE"])))


SOURCE = Definition(manifest=MANIFEST, build=_build)
