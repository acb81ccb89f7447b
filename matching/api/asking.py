"""Doors that are open to everybody: postings for a resume, for a text, for a posting."""

from time import perf_counter
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import DomainError
from matching import selectors, services
from matching.api.answers import AnswerSerializer, RecommendationsSerializer
from matching.api.questions import MatchPostingSerializer, MatchResumeSerializer, RecommendQuery
from matching.requests import Understood
from matching.types import CandidateProfile
from resumes.models import ResumeVersion

_LIMITED = OpenApiResponse(description="Too many questions; `Retry-After` says when to come back.")
_REFUSED = OpenApiResponse(description="A field is wrong, or the text says nothing to match with.")


class NotReadError(DomainError):
    """This resume has not been read yet, or could not be."""

    code = "not_read"


class NothingToMatchError(DomainError):
    """This text names no work, no skill and no role to match with."""

    code = "nothing_to_match"
    status = 400


class MatchResumeView(APIView):
    """Postings for a resume."""

    permission_classes = (AllowAny,)
    throttle_scope = "match"

    @extend_schema(
        request=MatchResumeSerializer,
        responses={200: AnswerSerializer, 400: _REFUSED, 429: _LIMITED},
    )
    def post(self, request: Request) -> Response:
        """Rank open postings for a resume: ruled out last, then the best fit first."""
        started = perf_counter()
        form = MatchResumeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        profile = self._profile(form.validated_data)
        if profile.is_empty:
            raise NothingToMatchError(_("This text names no work, skill or role to match with."))
        read = form.understood()
        answer = services.match_profile(
            profile,
            read.wishes,
            now=timezone.now(),
            top=form.validated_data["limit"],
            owner_id=owner_of(request),
        )
        return _answered(answer, read, started)

    def _profile(self, asked: dict[str, Any]) -> CandidateProfile:
        now = timezone.now()
        if "resume_text" in asked:
            return services.profile_of_text(asked["resume_text"], now=now)
        owner_id = owner_of(self.request)
        if owner_id is None:
            raise NotAuthenticated
        version = selectors.version_named(owner_id, asked["resume_id"])
        if version is None:
            raise NotFound
        if version.state != ResumeVersion.State.PARSED:
            raise NotReadError(_("This resume has not been read yet, or could not be."))
        return services.profile_of_version(version, now=now)


class MatchTextView(APIView):
    """Postings like a job description."""

    permission_classes = (AllowAny,)
    throttle_scope = "match"

    @extend_schema(
        request=MatchPostingSerializer,
        responses={200: AnswerSerializer, 400: _REFUSED, 429: _LIMITED},
    )
    def post(self, request: Request) -> Response:
        """Open postings like a job description, the most alike first. There is no fit: no resume."""
        started = perf_counter()
        form = MatchPostingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        read = form.understood()
        answer = services.similar_to_text(
            form.validated_data["job_description"],
            read.wishes,
            now=timezone.now(),
            top=form.validated_data["limit"],
            owner_id=owner_of(request),
        )
        return _answered(answer, read, started)


class RecommendView(APIView):
    """Postings like a posting."""

    permission_classes = (AllowAny,)

    @extend_schema(
        parameters=[RecommendQuery],
        responses={200: RecommendationsSerializer, 400: _REFUSED, 404: None, 429: _LIMITED},
    )
    def get(self, request: Request) -> Response:
        """Open postings like this one, open or closed, from a list made ahead."""
        started = perf_counter()
        query = RecommendQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        posting = selectors.open_posting(asked["job_id"])
        if posting is None:
            raise NotFound
        found = services.similar_to_posting(
            posting, now=timezone.now(), top=asked["top"], owner_id=owner_of(request)
        )
        held = {
            "job_id": posting.pk,
            "search_time_ms": _since(started),
            "engine": found.engine,
            "is_precomputed": found.is_precomputed,
            "jobs": found.rows,
        }
        context = {"skills": set(posting.skills)}
        return Response(RecommendationsSerializer(held, context=context).data)


def owner_of(request: Request) -> UUID | None:
    """Who asks, when somebody is signed in."""
    return request.user.pk if request.user.is_authenticated else None


def _answered(
    answer: services.Answer | services.Similar, read: Understood, started: float
) -> Response:
    notes = [] if read.is_known else [_unknown_place()]
    held = {
        "total_matches": answer.considered,
        "search_time_ms": _since(started),
        "engine": answer.engine,
        "understood": {
            "location": read.location,
            "country": read.country,
            "remote": read.wishes.remote == "ONLY",
            "pay_floor": read.wishes.pay_floor,
            "pay_currency": read.wishes.pay_currency,
        },
        "notes": notes,
        "jobs": answer.rows,
    }
    return Response(AnswerSerializer(held).data)


def _unknown_place() -> dict[str, str]:
    detail = _("We do not know this place, so it narrows nothing.")
    return {"code": "unknown_location", "detail": detail}


def _since(started: float) -> float:
    return round((perf_counter() - started) * 1000, 1)
