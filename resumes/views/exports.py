"""Downloads of a version in another form, and how they look."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import is_within_rate
from core.errors import DomainError
from resumes import selectors, services
from resumes.exports import FORMATS, TEMPLATES
from resumes.views.library import person

_HOUR = 3600
_PICTURE_SECONDS = 600


class TooManyError(DomainError):
    """Many documents were made for you in the last hour. Try again later."""

    code = "too_many"
    status = 429


@require_GET
@login_required
def download_as(request: HttpRequest, version_id: UUID, name: str) -> HttpResponse:
    """The version as PDF, DOCX, ODT, JSON Resume, Markdown or text; made while the person waits."""
    if name not in FORMATS:
        raise Http404
    version = selectors.version_of(person(request), version_id)
    expect_within_rate(person(request).pk)
    document = services.export_version(
        version=version,
        name=name,
        template=request.GET.get("template", ""),
        paper=request.GET.get("paper", ""),
    )
    return saved_as(document)


@require_GET
@login_required
def picture(request: HttpRequest, version_id: UUID, template: str) -> HttpResponse:
    """A small picture of the first page in one look, for the menu of downloads."""
    if template not in TEMPLATES:
        raise Http404
    version = selectors.version_of(person(request), version_id)
    expect_within_rate(person(request).pk)
    made = services.picture_version(version=version, template=template)
    response = HttpResponse(made, content_type="image/png")
    response["Cache-Control"] = f"private, max-age={_PICTURE_SECONDS}"
    return response


def expect_within_rate(person_id: UUID) -> None:
    """Count one document. Raises: TooManyError."""
    if not is_within_rate(f"exports:{person_id}", limit=settings.EXPORTS_AN_HOUR, seconds=_HOUR):
        raise TooManyError(_("Many documents were made for you in the last hour. Try later."))


def saved_as(document: services.Document) -> HttpResponse:
    """Answer a document that is saved under its name, never shown."""
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=document.name
    )
    response["Cache-Control"] = "private, no-store"
    return response
