"""`/jobs`: which open postings answer these words and filters?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Profile, User
from core.errors import BadCursorError
from jobs.selectors import SearchPage, search_postings
from jobs.selectors.companies import hidden_companies
from jobs.services import count_search
from matching import selectors, services
from matching.forms import JobsForm
from matching.rendering.rows import row_of
from matching.views.inbox import ENGINE_LINE

PAGE = 20


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Search with filters and counts; rows carry the same fit as For you."""
    owner = request.user if request.user.is_authenticated else None
    form = JobsForm(request.GET)
    page = _page(request, form, owner)
    search = selectors.default_search(owner.pk) if owner else None
    fits = services.fits_for(search, page.postings, now=timezone.now())
    hidden = hidden_companies(owner.pk) if owner else frozenset()
    shown = [posting for posting in page.postings if posting.company_id not in hidden]
    ids = [posting.pk for posting in shown]
    said = selectors.verdicts_on(owner.pk, ids) if owner else {}
    context = {
        "form": form,
        "rows": [
            row_of(posting, fits.get(posting.pk), verdict=said.get(posting.pk, ""))
            for posting in shown
        ],
        "left_out": len(page.postings) - len(shown),
        "page": page,
        "facets": form.facet_groups(page.facets),
        "filter_count": form.filter_count(),
        "search": search,
        "engine": ENGINE_LINE,
        "base": "base.html" if owner else "base_public.html",
    }
    return render(request, "matching/jobs.html", context)


def _page(request: HttpRequest, form: JobsForm, owner: User | None) -> SearchPage:
    hides = bool(owner) and Profile.objects.filter(user=owner, hide_samples=True).exists()
    filters = form.filters(include_samples=not hides)
    words, sort = form.words(), form.sort()
    if not request.GET.get("after"):
        count_search(words=words, filters=filters, now=timezone.now())
    try:
        return search_postings(
            words, filters=filters, sort=sort, limit=PAGE, cursor=request.GET.get("after") or None
        )
    except BadCursorError:
        return search_postings(words, filters=filters, sort=sort, limit=PAGE)
