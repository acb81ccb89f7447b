"""What is working: the page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.rendering.funnel import funnel
from applications.rendering.rates import ENOUGH
from applications.selectors.insights import Insights, Period, insights
from applications.views import insight_words as words
from applications.views.doors import page, person, zone


@require_GET
@page
def insights_page(request: HttpRequest) -> HttpResponse:
    """What is working?"""
    now = timezone.now()
    found = insights(person(request).pk, period=asked_period(request), now=now, zone=zone())
    context = {"found": found, "total": found.roads.total, "periods": _periods(found.period)}
    context |= {"enough": ENOUGH, "has_any": not found.is_empty or bool(found.days)}
    if not found.is_empty:
        context |= _shown(found)
    return render(request, "applications/insights.html", context)


def asked_period(request: HttpRequest) -> Period:
    """Return how far back is asked for; everything unless it is said."""
    asked = request.GET.get("period", "")
    return Period(asked) if asked in set(Period) else Period.ALL


def _periods(current: Period) -> list[dict[str, Any]]:
    names = {
        Period.MONTH: _("30 days"),
        Period.QUARTER: _("90 days"),
        Period.YEAR: _("A year"),
        Period.ALL: _("Everything"),
    }
    return [
        {"label": name, "url": f"?period={period}", "is_current": period == current}
        for period, name in names.items()
    ]


def _shown(found: Insights) -> dict[str, Any]:
    pictures = [
        words.roads_picture(found.roads),
        words.stays_picture(found.stays),
        words.bands_picture(found.roads),
        words.sources_picture(found.roads),
        words.versions_picture(found.roads, found.versions),
        words.days_picture(found.days, today=timezone.localdate()),
    ]
    shown = [picture for picture in pictures if picture is not None]
    return {
        "stats": words.stats(found.roads),
        "funnel": funnel(words.stages(found.roads.total)),
        "pictures": shown,
        "charts": {picture.key: picture.chart for picture in shown if picture.chart},
        "gap": words.gap_lines(found.gap),
    }
