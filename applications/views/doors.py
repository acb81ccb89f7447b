"""What every page of applications does first: who, and in which time zone."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from applications.models import Application
from applications.selectors.detail import mine
from applications.selectors.people import zone_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(view: View[P]) -> View[P]:
    """Ask for a sign-in and show times in the person's zone."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with timezone.override(zone_of(person(request))):
            return view(request, *args, **kwargs)

    return cast("View[P]", inner)


def person(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast("User", request.user)


def zone() -> ZoneInfo:
    """Return the zone `page` set: the person's own."""
    return ZoneInfo(timezone.get_current_timezone_name())


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script asked and wants a part of a page."""
    return request.headers.get("HX-Request") == "true"


def own(request: HttpRequest, pk: UUID) -> Application:
    """Return one of the person's applications, or answer 404."""
    found = mine(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Send the person where they were on this site, or to a named page."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        return redirect(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return redirect(otherwise)
