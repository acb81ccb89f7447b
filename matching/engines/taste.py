"""Candidates for somebody who said what they want more and less of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np

from matching.engine.leaning import Leanings, set_aside
from matching.engines import choosing
from matching.engines.protocol import MOST, Question, Retrieved
from matching.models import EngineVersion
from matching.selectors.leanings import leanings_in, leant_on, stored_places
from matching.selectors.neighbours import kept_neighbours
from matching.types import CandidateProfile, Wishes

LIKED_LOOKED_AT = 10  # the neighbours of the latest ones are read, whatever the resume says


@dataclass(frozen=True, slots=True, eq=False)
class Taste:
    """What one person said, and what is most like what they liked."""

    engine: EngineVersion
    leanings: Leanings
    disliked: frozenset[UUID] = frozenset()
    near_liked: tuple[UUID, ...] = ()


def taste_of(owner_id: UUID, engine: EngineVersion) -> Taste:
    """Read what a person said; nothing for most."""
    return taste_in(engine, *leant_on(owner_id))


def taste_in(engine: EngineVersion, liked: Sequence[UUID], disliked: Sequence[UUID]) -> Taste:
    """The taste that thumbs make, the latest first."""
    near = (kept_neighbours(one) or {} for one in liked[:LIKED_LOOKED_AT])
    return Taste(
        engine,
        leanings_in(engine, liked, disliked),
        frozenset(disliked),
        tuple(dict.fromkeys(key for each in near for key in each)),
    )


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
        profile=profile,
        wishes=wishes,
        engine_id=taste.engine.pk,
        now=now,
        limit=limit,
        within=within,
        leanings=taste.leanings,
    )
    found = choosing.retrieve(question)
    known = {one.posting_id for one in found.candidates}
    besides = [one for one in taste.near_liked if one not in known]
    if within is not None or not besides:
        return found
    also = choosing.retrieve(replace(question, within=besides)).candidates
    return replace(found, candidates=found.candidates + also)


def unwanted(posting_ids: Iterable[UUID], taste: Taste) -> frozenset[UUID]:
    """Those the person wants less of, and what is much like one of them."""
    asked = frozenset(posting_ids)
    if not len(taste.leanings.less):
        return asked & taste.disliked
    places = stored_places(list(asked), taste.engine)
    aside = set_aside(np.array(list(places.values()), np.float32), taste.leanings)
    alike = (key for key, is_aside in zip(places, aside, strict=True) if is_aside)
    return asked & taste.disliked | frozenset(alike)
