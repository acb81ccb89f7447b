"""Matches and searches over the API."""

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from core.errors import BadCursorError
from jobs.models import Posting
from jobs.selectors.companies import said_of_companies
from matching import selectors, services
from matching.api.serializers import (
    LeaningSerializer,
    MatchPageSerializer,
    MatchQuery,
    SearchSerializer,
    TasteSerializer,
    VerdictSerializer,
)
from matching.models import Match, Search

_UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class MatchViewSet(GenericViewSet[Match]):
    """Stored matches of a search, and what the caller says of them."""

    queryset = Match.objects.none()
    pagination_class = None
    serializer_class = MatchPageSerializer

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
            show=asked["show"],
            min_fit=asked.get("min_fit"),
        )
        marker = str(page.next_marker) if page.next_marker else None
        answer = {"next_cursor": marker, "results": page.matches}
        return Response(MatchPageSerializer(answer).data)

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
        posting = _posting(job_id)
        user = cast("User", request.user)
        if request.method == "DELETE":
            services.undo_verdict(user=user, posting=posting)
        else:
            form = VerdictSerializer(data=request.data)
            form.is_valid(raise_exception=True)
            services.record_verdict(user=user, posting=posting, **form.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=LeaningSerializer, responses={204: None})
    @action(detail=False, methods=["put", "delete"], url_path=f"leanings/(?P<job_id>{_UUID})")
    def leaning(self, request: Request, job_id: str) -> Response:
        """Ask for more or less like a posting; DELETE takes it back."""
        posting = _posting(job_id)
        user = cast("User", request.user)
        if request.method == "DELETE":
            services.undo_leaning(user=user, posting=posting)
        else:
            form = LeaningSerializer(data=request.data)
            form.is_valid(raise_exception=True)
            services.record_leaning(user=user, posting=posting, **form.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=TasteSerializer)
    @action(detail=False)
    def taste(self, request: Request) -> Response:
        """What the caller wants more and less of, and which employers they hide."""
        user = cast("User", request.user)
        _followed, hidden = said_of_companies(user.pk)
        held = {"leanings": selectors.leanings_of(user.pk), "hidden_companies": hidden}
        return Response(TasteSerializer(held).data)


def _posting(job_id: str) -> Posting:
    found = selectors.open_posting(UUID(job_id))
    if found is None:
        raise NotFound
    return found


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
