"""Files that a client sends straight to the bucket."""

from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from resumes import selectors, services
from resumes.api.serializers import ErrorSerializer, VersionSummarySerializer
from resumes.models import ResumeVersion


class StartSerializer(serializers.Serializer[None]):
    """What is going to be sent."""

    file_name = serializers.CharField(max_length=1000, allow_blank=True, default="")
    media_type = serializers.CharField(max_length=200, allow_blank=True, default="")
    resume = serializers.UUIDField(required=False)


class StartedSerializer(serializers.Serializer[None]):
    """Where to send it: a multipart POST of `fields`, then the file as `file`, within ten minutes."""

    upload_id = serializers.UUIDField()
    url = serializers.URLField()
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    complete_url = serializers.CharField()


class CompletedSerializer(VersionSummarySerializer):
    """The version that was made of it."""

    page_url = serializers.SerializerMethodField()

    class Meta(VersionSummarySerializer.Meta):
        fields = (*VersionSummarySerializer.Meta.fields, "page_url")
        read_only_fields = fields

    def get_page_url(self, version: ResumeVersion) -> str:
        """Return where a person sees it."""
        return f"{reverse('resume', args=[version.resume_id])}?version={version.number}"


class UploadsView(APIView):
    """Begins a direct upload."""

    throttle_scope = "upload"

    @extend_schema(
        operation_id="resumes_uploads_start",
        request=StartSerializer,
        responses={201: StartedSerializer, 409: ErrorSerializer, 415: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        """Ask for an address to send a file to, past this server.

        Answers `409 not_direct` where files are kept on this server: upload to `/resumes` then.
        """
        form = StartSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        owner, wanted = cast("User", request.user), form.validated_data.get("resume")
        upload, target = services.start_direct_upload(
            owner=owner,
            file_name=form.validated_data["file_name"],
            media_type=form.validated_data["media_type"],
            resume=selectors.resume_of(owner, wanted) if wanted else None,
        )
        answer = {
            "upload_id": str(upload.pk),
            "url": target.url,
            "fields": target.fields,
            "complete_url": reverse("api-resume-upload-complete", args=[upload.pk]),
        }
        return Response(answer, status=status.HTTP_201_CREATED)


class UploadCompleteView(APIView):
    """Ends a direct upload."""

    @extend_schema(
        operation_id="resumes_uploads_complete",
        request=None,
        responses={
            202: CompletedSerializer,
            409: ErrorSerializer,
            413: ErrorSerializer,
            415: ErrorSerializer,
        },
    )
    def post(self, request: Request, upload_id: UUID) -> Response:
        """Say that the file was sent. It is looked at, and a version is made and read.

        Answers the same version when called again within the hour.
        """
        version = services.complete_direct_upload(
            owner=cast("User", request.user), upload_id=upload_id, now=timezone.now()
        )
        if version is None:
            raise NotFound
        answer = CompletedSerializer(version).data
        headers = {"Location": answer["status_url"]}
        return Response(answer, status=status.HTTP_202_ACCEPTED, headers=headers)
