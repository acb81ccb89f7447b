"""`/companies/<id>`: what else is there at this employer; follow, hide."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jobs.selectors import companies
from matching import selectors, services
from matching.rendering.rows import row_of
from matching.views.inbox import ENGINE_LINE

PAGE = 20


@require_GET
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """The open postings of one employer, newest first, with the same fit as everywhere."""
    found = companies.company_detail(company_id)
    if found is None:
        raise Http404
    now = timezone.now()
    owner = request.user if request.user.is_authenticated else None
    page = companies.company_page(found, now=now, marker=request.GET.get("after", ""), size=PAGE)
    search = selectors.default_search(owner.pk) if owner else None
    fits = services.fits_for(search, page.postings, now=now)
    ids = [posting.pk for posting in page.postings]
    said = selectors.verdicts_on(owner.pk, ids) if owner else {}
    context = {
        "company": found,
        "rows": [
            replace(
                row_of(posting, fits.get(posting.pk), verdict=said.get(posting.pk, "")), company=""
            )
            for posting in page.postings
        ],
        "count": companies.open_postings_of(found, now=now).count(),
        "older": page.next_marker,
        "stance": companies.stance_of(owner.pk, found.pk) if owner else companies.Stance(),
        "search": search,
        "engine": ENGINE_LINE,
        "base": "base.html" if owner else "base_public.html",
    }
    return render(request, "matching/company.html", context)
