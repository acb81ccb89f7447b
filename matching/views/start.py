"""The second half of the first minute: what I'm looking for, then three postings."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from matching import selectors, services
from matching.forms import StartForm
from matching.models import Match
from matching.rendering.rows import Row, row_of
from matching.types import Fit
from matching.views.inbox import ENGINE_LINE


@never_cache
@require_http_methods(["GET", "POST"])
@login_required(login_url="start")
def looking_for(request: HttpRequest) -> HttpResponse:
    """Ask for four things, prefilled from the resume; matching runs meanwhile."""
    owner = cast("User", request.user)
    search = selectors.default_search(owner.pk)
    initial = StartForm.initial_of(search) if search else {"remote": "ALSO", "radius_km": 50}
    form = StartForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if search is None:
            search = services.create_search(owner=owner, wish=form.wish(), now=now)
        elif form.has_changed():
            search = services.update_search(search=search, wish=form.wish(), now=now)
        services.confirm_search(search=search, now=now)
        return redirect("start-postings")
    context = {"form": form, "stages": _stages(), "search": search}
    status = 422 if form.is_bound else 200
    return render(request, "matching/start_looking.html", context, status=status)


@never_cache
@require_GET
@login_required(login_url="start")
def postings(request: HttpRequest) -> HttpResponse:
    """Show three postings, one of them an honest no when there is one."""
    owner = cast("User", request.user)
    search = selectors.default_search(owner.pk)
    if search is None:
        return redirect("start-looking")
    template = "matching/partials/start_postings.html"
    if not request.headers.get("HX-Request"):
        template = "matching/start_postings.html"
    matches = [] if search.is_waiting else selectors.best_matches(owner.pk, with_a_no=True)
    context = {
        "search": search,
        "is_waiting": search.is_waiting,
        "steps": _steps(is_waiting=search.is_waiting),
        "rows": [_row(match) for match in matches],
        "stages": _stages(),
        "engine": ENGINE_LINE,
        "now": timezone.now(),
    }
    return render(request, template, context)


def _row(match: Match) -> Row:
    return row_of(match.posting, Fit.from_json(match.explanation))


def _stages() -> list[str]:
    return [_("Resume"), _("Check"), _("Looking for"), _("Postings")]


def _steps(*, is_waiting: bool) -> list[dict[str, str]]:
    return [
        {"state": "done", "text": _("Resume read")},
        {"state": "now" if is_waiting else "done", "text": _("Matching open postings")},
        {"state": "next" if is_waiting else "done", "text": _("Three to look at")},
    ]
