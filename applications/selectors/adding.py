"""Whether a person tracks a job already."""

from uuid import UUID

from applications.models import Application
from jobs.selectors.links import canonical_url

MOST_SHOWN = 3


def already_tracked(
    owner_id: UUID, *, url: str = "", title: str = "", company_name: str = ""
) -> list[Application]:
    """Return what is tracked at this address, or as this role at this company; the newest first."""
    address = canonical_url(url)
    named = (_plain(company_name), _plain(title))
    rows = Application.objects.owned_by(owner_id).order_by("-created_at", "-pk")
    seen = rows.values_list("pk", "url", "company_name", "title")
    same = [
        pk
        for pk, its_url, company, role in seen.iterator()
        if (address and canonical_url(its_url) == address)
        or (all(named) and (_plain(company), _plain(role)) == named)
    ]
    return list(rows.filter(pk__in=same[:MOST_SHOWN])) if same else []


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
