"""Matches and searches over the API."""

from time import perf_counter
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from core.errors import BadCursorError
from matching import selectors, services
from matching.api.serializers import (
    LEVELS,
    AnswerSerializer,
    MatchPageSerializer,
    MatchPostingSerializer,
    MatchQuery,
    MatchResumeSerializer,
    SearchSerializer,
    VerdictSerializer,
)
from matching.models import Match, Search
from matching.requests import wishes_at
from matching.types import CandidateProfile

_UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class MatchViewSet(GenericViewSet[Match]):
    """Postings for a resume, and for a text."""

    queryset = Match.objects.none()
    pagination_class = None
    serializer_class = MatchPageSerializer

    def get_permissions(self) -> list[Any]:
        """Matching a text is open to everybody, limited per address."""
        if self.action in {"resume", "jd"}:
            return [AllowAny()]
        return list(super().get_permissions())

    def get_throttles(self) -> list[Any]:
        """Matching costs more than reading."""
        self.throttle_scope = "match" if self.action in {"resume", "jd"} else None
        return super().get_throttles()

    @extend_schema(parameters=[MatchQuery], responses=MatchPageSerializer)
    def list(self, request: Request) -> Response:
        """Matches of one of the caller's searches, best first."""
        query = MatchQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        search = self._search(asked.get("search"))
        after = selectors.Marker.read(asked.get("cursor", ""))
        if after is None and "cursor" in asked:
            raise BadCursorError
        page = selectors.inbox(
            search,
            after=after,
            size=asked["limit"],
            min_fit=asked.get("min_fit"),
        )
        marker = str(page.next_marker) if page.next_marker else None
        answer = {"next_cursor": marker, "results": page.matches}
        return Response(MatchPageSerializer(answer).data)

    @extend_schema(request=MatchResumeSerializer, responses=AnswerSerializer)
    def resume(self, request: Request) -> Response:
        """Rank open postings for a resume."""
        form = MatchResumeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        started = perf_counter()
        profile = self._profile(asked)
        wishes = wishes_at(
            asked.get("location", ""),
            remote=asked["remote"],
            internship_only=asked["internship_only"],
            levels=LEVELS.get(asked.get("job_level", ""), ()),
            employment_type=asked.get("job_type", ""),
            pay_floor=asked.get("stipend_min"),
        )
        answer = services.match_profile(profile, wishes, now=timezone.now(), top=asked["limit"])
        return self._answer(answer, started)

    @extend_schema(request=MatchPostingSerializer, responses=AnswerSerializer)
    def jd(self, request: Request) -> Response:
        """Postings similar to a job description."""
        form = MatchPostingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        started = perf_counter()
        now = timezone.now()
        profile = services.read_text(asked["job_description"], parsed={}, language="", now=now)
        wishes = wishes_at(asked.get("location", ""), employment_type=asked.get("job_type", ""))
        answer = services.match_profile(profile, wishes, now=now, top=asked["limit"])
        return self._answer(answer, started)

    def _answer(self, answer: services.Answer, started: float) -> Response:
        held = {
            "total_matches": answer.considered,
            "search_time_ms": round((perf_counter() - started) * 1000, 1),
            "engine": answer.engine,
            "jobs": answer.rows,
        }
        return Response(AnswerSerializer(held).data)

    def _profile(self, asked: dict[str, Any]) -> CandidateProfile:
        now = timezone.now()
        if "resume_text" in asked:
            return services.profile_of_text(asked["resume_text"], now=now)
        if not self.request.user.is_authenticated:
            raise NotAuthenticated
        owner = self.request.user
        version = selectors.readable_versions(owner.pk).filter(resume_id=asked["resume_id"]).first()
        if version is None:
            raise NotFound
        return services.profile_of_version(version, now=now)

    def _search(self, search_id: UUID | None) -> Search:
        found = selectors.searches_of(cast("User", self.request.user).pk)
        search = (found.filter(pk=search_id) if search_id else found).first()
        if search is None:
            raise NotFound
        return search

    @extend_schema(request=VerdictSerializer, responses={204: None})
    @action(detail=False, methods=["put", "delete"], url_path=f"verdicts/(?P<job_id>{_UUID})")
    def verdict(self, request: Request, job_id: str) -> Response:
        """Say Save, Later or Not for me of a posting; DELETE takes it back."""
        posting = selectors.open_posting(UUID(job_id))
        if posting is None:
            raise NotFound
        user = cast("User", request.user)
        if request.method == "DELETE":
            services.undo_verdict(user=user, posting=posting)
        else:
            form = VerdictSerializer(data=request.data)
            form.is_valid(raise_exception=True)
            services.record_verdict(user=user, posting=posting, **form.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SearchViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Search]):
    """What the caller looks for."""

    queryset = Search.objects.none()
    serializer_class = SearchSerializer
    lookup_value_regex = _UUID

    def get_queryset(self) -> QuerySet[Search]:
        """Return the caller's searches."""
        return Search.objects.owned_by(cast("User", self.request.user).pk)

    def create(self, request: Request) -> Response:
        """Add a search."""
        form = self.get_serializer(data=request.data)
        form.is_valid(raise_exception=True)
        search = services.create_search(
            owner=cast("User", request.user), wish=form.validated_data, now=timezone.now()
        )
        return Response(self.get_serializer(search).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a search; it is matched again."""
        form = self.get_serializer(self.get_object(), data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        search = services.update_search(
            search=self.get_object(), wish=form.validated_data, now=timezone.now()
        )
        return Response(self.get_serializer(search).data)

    def destroy(self, request: Request, pk: str) -> Response:
        """Remove a search with its matches."""
        services.delete_search(search=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
