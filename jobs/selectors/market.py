"""The market for a search: what is paid, when it appeared, who advertises, what is asked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.db.models.expressions import RawSQL
from django.db.models.functions import TruncWeek

from jobs.models import Posting, PostingQuerySet
from jobs.selectors import matching_rows
from jobs.skills.titles import normalise_title
from jobs.types import PostingFilter

#: So many of the newest postings are counted; more would change no share worth reading.
COUNTED_AT_MOST = 10_000
#: Fewer stated salaries than this say more about chance than about the market.
ENOUGH = 20
WEEKS = 12
_TOP = 10
_LIKE_SECONDS = 24 * 3600

_SKILLS = """
SELECT skill, count(*) AS number
FROM jobs_posting CROSS JOIN LATERAL unnest(skills) AS skill
WHERE id = ANY(%s) GROUP BY skill ORDER BY number DESC, skill LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Pay:
    """A year's stated pay in one currency: every amount in order, each the middle of its range."""

    currency: str
    amounts: list[int]

    @property
    def is_enough(self) -> bool:
        """Whether there are so many that the figures mean something."""
        return len(self.amounts) >= ENOUGH

    def quantile(self, share: float) -> int:
        """The amount below which this share of the amounts lies, between neighbours in a line."""
        at = share * (len(self.amounts) - 1)
        below = int(at)
        above = min(below + 1, len(self.amounts) - 1)
        low, high = self.amounts[below], self.amounts[above]
        return round(low + (high - low) * (at - below))


@dataclass(frozen=True, slots=True)
class Employer:
    """Who advertises, and how many of the postings; no id where the name is nobody's row."""

    id: UUID | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Market:
    """What the open postings that answer a search say together; samples never count."""

    counted: int
    pay: Pay
    weeks: list[tuple[date, int]]
    employers: list[Employer]
    skills: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class PayLike:
    """What postings with the same kind of title pay: how many state it, and the middle."""

    words: str
    country: str
    count: int
    median: int
    currency: str


def market_of(q: str, filters: PostingFilter, *, now: datetime, currency: str = "") -> Market:
    """Count the newest open postings that answer. Pay is in `currency`, else in the commonest."""
    ids = _ids(q, filters)
    return Market(
        counted=len(ids),
        pay=_pay(ids, currency or filters.pay_currency),
        weeks=_weeks(ids, now),
        employers=_employers(ids),
        skills=_skills(ids),
    )


def pay_like(posting: Posting) -> PayLike | None:
    """The pay stated by postings like this one, at most a day old; None when too few state it."""
    words = normalise_title(posting.title, posting.language).role or posting.title
    name = hashlib.sha256(f"{words.casefold()}|{posting.country}".encode()).hexdigest()[:32]
    key = f"jobs:pay-like:{name}"
    held: list[PayLike | None] | None = cache.get(key)
    if held is None:
        held = [_pay_like(words, posting.country)]
        cache.set(key, held, _LIKE_SECONDS)
    return held[0]


def yearly_middle(low: int | None, high: int | None) -> int | None:
    """The middle of a year's pay; its one end where only one is stated."""
    ends = [end for end in (low, high) if end is not None]
    return sum(ends) // len(ends) if ends else None


def _pay_like(words: str, country: str) -> PayLike | None:
    filters = PostingFilter(countries=(country,) if country else ())
    pay = _pay(_ids(words, filters), "")
    if not pay.is_enough:
        return None
    return PayLike(words, country, len(pay.amounts), pay.quantile(0.5), pay.currency)


def _ids(q: str, filters: PostingFilter) -> list[UUID]:
    rows = matching_rows(q, replace(filters, include_samples=False))
    newest = rows.order_by("-posted_at", "-posting_id").values_list("posting_id", flat=True)
    return list(newest[:COUNTED_AT_MOST])


def _chosen(ids: Sequence[UUID]) -> PostingQuerySet:
    """These postings, their ids sent as one array: as many parameters cost more than the query."""
    return Posting.objects.filter(pk__in=RawSQL("SELECT unnest(%s::uuid[])", [list(ids)]))


def _pay(ids: Sequence[UUID], currency: str) -> Pay:
    stated = _chosen(ids).filter(pay_source=Posting.PaySource.STATED)
    by_currency: dict[str, list[int]] = {}
    ends = stated.values_list("pay_currency", "pay_yearly_min", "pay_yearly_max")
    for named, low, high in ends:
        amount = yearly_middle(low, high)
        if amount and named:
            by_currency.setdefault(named, []).append(amount)
    commonest = max(by_currency, key=lambda name: (len(by_currency[name]), name), default="")
    chosen = currency.upper() or commonest
    return Pay(chosen, sorted(by_currency.get(chosen, [])))


def _weeks(ids: Sequence[UUID], now: datetime) -> list[tuple[date, int]]:
    """The last weeks, those without a posting too; the oldest first."""
    today = now.astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    seen = _chosen(ids).filter(first_seen_at__date__gte=weeks[0])
    by_week = seen.annotate(week=TruncWeek("first_seen_at", tzinfo=UTC)).values_list("week")
    counted = {week.date(): number for week, number in by_week.annotate(n=Count("pk")).order_by()}
    return [(week, counted.get(week, 0)) for week in weeks]


def _employers(ids: Sequence[UUID]) -> list[Employer]:
    named = _chosen(ids).exclude(company_name="")
    counted = named.values_list("company_id", "company_name").annotate(number=Count("pk"))
    rows = counted.order_by("-number", "company_name", "company_id")[:_TOP]
    return [Employer(*row) for row in rows]


def _skills(ids: Sequence[UUID]) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SKILLS, [list(ids), _TOP])
        return list(cursor.fetchall())
