"""One posting judged for each resume of a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from jobs.models import Posting
from matching import selectors
from matching.engine.corrections import language_code
from matching.engine.resume import read_resume
from matching.engines import scoring
from matching.types import Fit, Wishes
from resumes.models import ResumeVersion

__all__ = ["fit_of_draft", "fits_by_resume", "language_code"]

MOST_RESUMES = 6


def fits_by_resume(
    owner_id: UUID, posting: Posting, *, now: datetime
) -> list[tuple[ResumeVersion, Fit]]:
    """This posting's fit for each of a person's resumes, the best first.

    The one its search has matched with is taken as stored: the number is that of the lists.
    """
    search = selectors.default_search(owner_id)
    wishes = (
        selectors.wishes_of(search) if search else Wishes(said=selectors.corrections_of(owner_id))
    )
    stored = selectors.stored_fits(search, [posting.pk]).get(posting.pk)
    judged = []
    for version in selectors.readable_versions(owner_id)[:MOST_RESUMES]:
        is_stored = search is not None and version.pk == search.matched_version_id
        profile = scoring.profile_of(version, now.date())
        fit = stored if stored and is_stored else scoring.judge(profile, posting, wishes)
        judged.append((version, fit))
    return sorted(judged, key=lambda one: -_number(one[1]))


def fit_of_draft(
    owner_id: UUID,
    posting: Posting,
    *,
    parsed: Mapping[str, Any],
    text: str,
    language: str,
    now: datetime,
) -> Fit:
    """The fit of a resume that is no version yet, for this person's wishes."""
    search = selectors.default_search(owner_id)
    wishes = (
        selectors.wishes_of(search) if search else Wishes(said=selectors.corrections_of(owner_id))
    )
    profile = read_resume(parsed, text, language, today=now.date())
    return scoring.judge(profile, posting, wishes)


def _number(fit: Fit) -> int:
    return -1 if fit.number is None else fit.number
