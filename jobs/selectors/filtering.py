"""Which search rows answer words and filters."""

import json
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q, QuerySet

from jobs.models import Posting, PostingSearch
from jobs.selectors import geography
from jobs.selectors.words import WrittenQuery, written
from jobs.types import PostingFilter

#: So many expected hits, at most, are all looked at. The planner expects half a percent (2,500 of
#: 500,000) for words too rare for its statistics.
FEW = 3_000


@dataclass(frozen=True)
class Question:
    """Words, as a tsquery's text, and filters. `words` is None when none were typed."""

    words: str | None
    filters: PostingFilter

    @classmethod
    def asked(cls, q: str, filters: PostingFilter) -> "Question":
        """What was typed, read."""
        return cls(written(q) if q.strip() else None, filters)

    def rows(self) -> QuerySet[PostingSearch]:
        """The search rows of open postings that answer it, unordered."""
        rows = filtered(self.filters)
        return rows if self.words is None else rows.filter(document=WrittenQuery(self.words))

    def is_open(self) -> bool:
        """Whether every open posting answers it, but for the samples."""
        return self.words is None and not self.filters.narrows()

    @cached_property
    def expected(self) -> int:
        """How many rows the planner expects."""
        plan = json.loads(self.rows().order_by().values("pk").explain(format="json"))
        return int(plan[0]["Plan"]["Plan Rows"])

    @property
    def is_few(self) -> bool:
        """Whether all rows may be looked at."""
        return not self.is_open() and self.expected <= FEW


def matching_rows(q: str, filters: PostingFilter) -> QuerySet[PostingSearch]:
    """The search rows of open postings that answer words and filters, unordered."""
    return Question.asked(q, filters).rows()


def filtered(filters: PostingFilter) -> QuerySet[PostingSearch]:
    """The search rows of open postings that answer the filters, unordered."""
    rows = PostingSearch.objects.filter(is_active=True)
    if not filters.include_samples:
        rows = rows.filter(is_sample=False)
    for name, values in (
        ("country", [code.upper() for code in filters.countries]),
        ("remote", filters.remote),
        ("employment_type", filters.employment_types),
        ("level", filters.levels),
        ("language", filters.languages),
        ("category", filters.categories),
        ("company", filters.companies),
        ("source__slug", filters.sources),
    ):
        if values:
            rows = rows.filter(**{f"{name}__in": values})
    return _within(_skilled(_paying(rows, filters), filters), filters)


def _paying(rows: QuerySet[PostingSearch], filters: PostingFilter) -> QuerySet[PostingSearch]:
    if filters.internship is not None:
        rows = rows.filter(is_internship=filters.internship)
    if filters.posted_since is not None:
        rows = rows.filter(posted_at__gte=filters.posted_since)
    if filters.min_pay is not None:
        rows = rows.filter(pay_yearly_max__gte=filters.min_pay)
    if filters.min_stipend is not None:
        stated = Posting.PaySource.STATED
        rows = rows.filter(posting__pay_max__gte=filters.min_stipend, posting__pay_source=stated)
    if filters.pay_currency:
        rows = rows.filter(pay_currency=filters.pay_currency.upper())
    return rows


def _skilled(rows: QuerySet[PostingSearch], filters: PostingFilter) -> QuerySet[PostingSearch]:
    if not filters.skills:
        return rows
    having = Posting.objects.filter(
        status=Posting.Status.ACTIVE, skills__contains=list(filters.skills)
    )
    return rows.filter(posting__in=having.values("pk"))


def _within(rows: QuerySet[PostingSearch], filters: PostingFilter) -> QuerySet[PostingSearch]:
    near = filters.near
    if near is None:
        return rows
    inside = Q(geography.inside_box(near)) & Q(kilometres__lte=near.radius_km)
    ways = [inside, *([Q(remote=Posting.Remote.REMOTE)] if filters.remote_anywhere else [])]
    return rows.annotate(kilometres=geography.kilometres_from(near)).filter(reduce(or_, ways))
