"""The calendar address, what it answers, and single dates to download."""

from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from applications import services
from applications.exports.calendar import calendar_file
from applications.selectors.calendars import (
    entries_of,
    feed_behind,
    feed_of,
    interview_entry,
    reminder_entry,
)
from applications.selectors.detail import interviews_of, reminders_of
from applications.selectors.people import locale_of
from applications.views.doors import page, person
from resumes.requests import saved_as

MEDIA_TYPE = "text/calendar; charset=utf-8"


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program, which signs in by the address alone; 304 while nothing changed."""
    found = feed_behind(token)
    if found is None:
        raise Http404
    with translation.override(locale_of(found.owner)):
        content = calendar_file(entries_of(found.owner_id), name=_("Job applications"))
    services.note_calendar_read(feed=found, now=timezone.now())
    tag = quote_etag(sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=tag, response=response) or response


@require_GET
@page
@never_cache
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Is there an address, and does a calendar read it?"""
    return render(request, "applications/calendar.html", _context(request))


@require_POST
@page
@never_cache
def make_address(request: HttpRequest) -> HttpResponse:
    """Make an address and show it, this once; the one before stops working."""
    token = services.make_calendar_address(owner=person(request), now=timezone.now())
    address = request.build_absolute_uri(reverse("calendar-feed", args=[token]))
    webcal = f"webcal://{address.partition('://')[2]}"
    context = _context(request) | {"address": address, "webcal": webcal}
    return render(request, "applications/calendar.html", context)


@require_POST
@page
def revoke_address(request: HttpRequest) -> HttpResponse:
    """Make the address lead nowhere."""
    if services.revoke_calendar_address(owner=person(request)):
        messages.success(request, _("The address no longer works."))
    return redirect("calendar")


def _context(request: HttpRequest) -> dict[str, object]:
    entries = len(entries_of(person(request).pk))
    return {"feed": feed_of(person(request).pk), "entries": entries}


@require_GET
@page
def interview_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One interview, for a calendar that does not read the address."""
    found = interviews_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    content = calendar_file([interview_entry(found)])
    return saved_as(name=f"interview-{found.pk}.ics", media_type=MEDIA_TYPE, content=content)


@require_GET
@page
def reminder_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One reminder, for a calendar that does not read the address."""
    found = reminders_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    content = calendar_file([reminder_entry(found)])
    return saved_as(name=f"reminder-{found.pk}.ics", media_type=MEDIA_TYPE, content=content)
