"""What a person wants more and less of, as the engine reads it."""

from typing import Any
from uuid import UUID

import numpy as np

from matching.engine.leaning import Leanings
from matching.engine.vectors import DIMENSIONS, normalised
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


def leaning_vectors(user_id: UUID, engine: EngineVersion) -> Leanings:
    """The vectors of what the person wanted more and less of; empty for most people."""
    said: dict[str, list[UUID]] = {direction: [] for direction in Leaning.Direction.values}
    rows = Leaning.objects.filter(user_id=user_id).order_by("-updated_at", "-pk")
    for direction, posting_id in rows.values_list("direction", "posting_id"):
        if len(said[direction]) < MOST:
            said[direction].append(posting_id)
    more, more_fields = vectors_of(said[Leaning.Direction.MORE], engine)
    less, less_fields = vectors_of(said[Leaning.Direction.LESS], engine)
    return Leanings(more, less, more_fields, less_fields)


def vectors_of(posting_ids: list[UUID], engine: EngineVersion) -> tuple[Vectors, Vectors]:
    """Vectors and fields of those of these postings that have them, by posting."""
    nothing = np.zeros((0, 0), np.float32)
    if not posting_ids:
        return nothing, nothing
    found = PostingVector.objects.filter(
        posting__in=posting_ids, engine=engine, field__isnull=False
    ).order_by("posting_id")
    rows = list(found.values_list("embedding", "field"))
    if not rows:
        return nothing, nothing
    return (
        _texts([one for one, _ in rows]),
        normalised(np.array([one for _, one in rows], np.float32)),
    )


def stored_vectors(posting_ids: list[UUID], engine: EngineVersion) -> dict[UUID, Vectors]:
    """The vector of each of these postings that has one."""
    found = PostingVector.objects.filter(posting__in=posting_ids, engine=engine)
    rows = found.values_list("posting_id", "embedding")
    return {key: _texts([one])[0] for key, one in rows}


def _texts(indexed: list[Any]) -> Vectors:
    """The text's part of indexed vectors."""
    return normalised(np.array(indexed, np.float32)[:, :DIMENSIONS])
