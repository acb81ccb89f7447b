"""Disputes over the API: what a person says of the lines of a posting's fit."""

from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from jobs.models import Posting
from matching import selectors, services
from matching.models import EvidenceDispute
from matching.types import Fit, LineKey

LONGEST = 300


class DisputeSerializer(serializers.ModelSerializer[EvidenceDispute]):
    """One line of the fit and what the person says of it."""

    said = serializers.ChoiceField(EvidenceDispute.Said.choices)
    line = serializers.CharField(
        max_length=LONGEST,
        required=False,
        default="",
        allow_blank=True,
        help_text="The posting's line; only for DUTY and OTHER_ROLE, which come on several.",
    )

    class Meta:
        model = EvidenceDispute
        fields = ("id", "part", "subject", "line", "said", "asks", "shows", "said_at")
        read_only_fields = ("id", "asks", "shows", "said_at")


class AnsweredSerializer(serializers.Serializer[Any]):
    """The disputes of one posting and the fit they leave."""

    disputes = DisputeSerializer(many=True)
    fit_score = serializers.IntegerField(source="fit.number", allow_null=True)
    fit_low = serializers.IntegerField(source="fit.low", allow_null=True)
    fit_high = serializers.IntegerField(source="fit.high", allow_null=True)
    is_provisional = serializers.BooleanField(source="fit.is_provisional")


class WithdrawnSerializer(serializers.Serializer[Any]):
    """Which dispute to take back."""

    id = serializers.UUIDField()


class DisputesView(APIView):
    """The lines of a posting's fit that the caller disputes."""

    @extend_schema(request=DisputeSerializer, responses={200: AnsweredSerializer})
    def post(self, request: Request, posting_id: UUID) -> Response:
        """Dispute a line: HAVE_IT, NOT_REQUIRED or MISREAD. The last word on a line counts."""
        posting, user = _posting(posting_id), cast("User", request.user)
        form = DisputeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        key = LineKey(asked["part"], asked["subject"], asked["line"])
        services.dispute(
            user=user, posting=posting, key=key, said=asked["said"], now=timezone.now()
        )
        return _answer(user, posting)

    @extend_schema(parameters=[WithdrawnSerializer], responses={200: AnsweredSerializer})
    def delete(self, request: Request, posting_id: UUID) -> Response:
        """Take a dispute back, with the fact that came of it."""
        posting, user = _posting(posting_id), cast("User", request.user)
        form = WithdrawnSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        withdrawn = services.withdraw(
            user=user,
            posting=posting,
            dispute_id=form.validated_data["id"],
            now=timezone.now(),
        )
        if not withdrawn:
            raise NotFound
        return _answer(user, posting)


def _posting(posting_id: UUID) -> Posting:
    posting = selectors.open_posting(posting_id)
    if posting is None:
        raise NotFound
    return posting


def _answer(user: User, posting: Posting) -> Response:
    judged = services.fits_by_resume(user.pk, posting, now=timezone.now())
    none = Fit(None, None, None, True, 0, ())  # noqa: FBT003 - nothing to judge with
    held = {
        "disputes": selectors.disputes_on(user.pk, posting.pk),
        "fit": judged[0][1] if judged else none,
    }
    return Response(AnsweredSerializer(held).data, status=status.HTTP_200_OK)
