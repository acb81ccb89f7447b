"""Pages that belong to no app."""

import sys
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_safe

from core.errors import TransientError

_API = "/api/"


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What is this, can I trust it, can I try it now? Who is signed in goes to today's work."""
    if request.user.is_authenticated and not getattr(request.user, "is_guest", False):
        return redirect("today")
    return render(request, "core/landing.html")


@require_safe
def favicon(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Send browsers that ask for the old address to the drawn mark."""
    return HttpResponsePermanentRedirect(static("img/mark.svg"))


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer the questions a newcomer asks."""
    base = "base.html" if request.user.is_authenticated else "base_public.html"
    return render(request, "core/help.html", {"base": base})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing is here: in JSON where a program asks."""
    if request.path.startswith(_API):
        said = {"code": "not_found", "detail": _("There is nothing at this address.")}
        return JsonResponse(said, status=HTTPStatus.NOT_FOUND)
    return defaults.page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke, and with 503 that it may pass: the database or a store is away."""
    may_pass = isinstance(sys.exc_info()[1], OperationalError | TransientError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if may_pass else HTTPStatus.INTERNAL_SERVER_ERROR
    if request.path.startswith(_API):
        said = {
            "code": "try_later" if may_pass else "error",
            "detail": _("Something broke on our side. Try again in a minute."),
        }
        response: HttpResponse = JsonResponse(said, status=status)
    else:
        response = defaults.server_error(request)
        response.status_code = status
    if may_pass:
        response["Retry-After"] = "30"
    return response
