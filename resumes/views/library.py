"""Pages of resumes."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.requests import is_within_rate
from resumes import ingest, selectors, services, storage
from resumes.forms import RenameForm, UploadForm
from resumes.models import Resume, ResumeVersion

_HOUR = 3600


@require_GET
@login_required
def resume_list(request: HttpRequest) -> HttpResponse:
    """Which resumes do I have?"""
    return render(request, "resumes/list.html", _list_context(request))


@require_POST
@login_required
def upload(request: HttpRequest, resume_id: UUID | None = None) -> HttpResponse:
    """Take a file, as a new resume or as a new version of one."""
    resume = selectors.resume_of(person(request), resume_id) if resume_id else None
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refuse(request, str(form.errors["file"][0]), 400)
    if not is_within_rate(
        f"uploads:{person(request).pk}", limit=settings.UPLOADS_AN_HOUR, seconds=_HOUR
    ):
        return _refuse(
            request, _("Many files came from you in the last hour. Try again later."), 429
        )
    file = form.cleaned_data["file"]
    try:
        version = services.upload_resume(
            owner=person(request),
            file=file,
            file_name=file.name,
            resume=resume,
            now=timezone.now(),
        )
    except services.FileRefusedError as error:
        return _refuse(request, str(error), error.status)
    return arrived(request, version_url(version))


@require_GET
@login_required
def download(request: HttpRequest, version_id: UUID) -> HttpResponseBase:
    """The file as it was uploaded: always saved, never shown, because anyone may have made it."""
    version = selectors.version_of(person(request), version_id)
    if not ingest.may_be_handed_out(version):
        raise Http404
    link = storage.short_link(version.file_key, file_name=version.file_name)
    if link is not None:
        return redirect(link)
    if not storage.exists(version.file_key):
        raise Http404
    response = StreamingHttpResponse(
        storage.read(version.file_key), content_type="application/octet-stream"
    )
    disposition = content_disposition_header(as_attachment=True, filename=version.file_name)
    response["Content-Disposition"] = disposition
    response["Content-Length"] = str(version.size)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def retry(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Read a file again."""
    version = selectors.version_of(person(request), version_id)
    services.retry_parse(version=version, now=timezone.now())
    return redirect(version_url(version))


@require_POST
@login_required
def make_default(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """Compare postings with this one."""
    resume = services.set_default(resume=selectors.resume_of(person(request), resume_id))
    messages.success(
        request, _("Postings are compared with “%(name)s” from now on.") % _name(resume)
    )
    return redirect("resume", resume_id=resume.pk)


@require_http_methods(["GET", "POST"])
@login_required
def rename(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """Another name."""
    resume = selectors.resume_of(person(request), resume_id)
    form = RenameForm(request.POST or None, initial={"name": resume.name})
    if form.is_valid():
        services.rename_resume(resume=resume, name=form.cleaned_data["name"])
        return redirect("resume", resume_id=resume.pk)
    status = 422 if form.is_bound else 200
    return render(request, "resumes/rename.html", {"resume": resume, "form": form}, status=status)


@require_POST
@login_required
def archive(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """Put away, or take out again."""
    resume = selectors.resume_of(person(request), resume_id)
    if resume.archived_at is None:
        services.archive_resume(resume=resume, now=timezone.now())
        messages.success(request, _("“%(name)s” is in the archive, below.") % _name(resume))
        return redirect("resumes")
    services.restore_resume(resume=resume)
    messages.success(request, _("“%(name)s” is back.") % _name(resume))
    return redirect("resume", resume_id=resume.pk)


@require_http_methods(["GET", "POST"])
@login_required
def delete(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """Asked once, in words that name what goes."""
    resume = selectors.resume_of(person(request), resume_id)
    if request.method == "GET":
        return render(request, "resumes/delete.html", {"resume": resume})
    services.delete_resume(resume=resume)
    messages.success(request, _("“%(name)s” and its files are deleted.") % _name(resume))
    return redirect("resumes")


def person(request: HttpRequest) -> User:
    """Return who is signed in; behind `login_required`."""
    return cast("User", request.user)


def version_url(version: ResumeVersion) -> str:
    """Return the address of one version's page."""
    return f"{reverse('resume', args=[version.resume_id])}?version={version.number}"


def arrived(request: HttpRequest, url: str) -> HttpResponse:
    """Answer an upload: where to go on, for the drop zone as JSON."""
    if wants_json(request):
        return JsonResponse({"url": url})
    return redirect(url)


def wants_json(request: HttpRequest) -> bool:
    """Whether the drop zone's script asks, rather than a plain form."""
    return request.headers.get("Accept", "").startswith("application/json")


def _refuse(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": sentence}, status=status)
    context = {**_list_context(request), "error": sentence}
    return render(request, "resumes/list.html", context, status=status)


def _list_context(request: HttpRequest) -> dict[str, object]:
    resumes = list(selectors.resumes_of(person(request)))
    return {
        "resumes": [resume for resume in resumes if resume.archived_at is None],
        "archived": [resume for resume in resumes if resume.archived_at is not None],
    }


def _name(resume: Resume) -> dict[str, str]:
    return {"name": resume.name}
