"""What a person says of the lines of a posting's page, and the facts that came of it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.errors import DomainError
from jobs.models import Posting
from matching import selectors, services
from matching.forms.disputes import DisputeForm
from matching.rendering.corrections import subject_said
from matching.types import Said
from matching.views.inbox import ENGINE_LINE
from matching.views.posting import judged


@login_required
@require_POST
def dispute(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """Dispute one line; the fit answers at once and an undo stays."""
    posting, user = _posting(posting_id), cast("User", request.user)
    form = DisputeForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        held = services.dispute(
            user=user,
            posting=posting,
            key=form.key,
            said=form.cleaned_data["said"],
            now=timezone.now(),
        )
    except DomainError as error:
        return _answer(request, posting, str(error))
    undo_url = reverse("dispute-withdraw", args=[posting.pk, held.pk])
    subject = subject_said(held.part, held.subject)
    return _answer(request, posting, _told(held.said, subject), undo_url)


@login_required
@require_POST
def withdraw(request: HttpRequest, posting_id: UUID, dispute_id: UUID) -> HttpResponse:
    """Take it back."""
    posting, user = _posting(posting_id), cast("User", request.user)
    services.withdraw(user=user, posting=posting, dispute_id=dispute_id, now=timezone.now())
    return _answer(request, posting, _("Taken back."))


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep a fact written by hand."""
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    try:
        services.confirm_fact(
            user=cast("User", request.user), kind=kind, text=text, now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept. Your postings are matched again with it."))
    return redirect("facts")


@login_required
@require_POST
def edit(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """Change what a fact says."""
    user, text = cast("User", request.user), request.POST.get("text", "")
    try:
        fact = services.edit_fact(user=user, fact_id=fact_id, text=text, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("facts")
    if fact is None:
        raise Http404
    messages.success(request, _("Saved. Your postings are matched again with it."))
    return redirect("facts")


@login_required
@require_POST
def forget(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """Delete a confirmed fact."""
    user = cast("User", request.user)
    if not services.forget_fact(user=user, fact_id=fact_id, now=timezone.now()):
        raise Http404
    messages.success(request, _("Deleted. Your postings are matched again without it."))
    return redirect("facts")


def _posting(posting_id: UUID) -> Posting:
    posting = selectors.open_posting(posting_id)
    if posting is None:
        raise Http404
    return posting


def _told(said: str, subject: str) -> str:
    words = {
        Said.HAVE_IT: _("Counted for you here and in your other postings: %(subject)s"),
        Said.NOT_REQUIRED: _("No longer counted here: %(subject)s"),
        Said.MISREAD: _("Left out here, and noted for us to read better: %(subject)s"),
    }
    return words[Said(said)] % {"subject": subject}


def _answer(request: HttpRequest, posting: Posting, text: str, undo_url: str = "") -> HttpResponse:
    """The fit as it is now: the part of the page for htmx, else the page."""
    if not request.headers.get("HX-Request"):
        messages.success(request, text)
        return redirect(reverse("posting", args=[posting.pk]) + "#judged")
    context = {
        "posting": posting,
        "engine": ENGINE_LINE,
        "is_answer": True,
        "text": text,
        "undo_url": undo_url,
        "undo_target": "#judged",
        "undo_swap": "outerHTML",
        **judged(cast("User", request.user), posting),
    }
    return render(request, "matching/partials/posting_fit.html", context)
