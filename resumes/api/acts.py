"""What may be done with a version over the API: look at its pages, correct, compare, restore, name."""

from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from resumes import selectors, services
from resumes.api.serializers import ErrorSerializer, VersionSerializer, VersionSummarySerializer
from resumes.models import ResumeVersion

_AGAINST = OpenApiParameter(
    "against", OpenApiTypes.UUID, required=True, description="The version to compare with."
)
_CONFLICT = OpenApiResponse(ErrorSerializer, "`not_parsed` or `changed_meanwhile`.")


class ChangeSerializer(serializers.Serializer[None]):
    """One change, as in JSON Patch (RFC 6902), and `confirm`: what was read is right."""

    op = serializers.ChoiceField(choices=[op.value for op in services.Op])
    path = serializers.CharField(
        max_length=200, help_text="JSON pointer: `/work/0/position`, `/work/-` to add an entry."
    )
    value = serializers.JSONField(
        required=False, help_text="A text, a list of texts, or an entry with its fields."
    )


class CorrectionSerializer(serializers.Serializer[None]):
    """Changes that are saved together, in this order, as one new version."""

    changes = serializers.ListField(child=ChangeSerializer(), min_length=1, max_length=500)
    newest = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="Number of the newest version you know; refused with 409 when there is a newer one.",
    )


class LabelSerializer(serializers.Serializer[None]):
    """A name of this version; empty takes it away."""

    label = serializers.CharField(  # type: ignore[assignment]
        max_length=80, allow_blank=True
    )


class AgainstSerializer(serializers.Serializer[None]):
    """The version to compare with."""

    against = serializers.UUIDField()


class DifferenceSerializer(serializers.Serializer[None]):
    """One field, or one item of a list, that differs: `before` is the other version's."""

    section = serializers.CharField()
    entry = serializers.CharField()
    field = serializers.CharField()
    pointer = serializers.CharField()
    kind = serializers.ChoiceField(choices=["added", "removed", "changed"])
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class QuestionSerializer(serializers.Serializer[None]):
    """Something that is missing or was read with too little confidence."""

    pointer = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()


class PageSerializer(serializers.Serializer[None]):
    """One page of the original: its size in points, and a picture that can be fetched for a minute."""

    number = serializers.IntegerField()
    width = serializers.FloatField()
    height = serializers.FloatField()
    url = serializers.URLField()


class BadChangeSerializer(ErrorSerializer):
    """Why a change was refused: `path` is the field, `change` the place of the change, from 0."""

    path = serializers.CharField()
    change = serializers.IntegerField()


class VersionActs(GenericViewSet[ResumeVersion]):
    """The acts on one version; whoever mixes this in says whose versions there are."""

    @extend_schema(
        request=LabelSerializer, responses=VersionSummarySerializer, operation_id="version_name"
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Name a version. What it says never changes."""
        form = LabelSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        version = services.name_version(
            version=self.get_object(), label=form.validated_data["label"]
        )
        return Response(VersionSummarySerializer(version).data)

    @extend_schema(
        request=CorrectionSerializer,
        responses={
            201: VersionSerializer,
            200: OpenApiResponse(VersionSerializer, "Nothing differs: the version itself."),
            400: OpenApiResponse(BadChangeSerializer, "`bad_value` or `nothing_there`."),
            409: _CONFLICT,
        },
    )
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Correct what was read; the answer is a new version.

        A text may have 1,000 characters, a summary 20,000, a point of a list 5,000, a list 1,000
        entries. Whatever is more is refused, never cut.
        """
        form = CorrectionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        version = self.get_object()
        try:
            corrected = services.correct_version(
                version=version,
                changes=[
                    services.Change(services.Op(row["op"]), row["path"], row.get("value"))
                    for row in form.validated_data["changes"]
                ],
                newest_seen=form.validated_data.get("newest"),
                now=timezone.now(),
            )
        except services.BadValueError as error:
            return _refused(error)
        return _made(version, corrected)

    @extend_schema(
        request=None,
        responses={
            201: VersionSerializer,
            200: OpenApiResponse(VersionSerializer, "It is the newest one already."),
            409: _CONFLICT,
        },
    )
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Say again what this version said, as the newest version."""
        version = self.get_object()
        return _made(version, services.restore_version(version=version, now=timezone.now()))

    @extend_schema(parameters=[_AGAINST], responses=DifferenceSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def diff(self, request: Request, pk: str) -> Response:
        """List what differs between another version (`before`) and this one (`after`)."""
        form = AgainstSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        person = cast("User", request.user)
        before = selectors.version_of(person, form.validated_data["against"])
        found = selectors.differences_between(before, self.get_object())
        return Response(selectors.as_rows(found))

    @extend_schema(responses=QuestionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def questions(self, request: Request, pk: str) -> Response:
        """List what a person should look at, what matters most first; at most five."""
        names = ("pointer", "label", "value", "kind")
        asked = selectors.questions_about(self.get_object())
        return Response([{name: getattr(one, name) for name in names} for one in asked])

    @extend_schema(responses=PageSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def pages(self, request: Request, pk: str) -> Response:
        """List the pages of the original with pictures; empty for files without pages.

        The boxes of `provenance` are points from the top left of the page, pages counted from 0.
        """
        version = self.get_object()
        return Response([_page(request, version, *row) for row in _sizes(version)])


def _refused(error: services.BadValueError) -> Response:
    place = {"path": error.pointer, "change": error.change}
    answer = {"code": error.code, "detail": str(error), **place}
    return Response(answer, status=error.status)


def _sizes(version: ResumeVersion) -> list[tuple[int, float, float]]:
    sizes = services.page_sizes(version)
    return [(number, width, height) for number, (width, height) in enumerate(sizes, start=1)]


def _page(
    request: Request, version: ResumeVersion, number: int, width: float, height: float
) -> dict[str, Any]:
    address = reverse("resume-signed-page", args=[services.picture_token(version, number)])
    url = request.build_absolute_uri(address)
    return {"number": number, "width": width, "height": height, "url": url}


def _made(before: ResumeVersion, after: ResumeVersion) -> Response:
    is_new = before.pk != after.pk
    code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
    answer = VersionSerializer(after).data
    return Response(answer, status=code, headers={"Location": answer["status_url"]})
