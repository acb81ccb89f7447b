"""Search over open postings: words, filters, pages, counts and facets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from core.errors import BadCursorError
from jobs.models import Posting
from jobs.selectors import facets, ordering, remembered
from jobs.selectors.filtering import Question
from jobs.selectors.ordering import Hit, Order
from jobs.selectors.suggestions import corrected
from jobs.types import Facets, PostingFilter

COUNTED_AT_MOST = facets.COUNTED_AT_MOST
_KEPT_HITS = 51  # of a search made in advance: a page of fifty and the knowledge that there is more
_USUAL_CURRENCY_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of postings in a total order.

    `scores` (0–1, same order) are text relevance when words were asked for, else zeros.
    `count` is exact up to 10,000; `has_more_than_count` says there are more. `corrected` is what
    was looked for instead when a word asked for is in no posting. `currency` is the one whose pay
    is compared when sorted by pay.
    """

    postings: list[Posting]
    scores: list[float]
    next_cursor: str | None
    count: int
    has_more_than_count: bool
    facets: Facets
    corrected: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer before its postings are read: what is kept of searches made in advance."""

    order_name: str
    hits: list[Hit]  # up to one more than the page holds
    count: int
    facets: Facets


def search_postings(  # noqa: PLR0913 - what a search is made of, each by its name
    q: str = "",
    *,
    filters: PostingFilter | None = None,
    sort: str = "relevance",
    limit: int = 20,
    cursor: str | None = None,
    with_facets: bool = True,
    corrects: bool = True,
) -> SearchPage:
    """Find open postings by `relevance` (newest first without words), `date` or `pay`.

    `cursor` is `next_cursor` of the page before. `corrects` looks for what was probably meant when
    nothing is found and no open posting has a word that was asked for. Raises: BadCursorError.
    """
    asked = _Asked(q, filters or PostingFilter(), sort, limit, cursor, with_facets)
    now = timezone.now()
    found = asked.in_advance() or _find(asked, now)
    meant = corrected(q) if corrects and q.strip() and not found.count else ""
    if meant:
        again = _find(replace(asked, q=meant), now)
        found, meant = (again, meant) if again.count else (found, "")
    return _page(found, asked, meant)


def counts_without(q: str, filters: PostingFilter) -> dict[str, int]:
    """How many postings there would be without each filter that is set, by its name.

    Under the empty name: without any of them.
    """
    words = Question.asked(q, filters).words
    without = {name: filters.without(name) for name in filters.set_names()}
    without[""] = PostingFilter(include_samples=filters.include_samples)
    return {
        name: min(facets.count(Question(words, left)), COUNTED_AT_MOST)
        for name, left in without.items()
    }


def precompute(queries: Iterable[str], *, now: datetime) -> int:
    """Keep the first page and the counts of these searches until postings are published again.

    For what many people ask; returns how many. The answers leave out what closed meanwhile.
    """
    wanted = dict.fromkeys(query.strip() for query in queries if query.strip())
    for q in wanted:
        asked = _Asked(q, PostingFilter(), "relevance", _KEPT_HITS - 1, None, with_facets=True)
        remembered.keep(asked.name(), _find(asked, now))
    return len(wanted)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One search, as it was asked."""

    q: str
    filters: PostingFilter
    sort: str
    limit: int
    cursor: str | None
    with_facets: bool

    def name(self) -> str:
        """What its answer is kept under."""
        return f"search:{self.q.strip().casefold()}"

    def in_advance(self) -> _Found | None:
        """The answer made in advance, if it is one of those."""
        if (
            self.cursor
            or self.sort != "relevance"
            or not self.q.strip()
            or self.limit >= _KEPT_HITS
            or self.filters != PostingFilter()
        ):
            return None
        found = remembered.held(self.name())
        return (
            replace(found, hits=found.hits[: self.limit + 1]) if isinstance(found, _Found) else None
        )


def _find(asked: _Asked, now: datetime) -> _Found:
    question = Question.asked(asked.q, asked.filters)
    order, after = _order(asked, question)
    hits = order.read(asked.limit + 1, after)
    if not asked.with_facets:
        return _Found(order.name, hits, facets.count(question), Facets())
    return _Found(order.name, hits, *facets.count_values(question, now=now))


def _order(asked: _Asked, question: Question) -> tuple[Order, Hit | None]:
    """The order asked for, and where in it to go on. Raises: BadCursorError."""
    name, after = ordering.read_marker(asked.cursor) if asked.cursor else ("", None)
    if asked.sort == "relevance" and question.words is not None:
        if name not in {"", "few", "many"}:
            raise BadCursorError
        return ordering.most_relevant(question, kind=name), after
    if asked.sort == "pay":
        currency = name.removeprefix("pay ") if name else _currency(asked.filters)
        order = ordering.best_paid(question, currency)
    else:
        order = ordering.newest(question)
    if name and name != order.name:
        raise BadCursorError
    return order, after


def _currency(filters: PostingFilter) -> str:
    """Whose pay is compared: the one asked for, else the one most stated pay is in."""
    if filters.pay_currency:
        return filters.pay_currency.upper()
    return remembered.kept("currency", facets.usual_currency, seconds=_USUAL_CURRENCY_SECONDS)


def _page(found: _Found, asked: _Asked, meant: str) -> SearchPage:
    hits = found.hits[: asked.limit]
    ids = [hit.posting_id for hit in hits]
    open_ones = Posting.objects.filter(status=Posting.Status.ACTIVE)
    shown = open_ones.select_related("source", "company").defer("raw").in_bulk(ids)
    is_ranked = found.order_name in {"few", "many"}
    return SearchPage(
        postings=[shown[key] for key in ids if key in shown],
        scores=[
            round(hit.figure, 6) if is_ranked else 0.0 for hit in hits if hit.posting_id in shown
        ],
        next_cursor=ordering.marker(found.order_name, hits[-1])
        if len(found.hits) > len(hits)
        else None,
        count=min(found.count, COUNTED_AT_MOST),
        has_more_than_count=found.count > COUNTED_AT_MOST,
        facets=found.facets,
        corrected=meant,
        currency=found.order_name.removeprefix("pay ") if asked.sort == "pay" else "",
    )
