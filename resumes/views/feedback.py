"""What would make a resume better: checks by rules, a review by a model, and accepting what is suggested."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.ai import keys
from accounts.requests import client_network
from core.errors import DomainError
from resumes import selectors, services
from resumes.models import Feedback, Resume, ResumeVersion
from resumes.selectors import feedback as shown
from resumes.views.library import person


@require_GET
@never_cache
@login_required
def feedback(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """What would make this resume better?"""
    resume = selectors.resume_of(person(request), resume_id)
    version = _version(request, resume)
    context = {"resume": resume, **_context(resume, version)}
    is_part = bool(request.headers.get("HX-Request"))
    name = "resumes/feedback/body.html" if is_part else "resumes/feedback/page.html"
    return render(request, name, context)


@require_POST
@login_required
def ask(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Have a version looked at: `kind` CHECKS or MODEL, `language` of the review."""
    version = selectors.version_of(person(request), version_id)
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
    try:
        services.count_request(person_id=version.owner_id, network=client_network(request))
        if kind == Feedback.Kind.MODEL:
            services.request_review(version=version, now=timezone.now(), language=language)
        else:
            services.request_checks(version=version, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(_url(version))


@require_POST
@login_required
def accept(request: HttpRequest, feedback_id: UUID) -> HttpResponse:
    """Make a new version that says what is suggested."""
    found = shown.feedback_of(person(request), feedback_id)
    newest = request.POST.get("newest", "")
    try:
        made = services.accept_suggestions(
            feedback=found,
            keys=request.POST.getlist("key"),
            newest_seen=_number(newest),
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_url(found.version))
    messages.success(
        request,
        _("Saved as version %(number)s. The earlier ones are still there.")
        % {"number": made.number},
    )
    return redirect(_url(made))


def _version(request: HttpRequest, resume: Resume) -> ResumeVersion:
    wanted = request.GET.get("version", "")
    if (number := _number(wanted)) is not None:
        return selectors.numbered_version(person(request), resume.pk, number)
    return selectors.version_of(person(request), resume.versions.all()[0].pk)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= len("999999") else None


def _url(version: ResumeVersion) -> str:
    return f"{reverse('resume-feedback', args=[version.resume_id])}?version={version.number}"


def _context(resume: Resume, version: ResumeVersion) -> dict[str, Any]:
    checks, review = shown.checks_of(version), shown.review_for(version)
    past = shown.scores_of(resume)
    waits = [one for one in (checks, review) if one is not None and one.is_waiting]
    return {
        "version": version,
        "newest": resume.versions.all()[0],
        "url": _url(version),
        "checks": checks,
        "checks_failure": shown.failure_of_feedback(checks),
        "findings": shown.findings_of(checks) if checks else [],
        "parts": shown.parts_of(checks) if checks else [],
        "unchecked": shown.unchecked_of(checks) if checks else [],
        "past": past,
        "change": _change(past, version),
        "is_waiting": bool(waits) or version.is_waiting,
        "languages": _languages(),
        **_review_context(version, review),
    }


def _review_context(version: ResumeVersion, review: Feedback | None) -> dict[str, Any]:
    return {
        "has_model": keys.is_connected(version.owner_id),
        "has_consent": version.owner.profile.has_ai_consent,
        "review": review,
        "review_failure": shown.failure_of_feedback(review),
        "rubric": shown.rubric_of(review) if review else [],
        "rewrites": shown.rewrites_of(review) if review else [],
        "dropped": sum(review.dropped.values()) if review else 0,
        "is_of_this_version": review is not None and review.version_id == version.pk,
    }


def _change(past: list[shown.Past], version: ResumeVersion) -> int | None:
    """Return by how much the score differs from that of the version before, by the same rules."""
    scores = {one.number: one for one in past}
    here = scores.get(version.number)
    before = [one for one in past if one.number < version.number]
    if here is None or not before or before[-1].algorithm != here.algorithm:
        return None
    return here.score - before[-1].score


def _languages() -> list[tuple[str, str]]:
    return [
        ("", _("Language of the resume")),
        ("en", "English"),
        ("fr", "Français"),
        ("de", "Deutsch"),
        ("es", "Español"),
        ("pt", "Português"),
        ("it", "Italiano"),
        ("pl", "Polski"),
        ("nl", "Nederlands"),
    ]
