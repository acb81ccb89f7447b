"""What a person says of an employer; the employer's page shows fit and lives in matching."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from jobs import services
from jobs.selectors import companies

_ACTS = {
    "follow": (services.follow_company, gettext_lazy("You follow %(name)s.")),
    "unfollow": (services.unfollow_company, gettext_lazy("You no longer follow %(name)s.")),
    "hide": (services.hide_company, gettext_lazy("Postings of %(name)s are left out.")),
    "show": (services.show_company, gettext_lazy("Postings of %(name)s are shown again.")),
}


@login_required
@require_POST
def say(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Follow, unfollow, hide or show an employer: `act` in the form."""
    company = companies.company_detail(company_id)
    act = request.POST.get("act", "")
    if company is None or act not in _ACTS:
        raise Http404
    service, words = _ACTS[act]
    service(user=cast("User", request.user), company=company)
    messages.success(request, words % {"name": company.name})
    return redirect("company", company.pk)
