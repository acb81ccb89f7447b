"""Tries a key that a person brought: one question of two words, none of theirs. For workers only."""

from datetime import datetime
from uuid import UUID

from accounts.ai import keys
from accounts.ai.asking import language_model
from accounts.models import ModelKey
from core.errors import TransientError
from core.live import announce
from core.llm.types import Message, ModelError, Question

_QUESTION = "Answer with the word yes."
_MOST_TOKENS = 16
_LONGEST = 300
State = ModelKey.State


def try_key(*, key_id: UUID, now: datetime) -> bool:
    """Ask the server one small thing; whether it answered. Idempotent."""
    key = ModelKey.objects.filter(pk=key_id, state=State.TRYING).first()
    if key is None:
        return False
    failure = _failure(key)
    mine = ModelKey.objects.filter(pk=key_id, state=State.TRYING, sealed=key.sealed)
    mine.update(
        state=State.FAILED if failure else State.WORKS,
        failure=failure[:_LONGEST],
        tried_at=now,
        updated_at=now,
    )
    announce(key.user_id, "model_key")
    return not failure


def _failure(key: ModelKey) -> str:
    route = keys.own_route(key)
    if route is None:
        return "This server is not allowed here any more, or the key cannot be opened."
    question = Question(
        model=route.model, messages=[Message("user", _QUESTION)], most_tokens=_MOST_TOKENS
    )
    model = language_model(route, key.user_id)
    model.attempts = 1
    try:
        model.text(question)
    except (ModelError, TransientError) as error:
        return str(error) or type(error).__name__
    return ""
