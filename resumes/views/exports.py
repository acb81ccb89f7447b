"""Downloads of a version in another form, and how they look."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from resumes import selectors, services
from resumes.exports import FORMATS, TEMPLATES
from resumes.requests import saved_as
from resumes.views.library import person

_PICTURE_SECONDS = 600


@require_GET
@login_required
def download_as(request: HttpRequest, version_id: UUID, name: str) -> HttpResponse:
    """The version as PDF, DOCX, ODT, JSON Resume, Markdown or text; made while the person waits."""
    if name not in FORMATS:
        raise Http404
    version = selectors.version_of(person(request), version_id)
    services.count_export(person_id=person(request).pk)
    document = services.export_version(
        version=version,
        name=name,
        template=request.GET.get("template", ""),
        paper=request.GET.get("paper", ""),
    )
    return saved_as(name=document.name, media_type=document.media_type, content=document.content)


@require_GET
@login_required
def picture(request: HttpRequest, version_id: UUID, template: str) -> HttpResponse:
    """A small picture of the first page in one look, for the menu of downloads."""
    if template not in TEMPLATES:
        raise Http404
    version = selectors.version_of(person(request), version_id)
    services.count_export(person_id=person(request).pk)
    made = services.picture_version(version=version, template=template)
    response = HttpResponse(made, content_type="image/png")
    response["Cache-Control"] = f"private, max-age={_PICTURE_SECONDS}"
    return response
