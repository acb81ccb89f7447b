"""Asks a language model: the one place that does.

Import this module only where a model is configured, and call it only in a worker. What must be
shared between processes – how many calls run, whether the server is failing – comes in as `Slots`
and a `Breaker`; so do the clock and sleep.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import httpx2
import openai
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from core.addresses import IpAddress, is_public
from core.cords import Cord
from core.limits import Breaker
from core.llm import answers, failures, lines, schemas
from core.llm.types import (
    BadAnswerError,
    Message,
    ModelError,
    ModelTransientError,
    Question,
    Server,
    Slots,
    Usage,
)

S = TypeVar("S", bound=BaseModel)
T = TypeVar("T")

_NO_KEY = "none"  # for servers without keys: the package insists on one
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 8.0
_SCHEMA, _OBJECT, _ANY = "json_schema", "json_object", "text"
_WRONG = (
    openai.OpenAIError,
    httpx2.HTTPError,
    httpx2.StreamError,
    json.JSONDecodeError,
    UnicodeError,
    RecursionError,
)


@dataclass(slots=True)
class LanguageModel:
    """Calls to one server. Not for two threads at once: `usage` is what one piece of work used.

    Args:
        attempts: of one question, the first included.
        patience_seconds: the budget of one question: no wait that would end after it is begun.
        total_seconds: the whole of one attempt, however slowly the bytes drip.
        allows: which addresses a server that somebody brought may have.
    """

    server: Server
    breaker: Breaker | None = None
    slots: Slots | None = None
    attempts: int = 3
    patience_seconds: float = 150.0
    total_seconds: float = 120.0
    read_seconds: float = lines.READ_SECONDS
    most_bytes: int = 4 * 1024 * 1024
    allows: Callable[[IpAddress], bool] = is_public
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    usage: Usage = field(default_factory=Usage, init=False)
    sent: Sequence[Message] = field(default=(), init=False)  # the last time, with what preceded it
    _format: str = field(default=_SCHEMA, init=False)  # the strictest this server takes

    def text(self, question: Question) -> str:
        """The whole answer.

        Raises: ModelTransientError, CircuitOpenError, RefusedError, CutShortError, ModelError.
        """
        with self._slot():
            return self._persistently(lambda: self._answer(question, {}))

    def structured(self, question: Question, schema: type[S]) -> S:
        """The answer as this shape; one that does not fit is sent back once to be mended.

        Raises: BadAnswerError, and what `text` raises.
        """
        with self._slot():
            answer = self._shaped(question, schema)
            try:
                return schemas.read(schema, answer)
            except ValidationError as error:
                complaint = schemas.complaint(error)
            mended = self._shaped(_contradicted(question, answer, complaint), schema)
            try:
                return schemas.read(schema, mended)
            except ValidationError:
                # Raised out of here without its cause, which quotes the whole answer.
                pass
        raise BadAnswerError("The model's answer cannot be read, not even when asked to mend it.")

    def stream(self, question: Question) -> Iterator[str]:
        """The answer in the pieces it comes in; only while none came is the question asked again.

        Raises: what `text` raises, also after some pieces.
        """
        with self._slot():
            patience = self._patience()
            is_begun = False
            while True:
                try:
                    for piece in self._pieces(question):
                        is_begun = True
                        yield piece
                except ModelTransientError as error:
                    if is_begun:
                        raise
                    patience.wait(error)
                else:
                    return

    def _shaped(self, question: Question, schema: type[BaseModel]) -> str:
        """An answer in the strictest format the server knows; which one that is, is remembered."""
        while True:
            asked, words = _formatted(self._format, question, schema)
            try:
                return self._persistently(lambda: self._answer(asked, words))  # noqa: B023 - called here
            except failures.FormatUnknownError:
                if self._format == _ANY:
                    raise
                self._format = _OBJECT if self._format == _SCHEMA else _ANY

    def _persistently(self, ask: Callable[[], T]) -> T:
        patience = self._patience()
        while True:
            try:
                return ask()
            except ModelTransientError as error:
                patience.wait(error)

    def _answer(self, question: Question, words: Mapping[str, Any]) -> str:
        with self._line(question) as client:
            found: object = client.chat.completions.create(**_asked(self.server, question), **words)
            if not isinstance(found, ChatCompletion):
                raise ModelTransientError(f"{client.base_url.host} did not answer as a model does.")
            answers.count(self.usage, found.usage, question)
            return answers.text_of(found)

    def _pieces(self, question: Question) -> Iterator[str]:
        words = _asked(self.server, question) | {"stream_options": {"include_usage": True}}
        with (
            self._line(question) as client,
            client.chat.completions.create(stream=True, **words) as events,
        ):
            spoken = answers.Spoken(self.usage, question)
            try:
                for event in events:
                    if piece := spoken.hear(event):
                        yield piece
            finally:
                spoken.settle()
            spoken.check()

    @contextmanager
    def _line(self, question: Question) -> Iterator[openai.OpenAI]:
        """A client for one attempt, whose failures come out as ours."""
        if self.breaker is not None:
            self.breaker.check()
        lines.check(self.server, self.allows)
        self.usage.calls += 1
        self.sent = question.messages
        cord = Cord(self.total_seconds)
        try:
            with cord, self._http(cord) as http:
                yield _client(self.server, http)
        except _WRONG as error:
            failure = failures.of(error, self.server, was_cut=cord.is_pulled)
        except ModelTransientError as error:
            failure = error
        else:
            self._note(None)
            return
        self._note(failure)
        # Raised out here so that no error of the package, which holds the request, is chained.
        raise failure

    def _http(self, cord: Cord) -> httpx2.Client:
        return lines.client(
            self.server,
            cord,
            most_bytes=self.most_bytes,
            read_seconds=self.read_seconds,
            allows=self.allows,
        )

    def _note(self, failure: ModelError | ModelTransientError | None) -> None:
        """Tell the breaker; a server that refuses what was asked is not a failing one."""
        if self.breaker is not None and not isinstance(failure, ModelError):
            self.breaker.note(succeeded=failure is None, why=str(failure or ""))

    def _slot(self) -> AbstractContextManager[None]:
        return self.slots.slot() if self.slots is not None else nullcontext()

    def _patience(self) -> "_Patience":
        until = self.clock() + self.patience_seconds
        return _Patience(self.attempts, until, self.clock, self.sleep)


@dataclass(slots=True)
class _Patience:
    """How often, and until when, one question is asked again."""

    attempts: int
    until: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _failed: int = 0

    def wait(self, error: ModelTransientError) -> None:
        """Wait before the next attempt, as long as the server asks; raises the error if none is left."""
        self._failed += 1
        backoff = min(_FIRST_WAIT * 2 ** (self._failed - 1), _LONGEST_WAIT)
        seconds = backoff if error.retry_after is None else error.retry_after
        if self._failed >= self.attempts or self.clock() + seconds > self.until:
            raise error
        self.sleep(seconds)


def _client(server: Server, http: httpx2.Client) -> openai.OpenAI:
    client = openai.OpenAI(
        api_key=server.key or _NO_KEY,
        base_url=server.url,
        http_client=http,
        timeout=http.timeout,
        max_retries=0,
    )
    if server.is_brought:  # what the package read from the environment is the operator's own
        client.organization = client.project = None
        client._custom_headers = {}  # noqa: SLF001 - no parameter keeps them out
    return client


def _asked(server: Server, question: Question) -> dict[str, Any]:
    """What every call says. OpenAI's newer models take the longest answer under its new name only."""
    is_openai = httpx2.URL(server.url).host == "api.openai.com"
    most = "max_completion_tokens" if is_openai else "max_tokens"
    messages = [{"role": each.role, "content": each.text} for each in question.messages]
    return {"model": question.model, "messages": messages, most: question.most_tokens}


def _formatted(
    name: str, question: Question, schema: type[BaseModel]
) -> tuple[Question, dict[str, Any]]:
    """A question and what goes with it, for servers that keep to schemas and those that do not."""
    if name == _SCHEMA:
        return question, {"response_format": schemas.response_format(schema)}
    told = Message("system", schemas.described(schema))
    asked = replace(question, messages=[told, *question.messages])
    return asked, {"response_format": {"type": _OBJECT}} if name == _OBJECT else {}


def _contradicted(question: Question, answer: str, complaint: str) -> Question:
    said = Message("assistant", schemas.quoted(answer))
    return replace(question, messages=[*question.messages, said, Message("user", complaint)])
