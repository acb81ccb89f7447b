"""Postings like a posting, and like a job description."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from jobs.models import Posting
from matching import selectors
from matching.engine.resume import read_resume
from matching.engines import local, neighbours, scoring
from matching.engines.neighbours import Near
from matching.types import CandidateProfile, Fit, Wishes

_SPARE = 3  # times what is asked for: some are closed or hidden


@dataclass(frozen=True, slots=True)
class Alike:
    """A posting, how much it is like what was asked about (0–1), and the lines both share.

    The fit carries reasons and no number: a fit is a resume's, and here is none.
    """

    posting: Posting
    relevance: float
    fit: Fit


@dataclass(frozen=True, slots=True)
class Similar:
    """The most alike first, how many passed the filters, which engine, and whether kept or found now."""

    rows: list[Alike]
    considered: int
    engine: str
    is_precomputed: bool = False


def similar_to_posting(
    posting: Posting, *, now: datetime, top: int, owner_id: UUID | None = None
) -> Similar:
    """Open postings like this one: from the list kept of it, found now while there is none."""
    engine = selectors.active_engine()
    near = selectors.kept_neighbours(posting.pk)
    is_precomputed = near is not None
    if near is None:
        found = neighbours.nearest_to(posting, engine=engine, now=now, top=_SPARE * top)
        near = _scores(found)
    shown = selectors.still_open(near, now=now, top=top, owner_id=owner_id)
    rows = [Alike(one, score, _no_fit()) for one, score in shown]
    return Similar(rows, len(near), engine.name, is_precomputed)


def similar_to_text(
    text: str, wishes: Wishes, *, now: datetime, top: int, owner_id: UUID | None = None
) -> Similar:
    """Open postings like a job description, with the lines that say the same."""
    engine = selectors.active_engine()
    found = neighbours.nearest_to_text(text, wishes, engine=engine, now=now, top=_SPARE * top)
    shown = selectors.still_open(_scores(found), now=now, top=top, owner_id=owner_id)
    profile = read_resume({}, text, "", today=now.date())
    rows = [Alike(one, score, _shared(profile, one, wishes)) for one, score in shown]
    return Similar(rows, local.count_open(wishes), engine.name)


def _scores(near: Iterable[Near]) -> dict[UUID, float]:
    return {one.posting_id: one.score for one in near}


def _shared(profile: CandidateProfile, posting: Posting, wishes: Wishes) -> Fit:
    fit = scoring.judge(profile, posting, wishes)
    return replace(fit, fit=None, low=None, high=None, is_provisional=True, stops=())


def _no_fit() -> Fit:
    return Fit(fit=None, low=None, high=None, is_provisional=True, stated=0, parts=())
