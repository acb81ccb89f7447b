"""Adzuna's search API.

Sorted by date and limited in age, as ingestion needs it; the default order is by relevance.
Source: https://developer.adzuna.com/docs/search; a page above 50 and any unknown parameter are
answered with 400, failed authentication with 401 (documented: 410).
"""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from core.errors import TransientError
from core.http import Answer, HttpClient, HttpError, HttpTransientError, QuotaUsedUpError
from jobs.enrichment import RawPosting
from jobs.sources import adzuna_rows, reading
from jobs.sources.adzuna_plan import Slice
from jobs.sources.base import Cursor, Manifest, SourceError, SourcePage
from jobs.sources.calls import NO_LIMIT

LARGEST_PAGE = 50
_AUTHENTICATION = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.GONE}
_DEEPEST_PAGE = 2000


class AuthenticationError(SourceError):
    """Adzuna refused the keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A pair of keys and the client whose calls are counted against it."""

    app_id: str
    app_key: str
    client: HttpClient

    @property
    def parameters(self) -> dict[str, str]:
        """What names the caller in every call."""
        return {"app_id": self.app_id, "app_key": self.app_key}


def key_fingerprint(app_id: str, app_key: str) -> str:
    """Name a pair of keys without telling it."""
    return hashlib.sha256(f"{app_id}\x1f{app_key}".encode()).hexdigest()[:16]


class _KeyRing:
    """The keys in turn, without those that are used up or refused. Threads share it."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = list(keys)
        self._out: dict[int, Exception] = {}
        self._turn = 0
        self._lock = threading.Lock()

    def next(self) -> tuple[int, Key]:
        """The next key that may be used.

        Raises: what took the keys out; that one is used up says more than that one is refused.
        """
        with self._lock:
            for _ in self._keys:
                number, self._turn = self._turn, (self._turn + 1) % len(self._keys)
                if number not in self._out:
                    return number, self._keys[number]
            reasons = sorted(self._out.values(), key=lambda why: isinstance(why, SourceError))
        raise reasons[0]

    def take_out(self, number: int, why: Exception) -> None:
        """Do not use a key again in this run."""
        with self._lock:
            self._out[number] = why

    @property
    def refused(self) -> int:
        """How many keys Adzuna did not accept."""
        return sum(isinstance(why, AuthenticationError) for why in self._out.values())


@dataclass(slots=True)
class _Walk:
    """The next page of every question still to be read; stored as the cursor.

    `later` are questions that met what is known already: read deeper when calls are left over.
    """

    now: dict[str, int]
    later: dict[str, int] = field(default_factory=dict)
    calls: int = 0

    def some(self, number: int) -> list[tuple[str, int]]:
        """The next pages to ask for, each of another question, the longest waiting first."""
        return list((self.now or self.later).items())[: max(number, 0)]

    def move_on(self, name: str, *, is_last: bool, is_known: bool) -> None:
        """Note that a question's next page was read; it waits its turn again."""
        self.calls += 1
        queue = self.now if name in self.now else self.later
        page = queue.pop(name) + 1
        if not is_last:
            (self.later if is_known else queue)[name] = page

    def as_cursor(self) -> Cursor | None:
        if not self.now and not self.later:
            return None
        # Lists: jsonb keeps no order of names, and whose turn it is matters.
        now, later = ([[*pair] for pair in queue.items()] for queue in (self.now, self.later))
        return {"now": now, "later": later, "calls": self.calls}


class AdzunaSource:
    """Postings of many questions, each newest first, a page of each in turn.

    Args:
        most_calls: today's plan; what is left of it when every question is read to where an
            earlier run began is spent on reading deeper.
        parallel: how many calls may be under way at once.
    """

    manifest: Manifest = adzuna_rows.MANIFEST

    def __init__(
        self,
        keys: Sequence[Key],
        slices: Sequence[Slice],
        *,
        max_days_old: int = 30,
        results_per_page: int = LARGEST_PAGE,
        most_calls: int = NO_LIMIT,
        parallel: int = 1,
    ) -> None:
        self._keys = list(keys)
        self._ring = _KeyRing(keys)
        self._slices = {each.key: each for each in slices}
        self._per_page = min(max(results_per_page, 1), LARGEST_PAGE)
        self._most_calls = most_calls
        self._parallel = max(1, min(parallel, len(self._slices)))
        self._parameters = {
            "results_per_page": str(self._per_page),
            "max_days_old": str(max_days_old),
            "sort_by": "date",
            "content-type": "application/json",
        }
        self.stopped_early = ""

    @property
    def retries(self) -> int:
        """How many calls had to be made again."""
        return sum(key.client.retries for key in self._keys)

    def pages(self, cursor: Cursor | None) -> Iterator[SourcePage]:
        """Yield pages, one question after the other in turn, from a cursor on.

        Stops early, saying so in `stopped_early`, when the plan or the calls are used up: what
        was fetched is newest first, so it is worth publishing.
        Raises: SourceError, HttpTransientError.
        """
        walk = self._walk(cursor)
        try:
            with _side_by_side(self._parallel) as submit:
                while batch := walk.some(min(self._parallel, self._most_calls - walk.calls)):
                    asked = [(name, submit(self._fetch, name, page)) for name, page in batch]
                    yield from self._answers(walk, asked)
        except QuotaUsedUpError as error:
            self.stopped_early = str(error)
        else:
            self.stopped_early = self._what_is_left(walk)

    def rows(self, body: bytes) -> Sequence[object]:
        """Return the results of an answer."""
        found: list[object] = reading.parse_json(body)["results"]
        return found

    def read(self, row: object, origin: Mapping[str, Any]) -> RawPosting:
        """Read one result. Raises: RejectedError."""
        return adzuna_rows.read(row, origin)

    def _walk(self, cursor: Cursor | None) -> _Walk:
        """Where to go on; questions that nobody asks any more are left out."""
        if cursor is None or "now" not in cursor:
            return _Walk(dict.fromkeys(self._slices, 1))
        now, later = (
            {name: page for name, page in cursor[part] if name in self._slices}
            for part in ("now", "later")
        )
        return _Walk(now, later, cursor["calls"])

    def _answers(
        self, walk: _Walk, asked: list[tuple[str, "Future[_Results]"]]
    ) -> Iterator[SourcePage]:
        """The pages of calls that went well, then the first error of those that did not."""
        problem: Exception | None = None
        for name, future in asked:
            try:
                found = future.result()
            except (QuotaUsedUpError, SourceError, TransientError) as error:
                problem = problem or error
                continue
            yield self._page(walk, self._slices[name], found)
        if problem is not None:
            raise problem

    def _page(self, walk: _Walk, question: Slice, found: "_Results") -> SourcePage:
        page = walk.now.get(question.key) or walk.later[question.key]
        is_last = (
            len(found.rows) < self._per_page
            or page * self._per_page >= found.total
            or page >= _DEEPEST_PAGE
        )
        walk.move_on(question.key, is_last=is_last, is_known=_is_known(found.rows, question))
        return SourcePage(
            body=found.body,
            count=len(found.rows),
            origin={"country": question.country, "question": question.key},
            next_cursor=walk.as_cursor(),
        )

    def _fetch(self, name: str, page: int) -> "_Results":
        """One page, with the first key that is accepted and has calls left."""
        question = self._slices[name]
        while True:
            number, key = self._ring.next()
            asked = {**self._parameters, **dict(question.search), **key.parameters}
            path = f"jobs/{question.country}/search/{page}"
            try:
                return key.client.get_checked(path, asked, _results)
            except QuotaUsedUpError as error:
                self._ring.take_out(number, error)
            except HttpError as error:
                problem = _explained(error)
                if type(problem) is SourceError:
                    raise problem from None
                self._ring.take_out(number, problem)

    def _what_is_left(self, walk: _Walk) -> str:
        notes = []
        if walk.now:
            notes.append(f"The {walk.calls:,} calls planned for today are used.")
        if self._ring.refused:
            notes.append(f"Adzuna refused {self._ring.refused} of {len(self._keys)} keys.")
        return " ".join(notes)


@contextmanager
def _side_by_side(number: int) -> Iterator[Callable[..., "Future[_Results]"]]:
    """Give a function that starts calls, so many at once; one at a time needs no thread."""
    if number == 1:
        yield _at_once
        return
    with ThreadPoolExecutor(number, thread_name_prefix="adzuna") as pool:
        yield pool.submit


def _at_once(call: "Callable[..., _Results]", *words: object) -> "Future[_Results]":
    done: Future[_Results] = Future()
    try:
        done.set_result(call(*words))
    except Exception as error:  # noqa: BLE001 - a future keeps whatever happened for its reader
        done.set_exception(error)
    return done


@dataclass(frozen=True, slots=True)
class _Results:
    """A good answer: its body, its rows, how many the search has altogether."""

    body: bytes
    rows: list[object]
    total: int


def _results(answer: Answer) -> _Results:
    document = answer.json()
    if not isinstance(document, dict):
        raise HttpTransientError("Adzuna's answer is not an object.")
    results = document.get("results") or []
    if not isinstance(results, list):
        raise HttpTransientError("Adzuna's answer holds no list of results.")
    total = reading.number(document.get("count"))
    body = answer.body if document.get("results") else b'{"results":[]}'
    return _Results(
        body, results, int(total) if total is not None else _DEEPEST_PAGE * LARGEST_PAGE
    )


def _is_known(rows: Sequence[object], question: Slice) -> bool:
    """Whether everything on a page is older than what an earlier run began with."""
    if question.since is None:
        return False
    dates = [reading.moment(reading.record(row).get("created")) for row in rows]
    return all(date is not None and date < question.since for date in dates)


def _explained(error: HttpError) -> Exception:
    if error.status in _AUTHENTICATION:
        return AuthenticationError(
            f"Adzuna refused the keys ({error.status}): check ADZUNA_APP_ID and ADZUNA_APP_KEY; "
            "new keys work once the account is activated."
        )
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return QuotaUsedUpError("Adzuna says that no calls are left for now.")
    return SourceError(f"Adzuna refused the call: {error}")
