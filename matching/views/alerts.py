"""Stopping the mails of one search, from a link in one of them: no login, no cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matching import services
from matching.models import Search
from matching.requests import search_of_token


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first when the link is opened; stop when it is posted to, as mail programs do.

    Source: RFC 8058, section 3.2: the POST carries no cookie and its answer is no redirect.
    """
    search_id = search_of_token(token)
    if search_id is None:
        raise Http404
    if request.method != "POST":
        search = Search.objects.filter(pk=search_id).first()
        return _page(request, search, is_over=search is None or search.cadence == "OFF")
    search = services.stop_alerts(search_id=search_id, now=timezone.now())
    return _page(request, search, is_over=True) if "page" in request.POST else HttpResponse()


def _page(request: HttpRequest, search: Search | None, *, is_over: bool) -> HttpResponse:
    return render(request, "matching/alerts_stop.html", {"search": search, "is_over": is_over})
