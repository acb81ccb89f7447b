"""Asks a language model for a person: with their consent, within the limits, without their name.

For workers only. What is sent is masked first and written down; what comes back has the person's
own words in the marks' places again.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache as once
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import redis
from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string
from pydantic import BaseModel, ValidationError

from accounts.ai import keys, ledger
from accounts.ai.keys import Route
from accounts.models import ModelUsage, Profile
from core.errors import TransientError
from core.llm.contact import Contact
from core.llm.masking import Mask, leftovers
from core.llm.types import BadAnswerError, Message, ModelError, Question
from core.probes import redis_client
from core.sealing import UnsealError, seal, unseal
from core.shared_limits import SharedBreaker
from core.shared_slots import SharedSlots

if TYPE_CHECKING:
    from core.llm.client import LanguageModel

S = TypeVar("S", bound=BaseModel)

_USE = "model answers"


@dataclass(slots=True, kw_only=True)
class Assistant:
    """A language model for one person and one purpose.

    Args:
        categories: what kinds of text the messages hold; the person sees them.
        known: what is known of who the person is, hidden besides what has the shape of it.
    """

    user_id: UUID
    purpose: ModelUsage.Purpose
    categories: Sequence[ModelUsage.Category]
    known: Contact = field(default_factory=Contact)
    now: Callable[[], datetime]

    def text(self, messages: Sequence[Message], *, most_tokens: int = 2000) -> str:
        """The answer in words.

        Raises: NotConfiguredError, NoConsentError, QuotaUsedUpError (a person may read them),
            TransientError, ModelError.
        """
        asked = self._asked(messages, most_tokens)
        answer = asked.kept()
        if answer is None:
            with asked.paid() as model:
                answer = model.text(asked.question)
            asked.keep(answer)
        return _whole(asked.mask.show(answer))

    def structured(
        self, messages: Sequence[Message], schema: type[S], *, most_tokens: int = 2000
    ) -> S:
        """The answer as this shape. Raises: what `text` does."""
        asked = self._asked(messages, most_tokens, shape=schema)
        answer = asked.kept()
        if answer is None:
            with asked.paid() as model:
                answer = model.structured(asked.question, schema).model_dump_json()
            asked.keep(answer)
        shown = asked.mask.show_all(json.loads(answer))
        _whole(json.dumps(shown, ensure_ascii=False))
        try:
            return schema.model_validate(shown)
        except ValidationError:
            raise BadAnswerError("The model's answer does not fit what was hidden.") from None

    def stream(self, messages: Sequence[Message], *, most_tokens: int = 2000) -> Iterator[str]:
        """The answer in pieces, as they come. Raises: what `text` does, also after some pieces."""
        asked = self._asked(messages, most_tokens)
        answer = asked.kept()
        if answer is not None:
            yield _whole(asked.mask.show(answer))
            return
        heard: list[str] = []
        with asked.paid() as model:
            shown = []
            for piece in asked.mask.show_pieces(_noted(model.stream(asked.question), heard)):
                shown.append(piece)
                yield piece
        _whole("".join(shown))
        asked.keep("".join(heard))

    def _asked(
        self, messages: Sequence[Message], most_tokens: int, shape: type[BaseModel] | None = None
    ) -> "_Asked":
        route = keys.route_for(self.user_id, self.purpose)
        profile = Profile.objects.get(user_id=self.user_id)
        ledger.check_consent(profile)
        mask = Mask(self.known, [message.text for message in messages])
        hidden = [Message(each.role, mask.hide(each.text)) for each in messages]
        question = Question(model=route.model, messages=hidden, most_tokens=most_tokens)
        form = json.dumps(shape.model_json_schema()) if shape else ""
        # A person's own, and gone with their consent.
        mine = [str(self.user_id), str(profile.ai_consent_at), route.server.url, form]
        return _Asked(self, route, question, mask, _hash(question, mine))


@dataclass(slots=True)
class _Asked:
    """One question on its way."""

    of: Assistant
    route: Route
    question: Question
    mask: Mask
    content_hash: str

    def kept(self) -> str | None:
        """The answer to the very same question, if it was asked lately."""
        sealed = cache.get(self._key)
        try:
            return unseal(sealed, use=_USE) if sealed else None
        except UnsealError:
            return None

    def keep(self, answer: str) -> None:
        if settings.AI_CACHE_SECONDS:
            cache.set(self._key, seal(answer, use=_USE), settings.AI_CACHE_SECONDS)

    def paid(self) -> "_Paid":
        """A model for one question, which is written down before and settled after."""
        return _Paid(self)

    @property
    def _key(self) -> str:
        return f"llm:{self.content_hash}"


class _Paid:
    def __init__(self, asked: _Asked) -> None:
        self._asked = asked

    def __enter__(self) -> "LanguageModel":
        asked = self._asked
        self._model = language_model(asked.route, asked.of.user_id)
        self._usage_id = ledger.reserve(
            user_id=asked.of.user_id,
            purpose=asked.of.purpose,
            categories=asked.of.categories,
            question=asked.question,
            content_hash=asked.content_hash,
            now=asked.of.now(),
            own_host=asked.route.host if asked.route.is_own else "",
        )
        self._began = time.monotonic()
        return self._model

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        ledger.settle(
            self._usage_id,
            self._model.usage,
            sent=self._model.sent,
            seconds=time.monotonic() - self._began,
            failure=_failure(error),
        )


def _failure(error: BaseException | None) -> str:
    match error:
        case None:
            return ""
        case ModelError():
            return error.code
        case TransientError():
            return "model_away"
        case GeneratorExit():
            return "not_awaited"
    return type(error).__name__


def _whole(text: str) -> str:
    """The text, if no mark is left in it: one that is left was the model's own."""
    if leftovers(text):
        raise BadAnswerError("The model's answer holds marks that stand for nothing.")
    return text


def _noted(pieces: Iterator[str], heard: list[str]) -> Iterator[str]:
    for piece in pieces:
        heard.append(piece)
        yield piece


def _hash(question: Question, more: Sequence[str]) -> str:
    told = [[message.role, message.text] for message in question.messages]
    whole = [question.model, question.most_tokens, told, *more]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def language_model(route: Route, user_id: UUID) -> "LanguageModel":
    """A model for one piece of work. Somebody's own server fails, and is waited for, by itself."""
    # By its name: the package behind it is heavy, and not loaded where no model is used.
    make: Callable[..., LanguageModel] = import_string("core.llm.client.LanguageModel")
    client = _redis(settings.REDIS_URL)
    name = f"llm:{user_id}:{route.host}" if route.is_own else f"llm:{route.host}"
    return make(
        route.server,
        breaker=SharedBreaker(client, name),
        slots=SharedSlots(client, "llm", settings.AI_CALLS_AT_ONCE),
        **({"allows": route.allows} if route.allows else {}),
    )


@once
def _redis(url: str) -> redis.Redis:
    return redis_client(url, 1.0)
