"""Single postings and how many there are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jobs.models import Company, Posting
from jobs.types import company_key


def posting_detail(posting_id: UUID) -> Posting | None:
    """One posting with its source and company, open or closed; None when there is none."""
    return Posting.objects.select_related("source", "company").filter(pk=posting_id).first()


def live_count(countries: Sequence[str] = (), *, now: datetime) -> int:
    """How many real, open postings there are, in these countries if any are given."""
    postings = Posting.objects.active(now=now).live()
    if countries:
        postings = postings.filter(country__in=[code.upper() for code in countries])
    return postings.count()


def sample_count(*, now: datetime) -> int:
    """How many sample postings are shown."""
    return Posting.objects.active(now=now).filter(is_sample=True).count()


def companies_named(names: Sequence[str]) -> list[UUID]:
    """The employers that have one of these names or ids, however the names are spelled."""
    ids = [UUID(name) for name in names if _is_id(name)]
    keys = [company_key(name) for name in names]
    found = Company.objects.filter(Q(pk__in=ids) | Q(key__in=keys))
    return list(found.order_by("pk").values_list("pk", flat=True))


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
