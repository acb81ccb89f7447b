"""One application: added, looked at, described, sent off to, deleted."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import services
from applications.forms import (
    ByHandForm,
    EditForm,
    FollowUpForm,
    NextStepForm,
    NoteForm,
    ReminderForm,
)
from applications.models import Application
from applications.selectors.detail import Detail, detail, mine
from applications.states import BEFORE_APPLYING, WAITING_ON_OTHERS, Status
from applications.types import DidYouApply, morning_in
from applications.views.doors import back, is_htmx, own, page, person, zone
from applications.views.words import badge_kind, card_words, clock, event_words, moves_from
from core.errors import DomainError
from jobs.models import Posting
from jobs.services import read_link

FOLLOW_UP_DAYS = 7


@require_GET
@page
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What has happened, and what is next?"""
    found = detail(person(request).pk, pk, now=timezone.now())
    if found is None:
        raise Http404
    context = _shown(found)
    if is_htmx(request) and request.GET.get("part"):
        return render(request, "applications/partials/history.html", context)
    return render(request, "applications/application.html", context)


def _shown(found: Detail) -> dict[str, Any]:
    row, now = found.application, timezone.now()
    morning = morning_in(FOLLOW_UP_DAYS, now=now, zone=zone()).astimezone(zone())
    at = timezone.localtime(row.next_action_at) if row.next_action_at else None
    return {
        "application": row,
        "card": card_words(found.card),
        "events": event_words(found),
        "interviews": [
            {"row": i, "at": clock(i.starts_at, i.time_zone), "is_over": i.starts_at < now}
            for i in found.interviews
        ],
        "reminders": found.reminders,
        "notes": found.notes,
        "moves": moves_from(Status(row.status)),
        "badge_kind": badge_kind(Status(row.status)),
        "can_leave": bool(row.url) or bool(row.posting and row.posting.redirect_url),
        "asks_did_you_apply": row.left_at is not None and row.status in BEFORE_APPLYING,
        "note_form": NoteForm(),
        "reminder_form": ReminderForm(
            zone=zone(), initial={"due_at": morning.replace(tzinfo=None)}
        ),
        "follow_up": FollowUpForm(initial={"days": row.follow_up_days})
        if row.status in WAITING_ON_OTHERS
        else None,
        "next_form": NextStepForm(
            zone=zone(),
            initial={"text": row.next_action, "at": at.replace(tzinfo=None) if at else None},
        ),
    }


@require_http_methods(["GET", "POST"])
@page
def add(request: HttpRequest) -> HttpResponse:
    """Add a job found elsewhere: a link, or two fields, are enough."""
    if "read_link" in request.POST:
        return _add_from_link(request)
    form = ByHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.add_by_hand(owner=person(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Added. What is the next step?"))
        return redirect("application", made.pk)
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "link": request.GET.get("link", ""),
        "bookmarklet": _bookmarklet(request),
    }
    return render(request, "applications/add.html", context, status=status)


def _bookmarklet(request: HttpRequest) -> str:
    """A bookmark that opens the form on any page with that page's address in it; it reads nothing."""
    address = json.dumps(request.build_absolute_uri(reverse("application-add")) + "?link=")
    return f"javascript:void(open({address}+encodeURIComponent(location.href)))"


def _add_from_link(request: HttpRequest) -> HttpResponse:
    """The same form with what the page says filled in; the person looks before it is kept."""
    url = request.POST.get("link", "")
    try:
        reading = read_link(actor=person(request), url=url)
    except DomainError as error:
        context = {"form": ByHandForm(initial={"url": url}), "link": url, "link_error": str(error)}
        return render(request, "applications/add.html", context, status=422)
    initial = {
        "title": reading.title,
        "company_name": reading.company,
        "place": reading.place,
        "url": reading.url,
        "description": reading.description,
        "deadline": reading.closes_on,
    }
    context = {"form": ByHandForm(initial=initial), "link": url, "reading": reading}
    return render(request, "applications/add.html", context)


@require_http_methods(["GET", "POST"])
@page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change how an application is described."""
    row = own(request, pk)
    form = EditForm(
        request.POST or None,
        instance=Application(**{name: getattr(row, name) for name in EditForm.Meta.fields}),
        initial={"tags": ", ".join(row.tags)},
    )
    if request.method == "POST" and form.is_valid():
        services.edit_application(
            application=row, actor=person(request), now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect("application", row.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "application": row}
    return render(request, "applications/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@page
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete an application with its history: asked once, in words that name the consequence."""
    row = own(request, pk)
    if request.method == "POST":
        services.delete_application(application=row)
        messages.success(request, _("Deleted."))
        return redirect("applications")
    return render(request, "applications/delete.html", {"application": row})


@require_POST
@page
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a posting."""
    posting = _posting(pk)
    row = services.save_posting(owner=person(request), posting=posting, now=timezone.now())
    said = _("Saved to your applications.")
    if is_htmx(request):
        context = {"said": said, "url": reverse("application", args=[row.pk])}
        return render(request, "applications/partials/said.html", context)
    messages.success(request, said)
    return back(request, reverse("application", args=[row.pk]))


@require_POST
@page
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to the company's site; on return the person is asked whether they applied.

    `pk` is an application, or a posting, which is then saved first. The answer is a page that
    goes on by itself: the policy of our pages forbids a form to end on another site.
    """
    now, who = timezone.now(), person(request)
    row = mine(who.pk).filter(pk=pk).first()
    if row is None:
        row = services.save_posting(owner=who, posting=_posting(pk), now=now)
    url = services.leave_for_company_site(application=row, actor=who, now=now)
    response = render(request, "applications/leaving.html", {"application": row, "url": url})
    response["Refresh"] = f"0; url={url}"
    return response


def _posting(pk: UUID) -> Posting:
    shown = Posting.objects.exclude(status=Posting.Status.DELETED).select_related("source")
    return get_object_or_404(shown, pk=pk)


@require_POST
@page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Did you apply?"""
    row = own(request, pk)
    text = request.POST.get("answer", "")
    if text not in set(DidYouApply):
        raise Http404
    services.answer_did_you_apply(
        application=row, answer=DidYouApply(text), actor=person(request), now=timezone.now()
    )
    messages.success(request, _ANSWERED[DidYouApply(text)]())
    return back(request, "today")


_ANSWERED = {
    DidYouApply.YES_TODAY: lambda: _("Applied today. You will be reminded to follow up in a week."),
    DidYouApply.NOT_YET: lambda: _("You will be asked again tomorrow."),
    DidYouApply.NO: lambda: _("Closed as withdrawn. You can undo it in its timeline."),
}
