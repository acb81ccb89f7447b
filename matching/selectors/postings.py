"""Postings beside what a person thinks of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jobs.models import Posting
from matching.models import Match, MatchVerdict, Search
from matching.types import Fit


@dataclass(frozen=True, slots=True)
class Seen:
    """A posting with its fit (None when nobody is signed in or nothing can be judged yet)."""

    posting: Posting
    fit: Fit | None
    verdict: str = ""


def open_posting(posting_id: UUID) -> Posting | None:
    """A posting that may be shown, open or over; never a deleted one."""
    found = Posting.objects.exclude(status=Posting.Status.DELETED)
    return found.select_related("source", "company").filter(pk=posting_id).first()


def stored_fits(search: Search | None, posting_ids: Iterable[UUID]) -> dict[UUID, Fit]:
    """Fits the present resume of this search already has."""
    if search is None or search.matched_version_id is None or search.is_waiting:
        return {}
    rows = Match.objects.filter(
        search=search, version_id=search.matched_version_id, posting__in=list(posting_ids)
    )
    return {row.posting_id: Fit.from_json(row.explanation) for row in rows}


def verdicts_on(user_id: UUID, posting_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the person said of these postings."""
    rows = MatchVerdict.objects.filter(user_id=user_id, posting__in=list(posting_ids))
    return dict(rows.values_list("posting_id", "verdict"))
