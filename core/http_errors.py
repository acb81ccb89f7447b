"""One place turns a broken rule into an answer a person can read."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from core.errors import DomainError


class DomainErrorMiddleware:
    """Turns a `DomainError` on a page into a message where the person was.

    htmx gets the error partial with the error's own status; the API has its own handler.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError) or request.path.startswith("/api/"):
            return None
        if request.headers.get("HX-Request"):
            context = {"message": str(error), "code": error.code}
            return render(request, "components/error.html", context, status=error.status)
        messages.error(request, str(error))
        return redirect(_where_they_were(request))


def _where_they_were(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}) and (
        request.method != "GET" or request.build_absolute_uri() != referer
    ):
        return referer
    return "/"
