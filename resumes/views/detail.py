"""The page of one resume: the original beside what was read, what to check, and its versions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import TransientError
from resumes import selectors, services
from resumes.forms import CheckForm
from resumes.holders import uses_of
from resumes.models import Resume, ResumeVersion
from resumes.types import warnings_in_words
from resumes.views.library import person, version_url

PARTS = ("original", "read", "fix")


@require_GET
@never_cache
@login_required
def resume_detail(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """What was read from this resume, what is unsure, and which versions are there?"""
    resume = selectors.resume_of(person(request), resume_id)
    version = _chosen_version(request, resume)
    return render(request, "resumes/detail.html", page_context(request, resume, version))


@require_GET
@never_cache
@login_required
def version_reading(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The part of the page that follows the reading, re-read by htmx."""
    version = selectors.version_of(person(request), version_id)
    if not request.headers.get("HX-Request"):
        return redirect(version_url(version))
    return render(request, "resumes/partials/page.html", version_context(request, version))


@never_cache
@require_http_methods(["POST"])
@login_required
def check(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Take the answers to the few questions."""
    version = selectors.version_of(person(request), version_id)
    form = CheckForm(request.POST, questions=questions_of(version))
    if not form.is_valid():
        context = {**version_context(request, version), "check_form": form, "part": "fix"}
        return render(request, "resumes/detail.html", context, status=422)
    checked = services.correct_version(version=version, changes=form.changes(), now=timezone.now())
    return redirect(version_url(checked))


def version_context(request: HttpRequest, version: ResumeVersion) -> dict[str, Any]:
    """Return what the page shows of a version, its resume read anew."""
    resume = selectors.resume_of(person(request), version.resume_id)
    return page_context(request, resume, version)


def page_context(request: HttpRequest, resume: Resume, version: ResumeVersion) -> dict[str, Any]:
    """Return what the page and its live part show."""
    versions = list(resume.versions.all())
    uses = uses_of([one.pk for one in versions])
    context = {
        "resume": resume,
        "version": version,
        "newest": versions[0],
        "sittings": selectors.sittings_of(versions, uses),
        "uses": uses.get(version.pk, []),
        "is_newest": versions[0].pk == version.pk,
        "steps": selectors.steps_of(version),
        "failure": selectors.failure_of_version(version),
        "warnings": warnings_in_words(version.warnings),
    }
    if version.state == ResumeVersion.State.PARSED:
        context |= _read_context(request, version)
    return context


def questions_of(version: ResumeVersion) -> list[selectors.Question]:
    """Return what is unsure, each with its place in the original."""
    questions = selectors.questions_about(version, sizes_of(version))
    crops = [question.crop for question in questions if question.crop]
    framed = iter(with_whole_lines(version, crops))
    return [
        replace(question, crop=next(framed)) if question.crop else question
        for question in questions
    ]


def with_whole_lines(
    version: ResumeVersion, crops: Sequence[selectors.Crop]
) -> Sequence[selectors.Crop]:
    """Return parts of the original whose edges cut no letter; as they are while the store is away."""
    try:
        return services.with_whole_lines(version, crops)
    except TransientError:
        return crops


def sizes_of(version: ResumeVersion) -> tuple[tuple[float, float], ...]:
    """Return the sizes of the original's pages; nothing while the store is away."""
    try:
        return services.page_sizes(version)
    except TransientError:
        return ()


def _read_context(request: HttpRequest, version: ResumeVersion) -> dict[str, Any]:
    sizes = sizes_of(version)
    sections = selectors.read_sections(version)
    questions = questions_of(version)
    unsure = selectors.unsure_values(sections)
    part = request.GET.get("part", "")
    part = part if part in PARTS else ("fix" if questions else "read")
    return {
        "summary": selectors.summary_of(version),
        "sections": sections,
        "unread": selectors.unread_kinds(version),
        "questions": questions,
        "unsure": unsure,
        "check_form": CheckForm(questions=questions),
        "sheets": selectors.sheets_of(version, sizes),
        "lines": [] if sizes else selectors.lines_of(version),
        "part": part,
        "parts": _parts(part, len(questions)),
    }


def _parts(part: str, count: int) -> list[dict[str, Any]]:
    labels = {"original": _("Original"), "read": _("Read"), "fix": _("To fix")}
    return [
        {
            "key": key,
            "label": label,
            "is_current": key == part,
            "count": count if key == "fix" else None,
        }
        for key, label in labels.items()
    ]


def _chosen_version(request: HttpRequest, resume: Resume) -> ResumeVersion:
    wanted = request.GET.get("version", "")
    chosen = [v for v in resume.versions.all() if not wanted or str(v.number) == wanted]
    if not chosen:
        raise Http404
    return selectors.version_of(person(request), chosen[0].pk)
