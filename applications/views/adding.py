"""A job from anywhere: by its link, its text, from the page itself, or by hand. Seen before it is kept."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import services
from applications.forms import ByHandForm, PageForm
from applications.models import Application
from applications.rendering.bookmarklet import bookmarklet
from applications.selectors.adding import already_tracked
from applications.views.doors import page, person
from core.errors import DomainError
from jobs.services import read_link, read_page, read_pasted
from jobs.types import LinkReading

_URL = re.compile(r"https?://\S{4,1990}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came through one of the doors, and what is said about it above the form."""

    reading: LinkReading
    door: str  # link, text or page


@require_http_methods(["GET", "POST"])
@page
def add(request: HttpRequest) -> HttpResponse:
    """Add a job found elsewhere: a link, a text, or two fields, are enough."""
    if request.method == "GET":
        return _shared(request)
    if "read_link" in request.POST:
        return _from_link(request)
    if "read_text" in request.POST:
        reading = read_pasted(request.POST.get("text", ""))
        return _look_over(request, Brought(reading, "text"))
    if "page" in request.POST:
        return _from_page(request)
    return _by_hand(request)


def _by_hand(request: HttpRequest) -> HttpResponse:
    form = ByHandForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    said = form.cleaned_data
    tracked = _tracked(request, said["url"], said["title"], said["company_name"])
    if tracked and "anyway" not in request.POST:
        return _form(request, form, status=409, tracked=tracked, is_asked=True)
    made = services.add_by_hand(owner=person(request), now=timezone.now(), **said)
    messages.success(request, _("Added. What is the next step?"))
    return redirect("application", made.pk)


def _shared(request: HttpRequest) -> HttpResponse:
    """The empty form; or with what a phone shared (`title text url`), or a bookmark's `link`."""
    given = {name: request.GET.get(name, "") for name in ("link", "url", "title", "text")}
    found = _URL.search(f"{given['url']} {given['text']}")
    link = given["link"] or (found[0].rstrip(".,;)") if found else "")
    if not given["title"] and not given["text"]:
        return _form(request, ByHandForm(initial={"url": given["link"]}), link=link)
    reading = read_pasted(given["text"], title=given["title"], url=link)
    return _look_over(request, Brought(reading, "text"))


def _from_link(request: HttpRequest) -> HttpResponse:
    url = request.POST.get("link", "")
    try:
        reading = read_link(actor=person(request), url=url)
    except DomainError as error:
        form = ByHandForm(initial={"url": url, "source_name": _site(url)})
        tracked = _tracked(request, url)
        return _form(request, form, status=422, link=url, link_error=str(error), tracked=tracked)
    return _look_over(request, Brought(reading, "link"), link=url)


def _from_page(request: HttpRequest) -> HttpResponse:
    form = PageForm(request.POST)
    if not form.is_valid():
        return _form(request, ByHandForm(), status=422, link_error=form.errors["page"][0])
    said = form.cleaned_data["page"]
    scripts = (f'<script type="application/ld+json">{each}</script>' for each in said["data"])
    reading = read_page(
        url=said["url"],
        page="\n".join([*scripts, *said["microdata"]]),
        text=said["selection"] or said["text"],
        title=said["title"],
    )
    return _look_over(request, Brought(reading, "page"))


def _look_over(request: HttpRequest, brought: Brought, link: str = "") -> HttpResponse:
    """The same form with what was read filled in; the person looks before it is kept."""
    reading = brought.reading
    initial = {
        "title": reading.title,
        "company_name": reading.company,
        "place": reading.place,
        "url": reading.url,
        "description": reading.description,
        "source_name": _site(reading.url),
        "deadline": reading.closes_on,
    }
    tracked = _tracked(request, reading.url, reading.title, reading.company)
    more: dict[str, Any] = {"brought": brought, "reading": reading, "tracked": tracked}
    return _form(request, ByHandForm(initial=initial), link=link or reading.url, **more)


def _form(
    request: HttpRequest, form: ByHandForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "applications/add.html", {"form": form, **more}, status=status)


def _tracked(
    request: HttpRequest, url: str, title: str = "", company: str = ""
) -> list[Application]:
    return already_tracked(person(request).pk, url=url, title=title, company_name=company)


def _site(url: str) -> str:
    """Where it was found: the host, as people say it."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")[:80]
    except ValueError:
        return ""


@require_GET
@page
def from_page(request: HttpRequest) -> HttpResponse:
    """The window the bookmark opens: asks the page it came from what it says.

    The one page of ours that keeps its opener. It sends that nothing but "ready", takes from it only
    what comes from the origin it says to be of, and keeps nothing before the person has looked.
    """
    response = render(request, "applications/add_page.html", {})
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_GET
@page
def bookmark(request: HttpRequest) -> HttpResponse:
    """How to add from any page: the bookmark, the share menu, the clipboard."""
    origin = f"{request.scheme}://{request.get_host()}"
    return render(request, "applications/add_bookmark.html", {"bookmarklet": bookmarklet(origin)})
