"""Resumes over the API."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from core.parsers import Json
from resumes import ingest, selectors, services, storage
from resumes.api.acts import VersionActs
from resumes.api.serializers import (
    ErrorSerializer,
    OfResumeSerializer,
    ResumeSerializer,
    UploadSerializer,
    VersionSerializer,
    VersionSummarySerializer,
)
from resumes.models import Resume, ResumeVersion

_REFUSALS = {
    400: OpenApiResponse(ErrorSerializer, "`empty`, or the form is incomplete."),
    413: OpenApiResponse(ErrorSerializer, "`too_big`: more than 10 MB."),
    415: OpenApiResponse(ErrorSerializer, "`wrong_type`, judged by the bytes."),
}


class ResumeViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Resume]):
    """A person's own resumes."""

    serializer_class = ResumeSerializer
    queryset = Resume.objects.none()
    parser_classes = (Json, MultiPartParser, FormParser)

    def get_queryset(self) -> QuerySet[Resume]:
        """Return the caller's resumes."""
        return selectors.resumes_of(_caller(self.request))

    def get_throttles(self) -> list[Any]:
        """Limit uploads on top of what limits every call."""
        self.throttle_scope = "upload" if self.action == "create" else None
        return super().get_throttles()

    @extend_schema(
        request={"multipart/form-data": UploadSerializer},
        responses={202: VersionSummarySerializer, **_REFUSALS},
    )
    def create(self, request: Request) -> Response:
        """Upload a resume: PDF, DOCX, ODT, RTF, HTML, Markdown, plain text or JSON Resume.

        Answers at once; follow `status_url` until `state` is `PARSED` or `FAILED`. The same bytes
        again answer the version that is already there.
        """
        form = UploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        owner, wanted = _caller(request), form.validated_data.get("resume")
        file = form.validated_data["file"]
        version = services.upload_resume(
            owner=owner,
            file=file,
            file_name=file.name,
            resume=selectors.resume_of(owner, wanted) if wanted else None,
            now=timezone.now(),
        )
        answer = VersionSummarySerializer(version).data
        headers = {"Location": answer["status_url"]}
        return Response(answer, status=status.HTTP_202_ACCEPTED, headers=headers)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename a resume."""
        form = ResumeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        resume = services.rename_resume(resume=self.get_object(), name=form.validated_data["name"])
        return Response(ResumeSerializer(resume).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a resume with its versions and files. Cannot be undone."""
        services.delete_resume(resume=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=ResumeSerializer)
    @action(detail=True, methods=["post"], url_path="default")
    def make_default(self, request: Request, pk: str) -> Response:
        """Make this the resume postings are compared with."""
        services.set_default(resume=self.get_object())
        return Response(ResumeSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=ResumeSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Put the resume away."""
        services.archive_resume(resume=self.get_object(), now=timezone.now())
        return Response(ResumeSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=ResumeSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Take the resume out of the archive."""
        services.restore_resume(resume=self.get_object())
        return Response(ResumeSerializer(self.get_object()).data)


class VersionViewSet(VersionActs, ListModelMixin, RetrieveModelMixin):
    """The versions of a person's own resumes; one never changes once it was read."""

    serializer_class = VersionSerializer
    queryset = ResumeVersion.objects.none()

    def get_queryset(self) -> QuerySet[ResumeVersion]:
        """Return the caller's versions, without the large columns in lists."""
        caller = _caller(self.request)
        versions = selectors.versions_of(caller)
        if self.action != "list":
            return versions
        if wanted := self.request.query_params.get("resume"):
            form = OfResumeSerializer(data={"resume": wanted})
            form.is_valid(raise_exception=True)
            resume = selectors.resume_of(caller, form.validated_data["resume"])
            versions = versions.filter(resume=resume)
        return versions.defer("parsed", "provenance", "text")

    @extend_schema(
        parameters=[OpenApiParameter("resume", OpenApiTypes.UUID, description="Of this resume.")]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List versions, the newest first, without their content."""
        return super().list(request, *args, **kwargs)

    def get_serializer_class(self) -> type[VersionSummarySerializer]:
        """Lists carry no content."""
        return VersionSummarySerializer if self.action == "list" else VersionSerializer

    @extend_schema(request=None, responses={202: VersionSummarySerializer, 409: ErrorSerializer})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Read again a file that could not be read."""
        version = services.retry_parse(version=self.get_object(), now=timezone.now())
        return Response(VersionSummarySerializer(version).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponseBase:
        """Download the original; may answer a redirect to a link that lives for a minute."""
        version = self.get_object()
        if not ingest.may_be_handed_out(version):
            raise NotFound
        link = storage.short_link(version.file_key, file_name=version.file_name)
        if link is not None:
            return HttpResponseRedirect(link)
        if not storage.exists(version.file_key):
            raise NotFound
        disposition = content_disposition_header(as_attachment=True, filename=version.file_name)
        return StreamingHttpResponse(
            storage.read(version.file_key),
            content_type="application/octet-stream",
            headers={"Content-Disposition": disposition or "attachment"},
        )


def _caller(request: Request) -> User:
    return cast("User", request.user)
