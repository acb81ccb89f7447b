"""Tailoring and preparation over the API."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from applications.api.serializers import RefusalSerializer
from applications.api.views import caller
from applications.models import Application, Tailoring
from applications.selectors.detail import mine
from applications.selectors.preparation import preparation_of
from applications.selectors.tailoring import plan_of, tailorings_of
from applications.services import preparation, tailoring
from core.api import Keyset
from matching.selectors import version_named


class NewestFirst(Keyset):
    """The newest first."""

    ordering = ("-created_at", "-id")


class ProposalSerializer(serializers.Serializer[Any]):
    """One change to one line."""

    key = serializers.CharField()
    act = serializers.ChoiceField(["FIRST", "ADD", "DROP", "SECTION", "REWRITE"])
    pointer = serializers.CharField(help_text="Place in the resume it starts from.")
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    subjects = serializers.ListField(child=serializers.CharField())
    origin = serializers.CharField(allow_blank=True, help_text="`resume:ID` or `fact:ID`.")
    is_accepted = serializers.BooleanField()


class GapSerializer(serializers.Serializer[Any]):
    """Something asked for that the resume does not show."""

    subject = serializers.CharField()
    asked = serializers.CharField(allow_blank=True)
    where = serializers.ChoiceField(["MASTER", "FACTS", "NOT_YOURS"])
    quote = serializers.CharField(allow_blank=True)
    resume = serializers.CharField(allow_blank=True, help_text="Which one says it.")


class TailoringSerializer(serializers.ModelSerializer[Tailoring]):
    """A resume on its way to fit one application."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    base = serializers.UUIDField(source="base_id", read_only=True)
    made = serializers.UUIDField(source="made_id", read_only=True, allow_null=True)
    proposals = serializers.SerializerMethodField()
    gaps = serializers.SerializerMethodField()
    fit_before = serializers.IntegerField(
        source="fit_before.number", read_only=True, allow_null=True, default=None
    )
    fit_after = serializers.IntegerField(source="number", read_only=True, allow_null=True)

    class Meta:
        model = Tailoring
        fields = (
            *("id", "application", "base", "made", "state", "failure", "language"),
            *("is_translated", "gaps", "proposals", "fit_before", "fit_after", "created_at"),
        )
        read_only_fields = fields

    @extend_schema(responses=ProposalSerializer(many=True))
    def get_proposals(self, row: Tailoring) -> list[dict[str, Any]]:
        """Every proposal and whether it is accepted."""
        accepted = set(row.accepted)
        return [
            {
                "key": one.key,
                "act": one.act.value,
                "pointer": one.pointer,
                "before": one.before,
                "after": one.after,
                "subjects": list(one.subjects),
                "origin": one.source,
                "is_accepted": one.key in accepted,
            }
            for one in plan_of(row).proposals
        ]

    @extend_schema(responses=GapSerializer(many=True))
    def get_gaps(self, row: Tailoring) -> list[dict[str, str]]:
        """What the resume does not show, and where the person has it."""
        names = ("subject", "asked", "where", "quote", "resume")
        return [dict(zip(names, gap, strict=True)) for gap in row.gaps]


class TailoringStartSerializer(serializers.Serializer[Any]):
    """What to tailor for what."""

    application = serializers.UUIDField()
    version = serializers.UUIDField(required=False, allow_null=True, default=None)


class ChoicesSerializer(serializers.Serializer[Any]):
    """The keys of the accepted proposals; all others are rejected."""

    accepted = serializers.ListField(child=serializers.CharField(max_length=300), max_length=500)


class RewriteSerializer(serializers.Serializer[Any]):
    """Whether the lines follow the posting's language."""

    translate = serializers.BooleanField(required=False, default=False)


class MadeSerializer(serializers.Serializer[Any]):
    """The version that was made."""

    version = serializers.UUIDField()
    number = serializers.IntegerField()


_ANSWERS = {200: TailoringSerializer, 402: RefusalSerializer, 403: RefusalSerializer, 409: RefusalSerializer, 429: RefusalSerializer}  # fmt: skip


class TailoringViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Tailoring]):
    """A person's tailorings."""

    serializer_class = TailoringSerializer
    pagination_class = NewestFirst
    queryset = Tailoring.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Tailoring]:
        """Only the caller's."""
        return tailorings_of(caller(self.request).pk)

    @extend_schema(
        request=TailoringStartSerializer,
        responses={201: TailoringSerializer, 409: RefusalSerializer, 429: RefusalSerializer},
    )
    def create(self, request: Request) -> Response:
        """Propose by rules what to change in a resume for an application."""
        form = TailoringStartSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked, who = form.validated_data, caller(request)
        application = mine(who.pk).filter(pk=asked["application"]).first()
        base = version_named(who.pk, asked["version"]) if asked["version"] else None
        if application is None or (asked["version"] and base is None):
            raise Http404
        made = tailoring.start_tailoring(application=application, base=base, now=timezone.now())
        return Response(TailoringSerializer(made).data, status=201)

    @extend_schema(request=ChoicesSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"])
    def choose(self, request: Request, pk: UUID) -> Response:
        """Accept these proposals and reject all others; answers with the fit they make."""
        form = ChoicesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        found = tailoring.choose_proposals(
            tailoring=self.get_object(),
            accepted=form.validated_data["accepted"],
            now=timezone.now(),
        )
        return Response(TailoringSerializer(found).data)

    @extend_schema(request=RewriteSerializer, responses={**_ANSWERS, 202: TailoringSerializer})
    @action(detail=True, methods=["post"])
    def rewrite(self, request: Request, pk: UUID) -> Response:
        """Have a model word the lines anew; 202, and `state` says when it is done."""
        form = RewriteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        found = tailoring.ask_for_rewrites(
            tailoring=self.get_object(), now=timezone.now(), **form.validated_data
        )
        return Response(TailoringSerializer(found).data, status=202)

    @extend_schema(request=None, responses={201: MadeSerializer, 409: RefusalSerializer})
    @action(detail=True, methods=["post"])
    def make(self, request: Request, pk: UUID) -> Response:
        """Make the version of what was accepted; the application then goes with it. Once only."""
        made = tailoring.make_tailored(
            tailoring=self.get_object(), actor=caller(request), now=timezone.now()
        )
        return Response({"version": made.pk, "number": made.number}, status=201)


class ProofSerializer(serializers.Serializer[Any]):
    """A line of the person's own."""

    text = serializers.CharField()
    where = serializers.CharField(allow_blank=True)


class PreparationQuestionSerializer(serializers.Serializer[Any]):
    """A likely question."""

    kind = serializers.CharField()
    text = serializers.CharField()
    asked = serializers.CharField(allow_blank=True, help_text="The posting's line behind it.")
    proofs = ProofSerializer(many=True)
    hint = serializers.CharField(allow_blank=True, help_text="A model's, checked by the fact gate.")


class PreparationSerializer(serializers.Serializer[Any]):
    """What a person prepares an interview with."""

    language = serializers.CharField(source="sheet.language")
    questions = PreparationQuestionSerializer(many=True, source="sheet.questions")
    more = PreparationQuestionSerializer(many=True, help_text="Added by a model.")
    star = serializers.ListField(child=serializers.CharField(), source="sheet.star")
    to_ask = serializers.ListField(child=serializers.CharField(), source="sheet.to_ask")
    state = serializers.CharField(source="held.state", default="READY")
    interview = serializers.UUIDField(source="interview.pk", default=None, allow_null=True)


class PreparationView(APIView):
    """The preparation sheet of one application."""

    @extend_schema(responses=PreparationSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return questions to expect with the caller's own lines, and questions to ask."""
        found = preparation_of(_own(request, pk), now=timezone.now())
        return Response(PreparationSerializer(found).data)

    @extend_schema(
        request=None, responses={202: PreparationSerializer, 403: RefusalSerializer, 409: RefusalSerializer, 429: RefusalSerializer}
    )  # fmt: skip
    def post(self, request: Request, pk: UUID) -> Response:
        """Have a model add questions; 202, and `state` says when it is done."""
        row = _own(request, pk)
        preparation.ask_for_questions(application=row, now=timezone.now())
        found = preparation_of(row, now=timezone.now())
        return Response(PreparationSerializer(found).data, status=202)


def _own(request: Request, pk: UUID) -> Application:
    found = mine(caller(request).pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
