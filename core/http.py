"""Calls to the outside: timeouts, retries, a size limit, and no secret in any error.

Knows no Django. What must be shared between processes – how many calls are left, whether a host
is failing – comes in as a `Ledger` and a `Breaker`; so do the clock and sleep.
"""

import json
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from core import bodies, secrecy, unreached
from core.cords import Cord, Lines
from core.limits import (
    Breaker,
    CircuitOpenError,
    HttpError,
    HttpTransientError,
    Ledger,
    MemoryBreaker,
    NotConnectedError,
    QuotaUsedUpError,
)

__all__ = [
    "USER_AGENT",
    "Answer",
    "Breaker",
    "Call",
    "CircuitOpenError",
    "HttpClient",
    "HttpError",
    "HttpTransientError",
    "Ledger",
    "MemoryBreaker",
    "NotConnectedError",
    "QuotaUsedUpError",
]

T = TypeVar("T")

USER_AGENT = "CareerCopilot/1"
_REDIRECTS = 3
_REDIRECT_STATUSES = {301, 302, 303, 307, 308}
_TRANSIENT_STATUSES = {408, 425, 429}
_SERVER_ERRORS = 500
_SHORTEST_WAIT, _LONGEST_WAIT = 2.0, 10.0
_QUOTED = 2000  # bytes of one that an error keeps
_SCRUBBED = 64 * 1024
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # PostgreSQL keeps no NUL
_SHOWN = 200  # characters of an unexpected answer that an error quotes


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

    @property
    def tokens(self) -> list[str]:
        """What lets in whoever says it, besides the client's own secrets."""
        names = (name for name in self.headers if name.lower() == "authorization")
        return [self.headers[name].rpartition(" ")[2] for name in names]


@dataclass(slots=True)
class HttpClient:
    """Calls to one host.

    Args:
        headers: go with every call.
        secrets: values that never appear in an error or an answer, however they are encoded.
        names: values that never appear in an error; an answer may hold them, as part of a link.
        total_seconds: the whole of one call, however slowly the bytes drip.
        longest_wait_seconds: a Retry-After above this ends the attempts instead of sleeping.
    """

    base_url: str
    secrets: Sequence[str] = ()
    names: Sequence[str] = ()
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
    _lines: Lines = field(default_factory=lambda: Lines(_client), init=False)

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
        self._lines.close()

    def scrub(self, text: str) -> str:
        """Return text without the secrets, however they are encoded."""
        return secrecy.scrub(text, [*self.secrets, *self.names])

    def _attempt(self, call: Call, read: Callable[[Answer], T]) -> T:
        if self.breaker is not None:
            self.breaker.check()
        asked_at = self._take_turn()
        try:
            answer = self._call(call)
            _refuse_failures(self, self.scrub(call.path), answer)
            found = read(answer)
        except HttpTransientError as error:
            self._note_failure(error, asked_at)
            raise
        if self.breaker is not None:
            self.breaker.note(succeeded=True)
        return found

    def _call(self, call: Call) -> Answer:
        url = self._url(call)
        deadline = self.clock() + self.total_seconds
        for hop in range(_REDIRECTS + 1):
            try:
                answer = self._send(call, url, deadline)
            except NotConnectedError as error:
                if hop:  # something was asked
                    raise HttpTransientError(str(error)) from None
                raise
            if answer.status not in _REDIRECT_STATUSES:
                return answer
            if call.method != "GET":
                raise HttpError(f"{url.host} redirects a POST; that is not followed.")
            url = self._redirected(url, answer)
        raise HttpError(f"{url.host} redirects too often.")

    def _url(self, call: Call) -> httpx.URL:
        address = f"{self.base_url.strip().rstrip('/')}/{call.path.lstrip('/')}".rstrip("/")
        # httpx drops what the address itself asks when it is given no parameters.
        words = {"params": dict(call.params)} if call.params else {}
        with suppress(httpx.InvalidURL, ValueError):
            return httpx.URL(address, **words)
        raise HttpError("The address cannot be read.")

    def _request(
        self, client: httpx.Client, call: Call, url: httpx.URL, cord: Cord
    ) -> httpx.Request:
        with suppress(ValueError):  # its words would show what a header holds
            return client.build_request(
                call.method,
                url,
                json=call.json,
                data=call.form,
                headers={**self.headers, **call.headers},
                timeout=httpx.Timeout(self.timeout_seconds, connect=min(5.0, self.timeout_seconds)),
                extensions={"trace": cord.hold},
            )
        raise HttpError(f"{url.host} cannot be asked: a key or an address holds odd characters.")

    def _send(self, call: Call, url: httpx.URL, deadline: float) -> Answer:
        line = self._lines.mine()
        failure: Exception
        with Cord(max(0.0, deadline - self.clock()), line.sockets) as cord:
            request = self._request(line.client, call, url, cord)
            try:
                with closing(line.client.send(request, stream=True)) as response:
                    secrets = [*self.secrets, *call.tokens]
                    body = secrecy.redact(self._read(response, deadline), secrets)
                    return Answer(response.status_code, body, self._kept(response.headers))
            except (httpx.HTTPError, UnicodeError) as error:
                failure = self._failure(url.host, error, was_cut=cord.is_pulled)
        # Raised out here so that no httpx error, which holds the URL with its keys, is chained.
        raise failure

    def _failure(self, host: str, error: Exception, *, was_cut: bool) -> HttpTransientError:
        """What stopped a call, without the words of httpx that hold its address."""
        match error:
            case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout():
                reason = unreached.why(error)
                words = f"{host} cannot be reached: {reason.words}."
                return NotConnectedError(words, is_network=reason.is_network)
            case httpx.LocalProtocolError():  # a header with a line break, quoted in httpx's words
                words = "cannot be asked: a key or an address holds odd characters"
            case UnicodeError():  # httpx reads where a redirect leads, also when nobody follows it
                words = "redirects to nowhere"
            case _ if was_cut or isinstance(error, httpx.TimeoutException):
                words = "did not answer in time"
            case _:
                words = f"broke off: {type(error).__name__}: {self.scrub(str(error))}"
        return HttpTransientError(f"{host} {words}")

    def _read(self, response: httpx.Response, deadline: float) -> bytes:
        host = response.url.host
        try:
            return bodies.body_of(
                response, most_bytes=self.max_bytes, is_late=lambda: self.clock() > deadline
            )
        except bodies.TooLargeError:
            raise HttpError(f"{host} sent more than {self.max_bytes:,} bytes.") from None
        except bodies.TooSlowError:
            raise HttpTransientError(f"{host} did not finish answering in time") from None
        except bodies.PackedError:
            raise HttpTransientError(f"{host} sent an answer packed in an odd way") from None

    def _kept(self, headers: httpx.Headers) -> dict[str, str]:
        """Headers, of which the kind of the body may stand in an error."""
        kind = self.scrub(headers.get("content-type", ""))[:_SHOWN]
        return {**headers, "content-type": kind} if kind else dict(headers)

    def _redirected(self, url: httpx.URL, answer: Answer) -> httpx.URL:
        """Where a redirect leads, never to another host and never from https to http."""
        try:
            target = url.join(answer.headers.get("location", ""))
            same_place = _is_same_place(url, target)
        except (
            httpx.InvalidURL,
            ValueError,
        ):  # also a name that is none, read when it is asked for
            raise HttpError(f"{url.host} redirects to nowhere.") from None
        if not same_place:
            raise HttpError(
                f"{url.host} redirects to another host; that is not followed.", status=answer.status
            )
        return target

    def _take_turn(self) -> float:
        """Wait for a call that may be made; returns when it was asked for."""
        asked_at = self.clock()
        while self.ledger is not None and (seconds := self.ledger.take()) > 0:
            self.sleep(seconds)
            asked_at = self.clock()
        return asked_at

    def _note_failure(self, error: HttpTransientError, asked_at: float) -> None:
        """Tell the breaker; a call that reached nobody is no call, and may be nobody's fault."""
        if isinstance(error, NotConnectedError):
            if self.ledger is not None:
                self.ledger.give_back(self.clock() - asked_at)
            if error.is_network:
                return
        if self.breaker is not None:
            self.breaker.note(succeeded=False, why=str(error))

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


def _client() -> httpx.Client:
    return httpx.Client(
        follow_redirects=False,
        headers={"User-Agent": USER_AGENT, "Accept": "application/json", **bodies.ACCEPTED},
        limits=httpx.Limits(max_connections=1),
    )


def _refuse_failures(client: HttpClient, path: str, answer: Answer) -> None:
    """Raise for anything but 2xx, quoting the answer without secrets."""
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return
    # Scrubbed before it is cut, or the half of a key would stand at the end.
    text = client.scrub(answer.body[:_SCRUBBED].decode("utf-8", "replace"))
    body = _UNPRINTABLE.sub(" ", text)[:_QUOTED]
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


def _is_same_place(old: httpx.URL, new: httpx.URL) -> bool:
    same = new.scheme == old.scheme and new.port == old.port
    return new.host == old.host and (same or _is_upgrade(old, new))


def _is_upgrade(old: httpx.URL, new: httpx.URL) -> bool:
    return old.scheme == "http" and new.scheme == "https" and old.port is None and new.port is None
