"""Feedback over the API: asked for with 202, followed at its address, accepted as a new version."""

from typing import Any, cast
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.requests import client_network
from resumes import selectors, services
from resumes.api.serializers import ErrorSerializer, FailureSerializer, VersionSummarySerializer
from resumes.models import Feedback
from resumes.selectors import feedback as shown

_ID = [OpenApiParameter("feedback_id", OpenApiTypes.UUID, OpenApiParameter.PATH)]


class AskSerializer(serializers.Serializer[None]):
    """Which look: by rules, or by a language model, which answers in the language asked for."""

    kind = serializers.ChoiceField(Feedback.Kind.choices, default=Feedback.Kind.CHECKS)
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="Number of the version; else the newest."
    )
    language = serializers.ChoiceField(  # of the review
        services.FEEDBACK_LANGUAGES, required=False, default="", allow_blank=True
    )


class AcceptSerializer(serializers.Serializer[None]):
    """The suggestions to accept, together as one new version."""

    keys = serializers.ListField(
        child=serializers.CharField(max_length=80), min_length=1, max_length=50
    )
    newest = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="Number of the newest version you know; refused with 409 when there is a newer one.",
    )


class SuggestionSerializer(serializers.Serializer[Any]):
    """A change that may be accepted by its `key`."""

    key = serializers.CharField()
    op = serializers.CharField()
    pointer = serializers.CharField()
    before = serializers.CharField()
    value = serializers.CharField()


class PlaceSerializer(serializers.Serializer[Any]):
    """A line of the resume a finding rests on."""

    quote = serializers.CharField()
    note = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)
    suggestion = SuggestionSerializer(source="suggested", allow_null=True)
    accepted_in = serializers.IntegerField(allow_null=True)


class FindingSerializer(serializers.Serializer[Any]):
    """One kind of weakness in words, with its lines and what it costs."""

    code = serializers.CharField()
    severity = serializers.CharField()
    title = serializers.CharField()
    why = serializers.CharField()
    fix = serializers.CharField()
    points = serializers.FloatField()
    places = PlaceSerializer(many=True)


class MarksSerializer(serializers.Serializer[Any]):
    """One part of the score."""

    part = serializers.CharField()
    name = serializers.CharField()
    marks = serializers.FloatField()
    most = serializers.IntegerField()


class MarkSerializer(serializers.Serializer[Any]):
    """One line of a model's rubric, from 1 to 5, with lines of the resume."""

    name = serializers.CharField()
    mark = serializers.IntegerField()
    comment = serializers.CharField()
    quotes = serializers.ListField(child=serializers.CharField())


class RewriteSerializer(serializers.Serializer[Any]):
    """A rewriting that invents nothing."""

    suggestion = SuggestionSerializer(source="suggested")
    why = serializers.CharField()
    accepted_in = serializers.IntegerField(allow_null=True)


class FeedbackSerializer(serializers.ModelSerializer[Feedback]):
    """One look at one version; the lists are empty until `state` is DONE."""

    status_url = serializers.SerializerMethodField()
    failure = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()
    rubric = serializers.SerializerMethodField()
    rewrites = serializers.SerializerMethodField()

    class Meta:
        model = Feedback
        fields = (
            "id",
            "version",
            "kind",
            "language",
            "state",
            "state_since",
            "failure",
            "algorithm",
            "score",
            "parts",
            "findings",
            "unchecked",
            "rubric",
            "rewrites",
            "dropped",
            "status_url",
        )
        read_only_fields = fields

    def get_status_url(self, row: Feedback) -> str:
        """Return where to ask how far it is."""
        return reverse("api-resume-feedback", args=[row.pk])

    @extend_schema_field(FailureSerializer(allow_null=True))
    def get_failure(self, row: Feedback) -> dict[str, str] | None:
        """Return why it could not be given, or null."""
        words = shown.failure_of_feedback(row)
        if words is None:
            return None
        return {
            "code": row.failure_code,
            "message": str(words.sentence),
            "advice": str(words.advice),
        }

    @extend_schema_field(MarksSerializer(many=True))
    def get_parts(self, row: Feedback) -> Any:
        """Return the parts of the score."""
        return MarksSerializer(shown.parts_of(row), many=True).data

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, row: Feedback) -> Any:
        """Return what the rules found."""
        return FindingSerializer(shown.findings_of(row), many=True).data

    @extend_schema_field(MarkSerializer(many=True))
    def get_rubric(self, row: Feedback) -> Any:
        """Return a model's marks."""
        return MarkSerializer(shown.rubric_of(row), many=True).data

    @extend_schema_field(RewriteSerializer(many=True))
    def get_rewrites(self, row: Feedback) -> Any:
        """Return what a model suggests to write instead."""
        return RewriteSerializer(shown.rewrites_of(row), many=True).data


class AskView(APIView):
    """Asking for feedback on a resume."""

    throttle_scope = "feedback"

    @extend_schema(
        operation_id="resumes_feedback_ask",
        request=AskSerializer,
        responses={
            202: FeedbackSerializer,
            403: OpenApiResponse(ErrorSerializer, "`no_ai_consent`."),
            409: OpenApiResponse(ErrorSerializer, "`not_parsed` or `no_language_model`."),
            429: ErrorSerializer,
        },
    )
    def post(self, request: Request, resume_id: UUID) -> Response:
        """Have a version looked at by rules or by a language model; follow `status_url`."""
        owner = cast("User", request.user)
        resume = selectors.resume_of(owner, resume_id)
        form = AskSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        number = asked.get("version") or resume.versions.all()[0].number
        version = selectors.numbered_version(owner, resume.pk, number)
        services.count_request(person_id=owner.pk, network=client_network(request._request))  # noqa: SLF001 - allauth reads Django's request
        if asked["kind"] == Feedback.Kind.MODEL:
            found = services.request_review(
                version=version, now=timezone.now(), language=asked["language"]
            )
        else:
            found = services.request_checks(version=version, now=timezone.now())
        answer = FeedbackSerializer(found).data
        headers = {"Location": answer["status_url"]}
        return Response(answer, status=status.HTTP_202_ACCEPTED, headers=headers)


class FeedbackView(APIView):
    """One look at a version."""

    @extend_schema(
        operation_id="resumes_feedback_get", parameters=_ID, responses={200: FeedbackSerializer}
    )
    def get(self, request: Request, feedback_id: UUID) -> Response:
        """Return how far it is, and what was found once `state` is DONE."""
        found = shown.feedback_of(cast("User", request.user), feedback_id)
        return Response(FeedbackSerializer(found).data)


class AcceptView(APIView):
    """Accepting suggestions."""

    @extend_schema(
        operation_id="resumes_feedback_accept",
        parameters=_ID,
        request=AcceptSerializer,
        responses={
            201: VersionSummarySerializer,
            409: OpenApiResponse(ErrorSerializer, "`no_such_suggestion` or `changed_meanwhile`."),
        },
    )
    def post(self, request: Request, feedback_id: UUID) -> Response:
        """Make a new version that says what is suggested."""
        found = shown.feedback_of(cast("User", request.user), feedback_id)
        form = AcceptSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.accept_suggestions(
            feedback=found,
            keys=form.validated_data["keys"],
            newest_seen=form.validated_data.get("newest"),
            now=timezone.now(),
        )
        return Response(VersionSummarySerializer(made).data, status=status.HTTP_201_CREATED)
