"""Rows a model should have answered: asked again where the message was lost, given up after an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from applications.models import PreparationSheet, Tailoring, Writing

_LOST_AFTER, _OVER_AFTER = timedelta(minutes=12), timedelta(hours=1)
_FAILURE = "model_away"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Which rows are to be enqueued again."""

    tailorings: list[UUID]
    sheets: list[UUID]


def waiting_too_long(*, now: datetime) -> Waiting:
    """Give up what waits for an hour; returns what waits for minutes, each once in that time.

    A model that is slow, or a queue that is long, is not asked the same by two workers for that.
    """
    found = []
    for model in (Tailoring, PreparationSheet):
        waiting = model.objects.filter(state=Writing.WRITING)
        over = waiting.filter(state_since__lte=now - _OVER_AFTER)
        over.update(state=Writing.FAILED, failure=_FAILURE, updated_at=now)
        since = now - _LOST_AFTER
        lost = waiting.filter(state_since__lte=since, updated_at__lte=since)
        found.append(list(lost.values_list("pk", flat=True)))
        waiting.filter(pk__in=found[-1]).update(updated_at=now)
    return Waiting(*found)
