"""Search over open postings: words, filters, pages, counts and facets."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from core.errors import BadCursorError
from jobs.models import Posting
from jobs.selectors import facets, ordering, remembered
from jobs.selectors.clusters import Elsewhere, best_here, elsewhere_of
from jobs.selectors.filtering import Question
from jobs.selectors.once import read_once
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
    `count` is of advertisements, exact up to 10,000 and beyond where it is known;
    `has_more_than_count` says there are more. `corrected` is what was looked for instead when a
    word asked for is in no posting. `currency` is the one whose pay is compared when sorted by pay.
    `elsewhere` tells of each posting whose job is advertised more than once where else it is.
    """

    postings: list[Posting]
    scores: list[float]
    next_cursor: str | None
    count: int
    has_more_than_count: bool
    facets: Facets
    corrected: str = ""
    currency: str = ""
    elsewhere: dict[UUID, Elsewhere] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer before its postings are read: what is kept of searches made in advance."""

    order_name: str
    hits: list[Hit]  # up to one more than the page holds
    shown: list[UUID]  # which posting stands for each hit
    elsewhere: dict[UUID, Elsewhere]
    count: int
    is_exact: bool
    facets: Facets

    def up_to(self, number: int) -> "_Found":
        """The first of them."""
        return replace(self, hits=self.hits[:number], shown=self.shown[:number])


def search_postings(  # noqa: PLR0913 - what a search is made of, each by its name
    q: str = "",
    *,
    filters: PostingFilter | None = None,
    sort: str = "relevance",
    limit: int = 20,
    cursor: str | None = None,
    with_facets: bool = True,
    corrects: bool = True,
    once: bool = True,
) -> SearchPage:
    """Find open postings by `relevance` (newest first without words), `date` or `pay`.

    `cursor` is `next_cursor` of the page before. `corrects` looks for what was probably meant when
    nothing is found and no open posting has a word that was asked for. `once` lists each job once,
    by the best of its advertisements that answer. Raises: BadCursorError.
    """
    asked = _Asked(q, filters or PostingFilter(), sort, limit, cursor, with_facets, once)
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
        asked = _Asked(
            q, PostingFilter(), "relevance", _KEPT_HITS - 1, None, with_facets=True, once=True
        )
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
    once: bool

    def question(self) -> Question:
        """The words and the filters."""
        return Question.asked(self.q, self.filters)

    def name(self) -> str:
        """What its answer is kept under."""
        return f"search:{self.q.strip().casefold()}"

    def in_advance(self) -> _Found | None:
        """The answer made in advance, if it is one of those."""
        if (
            self.cursor
            or not self.once
            or self.sort != "relevance"
            or not self.q.strip()
            or self.limit >= _KEPT_HITS
            or self.filters != PostingFilter()
        ):
            return None
        found = remembered.held(self.name())
        return found.up_to(self.limit + 1) if isinstance(found, _Found) else None


def _find(asked: _Asked, now: datetime) -> _Found:
    question = asked.question()
    order, after = _order(asked, question)
    wanted = asked.limit + 1
    hits = read_once(order, wanted, after) if asked.once else order.read(wanted, after)
    if asked.with_facets:
        count, beside = facets.count_values(question, now=now)
    else:
        count, beside = facets.count(question), Facets()
    is_exact = count <= COUNTED_AT_MOST or facets.is_known(question)
    elsewhere = elsewhere_of([hit.posting_id for hit in hits])
    shown = _shown(hits, elsewhere, question) if asked.once else [hit.posting_id for hit in hits]
    return _Found(order.name, hits, shown, elsewhere, count, is_exact, beside)


def _shown(hits: list[Hit], elsewhere: dict[UUID, Elsewhere], question: Question) -> list[UUID]:
    """Which posting stands for each hit; where it is another one, `elsewhere` is turned to it."""
    best = best_here([hit.posting_id for hit in hits], elsewhere, question.rows())
    for key, other in best.items():
        if key != other:
            elsewhere[other] = elsewhere.pop(key).seen_from(other)
    return [best[hit.posting_id] for hit in hits]


def _order(asked: _Asked, question: Question) -> tuple[Order, Hit | None]:
    """The order asked for, and where in it to go on. Raises: BadCursorError."""
    name, after = ordering.read_marker(asked.cursor) if asked.cursor else ("", None)
    if asked.sort == "relevance" and question.words is not None:
        if name not in {"", "few", "many"}:
            raise BadCursorError
        return ordering.most_relevant(question, kind=name, once=asked.once), after
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
    chosen = found.shown[: asked.limit]
    open_ones = Posting.objects.filter(status=Posting.Status.ACTIVE)
    shown = open_ones.select_related("source", "company").defer("raw").in_bulk(chosen)
    scored = found.order_name in {"few", "many"}
    pairs = [(key, hit) for key, hit in zip(chosen, hits, strict=True) if key in shown]
    return SearchPage(
        postings=[shown[key] for key, _hit in pairs],
        scores=[round(hit.figure, 6) if scored else 0.0 for _key, hit in pairs],
        next_cursor=ordering.marker(found.order_name, hits[-1])
        if len(found.hits) > len(hits)
        else None,
        count=found.count if found.is_exact else COUNTED_AT_MOST,
        has_more_than_count=not found.is_exact,
        facets=found.facets,
        corrected=meant,
        currency=found.order_name.removeprefix("pay ") if asked.sort == "pay" else "",
        elsewhere={key: found.elsewhere[key] for key in chosen if key in found.elsewhere},
    )
