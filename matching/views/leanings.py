"""More like this, less like this, and employers that are hidden: what comes next, and taking it back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from jobs.models import Posting
from jobs.selectors import companies
from jobs.services import hide_company, show_company
from matching import selectors, services
from matching.models import Leaning


@login_required
@require_POST
def lean(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """Say MORE or LESS of a posting, or take it back: `direction` in the form."""
    posting = selectors.open_posting(posting_id)
    if posting is None:
        raise Http404
    owner = cast("User", request.user)
    direction = request.POST.get("direction", "")
    if direction == "":
        services.undo_leaning(user=owner, posting=posting)
    elif direction in Leaning.Direction.values:
        services.record_leaning(user=owner, posting=posting, direction=direction)
    else:
        return HttpResponse(status=400)
    text = _said(direction, posting)
    if request.headers.get("HX-Request"):
        context = {"posting_id": posting.pk, "leaning": direction, "text": text}
        return render(request, "matching/partials/leant.html", context)
    messages.success(request, text)
    return redirect(_back(request, reverse("posting", args=[posting.pk])))


@login_required
@require_POST
def employer(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Hide an employer everywhere, or show it again: `act` in the form."""
    company = companies.company_detail(company_id)
    act = request.POST.get("act", "")
    if company is None or act not in {"hide", "show"}:
        raise Http404
    owner = cast("User", request.user)
    if act == "hide":
        hide_company(user=owner, company=company)
        words = _("Postings of %(name)s are left out. “What I’m looking for” lists what you hide.")
    else:
        show_company(user=owner, company=company)
        words = _("Postings of %(name)s are shown again.")
    messages.success(request, words % {"name": company.name})
    return redirect(_back(request, reverse("looking-for")))


def _back(request: HttpRequest, otherwise: str) -> str:
    """Where the form stood, when that is a page of ours."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, None) and page.startswith("/")
    return page if is_ours else otherwise


def _said(direction: str, posting: Posting) -> str:
    words = {
        "MORE": _("More like this from now on: %(title)s"),
        "LESS": _("Less like this from now on: %(title)s"),
        "": _("Taken back: %(title)s"),
    }
    return words[direction] % {"title": posting.title[:60]}
