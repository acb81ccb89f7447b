"""Candidates for somebody who said what they want more and less of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np

from matching.engine.leaning import Leanings, lean, set_aside
from matching.engines import choosing
from matching.engines.protocol import MOST, Question, Retrieved
from matching.models import EngineVersion, Leaning
from matching.selectors.leanings import leaning_vectors, stored_vectors
from matching.selectors.neighbours import kept_neighbours
from matching.types import CandidateProfile, Wishes

LIKED_LOOKED_AT = 10  # the neighbours of the latest ones are read, whatever the resume says


@dataclass(frozen=True, slots=True, eq=False)
class Taste:
    """What one person said, and what is most like what they liked."""

    engine: EngineVersion
    leanings: Leanings
    near_liked: tuple[UUID, ...] = ()


def taste_of(owner_id: UUID, engine: EngineVersion) -> Taste:
    """Read what a person said; nothing for most."""
    leanings = leaning_vectors(owner_id, engine)
    if not len(leanings.more):
        return Taste(engine, leanings)
    liked = Leaning.objects.filter(user_id=owner_id, direction=Leaning.Direction.MORE)
    latest = liked.order_by("-updated_at", "-pk").values_list("posting_id", flat=True)
    near = (kept_neighbours(one) or {} for one in latest[:LIKED_LOOKED_AT])
    return Taste(engine, leanings, tuple(dict.fromkeys(key for each in near for key in each)))


def retrieve(
    profile: CandidateProfile,
    wishes: Wishes,
    taste: Taste,
    *,
    now: datetime,
    limit: int = MOST,
    within: Sequence[UUID] | None = None,
) -> Retrieved:
    """What this person should read, looked for with their resume and their taste."""
    question = Question(
        profile=lean(profile, taste.leanings),
        wishes=wishes,
        engine_id=taste.engine.pk,
        now=now,
        limit=limit,
        within=within,
    )
    found = choosing.retrieve(question)
    if within is not None or not taste.near_liked:
        return found
    also = choosing.retrieve(replace(question, within=taste.near_liked)).candidates
    known = {one.posting_id for one in found.candidates}
    more = tuple(one for one in also if one.posting_id not in known)
    return replace(found, candidates=found.candidates + more)


def unwanted(posting_ids: Iterable[UUID], taste: Taste) -> frozenset[UUID]:
    """Those that are much like a posting the person wants less of."""
    if not len(taste.leanings.less):
        return frozenset()
    vectors = stored_vectors(list(posting_ids), taste.engine)
    if not vectors:
        return frozenset()
    aside = set_aside(np.array(list(vectors.values()), np.float32), taste.leanings)
    return frozenset(key for key, is_aside in zip(vectors, aside, strict=True) if is_aside)
