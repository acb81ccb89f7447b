"""Postings kept in files: Adzuna's answers, lists of its results, or JSON lines of either schema.

Each may be gzipped; the bytes decide, not the name.
"""

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import orjson

from jobs.enrichment import RawPosting
from jobs.sources import adzuna_rows, reading, unified
from jobs.sources.base import Cursor, Manifest, SourceError, SourcePage

ROWS_PER_PAGE = 1000
_GZIP = b"\x1f\x8b"
_LARGEST_DOCUMENT = 256 * 1024 * 1024
_LONGEST_LINE = 8 * 1024 * 1024


class FileSource:
    """Rows of several files, in the order given, `ROWS_PER_PAGE` at a time."""

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        manifest: Manifest,
        country: str | None = None,
        shifts: Sequence[timedelta] = (),
        rows_per_page: int = ROWS_PER_PAGE,
    ) -> None:
        self.paths = list(paths)
        self.manifest = manifest
        self._country = country
        self._shifts = list(shifts)
        self._rows_per_page = rows_per_page

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages from file and row `{"file": index, "row": number}` on.

        Raises: SourceError.
        """
        first, skip = (cursor["file"], cursor["row"]) if cursor else (0, 0)
        for index in range(first, len(self.paths)):
            yield from self._pages_of(index, skip if index == first else 0)

    def rows(self, body: bytes) -> Sequence[object]:
        """Return one value per line; a line that is no JSON is kept as its text."""
        return [_value(line) for line in body.split(b"\n")]

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read a row of either schema, its dates shifted with its file. Raises: RejectedError."""
        reader = unified.read if unified.is_unified(row) else adzuna_rows.read
        posting = reader(row, origin, source=self.manifest.slug)
        seconds = origin.get("shift_seconds")
        return posting if seconds is None else _shifted(posting, timedelta(seconds=seconds))

    def _pages_of(self, index: int, skip: int) -> Iterator[SourcePage]:
        path = self.paths[index]
        origin = {"file": path.name, "index": index}
        if self._country:
            origin["country"] = self._country
        if self._shifts:
            origin["shift_seconds"] = self._shifts[index].total_seconds()
        lines, at = islice(rows_of(path), skip, None), skip
        while page := list(islice(lines, self._rows_per_page)):
            at += len(page)
            yield SourcePage(
                body=b"\n".join(page),
                count=len(page),
                origin=origin,
                next_cursor={"file": index, "row": at},
            )


def rows_of(path: Path) -> Iterator[bytes]:
    """Yield every row of a file as one line of JSON.

    Raises: SourceError with a sentence naming the file.
    """
    try:
        with _opened(path) as stream:
            lines = _lines(stream, path)
            head = list(islice(lines, 2))
            read = _json_lines if _is_json_lines(head) else _document
            yield from read(chain(head, lines), path)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} cannot be read: {error}") from error


def first_row(path: Path) -> object:
    """Return the first row of a file, or None. Raises: SourceError."""
    return next((_value(line) for line in rows_of(path)), None)


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as stream:
        packed = stream.read(2) == _GZIP
    if packed:
        return io.BufferedReader(gzip.open(path, "rb"))
    return path.open("rb")


def newest(path: Path, *, now: datetime) -> datetime | None:
    """Return when the newest posting of a file was posted, leaving out dates to come.

    Raises: SourceError.
    """
    found: datetime | None = None
    for line in rows_of(path):
        row = reading.record(_value(line))
        posted = reading.moment(row.get("posted_at") or row.get("created"))
        if posted and posted <= now and (found is None or posted > found):
            found = posted
    return found


def _shifted(posting: RawPosting, by: timedelta) -> RawPosting:
    return replace(
        posting,
        posted_at=posting.posted_at and posting.posted_at + by,
        expires_at=posting.expires_at and posting.expires_at + by,
    )


def _lines(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    """Yield the lines that hold something."""
    while line := stream.readline(_LARGEST_DOCUMENT):
        if len(line) >= _LARGEST_DOCUMENT:
            raise SourceError(f"{path.name} holds more than 256 MB without a line break.")
        if stripped := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield stripped


def _is_json_lines(head: Sequence[bytes]) -> bool:
    """Whether one of the first two lines is a JSON object by itself; the other may be broken."""
    if not head or head[0] in {b"[", b"{"}:
        return False
    return any(isinstance(_value(line), dict) for line in head)


def _json_lines(lines: Iterator[bytes], _path: Path) -> Iterator[bytes]:
    for line in lines:
        if b'"results"' in line and (page := _page(line)) is not None:
            yield from map(_dumped, page)
        else:
            yield line[:_LONGEST_LINE]


def _page(line: bytes) -> list[object] | None:
    value = _value(line)
    return _results(value) if isinstance(value, dict) and "results" in value else None


def _document(lines: Iterator[bytes], path: Path) -> Iterator[bytes]:
    body = bytearray()
    for line in lines:
        body += line + b"\n"
        if len(body) > _LARGEST_DOCUMENT:
            raise SourceError(f"{path.name} is over 256 MB; split it or use one row per line.")
    if not body:
        return
    try:
        document = reading.parse_json(bytes(body))
    except (ValueError, RecursionError):
        if bytes(body[:1]) not in {b"[", b"{"}:
            raise SourceError(f"{path.name} holds no JSON.") from None
        raise SourceError(f"{path.name} is cut short or is not valid JSON.") from None
    rows = _results(document)
    if rows is None:
        raise SourceError(f"{path.name} holds neither results nor a list of postings.")
    yield from map(_dumped, rows)


def _results(document: object) -> list[object] | None:
    """The rows of a whole document: a list, an answer with `results`, or one posting."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return None
    if "results" in document:
        found = document["results"]
        return found if isinstance(found, list) else []
    return [document] if "title" in document else None


def _dumped(row: object) -> bytes:
    """One row as a line; what the strict writer refuses (huge numbers) the lenient one may take."""
    try:
        return orjson.dumps(row)
    except (TypeError, ValueError):
        return _dumped_leniently(row)


def _dumped_leniently(row: object) -> bytes:
    try:
        return json.dumps(row).encode()
    except (ValueError, RecursionError):
        return b'"nested too deeply"'


def _value(line: bytes) -> object:
    try:
        value: object = reading.parse_json(line)
    except (ValueError, RecursionError):
        return line.decode("utf-8", "replace")
    return value
