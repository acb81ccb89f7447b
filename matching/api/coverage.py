"""Coverage over the API: which of the skills asked for a version shows."""

from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from matching import selectors, services
from matching.services.coverage import Coverage
from resumes.models import ResumeVersion
from resumes.selectors import version_of


class ChoiceSerializer(serializers.Serializer[None]):
    """Against what: a posting, or one of the person's searches."""

    posting = serializers.UUIDField(required=False)
    search = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take exactly one."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Name a posting or a search.")
        return attrs


class WantedSerializer(serializers.Serializer[Any]):
    """One skill asked for."""

    name = serializers.CharField()
    verdict = serializers.CharField()
    is_must = serializers.BooleanField()
    postings = serializers.IntegerField()
    asks = serializers.CharField()
    shows = serializers.CharField()


class CoverageSerializer(serializers.Serializer[Any]):
    """What is asked for, what is missing first."""

    postings = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    wanted = WantedSerializer(many=True)


class CoverageView(APIView):
    """The skills a version shows of those that are asked for."""

    throttle_scope = "match"

    @extend_schema(
        operation_id="resume_versions_coverage",
        parameters=[
            OpenApiParameter("version_id", OpenApiTypes.UUID, OpenApiParameter.PATH),
            OpenApiParameter("posting", OpenApiTypes.UUID),
            OpenApiParameter("search", OpenApiTypes.UUID),
        ],
        responses={200: CoverageSerializer},
    )
    def get(self, request: Request, version_id: UUID) -> Response:
        """Compare a version with a posting, or with the best postings of a search."""
        owner = cast("User", request.user)
        version = version_of(owner, version_id)
        form = ChoiceSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        if version.state != ResumeVersion.State.PARSED:
            raise NotFound
        found = _coverage(owner, version, **form.validated_data)
        return Response(CoverageSerializer(found).data)


def _coverage(
    owner: User, version: ResumeVersion, posting: UUID | None = None, search: UUID | None = None
) -> Coverage:
    now = timezone.now()
    if posting is not None:
        advertised = selectors.open_posting(posting)
        if advertised is None:
            raise NotFound
        return services.coverage_of_posting(version=version, posting=advertised, now=now)
    wanted = next((one for one in selectors.searches_of(owner.pk) if one.pk == search), None)
    if wanted is None:
        raise NotFound
    return services.coverage_of_search(version=version, search=wanted, now=now)
