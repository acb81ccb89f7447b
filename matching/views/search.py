"""`/jobs`: which open postings answer these words and filters?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Profile, User
from core.errors import BadCursorError
from jobs.selectors import SearchPage, counts_without, search_postings, suggest
from jobs.selectors.companies import hidden_companies
from jobs.selectors.places import suggest_places
from jobs.services import count_search
from matching import selectors, services
from matching.forms import JobsForm
from matching.views.inbox import ENGINE_LINE
from matching.views.rows import rows_of, with_leanings

PAGE = 20
_SUGGESTED = 8


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Search with filters and counts; rows carry the same fit as For you."""
    owner = request.user if request.user.is_authenticated else None
    form = JobsForm(request.GET)
    include_samples = not (owner and _hides_samples(owner))
    page = _page(request, form, include_samples=include_samples)
    search = selectors.default_search(owner.pk) if owner else None
    now = timezone.now()
    fits = services.fits_for(search, page.postings, now=now)
    hidden = hidden_companies(owner.pk) if owner else frozenset()
    shown = [posting for posting in page.postings if posting.company_id not in hidden]
    ids = [posting.pk for posting in shown]
    said = selectors.verdicts_on(owner.pk, ids) if owner else {}
    rows = rows_of(shown, now=now, fits=fits, verdicts=said, elsewhere=page.elsewhere)
    context = {
        "form": form,
        "rows": with_leanings(rows, owner.pk if owner else None),
        "left_out": len(page.postings) - len(shown),
        "page": page,
        "search": search,
        "engine": ENGINE_LINE,
        "base": "base.html" if owner else "base_public.html",
        **_around(form, page, include_samples=include_samples),
    }
    return render(request, "matching/jobs.html", context)


@require_GET
def suggested(request: HttpRequest) -> HttpResponse:
    """What a search box offers while somebody types: `?q=` for words, `?place=` for towns."""
    if "place" in request.GET:
        found = [place.label for place in suggest_places(request.GET["place"], _SUGGESTED)]
    else:
        found = [one.term for one in suggest(request.GET.get("q", ""), limit=_SUGGESTED)]
    return render(request, "matching/partials/suggested.html", {"terms": found})


def _around(form: JobsForm, page: SearchPage, *, include_samples: bool) -> dict[str, Any]:
    """What stands around the postings: filters, chips, orders, and ways out of an empty page."""
    chips = form.chips(page.facets)
    counts = {}
    if not page.count and chips:
        asked = form.filters(include_samples=include_samples)
        counts = counts_without(form.words(), asked)
    return {
        "facets": form.facet_groups(page.facets),
        "internships": form.internships(page.facets),
        "chips": chips,
        "loosened": form.loosened(counts),
        "without_filters": counts.get("", 0),
        "exact_url": form.url(exact=["1"]),
    }


def _hides_samples(owner: User) -> bool:
    return Profile.objects.filter(user=owner, hide_samples=True).exists()


def _page(request: HttpRequest, form: JobsForm, *, include_samples: bool) -> SearchPage:
    asked: dict[str, Any] = {
        "filters": form.filters(include_samples=include_samples),
        "sort": form.sort(),
        "limit": PAGE,
        "corrects": form.corrects(),
    }
    if not request.GET.get("after"):
        count_search(words=form.words(), filters=asked["filters"], now=timezone.now())
    try:
        return search_postings(form.words(), cursor=request.GET.get("after") or None, **asked)
    except BadCursorError:
        return search_postings(form.words(), **asked)
