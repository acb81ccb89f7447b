"""The sheet a person prepares an interview with; made to be printed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.ai import keys
from accounts.selectors import profile_of
from applications.selectors.preparation import preparation_of
from applications.services.preparation import ask_for_questions
from applications.views.doors import own, page, person
from applications.views.words import clock
from core.errors import DomainError


@require_GET
@page
def preparation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What will they ask, what do I answer with, what do I ask them, where and when is it?"""
    application = own(request, pk)
    found = preparation_of(application, now=timezone.now())
    coming = found.interview
    context = {
        "application": application,
        "found": found,
        "interview": coming,
        "interview_at": clock(coming.starts_at, coming.time_zone) if coming else "",
        "host": keys.host_for(person(request).pk),
        "has_consent": profile_of(person(request)).has_ai_consent,
    }
    return render(request, "applications/preparation.html", context)


@require_POST
@page
def more_questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a model add questions."""
    application = own(request, pk)
    try:
        ask_for_questions(application=application, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("application-prepare", application.pk)
