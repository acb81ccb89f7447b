"""Read the job behind a link a person pasted or shared."""

from typing import Any, cast

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from jobs import services


class LinkSerializer(serializers.Serializer[Any]):
    """The address of a page that advertises a job."""

    url = serializers.CharField(max_length=2000)


class LinkReadingSerializer(serializers.Serializer[Any]):
    """What the page says. Without `is_complete` it says nothing but its title."""

    url = serializers.URLField()
    title = serializers.CharField()
    company = serializers.CharField()
    place = serializers.CharField()
    description = serializers.CharField()
    closes_on = serializers.DateField(allow_null=True)
    is_complete = serializers.BooleanField()


class ReadLinkView(APIView):
    """A person's link, read once; nothing is stored."""

    @extend_schema(
        request=LinkSerializer,
        responses={
            200: LinkReadingSerializer,
            422: OpenApiResponse(description="The page cannot be read; `detail` says why."),
            429: OpenApiResponse(description="Too many links in an hour."),
        },
    )
    def post(self, request: Request) -> Response:
        """Read a page and say what job it advertises."""
        asked = LinkSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = services.read_link(
            actor=cast("User", request.user), url=asked.validated_data["url"]
        )
        return Response(LinkReadingSerializer(found).data)
