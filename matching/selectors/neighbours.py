"""What is like a posting, as it was computed ahead."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from accounts.models import Profile
from jobs.models import Posting
from jobs.selectors.companies import hidden_companies

_KEPT = """
SELECT near.id, near.score
FROM matching_neighbours n, unnest(n.near, n.scores) AS near(id, score)
WHERE n.posting_id = %s ORDER BY near.score DESC, near.id"""


def kept_neighbours(posting_id: UUID) -> dict[UUID, float] | None:
    """Likeness by posting, the closest first; None while nobody has computed them."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [posting_id])
        found = dict(cursor.fetchall())
    return found or None


def still_open(
    near: Mapping[UUID, float], *, now: datetime, top: int, owner_id: UUID | None
) -> list[tuple[Posting, float]]:
    """Those of `near` that are open and that this person has not hidden, in the same order."""
    unwanted = hidden_companies(owner_id) if owner_id else frozenset()
    found = Posting.objects.active(now=now).filter(pk__in=list(near))
    if owner_id and Profile.objects.filter(user_id=owner_id, hide_samples=True).exists():
        found = found.live()
    employers = dict(found.values_list("pk", "company_id"))
    shown = [key for key in near if key in employers and employers[key] not in unwanted][:top]
    postings = Posting.objects.select_related("source").defer("raw", "description_html")
    by_key = postings.in_bulk(shown)
    return [(by_key[key], near[key]) for key in shown if key in by_key]
