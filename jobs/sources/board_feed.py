"""Many employers' boards on one system, read one after the other as one source."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

from core.http import (
    Answer,
    CircuitOpenError,
    HttpClient,
    HttpError,
    HttpTransientError,
    QuotaUsedUpError,
)
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
from jobs.sources.board_clients import BoardClients
from jobs.sources.boards import Board
from jobs.sources.place_rows import Places, one_per_place

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
#: Systems with a host per board send whoever asks for one that is not there to their own site.
GONE_OR_SENT_AWAY = GONE | {301, 302, 303, 307, 308}
_FAILURES_THAT_SAY_ENOUGH = 2
_NAMED = 5
_MOST_PAGES = 200  # of one board


class Completer(Protocol):
    """Gets what a list leaves out, for the length of one run."""

    @property
    def note(self) -> str:
        """What is still missing, as a sentence, or nothing."""

    def complete(self, client: HttpClient, board: Board, rows: list[object]) -> list[object]:
        """Return the rows with what was missing; rows that cannot be used yet are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSystem:
    """How one system's boards are asked and read.

    `rows` takes a parsed answer and raises HttpTransientError when it holds no list; `page_size`
    is None where a board comes as a whole. `parse` raises ValueError. `gone` are the statuses that
    say there is no such board. Pages of a system with `completer` hold the list put together.
    """

    manifest: Manifest
    path: Callable[[Board], str]
    parameters: Mapping[str, str]
    rows: Callable[[object], list[object]]
    read: Callable[[object, Mapping[str, Any]], RawPosting]
    places: Places
    page_size: int | None = None
    skip_parameter: str = "skip"
    parse: Callable[[bytes], object] = reading.parse_json
    headers: Mapping[str, str] | None = None
    gone: frozenset[int] = GONE
    unknown_is_empty: bool = False  # a board that is not there answers like one without postings
    completer: Callable[[Toolbox], Completer] | None = None


@dataclass(slots=True)
class _Walk:
    """Where in the list we are and what went wrong so far; stored as the cursor."""

    board: int = 0
    skip: int = 0
    gone: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def leave_board(self) -> None:
        """Go on to the next board."""
        self.board, self.skip = self.board + 1, 0


class BoardSource:
    """Whole boards, one after the other. One that is gone or fails does not stop the others.

    Args:
        clients: who asks.
    """

    def __init__(
        self,
        system: BoardSystem,
        clients: BoardClients,
        *,
        boards: Sequence[Board],
        completer: Completer | None = None,
    ) -> None:
        if not boards:
            raise SourceError(f"The list of job boards names none on {system.manifest.name}.")
        self.manifest = system.manifest
        self._boards = boards
        self._system = system
        self._clients = clients
        self._completer = completer
        self.stopped_early = ""
        self.is_complete = False

    @property
    def retries(self) -> int:
        """How many calls had to be made again."""
        return self._clients.retries

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages; afterwards `stopped_early` says what is missing.

        `is_complete` tells whether every board that exists was read to its end.
        Raises: SourceError, HttpTransientError or QuotaUsedUpError when nothing could be read.
        """
        walk = _Walk(**cursor) if cursor else _Walk()
        has_pages, in_a_row = cursor is not None, 0
        problem: Exception | None = None
        while walk.board < len(self._boards) and in_a_row < _FAILURES_THAT_SAY_ENOUGH:
            try:
                for page in self._pages_of(walk):
                    has_pages, in_a_row = True, 0
                    yield page
            except (QuotaUsedUpError, CircuitOpenError) as error:
                # What opened the breaker says more than that it is open.
                problem = (problem or error) if isinstance(error, CircuitOpenError) else error
                break
            except (HttpError, HttpTransientError) as error:
                problem = error
                if error.status == HTTPStatus.TOO_MANY_REQUESTS:
                    break
                in_a_row += self._pass_over(walk, error)
        if problem is not None and not has_pages:
            raise self._explained(problem)
        self._conclude(walk, problem)

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the postings of a page, one per place."""
        return one_per_place(self._postings(body), self._system.places)

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one posting. Raises: RejectedError."""
        return self._system.read(row, origin)

    def _postings(self, body: bytes) -> list[object]:
        if self._completer is not None:
            together: list[object] = reading.parse_json(body)
            return together
        return self._system.rows(self._system.parse(body))

    def _pages_of(self, walk: _Walk) -> Iterator[SourcePage]:
        """The pages still to come of one board; `walk` points behind each before it is given."""
        board = self._boards[walk.board]
        before = b""
        for number in range(1, _MOST_PAGES + 1):
            answered, rows = self._fetch(board, walk.skip)
            if answered == before:  # a mirror that ignores `skip` would never end
                walk.leave_board()
                return
            before = answered
            body, completed = self._completed(board, answered, rows)
            if self._system.unknown_is_empty and not rows and walk.skip == 0:
                walk.empty.append(board.token)
            is_last = len(rows) != self._system.page_size or number == _MOST_PAGES
            walk.skip += len(rows)
            if is_last:
                walk.leave_board()
            yield self._page(board, body, len(one_per_place(completed, self._system.places)), walk)
            if is_last:
                return

    def _completed(
        self, board: Board, answered: bytes, rows: list[object]
    ) -> tuple[bytes, list[object]]:
        """A page's body and postings: as they came, or put together with what the list lacks."""
        if self._completer is None:
            return answered, rows
        completed = self._completer.complete(self._clients(board), board, rows)
        return json.dumps(completed).encode(), completed

    def _pass_over(self, walk: _Walk, error: HttpError | HttpTransientError) -> bool:
        """Go on behind a board, noting why; returns whether it exists and failed."""
        token = self._boards[walk.board].token
        is_gone = isinstance(error, HttpError) and error.status in self._system.gone
        (walk.gone if is_gone else walk.failed).append(token)
        walk.leave_board()
        return not is_gone

    def _page(self, board: Board, body: bytes, count: int, walk: _Walk) -> SourcePage:
        return SourcePage(
            body=body,
            count=count,
            origin={"system": board.system, "board": board.token, "employer": board.employer},
            next_cursor=asdict(walk) if walk.board < len(self._boards) else None,
        )

    def _fetch(self, board: Board, skip: int) -> tuple[bytes, list[object]]:
        parameters = dict(self._system.parameters)
        if self._system.page_size:
            parameters |= {
                self._system.skip_parameter: str(skip),
                "limit": str(self._system.page_size),
            }
        return self._clients(board).get_checked(
            self._system.path(board), parameters, self._read_answer
        )

    def _read_answer(self, answer: Answer) -> tuple[bytes, list[object]]:
        try:
            document = self._system.parse(answer.body)
        except (ValueError, RecursionError):
            kind = answer.headers.get("content-type", "no type")
            raise HttpTransientError(
                f"{self.manifest.name}'s answer cannot be read ({kind}, {len(answer.body)} bytes)."
            ) from None
        return answer.body, self._system.rows(document)

    def _explained(self, problem: Exception) -> Exception:
        if not isinstance(problem, HttpError):
            return problem
        if problem.status in self._system.gone:
            names = _named([board.token for board in self._boards])
            return SourceError(f"{self.manifest.name} has none of these boards: {names}.")
        return SourceError(f"{self.manifest.name} refused the call: {problem}")

    def _conclude(self, walk: _Walk, problem: Exception | None) -> None:
        unread = [board.token for board in self._boards[walk.board :]]
        self.is_complete = not walk.failed and not unread
        notes = []
        if walk.gone:
            notes.append(f"There is no board called {_named(walk.gone)}.")
        if walk.empty:
            notes.append(f"Nothing is published under {_named(walk.empty)}.")
        if walk.failed or unread:
            notes.append(f"Not read this time: {_named(walk.failed + unread)}. {problem or ''}")
        if self._completer is not None:
            notes.append(self._completer.note)
        self.stopped_early = " ".join(filter(None, notes)).strip()


def definition(system: BoardSystem, *, settings: Mapping[str, str] | None = None) -> Definition:
    """Define a source that reads the boards of one system.

    Args:
        settings: the setting that holds the address, per `Board.system`; by default one system of
            the manifest's name at `<SLUG>_BASE_URL`.
    """
    slug = system.manifest.slug
    urls = settings or {slug: f"{slug.upper()}_BASE_URL"}

    def build(tools: Toolbox) -> BoardSource:
        addresses = {name: tools.settings[url] for name, url in urls.items()}
        return BoardSource(
            system,
            BoardClients(addresses, tools.client, headers=system.headers),
            boards=[board for board in tools.boards if board.system in addresses],
            completer=system.completer(tools) if system.completer else None,
        )

    return Definition(manifest=system.manifest, build=build, reads_boards=True)


def _named(tokens: Sequence[str]) -> str:
    shown = ", ".join(tokens[:_NAMED])
    return shown if len(tokens) <= _NAMED else f"{shown} and {len(tokens) - _NAMED} more"
