"""`/insights/market`: what do postings like these pay, who advertises, what is asked?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.templatetags.ui import pay_range
from jobs.models import Posting
from jobs.selectors.counting import history
from jobs.selectors.market import COUNTED_AT_MOST, ENOUGH, Market, Pay, market_of, yearly_middle
from jobs.skills import spelled
from matching import selectors
from matching.forms import JobsForm
from matching.rendering import market as pictures

_HISTORY = timedelta(days=90)
_WORTH_A_LINE = 3  # days
_NOT_KEPT = {"q", "place", "posting", "after", "sort"}
_MOST_KEPT = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture with the table behind it."""

    columns: list[pictures.Column]
    first: str
    last: str


@require_GET
def market(request: HttpRequest) -> HttpResponse:
    """The market for words and filters, the same as in the search."""
    form = JobsForm(request.GET)
    now = timezone.now()
    currency = request.GET.get("currency", "").upper()
    filters = form.filters(include_samples=False)
    found = market_of(
        form.words(), filters, now=now, currency=currency if _is_code(currency) else ""
    )
    posting = _posting(request.GET.get("posting", ""))
    context = {
        "form": form,
        "market": found,
        "is_part": found.counted >= COUNTED_AT_MOST,
        "enough": ENOUGH,
        "kept": _kept(request),
        "posting": posting,
        "weeks": _weeks(found),
        "history": _history(form, now),
        "employers": _employers(found),
        "skills": pictures.lines([(spelled(name), count) for name, count in found.skills]),
        "base": "base.html" if request.user.is_authenticated else "base_public.html",
        **_pay(found.pay, posting),
    }
    return render(request, "matching/market.html", context)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The filters that stay when other words are asked for."""
    given = ((name, value) for name, values in request.GET.lists() for value in values)
    return [(name, value) for name, value in given if name not in _NOT_KEPT][:_MOST_KEPT]


def _is_code(currency: str) -> bool:
    return len(currency) == 3 and currency.isascii() and currency.isalpha()  # noqa: PLR2004


def _posting(chosen: str) -> Posting | None:
    """The posting whose pay is pointed out."""
    try:
        return selectors.open_posting(UUID(chosen)) if chosen else None
    except ValueError:
        return None


def _pay(pay: Pay, posting: Posting | None) -> dict[str, Any]:
    if not pay.is_enough:
        return {"pay_stats": []}
    own = _own_pay(pay, posting)
    found = pictures.bins(pay.amounts)
    marked = pictures.place_in(found, own)
    labels = [(_money(one.low, one.high, pay.currency), one.count) for one in found]
    shown = {share: pay.quantile(share) for share in (0.25, 0.5, 0.75)}
    return {
        "pay": Picture(pictures.columns(labels, marked=marked), labels[0][0], labels[-1][0]),
        "median_x": pictures.x_of(found, shown[0.5]),
        "pay_stats": [
            {"label": _("a quarter pay less"), "value": _money(shown[0.25], None, pay.currency)},
            {"label": _("median"), "value": _money(shown[0.5], None, pay.currency)},
            {"label": _("a quarter pay more"), "value": _money(shown[0.75], None, pay.currency)},
        ],
        "own_pay": _money(own, None, pay.currency) if own is not None else "",
    }


def _own_pay(pay: Pay, posting: Posting | None) -> int | None:
    if posting is None or not posting.has_stated_pay or posting.pay_currency != pay.currency:
        return None
    return yearly_middle(posting.pay_yearly_min, posting.pay_yearly_max)


def _money(low: int, high: int | None, currency: str) -> str:
    return pay_range(low, low if high is None else high, currency)


def _weeks(found: Market) -> Picture | None:
    if not any(count for _week, count in found.weeks):
        return None
    labels = [(date_format(week, "j M"), count) for week, count in found.weeks]
    return Picture(pictures.columns(labels), labels[0][0], labels[-1][0])


def _history(form: JobsForm, now: Any) -> Picture | None:
    """How many were open day by day: counted for all, and for one country, never for words."""
    countries = form.filters(include_samples=False).countries
    if form.words() or form.filter_count() != len(countries) or len(countries) > 1:
        return None
    labels = {"country": countries[0].upper()} if countries else {}
    days = history("open_postings", labels, since=(now - _HISTORY).date())
    if len(days) < _WORTH_A_LINE:
        return None
    shown = [(date_format(day, "j M"), count) for day, count in days]
    return Picture(pictures.columns(shown), shown[0][0], shown[-1][0])


def _employers(found: Market) -> list[dict[str, Any]]:
    drawn = pictures.lines([(one.name, one.count) for one in found.employers])
    return [{"line": line, "id": one.id} for line, one in zip(drawn, found.employers, strict=True)]
