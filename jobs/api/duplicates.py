"""Which postings are not one job, for staff."""

from typing import cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from jobs import services
from jobs.models import Posting


class PairSerializer(serializers.Serializer[dict[str, object]]):
    """Two postings."""

    one = serializers.UUIDField()
    other = serializers.UUIDField()


class NotDuplicateView(APIView):
    """Two postings that look alike and are two jobs."""

    permission_classes = (IsAdminUser,)

    @extend_schema(
        request=PairSerializer,
        responses={200: PairSerializer, 400: OpenApiResponse(description="One posting twice.")},
    )
    def post(self, request: Request) -> Response:
        """Remember that the two are not one job; they leave each other's cluster."""
        one, other = _pair(request)
        services.mark_not_duplicate(actor=cast("User", request.user), one=one, other=other)
        return Response({"one": one.pk, "other": other.pk})

    @extend_schema(request=PairSerializer, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Forget it again."""
        one, other = _pair(request)
        services.undo_not_duplicate(actor=cast("User", request.user), one=one, other=other)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _pair(request: Request) -> tuple[Posting, Posting]:
    asked = PairSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    names = asked.validated_data
    return get_object_or_404(Posting, pk=names["one"]), get_object_or_404(
        Posting, pk=names["other"]
    )
