"""Resumes as JSON."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from resumes.models import Resume, ResumeVersion
from resumes.types import failure_of


class FailureSerializer(serializers.Serializer[ResumeVersion]):
    """Why a file could not be read, and what to do."""

    code = serializers.CharField()
    message = serializers.CharField()
    advice = serializers.CharField()


class VersionSummarySerializer(serializers.ModelSerializer[ResumeVersion]):
    """One version, without what was read."""

    status_url = serializers.SerializerMethodField()
    failure = serializers.SerializerMethodField()

    class Meta:
        model = ResumeVersion
        fields: tuple[str, ...] = (
            "id",
            "resume",
            "number",
            "origin",
            "label",
            "parent",
            "state",
            "state_since",
            "failure",
            "file_name",
            "media_type",
            "size",
            "sha256",
            "created_at",
            "status_url",
        )
        read_only_fields = fields

    def get_status_url(self, version: ResumeVersion) -> str:
        """Return where to ask how far the reading is."""
        return reverse("api-resume-version-detail", args=[version.pk])

    @extend_schema_field(FailureSerializer(allow_null=True))
    def get_failure(self, version: ResumeVersion) -> dict[str, str] | None:
        """Return why it failed, or null."""
        if version.state != ResumeVersion.State.FAILED:
            return None
        words = failure_of(version.failure_code)
        return {
            "code": version.failure_code,
            "message": str(words.sentence),
            "advice": str(words.advice),
        }


class VersionSerializer(VersionSummarySerializer):
    """One version with what was read: JSON Resume v1.0.0, plain text, warnings."""

    resume_json = serializers.JSONField(source="parsed", read_only=True)

    class Meta(VersionSummarySerializer.Meta):
        fields = (
            *VersionSummarySerializer.Meta.fields,
            "resume_json",
            "text",
            "language",
            "pages",
            "experience_months",
            "warnings",
            "provenance",
            "parser_version",
            "parse_seconds",
        )
        read_only_fields = fields


class ResumeSerializer(serializers.ModelSerializer[Resume]):
    """One resume with its versions, newest first."""

    is_archived = serializers.SerializerMethodField()
    versions = VersionSummarySerializer(many=True, read_only=True)

    class Meta:
        model = Resume
        fields = ("id", "name", "is_default", "is_archived", "created_at", "updated_at", "versions")
        read_only_fields = ("id", "is_default", "created_at", "updated_at")

    def get_is_archived(self, resume: Resume) -> bool:
        """Whether it was put away."""
        return resume.archived_at is not None


class UploadSerializer(serializers.Serializer[ResumeVersion]):
    """A file, and optionally the resume it is a new version of."""

    file = serializers.FileField(allow_empty_file=True, max_length=None)
    resume = serializers.UUIDField(required=False)


class OfResumeSerializer(serializers.Serializer[None]):
    """Which resume's versions."""

    resume = serializers.UUIDField()


class ErrorSerializer(serializers.Serializer[None]):
    """Why a request was refused."""

    code = serializers.CharField()
    detail = serializers.CharField()
