"""Calls to the outside: timeouts, retries, a size limit, and no secret in any error.

Knows no Django. What must be shared between processes – how many calls are left, whether a host
is failing – comes in as a `Ledger` and a `Breaker`; so do the clock and sleep.
"""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Protocol, TypeVar
from urllib.parse import quote, quote_plus

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from core.errors import TransientError

T = TypeVar("T")

USER_AGENT = "CareerCopilot/1"
_CHUNK = 64 * 1024
_REDIRECTS = 3
_REDIRECT_STATUSES = {301, 302, 303, 307, 308}
_TRANSIENT_STATUSES = {408, 425, 429}
_SERVER_ERRORS = 500
_SHORTEST_WAIT, _LONGEST_WAIT = 2.0, 10.0
_SHOWN = 200  # characters of an unexpected answer that an error quotes


class Ledger(Protocol):
    """Counts calls against a quota."""

    def take(self) -> float:
        """Count one call and return 0, or return the seconds to wait before asking again.

        Raises: QuotaUsedUpError when waiting makes no sense.
        """


class Breaker(Protocol):
    """Stops calls to a host that keeps failing."""

    def check(self) -> None:
        """Raises: CircuitOpenError."""

    def note(self, *, succeeded: bool) -> None:
        """Remember how one call ended."""


class HttpError(Exception):
    """A call failed in a way that trying again will not mend."""

    def __init__(self, message: str, *, status: int | None = None, body: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class HttpTransientError(TransientError):
    """A call failed in a way that may pass. `retry_after` seconds, when the server named them."""

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class CircuitOpenError(TransientError):
    """The host failed too often lately; it is left alone for a while."""


class QuotaUsedUpError(Exception):
    """No calls are left. The message says in which window."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer, never larger than the client's limit."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def json(self) -> Any:
        """Parse the body. Raises: HttpTransientError, for a cut answer is usually a bad moment."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            kind = self.headers.get("content-type", "no type")
            raise HttpTransientError(
                f"The answer is not JSON ({kind}, {len(self.body)} bytes)."
            ) from None


@dataclass(slots=True)
class MemoryBreaker:
    """A breaker for one process: opens after `failures` in a row, for `cool_seconds`."""

    failures: int = 5
    cool_seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _failed: int = field(default=0, init=False)
    _open_until: float = field(default=0.0, init=False)

    def check(self) -> None:
        if self.clock() < self._open_until:
            raise CircuitOpenError("Too many calls failed; the next one is tried in a minute.")

    def note(self, *, succeeded: bool) -> None:
        self._failed = 0 if succeeded else self._failed + 1
        if self._failed >= self.failures:
            self._open_until = self.clock() + self.cool_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: a path below the client's address, and what goes with it.

    A call with a `json` or `form` body is a POST. `headers` are added to the client's own.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    json: object | None = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """GET, or POST when there is a body."""
        return "GET" if self.json is None and self.form is None else "POST"


@dataclass(slots=True)
class HttpClient:
    """Calls to one host.

    Args:
        headers: go with every call.
        secrets: values that never appear in an error, however they are encoded.
        total_seconds: the whole of one call, however slowly the bytes drip.
        longest_wait_seconds: a Retry-After above this ends the attempts instead of sleeping.
    """

    base_url: str
    secrets: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    ledger: Ledger | None = None
    breaker: Breaker | None = None
    attempts: int = 3
    timeout_seconds: float = 15.0
    total_seconds: float = 60.0
    max_bytes: int = 16 * 1024 * 1024
    longest_wait_seconds: float = 120.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    retries: int = field(default=0, init=False)
    _client: httpx.Client | None = field(default=None, init=False)

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """Return a 2xx answer.

        Raises: HttpTransientError, CircuitOpenError, QuotaUsedUpError, HttpError.
        """
        return self.get_checked(path, params, lambda answer: answer)

    def get_json(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """Return a 2xx answer's JSON; an answer that is no JSON is asked for again."""
        return self.get_checked(path, params, Answer.json)

    def get_checked(
        self, path: str, params: Mapping[str, str] | None, read: Callable[[Answer], T]
    ) -> T:
        """Return what `read` makes of a 2xx answer; it may raise HttpTransientError to ask again."""
        return self.send_checked(Call(path=path, params=params or {}), read)

    def send_checked(self, call: Call, read: Callable[[Answer], T]) -> T:
        """The same for any call. A POST must be one that may be made twice.

        Raises: HttpTransientError, CircuitOpenError, QuotaUsedUpError, HttpError.
        """
        attempts = Retrying(
            stop=stop_after_attempt(self.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(HttpTransientError),
            sleep=self.sleep,
            before_sleep=self._count_retry,
            reraise=True,
        )
        found: T = attempts(self._attempt, call, read)
        return found

    def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def scrub(self, text: str) -> str:
        """Return text without the secrets, however they are encoded."""
        for secret in filter(None, self.secrets):
            for written in {secret, quote(secret, safe=""), quote_plus(secret)}:
                text = text.replace(written, "***")
        return text

    def _attempt(self, call: Call, read: Callable[[Answer], T]) -> T:
        if self.breaker is not None:
            self.breaker.check()
        self._take_turn()
        try:
            answer = self._call(call)
            _refuse_failures(self, self.scrub(call.path), answer)
            found = read(answer)
        except HttpTransientError:
            self._note(succeeded=False)
            raise
        self._note(succeeded=True)
        return found

    def _call(self, call: Call) -> Answer:
        address = f"{self.base_url.rstrip('/')}/{call.path.lstrip('/')}".rstrip("/")
        # httpx drops what the address itself asks when it is given no parameters.
        url = httpx.URL(address, params=dict(call.params)) if call.params else httpx.URL(address)
        deadline = self.clock() + self.total_seconds
        for _ in range(_REDIRECTS + 1):
            answer = self._send(call, url, deadline)
            if answer.status not in _REDIRECT_STATUSES:
                return answer
            if call.method != "GET":
                raise HttpError(f"{url.host} redirects a POST; that is not followed.")
            url = self._redirected(url, answer)
        raise HttpError(f"{url.host} redirects too often.")

    def _send(self, call: Call, url: httpx.URL, deadline: float) -> Answer:
        failure = "cannot be reached"
        request = self._connection().build_request(
            call.method,
            url,
            json=call.json,
            data=call.form,
            headers={**self.headers, **call.headers},
        )
        try:
            with closing(self._connection().send(request, stream=True)) as response:
                body = self._read(response, deadline)
                return Answer(response.status_code, body, dict(response.headers))
        except httpx.TimeoutException:
            failure = "did not answer in time"
        except httpx.HTTPError as error:
            failure = f"cannot be reached: {type(error).__name__}: {self.scrub(str(error))}"
        # Raised out here so that no httpx error, which holds the URL with its keys, is chained.
        raise HttpTransientError(f"{url.host} {failure}")

    def _read(self, response: httpx.Response, deadline: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes(_CHUNK):
            body += chunk
            if len(body) > self.max_bytes:
                raise HttpError(f"{response.url.host} sent more than {self.max_bytes:,} bytes.")
            if self.clock() > deadline:
                raise HttpTransientError(f"{response.url.host} did not finish answering in time")
        return bytes(body)

    def _redirected(self, url: httpx.URL, answer: Answer) -> httpx.URL:
        """Where a redirect leads, never to another host and never from https to http."""
        try:
            target = url.join(answer.headers.get("location", ""))
        except httpx.InvalidURL:
            raise HttpError(f"{url.host} redirects to nowhere.") from None
        same_place = target.host == url.host and (
            (target.scheme == url.scheme and target.port == url.port) or _is_upgrade(url, target)
        )
        if not same_place:
            raise HttpError(
                f"{url.host} redirects to another host; that is not followed.", status=answer.status
            )
        return target

    def _connection(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(
                timeout=httpx.Timeout(self.timeout_seconds, connect=5.0),
                follow_redirects=False,
                headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
                limits=httpx.Limits(max_connections=4),
            )
        return self._client

    def _take_turn(self) -> None:
        while self.ledger is not None and (seconds := self.ledger.take()) > 0:
            self.sleep(seconds)

    def _note(self, *, succeeded: bool) -> None:
        if self.breaker is not None:
            self.breaker.note(succeeded=succeeded)

    def _wait(self, state: RetryCallState) -> float:
        """Seconds before the next attempt: what the server asked for, else 2–10 and jitter."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, HttpTransientError) else None
        if asked is not None:
            return asked
        backoff = min(max(2.0 ** (state.attempt_number - 1), _SHORTEST_WAIT), _LONGEST_WAIT)
        return backoff + random.uniform(0, 1)  # noqa: S311 - spreads load, hides nothing

    def _count_retry(self, _state: RetryCallState) -> None:
        self.retries += 1


def _refuse_failures(client: HttpClient, path: str, answer: Answer) -> None:
    """Raise for anything but 2xx, quoting the answer without secrets."""
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return
    body = client.scrub(answer.body[:2000].decode("utf-8", "replace"))
    message = f"{path} answered {answer.status}: {' '.join(body.split())[:_SHOWN]}"
    if answer.status not in _TRANSIENT_STATUSES and answer.status < _SERVER_ERRORS:
        raise HttpError(message, status=answer.status, body=body)
    retry_after = _retry_after(answer.headers.get("retry-after", ""), client.now())
    if retry_after is not None and retry_after > client.longest_wait_seconds:
        raise HttpError(
            f"{message} (asks to wait {retry_after:.0f} s)", status=answer.status, body=body
        )
    raise HttpTransientError(message, status=answer.status, retry_after=retry_after)


def _retry_after(value: str, now: datetime) -> float | None:
    """Seconds from a Retry-After header, given in seconds or as a date (RFC 9110, 10.2.3)."""
    if value.strip().isdecimal():
        return float(value)
    with suppress(ValueError):
        at = parsedate_to_datetime(value)
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
    return None


def _is_upgrade(old: httpx.URL, new: httpx.URL) -> bool:
    return old.scheme == "http" and new.scheme == "https" and old.port is None and new.port is None
