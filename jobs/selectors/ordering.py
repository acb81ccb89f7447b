"""Pages of hits: a total order in segments, and markers that say where a page ended.

Ranking every hit of a common word takes seconds. So an order has segments read one after the
other: by relevance first the best of the likely, ranked, then the rest, newest first. Every hit is
in exactly one segment and has one place there, so pages neither repeat nor skip.
"""
# ruff: noqa: S608 - statements are put together from what the ORM compiled; values are parameters

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from core.errors import BadCursorError
from jobs.models import PostingSearch
from jobs.selectors.filtering import Question, filtered
from jobs.selectors.words import WrittenQuery

RANKED_OF_FEW = 5_000  # the planner may be wrong about how few there are
RANKED_OF_MANY = 400  # newest with the words in the title, and as many newest with them anywhere

Rows = QuerySet[PostingSearch]


@dataclass(frozen=True, slots=True)
class Hit:
    """A posting at its place in an order: by `figure`, then newest, then id, all descending."""

    segment: int
    posting_id: UUID
    posted_at: datetime
    figure: float  # relevance from 0 to 1, pay, or 0

    def values(self) -> tuple[float, datetime, UUID]:
        """What its segment is ordered by."""
        return self.figure, self.posted_at, self.posting_id

    def comes_before(self, other: "Hit") -> bool:
        """Whether it stands nearer to the beginning."""
        if self.segment != other.segment:
            return self.segment < other.segment
        return self.values() > other.values()


class Segment(Protocol):
    """A part of an order."""

    def read(self, after: Hit | None, limit: int) -> tuple[list[Hit], bool]:
        """Hits after one, so many; and whether there are none behind this segment."""

    def places(self, ids: Sequence[UUID]) -> list[Hit]:
        """Where those of these postings stand that answer; the others are left out."""


@dataclass(frozen=True, slots=True)
class Order:
    """A named order. The name is part of every marker: a page goes on in the order it began in.

    The first `unrepeated` segments hold each job once by themselves; `jobs.selectors.once` sees to
    the others.
    """

    name: str
    segments: tuple[Segment, ...]
    unrepeated: int = 0

    def read(self, limit: int, after: Hit | None) -> list[Hit]:
        """Up to `limit` hits behind `after`."""
        found: list[Hit] = []
        for segment in self.segments[after.segment if after else 0 :]:
            hits, is_all = segment.read(after, limit - len(found))
            found += hits
            after = None
            if is_all or len(found) >= limit:
                break
        return found

    def places(self, ids: Sequence[UUID]) -> dict[UUID, Hit]:
        """Where those of these postings stand that answer."""
        return {
            hit.posting_id: hit
            for segment in reversed(self.segments)  # the first a posting is in counts
            for hit in segment.places(ids)
        }


def newest(question: Question) -> Order:
    """Newest first."""
    return Order("date", (_Sorted(question.rows(), 0, is_few=question.is_few),))


def best_paid(question: Question, currency: str) -> Order:
    """Pay stated in one currency, highest first; behind it what cannot be compared, newest first."""
    comparable = Q(pay_currency=currency, pay_yearly_max__isnull=False)
    rows, is_few = question.rows(), question.is_few
    others = rows.filter(~Q(pay_currency=currency) | Q(pay_yearly_max__isnull=True))
    paid = _Sorted(rows.filter(comparable), 0, is_few=is_few, by="pay_yearly_max")
    return Order(f"pay {currency}", (paid, _Sorted(others, 1, is_few=is_few)))


def most_relevant(question: Question, *, kind: str = "", once: bool = False) -> Order:
    """Best answers to the words first; with `once` only the best of each job is ranked.

    `kind` is `few` or `many`; left empty, the planner's estimate decides.
    """
    words = question.words or ""
    kind = kind or ("few" if question.is_few else "many")
    hits = question.rows()
    if kind == "few":
        likely = _Likely(words, hits, RANKED_OF_FEW, once=once)
    else:
        in_title = filtered(question.filters).filter(headline=WrittenQuery(words))
        likely = _Likely(words, hits, RANKED_OF_MANY, in_title, once=once)
    return Order(kind, (likely, _Rest(likely)), unrepeated=int(once))


def marker(order: str, hit: Hit) -> str:
    """Say where a page of the order so named ended."""
    packed = json.dumps(
        [order, hit.segment, hit.figure, hit.posted_at.isoformat(), str(hit.posting_id)]
    )
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_marker(cursor: str) -> tuple[str, Hit]:
    """Return an order's name and the last hit of the page before. Raises: BadCursorError."""
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        name, segment, figure, posted_at, key = json.loads(packed)
        moment = datetime.fromisoformat(posted_at)
        if moment.tzinfo is None or segment not in {0, 1} or not isinstance(name, str):
            raise ValueError(cursor)  # noqa: TRY301 - one way to say the marker is bad
        return name, Hit(segment, UUID(key), moment, float(figure))
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError) as error:
        raise BadCursorError from error


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A segment ordered by a column, if one is named, then newest.

    Few rows are found first and sorted then: the planner would rather walk an index from its
    beginning, and is wrong whenever the words are rarer than it thinks.
    """

    rows: Rows
    segment: int
    is_few: bool
    by: str = ""

    def read(self, after: Hit | None, limit: int) -> tuple[list[Hit], bool]:
        """The segment's next hits."""
        keys = [*([self.by] if self.by else []), "posted_at", "posting_id"]
        sql, values = self.rows.order_by().values_list(*keys).query.sql_with_params()
        parameters = list(values)
        behind = ""
        if after is not None:
            behind = f"WHERE ({', '.join(keys)}) < ({', '.join(['%s'] * len(keys))})"
            parameters += [int(after.figure), after.posted_at, after.posting_id][-len(keys) :]
        found = _all(
            f"WITH hits ({', '.join(keys)}) AS {'' if self.is_few else 'NOT'} MATERIALIZED ({sql}) "
            f"SELECT * FROM hits {behind} "
            f"ORDER BY {', '.join(f'{key} DESC' for key in keys)} LIMIT %s",
            [*parameters, limit],
        )
        return [self._hit(row) for row in found], False

    def places(self, ids: Sequence[UUID]) -> list[Hit]:
        """Where those of these postings stand that answer."""
        return [self._hit(row) for row in _chosen(self.rows, ids, [self.by] if self.by else [])]

    def _hit(self, row: tuple[Any, ...]) -> Hit:
        return Hit(self.segment, row[-1], row[-2], float(row[0]) if self.by else 0.0)


def _ids(rows: Rows, limit: int) -> QuerySet[PostingSearch, Any]:
    return rows.order_by("-posted_at", "-posting_id").values("posting_id")[:limit]


def _behind(rows: Rows, after: Hit | None) -> Rows:
    """Rows older than a hit."""
    if after is None:
        return rows
    return rows.filter(posted_at__lte=after.posted_at).exclude(
        posted_at=after.posted_at, posting_id__gte=after.posting_id
    )


@dataclass(frozen=True, slots=True)
class _Likely:
    """A segment: the hits worth ranking, best first.

    They are the newest of all, and the newest with the words in their title.
    """

    words: str
    rows: Rows
    limit: int
    in_title: Rows | None = None
    once: bool = False

    def candidates(self) -> tuple[str, tuple[Any, ...]]:
        """The common table expressions that name them."""
        parts = [self.rows, *([self.in_title] if self.in_title is not None else [])]
        compiled = [_ids(part, self.limit).query.sql_with_params() for part in parts]
        names = ("newest", "titled")[: len(compiled)]
        each = [
            f"{name} AS MATERIALIZED ({sql})"
            for name, (sql, _) in zip(names, compiled, strict=True)
        ]
        union = " UNION ".join(f"SELECT posting_id FROM {name}" for name in names)
        parameters = tuple(value for _, values in compiled for value in values)
        return f"WITH {', '.join(each)}, likely AS ({union})", parameters

    def read(self, after: Hit | None, limit: int) -> tuple[list[Hit], bool]:
        """The segment's next hits."""
        with_likely, parameters = self.candidates()
        first = "DISTINCT ON (coalesce(m.cluster_id, s.posting_id))" if self.once else ""
        jobs = "LEFT JOIN jobs_clustermember m USING (posting_id)" if self.once else ""
        by_job = "coalesce(m.cluster_id, s.posting_id)," if self.once else ""
        # 32: rank / (rank + 1), so that a score lies between 0 and 1
        statement = f"""{with_likely}
            SELECT ranked.*, (SELECT count(*) FROM newest) FROM (
                SELECT {first} s.posting_id, s.posted_at,
                    ts_rank(s.document, %s::tsquery, 32)::float8 AS r
                FROM likely JOIN jobs_postingsearch s USING (posting_id) {jobs}
                ORDER BY {by_job} r DESC, s.posted_at DESC, s.posting_id DESC
            ) ranked
            WHERE %s::float8 IS NULL OR (r, posted_at, posting_id) < (%s, %s, %s)
            ORDER BY r DESC, posted_at DESC, posting_id DESC LIMIT %s"""
        figure, posted_at, key = after.values() if after else (None, None, None)
        rows = _all(statement, (*parameters, self.words, figure, figure, posted_at, key, limit))
        is_all = rows[0][3] < self.limit if rows else after is None
        return [Hit(0, key, posted_at, rank) for key, posted_at, rank, _ in rows], is_all

    def places(self, ids: Sequence[UUID]) -> list[Hit]:
        """Which of these postings are among them; how good each is nobody asks."""
        with_likely, parameters = self.candidates()
        statement = f"""{with_likely}
            SELECT s.posting_id, s.posted_at FROM likely
            JOIN jobs_postingsearch s USING (posting_id) WHERE s.posting_id = ANY(%s)"""
        rows = _all(statement, (*parameters, list(ids)))
        return [Hit(0, key, posted_at, 0.0) for key, posted_at in rows]


@dataclass(frozen=True, slots=True)
class _Rest:
    """A segment: all hits that are not likely, newest first."""

    likely: _Likely

    def read(self, after: Hit | None, limit: int) -> tuple[list[Hit], bool]:
        """The segment's next hits."""
        with_likely, parameters = self.likely.candidates()
        ordered = _behind(self.likely.rows, after).order_by("-posted_at", "-posting_id")
        # RANKED_OF_MANY twice at most are taken out, so so many more are enough
        sql, values = ordered.values("posting_id", "posted_at")[
            : limit + 2 * self.likely.limit
        ].query.sql_with_params()
        statement = f"""{with_likely}
            SELECT posting_id, posted_at FROM ({sql}) AS hits
            WHERE posting_id NOT IN (SELECT posting_id FROM likely)
            ORDER BY posted_at DESC, posting_id DESC LIMIT %s"""
        rows = _all(statement, (*parameters, *values, limit))
        return [Hit(1, key, posted_at, 0.0) for key, posted_at in rows], True

    def places(self, ids: Sequence[UUID]) -> list[Hit]:
        """Where those of these postings stand that answer, were they not likely."""
        return [Hit(1, row[-1], row[-2], 0.0) for row in _chosen(self.likely.rows, ids, [])]


def _chosen(rows: Rows, ids: Sequence[UUID], keys: Sequence[str]) -> list[tuple[Any, ...]]:
    """These rows of many: what they are ordered by, their moment and id."""
    found = rows.filter(posting_id__in=ids).order_by()
    return list(found.values_list(*keys, "posted_at", "posting_id"))


def _all(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
