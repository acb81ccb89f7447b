"""Content-Security-Policy: strict everywhere, with the live socket's origin added per request."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.context import live_origin


class PolicyMiddleware(CSPMiddleware):
    """Adds `connect-src` for the socket; `/admin/` alone has its own, looser policy.

    The admin theme evaluates Alpine expressions; that permission never leaves `/admin/`.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        extra: dict[str, list[str]] = {"connect-src": [live_origin(request)]}
        if request.path.startswith("/admin/"):
            response._csp_replace = settings.ADMIN_CSP_EXTRA  # type: ignore[attr-defined]  # noqa: SLF001 - the library's hook
        response._csp_update = extra  # type: ignore[attr-defined]  # noqa: SLF001 - the library's hook
        return super().process_response(request, response)
