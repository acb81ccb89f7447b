"""Texts that take a call per posting: asked for once, and again only when the posting changed.

A list says of a known posting nothing new, so what an earlier run got is taken from what is
published (`Toolbox.known`). A run makes so many calls and no more; postings whose text is still to
come are left out and come with one of the next runs, so that a big employer costs a few quiet days
and not thousands of calls.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from core.http import (
    Answer,
    CircuitOpenError,
    HttpClient,
    HttpError,
    HttpTransientError,
    QuotaUsedUpError,
)
from jobs.sources import reading
from jobs.sources.base import Known, Toolbox
from jobs.sources.boards import Board
from jobs.sources.errors import RejectedError

_FAILURES_THAT_SAY_ENOUGH = 2
_NO_SUCH_POSTING = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailCalls:
    """How one system's details are asked for.

    `text_field` is what the list leaves out and a detail holds; while a posting's `facts` are the
    same its text is taken to be the same. `most_a_run` calls are shared among the boards.
    """

    path: Callable[[Board, str], str]
    id_field: str
    text_field: str
    facts: tuple[str, ...]
    most_a_run: int


class Details:
    """Completes the rows of a run, within its budget of calls."""

    def __init__(self, calls: DetailCalls, known: Known, *, boards: int = 1) -> None:
        self._calls = calls
        self._known = known
        self._boards = boards
        self._board: Board | None = None
        self._unspent = calls.most_a_run
        self._left = 0
        self._failed = 0
        self._waiting = 0

    @property
    def note(self) -> str:
        """How many postings wait for their text, as a sentence, or nothing."""
        if not self._waiting:
            return ""
        return f"{self._waiting} postings are not shown yet: their text comes with the next runs."

    def complete(self, client: HttpClient, board: Board, rows: list[object]) -> list[object]:
        """Return the rows with their texts, without those whose text is still to come."""
        if board != self._board:
            self._begin(board)
        wanted = {index: name for index, row in enumerate(rows) if (name := self._lacking(row))}
        known = self._known(list(wanted.values())) if wanted else {}
        found: list[object] = []
        for index, row in enumerate(rows):
            if index not in wanted:
                found.append(row)
            elif full := self._filled(client, board, reading.record(row), wanted[index], known):
                found.append(full)
        return found

    def _begin(self, board: Board) -> None:
        """Give a board its share, so that a big employer does not keep the others waiting."""
        self._unspent += self._left
        self._left = math.ceil(self._unspent / max(1, self._boards))
        self._unspent -= self._left
        self._board, self._boards = board, self._boards - 1

    def _lacking(self, value: object) -> str:
        """The id of a row that needs a call; nothing for a row that has its text, or no id."""
        row = reading.record(value)
        if not row or row.get(self._calls.text_field):
            return ""
        try:
            return reading.identity(row.get(self._calls.id_field))
        except RejectedError:
            return ""  # reading the row says what is wrong with it

    def _filled(
        self,
        client: HttpClient,
        board: Board,
        row: dict[str, Any],
        name: str,
        known: Mapping[str, Mapping[str, Any]],
    ) -> dict[str, Any] | None:
        earlier = known.get(name, {})
        has_earlier = self._calls.text_field in earlier
        if has_earlier and all(earlier.get(fact) == row.get(fact) for fact in self._calls.facts):
            return {**earlier, **_stated(row)}
        detail = self._ask(client, self._calls.path(board, name))
        if detail is not None:
            return {**detail, **_stated(row)}
        if has_earlier:
            return dict(earlier)  # as it was: with today's facts it would pass for up to date
        self._waiting += 1
        return None

    def _ask(self, client: HttpClient, path: str) -> dict[str, Any] | None:
        """A detail, or nothing when it cannot be had now; two failures in a row say enough."""
        if self._left <= 0 or self._failed >= _FAILURES_THAT_SAY_ENOUGH:
            return None
        self._left -= 1
        try:
            detail = client.get_checked(path, None, _object)
        except (HttpError, HttpTransientError) as error:
            if error.status == HTTPStatus.TOO_MANY_REQUESTS:
                self._left = self._unspent = 0
            elif error.status not in _NO_SUCH_POSTING:
                self._failed += 1
            return None
        except (CircuitOpenError, QuotaUsedUpError):
            self._left = self._unspent = 0
            return None
        self._failed = 0
        return detail


def details(calls: DetailCalls) -> Callable[[Toolbox], Details]:
    """Make what completes the rows of a run, from the toolbox of that run."""
    return lambda tools: Details(calls, tools.known, boards=len(tools.boards))


def _stated(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a list says of a posting; its nulls take nothing away from the detail."""
    return {name: value for name, value in row.items() if value is not None}


def _object(answer: Answer) -> dict[str, Any]:
    document = answer.json()
    if not isinstance(document, dict):
        raise HttpTransientError("A posting's answer is not an object.")
    return document
