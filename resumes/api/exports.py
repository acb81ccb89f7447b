"""Documents of a version over the API."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import User
from resumes import selectors, services
from resumes.api.serializers import ErrorSerializer
from resumes.exports import FORMATS, PAPERS, TEMPLATES
from resumes.requests import saved_as

_PATH = [
    OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(FORMATS)),
    OpenApiParameter("version_id", OpenApiTypes.UUID, OpenApiParameter.PATH),
]
_LOOK = [
    OpenApiParameter("template", str, enum=TEMPLATES, description="The look of the PDF."),
    OpenApiParameter("paper", str, enum=PAPERS, description="Else the paper of the country."),
]


class ExportView(APIView):
    """A version as a document."""

    @extend_schema(
        operation_id="resume_versions_download",
        parameters=[*_PATH, *_LOOK],
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            409: ErrorSerializer,
            429: ErrorSerializer,
        },
    )
    def get(self, request: Request, version_id: UUID, name: str) -> HttpResponse:
        """Download a version as PDF, DOCX, ODT, JSON Resume, Markdown or plain text."""
        if name not in FORMATS:
            raise NotFound
        owner = cast("User", request.user)
        version = selectors.version_of(owner, version_id)
        services.count_export(person_id=owner.pk)
        document = services.export_version(
            version=version,
            name=name,
            template=request.query_params.get("template", ""),
            paper=request.query_params.get("paper", ""),
        )
        return saved_as(
            name=document.name, media_type=document.media_type, content=document.content
        )
