"""Changes for clients that are often offline."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.api.serializers import ApplicationSerializer
from applications.api.views import caller
from applications.selectors.changes import TOLD_FOR, Mark, changes
from core.errors import BadCursorError, DomainError

USUAL, MOST = 100, 200


class TooOldError(DomainError):
    """Deletions that long ago are no longer told: forget what you have and read all."""

    code = "too_old"
    status = 410


class DeletedSerializer(serializers.Serializer[Any]):
    """An application that is no more."""

    id = serializers.UUIDField(source="application_id")
    deleted_at = serializers.DateTimeField(source="created_at")


class ChangesSerializer(serializers.Serializer[Any]):
    """What changed, and what to ask with next."""

    applications = ApplicationSerializer(many=True)
    deleted = DeletedSerializer(many=True)
    updated_since = serializers.CharField(
        source="mark", help_text="Send it as `updated_since` next time."
    )
    has_more = serializers.BooleanField(help_text="Ask again at once.")


class ChangesView(APIView):
    """What changed since a client last asked."""

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "updated_since",
                OpenApiTypes.STR,
                description="What the answer before said, or a moment; left out: everything.",
            ),
            OpenApiParameter("limit", OpenApiTypes.INT),
        ],
        responses=ChangesSerializer,
    )
    def get(self, request: Request) -> Response:
        """List changed and deleted applications, the earliest first; what is told twice is the same.

        410 when the moment lies more than 90 days back.
        """
        now, since = timezone.now(), _mark(request.query_params.get("updated_since", ""))
        if since is not None and since.at < now - TOLD_FOR:
            raise TooOldError
        asked = request.query_params.get("limit", "")
        size = min(max(int(asked[:9]), 1), MOST) if asked.isdecimal() else USUAL
        found = changes(caller(request).pk, since, size=size, now=now)
        return Response(ChangesSerializer(found).data)


def _mark(text: str) -> Mark | None:
    try:
        return Mark.read(text) if text else None
    except (ValueError, OverflowError) as error:
        raise BadCursorError from error
