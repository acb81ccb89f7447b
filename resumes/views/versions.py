"""The versions of a resume: compared side by side, restored, named."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from resumes import selectors, services
from resumes.forms import LabelForm
from resumes.models import Resume, ResumeVersion
from resumes.views.library import person, version_url

_TWO = 2


@require_GET
@login_required
def compare(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """What differs between two versions? Without numbers: the newest and the one before."""
    resume = selectors.resume_of(person(request), resume_id)
    readable = [v for v in resume.versions.all() if v.state == ResumeVersion.State.PARSED]
    context: dict[str, object] = {"resume": resume, "versions": readable}
    if len(readable) >= _TWO:
        before, after = _two(request, resume, readable)
        sections = selectors.differences_between(before, after)
        context |= {
            "before": before,
            "after": after,
            "sections": sections,
            "count": selectors.count_of(sections),
            "newest": resume.versions.all()[0],
        }
    return render(request, "resumes/compare.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Say again what an earlier version said, as the newest version."""
    version = selectors.version_of(person(request), version_id)
    restored = services.restore_version(version=version, now=timezone.now())
    if restored.pk != version.pk:
        messages.success(
            request,
            _("Version %(old)s is back as version %(new)s. Nothing was lost.")
            % {"old": version.number, "new": restored.number},
        )
    return redirect(version_url(restored))


@require_http_methods(["GET", "POST"])
@login_required
def label(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Give a version a name."""
    version = selectors.version_of(person(request), version_id)
    form = LabelForm(request.POST or None, initial={"label": version.label})
    if request.method == "POST" and form.is_valid():
        services.name_version(version=version, label=form.cleaned_data["label"])
        return redirect(f"{version_url(version)}#versions")
    context = {"version": version, "resume": version.resume, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "resumes/version_label.html", context, status=status)


def _two(
    request: HttpRequest, resume: Resume, readable: list[ResumeVersion]
) -> tuple[ResumeVersion, ResumeVersion]:
    """Return the two versions asked for, the older number first."""
    numbers = [
        _number(request.GET.get("from"), readable[1].number),
        _number(request.GET.get("to"), readable[0].number),
    ]
    first, second = (
        selectors.numbered_version(person(request), resume.pk, number) for number in sorted(numbers)
    )
    if ResumeVersion.State.PARSED not in {first.state} & {second.state}:
        raise Http404
    return first, second


def _number(text: str | None, default: int) -> int:
    if not text:
        return default
    if not text.isdecimal() or len(text) > len("999999"):
        raise Http404
    return int(text)
