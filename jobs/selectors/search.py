"""Search over open postings: words, filters, pages by keyset, counts and facets."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.cache import cache
from django.db import connection
from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Cast

from core.errors import BadCursorError
from jobs.models import Posting, PostingSearch
from jobs.selectors import geography
from jobs.types import Facet, Facets, PostingFilter, configuration_for, searchable

COUNTED_AT_MOST = 10_000
RANKED_AT_MOST = 5_000
_LONGEST_QUERY = 400
_LANGUAGES_KEY = "jobs:languages"
_LANGUAGES_SECONDS = 600


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of postings in a total order.

    `scores` (0–1, same order) are text relevance when words were asked for, else zeros.
    `count` is exact up to 10,000; `has_more_than_count` says there are more.
    """

    postings: list[Posting]
    scores: list[float]
    next_cursor: str | None
    count: int
    has_more_than_count: bool
    facets: Facets


def search_postings(
    q: str = "",
    *,
    filters: PostingFilter | None = None,
    sort: str = "relevance",
    limit: int = 20,
    cursor: str | None = None,
    with_facets: bool = True,
) -> SearchPage:
    """Find open postings: best first for words (`sort="relevance"`), else newest first.

    `cursor` is `next_cursor` of the page before. Raises: BadCursorError.
    """
    found = matching_rows(q, filters or PostingFilter())
    is_ranked = sort == "relevance" and bool(q.strip())
    page = _ranked(found, q, cursor, limit) if is_ranked else _newest(found, cursor, limit)
    ids = [row[0] for row in page[:limit]]
    shown = Posting.objects.select_related("source", "company").defer("raw").in_bulk(ids)
    count = _count(found)
    last = page[limit - 1] if len(page) > limit else None
    return SearchPage(
        postings=[shown[key] for key in ids if key in shown],
        scores=[round(row[2], 6) for row in page[:limit] if row[0] in shown],
        next_cursor=_cursor(last) if last else None,
        count=min(count, COUNTED_AT_MOST),
        has_more_than_count=count > COUNTED_AT_MOST,
        facets=facets_of(found) if with_facets else Facets(),
    )


def matching_rows(q: str, filters: PostingFilter) -> QuerySet[PostingSearch]:
    """The search rows of open postings that answer words and filters, unordered."""
    rows = PostingSearch.objects.filter(is_active=True)
    if not filters.include_samples:
        rows = rows.filter(is_sample=False)
    if q.strip():
        rows = rows.filter(document=text_query(q))
    for name, values in (
        ("country", [code.upper() for code in filters.countries]),
        ("remote", filters.remote),
        ("employment_type", filters.employment_types),
        ("level", filters.levels),
        ("language", filters.languages),
        ("source__slug", filters.sources),
    ):
        if values:
            rows = rows.filter(**{f"{name}__in": values})
    return _within(_paying(rows, filters), filters)


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


def _within(rows: QuerySet[PostingSearch], filters: PostingFilter) -> QuerySet[PostingSearch]:
    near = filters.near
    if near is None:
        return rows
    inside = Q(geography.inside_box(near)) & Q(kilometres__lte=near.radius_km)
    if filters.remote_anywhere:
        inside |= Q(remote=Posting.Remote.REMOTE)
    return rows.annotate(kilometres=geography.kilometres_from(near)).filter(inside)


def text_query(q: str) -> SearchQuery:
    """What was typed, in every language there are postings in: `"exact words"`, `-not`, `or`."""
    words = searchable(q.replace("\x00", ""))[:_LONGEST_QUERY]
    queries = [
        SearchQuery(words, config=name, search_type="websearch") for name in text_configurations()
    ]
    return reduce(or_, queries)


def text_configurations() -> list[str]:
    """The text-search configurations of open postings; remembered for ten minutes."""
    known: list[str] | None = cache.get(_LANGUAGES_KEY)
    if known is None:
        spoken = PostingSearch.objects.filter(is_active=True).order_by()
        pairs = spoken.values_list("language", "country").distinct()
        known = sorted({configuration_for(language, country) for language, country in pairs})
        cache.set(_LANGUAGES_KEY, known, _LANGUAGES_SECONDS)
    return known or [configuration_for("en")]


def forget_languages() -> None:
    """Have the languages read again; called when postings were published."""
    cache.delete(_LANGUAGES_KEY)


Row = tuple[UUID, datetime, float]


def _newest(rows: QuerySet[PostingSearch], cursor: str | None, limit: int) -> list[Row]:
    if cursor:
        _score, posted_at, key = _position(cursor)
        rows = rows.filter(Q(posted_at__lt=posted_at) | Q(posted_at=posted_at, posting_id__lt=key))
    ordered = rows.order_by("-posted_at", "-posting_id")
    zero = Value(0.0, output_field=FloatField())
    return list(ordered.values_list("posting_id", "posted_at", zero)[: limit + 1])


def _ranked(rows: QuerySet[PostingSearch], q: str, cursor: str | None, limit: int) -> list[Row]:
    """Rank the newest `RANKED_AT_MOST` hits; ranking every hit of a common word takes seconds."""
    candidates = rows.order_by("-posted_at", "-posting_id").values("posting_id")[:RANKED_AT_MOST]
    # 32: rank / (rank + 1), so that a score lies between 0 and 1
    rank = Cast(SearchRank(F("document"), text_query(q), normalization=32), FloatField())
    ranked = PostingSearch.objects.filter(posting_id__in=candidates).annotate(rank=rank)
    if cursor:
        score, posted_at, key = _position(cursor)
        same = Q(rank=score)
        ranked = ranked.filter(
            Q(rank__lt=score)
            | same & Q(posted_at__lt=posted_at)
            | same & Q(posted_at=posted_at, posting_id__lt=key)
        )
    ordered = ranked.order_by("-rank", "-posted_at", "-posting_id")
    return list(ordered.values_list("posting_id", "posted_at", "rank")[: limit + 1])


def _count(rows: QuerySet[PostingSearch]) -> int:
    return rows.order_by()[: COUNTED_AT_MOST + 1].count()


_FACETS = {
    "countries": "country",
    "remote": "remote",
    "employment_types": "employment_type",
    "levels": "level",
}


def facets_of(rows: QuerySet[PostingSearch]) -> Facets:
    """Count the values of each filter over at most 10,000 of the rows, in one query."""
    limited = rows.order_by().values(*_FACETS.values())[:COUNTED_AT_MOST]
    query, parameters = limited.query.sql_with_params()
    names = list(_FACETS.values())
    sets = ", ".join(f"({name})" for name in names)
    statement = (
        f"SELECT grouping({', '.join(names)}), coalesce({', '.join(names)}), count(*) "  # noqa: S608
        f"FROM ({query}) AS hits ({', '.join(names)}) GROUP BY GROUPING SETS ({sets}, ()) "
        "ORDER BY 3 DESC, 2"
    )
    with connection.cursor() as db:
        db.execute(statement, parameters)
        return _facets(db.fetchall())


def _facets(rows: Sequence[tuple[Any, ...]]) -> Facets:
    everything = (1 << len(_FACETS)) - 1
    # grouping() has a bit per column, the first column the highest, set where it was not grouped
    groups = {everything & ~(1 << (len(_FACETS) - 1 - n)): name for n, name in enumerate(_FACETS)}
    found: dict[str, list[Facet]] = {name: [] for name in _FACETS}
    counted = 0
    for group, value, count in rows:
        if group == everything:
            counted = count
        elif value:
            found[groups[group]].append(Facet(value, count))
    return Facets(counted, **found)


def _cursor(row: Row) -> str:
    key, posted_at, score = row
    packed = json.dumps([score, posted_at.isoformat(), str(key)])
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _position(cursor: str) -> tuple[float, datetime, UUID]:
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        score, posted_at, key = json.loads(packed)
        moment = datetime.fromisoformat(posted_at)
        if moment.tzinfo is None:
            raise ValueError(cursor)  # noqa: TRY301 - one way to say the cursor is bad
        return float(score), moment, UUID(key)
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError) as error:
        raise BadCursorError from error
