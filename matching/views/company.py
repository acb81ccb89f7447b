"""`/companies/<id>`: what else is there at this employer; follow, hide."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jobs.selectors import companies
from matching import selectors, services
from matching.views.inbox import ENGINE_LINE
from matching.views.rows import rows_of, with_leanings

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
    found_rows = rows_of(page.postings, now=now, fits=fits, verdicts=said)
    context = {
        "company": found,
        "rows": [
            replace(row, company="")
            for row in with_leanings(found_rows, owner.pk if owner else None)
        ],
        "count": companies.open_postings_of(found, now=now).count(),
        "older": page.next_marker,
        "stance": companies.stance_of(owner.pk, found.pk) if owner else companies.Stance(),
        "search": search,
        "engine": ENGINE_LINE,
        "base": "base.html" if owner else "base_public.html",
    }
    return render(request, "matching/company.html", context)
