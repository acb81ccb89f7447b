"""Facts and answers over the API."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from applications.api.serializers import RefusalSerializer
from applications.api.views import caller
from applications.forms import ANSWER_LANGUAGES
from applications.models import Answer, AnswerUse
from applications.selectors.answers import answers_of, suggest
from applications.selectors.detail import mine
from applications.services import answers as services
from core.api import Keyset
from matching import services as matching
from matching.models import ConfirmedFact
from matching.selectors import facts_of

_LONGEST_ANSWER, _LONGEST_QUESTION = 4000, 300


class OldestFirst(Keyset):
    """In the order they were kept."""

    ordering = ("created_at", "id")


class UseSerializer(serializers.ModelSerializer[AnswerUse]):
    """Where an answer was used."""

    application = serializers.UUIDField(
        source="application_id", required=False, allow_null=True, default=None
    )

    class Meta:
        model = AnswerUse
        fields = ("application", "question", "used_at")
        read_only_fields = ("used_at",)


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """One answer in one language, confirmed by the caller."""

    language = serializers.ChoiceField(ANSWER_LANGUAGES)
    text = serializers.CharField(max_length=_LONGEST_ANSWER)
    question = serializers.CharField(
        max_length=_LONGEST_QUESTION, required=False, allow_blank=True, default=""
    )
    uses = UseSerializer(many=True, read_only=True)

    class Meta:
        model = Answer
        fields = ("id", "topic", "question", "language", "text", "confirmed_at", "uses")
        read_only_fields = ("id", "confirmed_at")
        validators: list[Any] = []  # the same topic and language again replaces the answer


class ChangedAnswerSerializer(serializers.Serializer[Any]):
    """What an answer says from now on."""

    text = serializers.CharField(max_length=_LONGEST_ANSWER)


class SuggestionSerializer(serializers.Serializer[Any]):
    """What a question is about and the answers kept for it, the wanted language first."""

    topic = serializers.CharField()
    likeness = serializers.FloatField()
    answers = AnswerSerializer(many=True)


class AnswerViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Answer]):
    """The caller's answers to questions that forms ask again and again."""

    serializer_class = AnswerSerializer
    pagination_class = OldestFirst
    queryset = Answer.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Answer]:
        """Only the caller's."""
        return answers_of(caller(self.request).pk)

    @extend_schema(
        request=AnswerSerializer, responses={201: AnswerSerializer, 409: RefusalSerializer}
    )
    def create(self, request: Request) -> Response:
        """Keep an answer; the one of the same topic and language is replaced."""
        form = AnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.keep_answer(
            owner=caller(request), now=timezone.now(), **form.validated_data
        )
        return Response(AnswerSerializer(made).data, status=201)

    @extend_schema(request=ChangedAnswerSerializer, responses=AnswerSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change what an answer says."""
        form = ChangedAnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        changed = services.edit_answer(
            answer=self.get_object(), text=form.validated_data["text"], now=timezone.now()
        )
        return Response(AnswerSerializer(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete an answer."""
        services.forget_answer(owner=caller(request), answer_id=self.get_object().pk)
        return Response(status=204)

    @extend_schema(request=UseSerializer, responses={201: UseSerializer})
    @action(detail=True, methods=["post"])
    def used(self, request: Request, pk: UUID) -> Response:
        """Write down where an answer was used, and how the question was worded there."""
        form = UseSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        row = None
        if asked["application_id"]:
            row = mine(caller(request).pk).filter(pk=asked["application_id"]).first()
            if row is None:
                raise Http404
        made = services.note_use(
            answer=self.get_object(),
            application=row,
            question=asked.get("question", ""),
            now=timezone.now(),
        )
        return Response(UseSerializer(made).data, status=201)

    @extend_schema(
        parameters=[
            OpenApiParameter("question", OpenApiTypes.STR, required=True),
            OpenApiParameter("language", OpenApiTypes.STR),
        ],
        responses={200: SuggestionSerializer, 404: None},
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def suggest(self, request: Request) -> Response:
        """Find the answers to a question by its wording; 404 where it is like nothing known."""
        question = request.query_params.get("question", "")[:_LONGEST_QUESTION]
        language = request.query_params.get("language", "")
        found = suggest(caller(request).pk, question, language=language) if question else None
        if found is None:
            raise Http404
        return Response(SuggestionSerializer(found).data)


class FactSerializer(serializers.ModelSerializer[ConfirmedFact]):
    """Something the caller confirmed about themselves."""

    posting = serializers.UUIDField(source="posting_id", read_only=True, allow_null=True)

    class Meta:
        model = ConfirmedFact
        fields = ("id", "kind", "text", "origin", "posting", "confirmed_at")
        read_only_fields = ("id", "origin", "confirmed_at")


class ChangedFactSerializer(serializers.Serializer[Any]):
    """What a fact says from now on."""

    text = serializers.CharField(max_length=300)


class FactViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[ConfirmedFact]):
    """The caller's confirmed facts."""

    serializer_class = FactSerializer
    pagination_class = OldestFirst
    queryset = ConfirmedFact.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[ConfirmedFact]:
        """Only the caller's."""
        return facts_of(caller(self.request).pk)

    @extend_schema(request=FactSerializer, responses={201: FactSerializer, 409: RefusalSerializer})
    def create(self, request: Request) -> Response:
        """Confirm a fact; postings are matched again with it."""
        form = FactSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = matching.confirm_fact(
            user=caller(request), now=timezone.now(), **form.validated_data
        )
        return Response(FactSerializer(made).data, status=201)

    @extend_schema(
        request=ChangedFactSerializer, responses={200: FactSerializer, 409: RefusalSerializer}
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change what a fact says."""
        form = ChangedFactSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        changed = matching.edit_fact(
            user=caller(request),
            fact_id=self.get_object().pk,
            text=form.validated_data["text"],
            now=timezone.now(),
        )
        return Response(FactSerializer(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete a fact with what was disputed by it."""
        matching.forget_fact(user=caller(request), fact_id=self.get_object().pk, now=timezone.now())
        return Response(status=204)
