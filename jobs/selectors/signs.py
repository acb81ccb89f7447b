"""What tells, by facts and never by a verdict, that a posting may no longer be meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jobs.models import ClusterMember, LinkCheck, Posting


@dataclass(frozen=True, slots=True)
class GhostSigns:
    """Facts with their numbers.

    `age_days` since this job was first advertised here, by whomever; `repost_count` how often one
    source listed it again; `closing_date` is None when the advertisement names none.
    """

    age_days: int
    first_posted_at: datetime
    repost_count: int
    closing_date: date | None
    last_checked_at: datetime | None
    was_gone_when_checked: bool


def ghost_signs(posting: Posting, *, now: datetime) -> GhostSigns:
    """The signs of one posting."""
    member = ClusterMember.objects.filter(posting_id=posting.pk).first()
    look = LinkCheck.objects.filter(posting_id=posting.pk).first()
    return signs_of(posting, member, look, now=now)


def signs_for(postings: Sequence[Posting], *, now: datetime) -> dict[UUID, GhostSigns]:
    """The signs of each of these, in two queries."""
    ids = [posting.pk for posting in postings]
    members = ClusterMember.objects.in_bulk(ids)
    looks = LinkCheck.objects.in_bulk(ids)
    return {
        one.pk: signs_of(one, members.get(one.pk), looks.get(one.pk), now=now) for one in postings
    }


def signs_of(
    posting: Posting, member: ClusterMember | None, look: LinkCheck | None, *, now: datetime
) -> GhostSigns:
    """The same from rows that are there already. Asks nothing."""
    first = member.first_posted_at if member and member.first_posted_at else posting.posted_at
    first = min(first, posting.posted_at)
    return GhostSigns(
        age_days=max((now - first).days, 0),
        first_posted_at=first,
        repost_count=member.repost_count if member else 0,
        closing_date=_closing_date(posting),
        last_checked_at=look.last_checked_at if look else None,
        was_gone_when_checked=bool(look and look.state == "GONE"),
    )


def _closing_date(posting: Posting) -> date | None:
    """The end the advertisement itself names; one that only follows from its age is none."""
    states_one = posting.expires_at is not None and "has_closing_date" in posting.flags
    return posting.expires_at.date() if states_one and posting.expires_at else None
