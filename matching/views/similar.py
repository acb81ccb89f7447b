"""`/jobs/<id>/similar`: what else is like this posting?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from matching import selectors, services
from matching.views.rows import rows_of

SHOWN = 6


@require_GET
def similar(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """Open postings like one, with the same fit as everywhere: a page, or the part inside one."""
    posting = selectors.open_posting(posting_id)
    if posting is None:
        raise Http404
    now = timezone.now()
    owner = request.user if request.user.is_authenticated else None
    found = services.similar_to_posting(
        posting, now=now, top=SHOWN, owner_id=owner.pk if owner else None
    )
    postings = [one.posting for one in found.rows]
    search = selectors.default_search(owner.pk) if owner else None
    context = {
        "posting": posting,
        "rows": rows_of(postings, now=now, fits=services.fits_for(search, postings, now=now)),
        "leaning": selectors.leaning_on(owner.pk, posting.pk) if owner else "",
        "base": "base.html" if owner else "base_public.html",
    }
    is_part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    name = "partials/similar.html" if is_part else "similar.html"
    return render(request, f"matching/{name}", context)
