"""Postings as rows of a page: with their fit, where else they are, and what tells their age."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from jobs.models import Posting
from jobs.selectors import Elsewhere, elsewhere_of, signs_for
from matching import selectors
from matching.rendering.rows import Row, row_of
from matching.types import Fit


def rows_of(
    postings: Sequence[Posting],
    *,
    now: datetime,
    fits: Mapping[UUID, Fit] | None = None,
    verdicts: Mapping[UUID, str] | None = None,
    new: Collection[UUID] = (),
    elsewhere: Mapping[UUID, Elsewhere] | None = None,
) -> list[Row]:
    """One row per posting, in the same order; as many queries for one as for fifty."""
    if elsewhere is None:
        elsewhere = elsewhere_of([posting.pk for posting in postings])
    signs = signs_for(postings, now=now)
    return [
        row_of(
            posting,
            (fits or {}).get(posting.pk),
            verdict=(verdicts or {}).get(posting.pk, ""),
            is_new=posting.pk in new,
            elsewhere=elsewhere.get(posting.pk),
            signs=signs[posting.pk],
        )
        for posting in postings
    ]


def with_leanings(rows: Sequence[Row], owner_id: UUID | None) -> list[Row]:
    """The same rows, with the thumbs this person gave."""
    said = selectors.leanings_on(owner_id, [row.id for row in rows]) if owner_id else {}
    return [replace(row, leaning=said[row.id]) if row.id in said else row for row in rows]
