"""What a person wants more and less of, as the engine reads it."""

from collections.abc import Collection, Sequence
from uuid import UUID

import numpy as np

from matching.engine.leaning import Leanings
from matching.models import EngineVersion, Leaning, PostingVector
from matching.types import Vectors

MOST = 60  # the latest of each direction: tastes change


def leaning_on(user_id: UUID, posting_id: UUID) -> str:
    """What the person said of this posting: MORE, LESS or nothing."""
    found = Leaning.objects.filter(user_id=user_id, posting_id=posting_id)
    return found.values_list("direction", flat=True).first() or ""


def leanings_on(user_id: UUID, posting_ids: list[UUID]) -> dict[UUID, str]:
    """What the person said of these postings."""
    rows = Leaning.objects.filter(user_id=user_id, posting__in=posting_ids)
    return dict(rows.values_list("posting_id", "direction"))


def leanings_of(user_id: UUID) -> list[Leaning]:
    """Everything the person said, the latest first."""
    found = Leaning.objects.filter(user_id=user_id).select_related("posting")
    light = found.defer("posting__description", "posting__description_html", "posting__raw")
    return list(light.order_by("-updated_at", "-pk"))


def leant_on(user_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """The postings the person wanted more of and less of, the latest first; none for most people."""
    return leant_on_by_user([user_id]).get(user_id, ([], []))


def leant_on_by_user(user_ids: Collection[UUID]) -> dict[UUID, tuple[list[UUID], list[UUID]]]:
    """The same of each of these people; who said nothing is left out."""
    said: dict[UUID, tuple[list[UUID], list[UUID]]] = {}
    rows = Leaning.objects.filter(user_id__in=user_ids).order_by("-updated_at", "-pk")
    for user_id, direction, posting_id in rows.values_list("user_id", "direction", "posting_id"):
        liked, disliked = said.setdefault(user_id, ([], []))
        (liked if direction == Leaning.Direction.MORE else disliked).append(posting_id)
    return said


def leanings_in(engine: EngineVersion, liked: Sequence[UUID], disliked: Sequence[UUID]) -> Leanings:
    """The latest of what was liked and disliked, where this version places them."""
    return Leanings(_rows(liked[:MOST], engine), _rows(disliked[:MOST], engine))


def stored_places(posting_ids: Sequence[UUID], engine: EngineVersion) -> dict[UUID, Vectors]:
    """Where this version places each of these postings, of those it has read; in a fixed order."""
    if not posting_ids:
        return {}
    found = PostingVector.objects.filter(
        posting__in=posting_ids, engine=engine, field__isnull=False
    ).order_by("posting_id")
    rows = found.values_list("posting_id", "embedding")
    return {key: np.array(one, np.float32) for key, one in rows}


def _rows(posting_ids: Sequence[UUID], engine: EngineVersion) -> Vectors:
    places = list(stored_places(posting_ids, engine).values())
    return np.array(places, np.float32) if places else np.zeros((0, 0), np.float32)
