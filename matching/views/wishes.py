"""`/looking-for`: what do I want?"""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.selectors import profile_of, reachable_people
from jobs.selectors.companies import said_of_companies
from matching import selectors, services
from matching.engine.languages import ENGLISH_NAMES
from matching.forms import WishForm, country_names
from matching.models import Search


def _mine(request: HttpRequest, search_id: UUID) -> Search:
    owner = cast("User", request.user)
    search = selectors.searches_of(owner.pk).filter(pk=search_id).first()
    if search is None:
        raise Http404
    return search


@login_required
@require_http_methods(["GET", "POST"])
def looking_for(request: HttpRequest, search_id: UUID | None = None) -> HttpResponse:
    """Edit one search; without one, begin the first."""
    owner = cast("User", request.user)
    search = _mine(request, search_id) if search_id else selectors.default_search(owner.pk)
    if search is None:
        return _first(request, owner)
    initial = WishForm.initial_of(search)
    form = WishForm(request.POST or None, initial=initial, owner_id=owner.pk)
    if request.method == "POST" and form.is_valid():
        services.update_search(search=search, wish=form.wish(), now=timezone.now())
        messages.success(request, _("Kept. Matching again now."))
        return redirect("matches")
    return _page(request, form, owner, search)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add another search."""
    return _first(request, cast("User", request.user))


def _first(request: HttpRequest, owner: User) -> HttpResponse:
    form = WishForm(
        request.POST or None, initial={"remote": "ALSO", "cadence": "OFF"}, owner_id=owner.pk
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        search = services.create_search(owner=owner, wish=form.wish(), now=now)
        services.confirm_search(search=search, now=now)
        return redirect("matches")
    return _page(request, form, owner, None)


def _page(request: HttpRequest, form: WishForm, owner: User, search: Search | None) -> HttpResponse:
    followed, hidden = said_of_companies(owner.pk)
    context = {
        "form": form,
        "followed": list(followed),
        "hidden": list(hidden),
        "leanings": selectors.leanings_of(owner.pk),
        "search": search,
        "countries": country_names(search.countries) if search else [],
        "languages": [ENGLISH_NAMES.get(code, code) for code in search.languages] if search else [],
        "time_zone": profile_of(owner).time_zone,
        "is_reachable": reachable_people().filter(pk=owner.pk).exists(),
        "searches": list(selectors.searches_of(owner.pk)),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "matching/looking_for.html", context, status=status)


@login_required
@require_POST
def confirm(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """The prefilled search is right."""
    services.confirm_search(search=_mine(request, search_id), now=timezone.now())
    return redirect("matches")


@login_required
@require_POST
def delete(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Remove a search."""
    services.delete_search(search=_mine(request, search_id))
    messages.success(request, _("Search removed."))
    return redirect("looking-for")
