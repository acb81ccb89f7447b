"""Employers: their open postings, who follows and who hides them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime

from jobs.models import Company, CompanyFollow, CompanyHide, Posting, Source


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One page of an employer's open postings, newest first, and where the next begins."""

    postings: list[Posting]
    next_marker: str


@dataclass(frozen=True, slots=True)
class Stance:
    """What one person said of an employer."""

    follows: bool = False
    hides: bool = False


def company_detail(company_id: UUID) -> Company | None:
    """One employer, or None."""
    return Company.objects.filter(pk=company_id).first()


def open_postings_of(company: Company, *, now: datetime) -> QuerySet[Posting]:
    """What an employer advertises now, newest first."""
    found = Posting.objects.active(now=now).filter(company=company)
    return found.select_related("source", "company").order_by("-posted_at", "-pk")


def company_page(
    company: Company, *, now: datetime, marker: str = "", size: int = 20, once: bool = True
) -> CompanyPage:
    """A page of an employer's open postings after `marker`; a marker nobody gave out is none.

    With `once` each job stands there once, by its newest advertisement.
    """
    found = open_postings_of(company, now=now).defer("raw")
    if once:
        found = found.filter(~Exists(_newer_of_the_job(company, now)))
    after = _read(marker)
    if after is not None:
        posted_at, key = after
        found = found.filter(Q(posted_at__lt=posted_at) | Q(posted_at=posted_at, pk__lt=key))
    rows = list(found[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return CompanyPage(rows[:size], _marker(last) if last else "")


def _newer_of_the_job(company: Company, now: datetime) -> QuerySet[Posting]:
    """What comes before a posting in this employer's list and is the same job."""
    newer = Q(posted_at__gt=OuterRef("posted_at")) | Q(
        posted_at=OuterRef("posted_at"), pk__gt=OuterRef("pk")
    )
    return Posting.objects.active(now=now).filter(
        newer, company=company, membership__cluster=OuterRef("membership__cluster")
    )


def stance_of(user_id: UUID, company_id: UUID) -> Stance:
    """Whether the person follows or hides an employer."""
    mine = {"user_id": user_id, "company_id": company_id}
    return Stance(
        follows=CompanyFollow.objects.filter(**mine).exists(),
        hides=CompanyHide.objects.filter(**mine).exists(),
    )


def hidden_companies(user_id: UUID) -> frozenset[UUID]:
    """The employers whose postings this person does not want to see."""
    hidden = CompanyHide.objects.filter(user_id=user_id)
    return frozenset(hidden.values_list("company_id", flat=True))


def said_of_companies(user_id: UUID) -> tuple[QuerySet[Company], QuerySet[Company]]:
    """The employers a person follows, and those they hide, by name."""
    by_name = Company.objects.order_by("name", "pk")
    return (
        by_name.filter(followers__user_id=user_id),
        by_name.filter(pk__in=CompanyHide.objects.filter(user_id=user_id).values("company_id")),
    )


def followers_by_source() -> dict[str, int]:
    """How many people follow an employer with open postings at each source, by slug."""
    followed = Posting.objects.filter(
        status=Posting.Status.ACTIVE, company__in=CompanyFollow.objects.values("company_id")
    )
    pairs = followed.order_by().values_list("source_id", "company_id").distinct()
    counted = CompanyFollow.objects.values_list("company_id").annotate(number=Count("pk"))
    followers = dict(counted.order_by())
    found: dict[UUID, int] = {}
    for source_id, company_id in pairs:
        found[source_id] = found.get(source_id, 0) + followers.get(company_id, 0)
    slugs = dict(Source.objects.filter(pk__in=list(found)).values_list("pk", "slug"))
    return {slugs[key]: number for key, number in found.items()}


def _marker(last: Posting) -> str:
    """Where a page ended, in letters that need no escaping in an address."""
    moment = last.posted_at.astimezone(UTC).replace(tzinfo=None)
    return f"{moment.isoformat()}Z_{last.pk}"


def _read(marker: str) -> tuple[datetime, UUID] | None:
    moment, _line, key = marker.rpartition("_")
    try:
        posted_at, pk = parse_datetime(moment), UUID(key)
    except ValueError:
        return None
    return (posted_at, pk) if posted_at and posted_at.tzinfo else None
