"""`/sources`: where do postings come from, and how fresh are they?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jobs.pipeline.standing import Standing, standings
from jobs.selectors.sources import SourceSeen, sources_shown
from jobs.views.words import limits_in_words


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its terms, its freshness and how often it may be asked."""
    known = standings()
    shown = sources_shown(now=timezone.now())
    context = {
        "on": [_row(one, known) for one in shown if _is_on(one, known)],
        "off": [_row(one, known) for one in shown if not _is_on(one, known)],
        "total": sum(one.open_postings for one in shown),
        "base": "base.html" if request.user.is_authenticated else "base_public.html",
    }
    return render(request, "jobs/sources.html", context)


def _is_on(seen: SourceSeen, known: dict[str, Standing]) -> bool:
    standing = known.get(seen.source.slug)
    is_asked = seen.source.is_enabled and standing is not None and standing.is_configured
    return is_asked or seen.open_postings > 0


def _row(seen: SourceSeen, known: dict[str, Standing]) -> dict[str, object]:
    rate = seen.dead_link_rate
    return {
        "source": seen.source,
        "open_postings": seen.open_postings,
        "dead_percent": None if rate is None else round(100 * rate, 1),
        "limits": limits_in_words(known.get(seen.source.slug)),
    }
