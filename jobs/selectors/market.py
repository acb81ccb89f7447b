"""The market for a search: what is paid, when it appeared, who advertises, what is asked."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from jobs.models import Posting, PostingSearch
from jobs.selectors import matching_rows
from jobs.selectors.remembered import kept
from jobs.skills.titles import normalise_title
from jobs.types import PostingFilter

#: So many of the newest postings are counted; more would change no share worth reading.
COUNTED_AT_MOST = 10_000
#: Fewer stated salaries than this say more about chance than about the market.
ENOUGH = 20
WEEKS = 12
_TOP = 10
_LIKE_SECONDS = 24 * 3600

_KEPT_SECONDS = 3600
#: Every part in one statement: the postings are wide, and reading each once is what takes the time.
_COUNT = """
WITH chosen (id) AS MATERIALIZED ({chosen}), read AS MATERIALIZED (
    SELECT company_id, company_name, skills, first_seen_at, pay_currency, pay_yearly_min,
        pay_yearly_max, pay_source = 'STATED' AS is_stated
    FROM chosen JOIN jobs_posting USING (id)
)
SELECT 'pay', pay_currency, NULL::uuid, NULL::date, pay_yearly_min, pay_yearly_max
    FROM read WHERE is_stated AND pay_currency <> ''
UNION ALL SELECT 'week', NULL, NULL, date_trunc('week', first_seen_at AT TIME ZONE 'UTC')::date,
    count(*), NULL FROM read WHERE first_seen_at >= %s GROUP BY 4
UNION ALL (SELECT 'employer', company_name, company_id, NULL, count(*), NULL
    FROM read WHERE company_name <> '' GROUP BY 2, 3 ORDER BY 5 DESC, 2, 3 LIMIT {top})
UNION ALL (SELECT 'skill', skill, NULL, NULL, count(*), NULL
    FROM read CROSS JOIN LATERAL unnest(skills) AS skill GROUP BY 2 ORDER BY 5 DESC, 2 LIMIT {top})
UNION ALL SELECT 'all', NULL, NULL, NULL, count(*), NULL FROM read
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


@dataclass(slots=True)
class _Counted:
    """What is counted before a currency is chosen: what is kept."""

    number: int = 0
    pay: dict[str, list[int]] = field(default_factory=dict)
    weeks: dict[date, int] = field(default_factory=dict)
    employers: list[Employer] = field(default_factory=list)
    skills: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PayLike:
    """What postings with the same kind of title pay: how many state it, and the middle."""

    words: str
    country: str
    count: int
    median: int
    currency: str


def market_of(q: str, filters: PostingFilter, *, now: datetime, currency: str = "") -> Market:
    """Count the newest open postings that answer, at most an hour old. No samples.

    Pay is in `currency`, else in the commonest.
    """
    filters = replace(filters, include_samples=False)
    name = f"market:{now.date()}:{q.strip().casefold()}:{filters!r}"
    counted = kept(name, lambda: _count(q, filters, now), seconds=_KEPT_SECONDS)
    return Market(
        counted=counted.number,
        pay=_chosen_pay(counted.pay, currency or filters.pay_currency),
        weeks=[(week, counted.weeks.get(week, 0)) for week in _last_weeks(now)],
        employers=counted.employers,
        skills=counted.skills,
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
    filters = PostingFilter(countries=(country,) if country else (), include_samples=False)
    stated = Posting.objects.filter(
        pk__in=_newest(words, filters), pay_source=Posting.PaySource.STATED
    )
    ends = stated.values_list("pay_currency", "pay_yearly_min", "pay_yearly_max")
    pay = _chosen_pay(_by_currency(ends), "")
    if not pay.is_enough:
        return None
    return PayLike(words, country, len(pay.amounts), pay.quantile(0.5), pay.currency)


def _newest(q: str, filters: PostingFilter) -> QuerySet[PostingSearch, UUID]:
    rows = matching_rows(q, filters).order_by("-posted_at", "-posting_id")
    return rows.values_list("posting_id", flat=True)[:COUNTED_AT_MOST]


def _count(q: str, filters: PostingFilter, now: datetime) -> _Counted:
    chosen, values = _newest(q, filters).query.sql_with_params()
    since = datetime.combine(_last_weeks(now)[0], time.min, UTC)
    statement = _COUNT.format(chosen=chosen, top=_TOP)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, since])
        rows = cursor.fetchall()
    parts: dict[str, list[tuple[Any, ...]]] = {}
    for part, *row in rows:
        parts.setdefault(part, []).append(tuple(row))
    return _Counted(
        number=parts["all"][0][3],
        pay=_by_currency((row[0], row[3], row[4]) for row in parts.get("pay", ())),
        weeks={row[2]: row[3] for row in parts.get("week", ())},
        employers=[Employer(row[1], row[0], row[3]) for row in parts.get("employer", ())],
        skills=[(row[0], row[3]) for row in parts.get("skill", ())],
    )


def _by_currency(ends: Iterable[tuple[str, int | None, int | None]]) -> dict[str, list[int]]:
    """The middle of each yearly range, in order, by the currency it is stated in."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for currency, low, high in ends:
        amount = yearly_middle(low, high)
        if amount and currency:
            found[currency].append(amount)
    return {currency: sorted(amounts) for currency, amounts in found.items()}


def _chosen_pay(by_currency: Mapping[str, list[int]], currency: str) -> Pay:
    commonest = max(by_currency, key=lambda name: (len(by_currency[name]), name), default="")
    chosen = currency.upper() or commonest
    return Pay(chosen, by_currency.get(chosen, []))


def _last_weeks(now: datetime) -> list[date]:
    """The Mondays of the last weeks, the oldest first."""
    today = now.astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
