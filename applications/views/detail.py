"""One application: looked at, described, kept, deleted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import services
from applications.forms import (
    PRIORITIES,
    EditForm,
    FollowUpForm,
    NextStepForm,
    NoteForm,
    ReminderForm,
)
from applications.models import Application
from applications.rendering.markdown import safe_markdown
from applications.selectors.detail import Detail, detail
from applications.selectors.mail import questions as asked_of
from applications.states import BEFORE_APPLYING, HAND_SET, WAITING_ON_OTHERS, Status
from applications.types import morning_in
from applications.views.doors import back, is_htmx, own, page, person, zone
from applications.views.mail import question_words
from applications.views.words import badge_kind, card_words, clock, event_words, moves_from
from jobs.models import Posting

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
            {
                "row": i,
                "at": clock(i.starts_at, i.time_zone),
                "is_over": i.starts_at < now,
                "notes": SafeString(safe_markdown(i.notes)),
                "is_link": i.place.startswith(("https://", "http://")),
            }
            for i in found.interviews
        ],
        "reminders": found.reminders,
        "contacts": found.contacts,
        "attachments": found.attachments,
        "priority": PRIORITIES[row.priority] if 0 < row.priority < len(PRIORITIES) else "",
        "dated_moves": [s for s in Status if s in HAND_SET and s != row.status],
        "today": timezone.localdate(),
        "notes": found.notes,
        "mails": sorted(found.mails.values(), key=lambda mail: mail.sent_at, reverse=True),
        "mail_questions": question_words(asked_of(row.owner_id, application_id=row.pk)),
        "application_key": str(row.pk),
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
    posting = shown_posting(pk)
    row = services.save_posting(owner=person(request), posting=posting, now=timezone.now())
    said = _("Saved to your applications.")
    if is_htmx(request):
        context = {"said": said, "url": reverse("application", args=[row.pk])}
        return render(request, "applications/partials/said.html", context)
    messages.success(request, said)
    return back(request, reverse("application", args=[row.pk]))


def shown_posting(pk: UUID) -> Posting:
    shown = Posting.objects.exclude(status=Posting.Status.DELETED).select_related("source")
    return get_object_or_404(shown, pk=pk)
