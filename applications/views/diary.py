"""Notes, next steps, interviews and reminders."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications import services
from applications.forms import FollowUpForm, InterviewForm, NextStepForm, NoteForm, ReminderForm
from applications.models import Application, Reminder
from applications.selectors.detail import interviews_of, notes_of, reminders_of
from applications.types import morning_in, next_monday
from applications.views.doors import back, own, page, person, zone

SNOOZES = {"1": 1, "3": 3, "7": 7}  # days
FURTHEST_DAYS = 3650


@require_POST
@page
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write something down."""
    row, form = own(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, form, row, _("Add a note"))
    services.add_note(
        application=row, actor=person(request), now=timezone.now(), text=form.cleaned_data["text"]
    )
    return redirect("application", row.pk)


@require_POST
@page
def remove_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a note."""
    found = notes_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    services.remove_note(note=found, now=timezone.now())
    messages.success(request, _("Note removed."))
    return redirect("application", found.application_id)


@require_POST
@page
def next_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what comes next, or that it is done (an empty text)."""
    row, form = own(request, pk), NextStepForm(request.POST, zone=zone())
    if not form.is_valid():
        return _again(request, form, row, _("Next step"))
    services.set_next_action(application=row, now=timezone.now(), **form.cleaned_data)
    return back(request, "today")


@require_POST
@page
def reminder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set a reminder about an application."""
    row, form = own(request, pk), ReminderForm(request.POST, zone=zone())
    if not form.is_valid():
        return _again(request, form, row, _("Set a reminder"))
    services.add_reminder(
        owner=person(request),
        application=row,
        now=timezone.now(),
        time_zone=zone().key,
        **form.cleaned_data,
    )
    return redirect("application", row.pk)


@require_POST
@page
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask sooner, later or never when nobody replies here."""
    row, form = own(request, pk), FollowUpForm(request.POST)
    if form.is_valid():
        services.set_follow_up(application=row, days=form.cleaned_data["days"], now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("application", row.pk)


def _again(request: HttpRequest, form: Form, row: Application, title: str) -> HttpResponse:
    """Show a short form by itself, with what was wrong; what was typed is kept."""
    context = {"form": form, "application": row, "title": title}
    return render(request, "applications/form.html", context, status=422)


@require_http_methods(["GET", "POST"])
@page
def add_interview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put an interview in the diary."""
    row = own(request, pk)
    form = InterviewForm(request.POST or None, zone=zone())
    if request.method == "POST" and form.is_valid():
        services.add_interview(
            application=row, actor=person(request), now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The interview is in your diary."))
        return redirect("application", row.pk)
    context = {"form": form, "application": row, "title": _("Add an interview")}
    status = 422 if form.is_bound else 200
    return render(request, "applications/interview.html", context, status=status)


@require_http_methods(["GET", "POST"])
@page
def interview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Prepare an interview, change it, or say how it went."""
    found = interviews_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = InterviewForm(request.POST or None, instance=found, zone=zone())
    if request.method == "POST" and form.is_valid():
        services.edit_interview(
            interview=found, actor=person(request), now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect("application", found.application_id)
    context = {
        "form": form,
        "application": found.application,
        "interview": found,
        "title": _("Interview with %(company)s") % {"company": found.application.company_name},
    }
    status = 422 if form.is_bound else 200
    return render(request, "applications/interview.html", context, status=status)


@require_POST
@page
def remove_interview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an interview out of the diary."""
    found = interviews_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    services.remove_interview(interview=found, now=timezone.now())
    messages.success(request, _("Interview removed."))
    return redirect("application", found.application_id)


@require_POST
@page
def complete_reminder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick a reminder off."""
    services.complete_reminder(reminder=_reminder(request, pk), now=timezone.now())
    messages.success(request, _("Done."))
    return back(request, "today")


@require_POST
@page
def reopen_reminder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the tick back."""
    services.reopen_reminder(reminder=_reminder(request, pk), now=timezone.now())
    return back(request, "today")


@require_POST
@page
def snooze_reminder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a reminder again in an hour, some days, next week or on a day."""
    now = timezone.now()
    until = _snoozed_until(request, now)
    if until is None:
        raise Http404
    services.snooze_reminder(reminder=_reminder(request, pk), until=until, now=now)
    messages.success(request, _("You will be reminded later."))
    return back(request, "today")


def _snoozed_until(request: HttpRequest, now: datetime) -> datetime | None:
    words = request.POST
    if words.get("for") == "hour":
        return now + timedelta(hours=1)
    if words.get("for") == "week":
        return next_monday(now=now, zone=zone())
    days = SNOOZES.get(words.get("days", ""))
    with suppress(ValueError):
        if day := parse_date(words.get("date", "")):
            days = (day - now.astimezone(zone()).date()).days
    if days is None or not 0 < days <= FURTHEST_DAYS:
        return None
    return morning_in(days, now=now, zone=zone())


def _reminder(request: HttpRequest, pk: UUID) -> Reminder:
    found = reminders_of(person(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
