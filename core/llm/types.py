"""What is asked of a language model, what comes back, and how it fails."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from core.errors import TransientError

Role = Literal["system", "user", "assistant"]

_CHARACTERS_A_TOKEN = 3  # of most alphabets fewer than four; an estimate must not be too low


class ModelTransientError(TransientError):
    """The model did not answer in a way that may pass. `retry_after` seconds, when it said so."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelBusyError(ModelTransientError):
    """As many calls as are allowed are running already; nothing was sent."""


class ModelError(Exception):
    """The model cannot be used for this, now or later. `code` says why, for a row."""

    code = "model_failed"


class RefusedError(ModelError):
    """The model, or a filter before it, declined to answer."""

    code = "model_refused"


class CutShortError(ModelError):
    """The answer reached its longest length before its end."""

    code = "model_cut_short"


class BadAnswerError(ModelError):
    """The answer is not what was asked for, not even when asked again."""

    code = "model_bad_answer"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One call: whom to ask, what, and how long the answer may be."""

    model: str
    messages: Sequence[Message]
    most_tokens: int = 2000

    @property
    def estimated_tokens(self) -> int:
        """At most about so many tokens go out."""
        return estimated_tokens("".join(message.text for message in self.messages))


@dataclass(slots=True)
class Usage:
    """What calls have used so far; `is_estimated` where the server did not count."""

    tokens_in: int = 0
    tokens_out: int = 0
    calls: int = 0
    is_estimated: bool = False

    def add(self, tokens_in: int, tokens_out: int, *, is_estimated: bool = False) -> None:
        """Count one answer more."""
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out
        self.is_estimated = self.is_estimated or is_estimated


@dataclass(frozen=True, slots=True)
class Server:
    """An address that speaks OpenAI's protocol, and the key for it.

    Args:
        is_brought: somebody's own address: only the public internet, over TLS, past every proxy.
    """

    url: str
    key: str = field(default="", repr=False)
    is_brought: bool = False


class Slots(Protocol):
    """How many calls may run at once."""

    def slot(self) -> AbstractContextManager[None]:
        """Hold one for the length of the block. Raises: ModelBusyError."""


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, rather too many."""
    return -(-len(text) // _CHARACTERS_A_TOKEN)
