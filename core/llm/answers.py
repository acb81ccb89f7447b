"""What a server's answer holds, read as something that may be anything."""

import re
from dataclasses import dataclass, field
from typing import Any

from core.llm.types import (
    CutShortError,
    ModelTransientError,
    Question,
    RefusedError,
    Usage,
    estimated_tokens,
)

_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL)
_MOST_TOKENS = 10_000_000  # what a server counts above this is a mistake


def text_of(completion: Any) -> str:
    """The words of an answer, without what a model thought aloud before them.

    Raises: RefusedError, CutShortError, ModelTransientError.
    """
    try:
        choice = completion.choices[0]
        text, refusal = choice.message.content, getattr(choice.message, "refusal", None)
        ending = choice.finish_reason
    except (AttributeError, IndexError, KeyError, TypeError):
        raise ModelTransientError("The model answered nothing.") from None
    _check(str(ending or "stop"), refusal)
    said = _THOUGHTS.sub("", text) if isinstance(text, str) else ""
    if not said.strip():
        raise ModelTransientError("The model answered nothing.")
    return said


def count(usage: Usage, stated: Any, question: Question, said: str = "") -> None:
    """Count what a server says it used; what it does not say, or cannot mean, is estimated."""
    tokens_in = _counted(getattr(stated, "prompt_tokens", None))
    tokens_out = _counted(getattr(stated, "completion_tokens", None))
    if tokens_in is not None and tokens_out is not None:
        usage.add(tokens_in, tokens_out)
    else:
        out = estimated_tokens(said) if said else question.most_tokens
        usage.add(question.estimated_tokens, out, is_estimated=True)


@dataclass(slots=True)
class Spoken:
    """An answer that comes in pieces."""

    usage: Usage
    question: Question
    _text: list[str] = field(default_factory=list)
    _refusal: str = ""
    _ending: str = ""
    _stated: Any = None

    def hear(self, event: Any) -> str:
        """The words of one event, if it has any."""
        self._stated = getattr(event, "usage", None) or self._stated
        choices = getattr(event, "choices", None)
        if not isinstance(choices, list) or not choices:
            return ""
        delta = getattr(choices[0], "delta", None)
        self._ending = str(getattr(choices[0], "finish_reason", None) or self._ending)
        self._refusal += str(getattr(delta, "refusal", None) or "")
        piece = getattr(delta, "content", None)
        if not isinstance(piece, str) or not piece:
            return ""
        self._text.append(piece)
        return piece

    def settle(self) -> None:
        """Count what was used, also by an answer that was broken off."""
        count(self.usage, self._stated, self.question, "".join(self._text) or " ")

    def check(self) -> None:
        """Raises: RefusedError, CutShortError; ModelTransientError when the end never came."""
        if not self._ending:
            raise ModelTransientError("The model broke off in the middle of its answer.")
        _check(self._ending, self._refusal)
        if not "".join(self._text).strip():
            raise ModelTransientError("The model answered nothing.")


def _check(ending: str, refusal: object) -> None:
    if refusal or ending == "content_filter":
        raise RefusedError("The model declined to answer.")
    if ending == "length":
        raise CutShortError("The model's answer grew too long and was cut.")


def _counted(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < _MOST_TOKENS else None
