"""Postings over the API: open to everybody, limited per address."""

from dataclasses import replace
from itertools import zip_longest
from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from jobs import selectors, services
from jobs.api.filters import JobQuery, SuggestQuery, TopQuery
from jobs.api.serializers import (
    BatchStatusSerializer,
    JobDetailSerializer,
    JobPageSerializer,
    MetadataSerializer,
    RefreshSerializer,
    RunSerializer,
    ScoredJobsSerializer,
    SuggestionsSerializer,
)
from jobs.api.sources import sources_seen
from jobs.models import Posting, Source
from jobs.selectors.companies import hidden_companies
from jobs.types import PostingFilter

_RUNS_SHOWN = 20


class JobViewSet(GenericViewSet[Posting]):
    """Open postings."""

    queryset = Posting.objects.none()
    serializer_class = JobDetailSerializer
    permission_classes = (AllowAny,)
    pagination_class = None
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    @extend_schema(parameters=[JobQuery], responses=JobPageSerializer)
    def list(self, request: Request) -> Response:
        """Find postings: best first for words, else newest first, or by date or pay."""
        query = JobQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        filters = query.filters()
        if not asked.get("cursor"):
            services.count_search(words=asked["q"], filters=filters, now=timezone.now())
        page = selectors.search_postings(
            asked["q"],
            filters=filters,
            sort=asked["sort"],
            limit=asked["limit"],
            cursor=asked.get("cursor"),
            corrects=asked["correct"],
            once=asked["once"],
        )
        page = _without_hidden(page, request)
        return self._answer(JobPageSerializer, _as_answer(page), elsewhere=page.elsewhere)

    @extend_schema(responses=JobDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One posting, open or closed."""
        try:
            posting = selectors.posting_detail(UUID(pk))
        except ValueError:
            posting = None
        if posting is None:
            raise NotFound
        return self._answer(
            JobDetailSerializer,
            posting,
            elsewhere=selectors.elsewhere_of([posting.pk]),
            signs=selectors.ghost_signs(posting, now=timezone.now()),
        )

    @extend_schema(parameters=[TopQuery], responses=ScoredJobsSerializer)
    @action(detail=False)
    def search(self, request: Request) -> Response:
        """The best postings for some words, with scores."""
        query = TopQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        filters = PostingFilter(countries=tuple(asked.get("country", ())))
        services.count_search(words=asked["q"], filters=filters, now=timezone.now())
        page = selectors.search_postings(
            asked["q"],
            filters=filters,
            limit=asked["top"],
            with_facets=False,
            once=asked["once"],
        )
        page = _without_hidden(page, request)
        ids = [posting.pk for posting in page.postings]
        return self._answer(
            ScoredJobsSerializer,
            {"results": page.postings, "count": page.count, "corrected": page.corrected},
            scores=dict(zip(ids, page.scores, strict=True)),
            elsewhere=page.elsewhere,
        )

    @extend_schema(parameters=[SuggestQuery], responses=SuggestionsSerializer)
    @action(detail=False)
    def suggest(self, request: Request) -> Response:
        """Titles, skills, employers and places to offer while somebody types."""
        query = SuggestQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = selectors.suggest(asked["q"], limit=asked["limit"])
        return self._answer(SuggestionsSerializer, {"results": found})

    @extend_schema(responses=MetadataSerializer)
    @action(detail=False)
    def metadata(self, request: Request) -> Response:
        """The categories, countries, languages and sources there are open postings of."""
        return self._answer(MetadataSerializer, selectors.known_values())

    def _answer(self, serializer: Any, found: Any, **context: Any) -> Response:
        everything = {**self.get_serializer_context(), **context}
        return Response(serializer(found, context=everything).data)


def _without_hidden(page: selectors.SearchPage, request: Request) -> selectors.SearchPage:
    """The page without the employers the caller hides; counts stay those of everybody."""
    hidden = hidden_companies(request.user.pk) if request.user.is_authenticated else None
    if not hidden:
        return page
    pairs = zip_longest(page.postings, page.scores)
    kept = [(one, score) for one, score in pairs if one.company_id not in hidden]
    return replace(page, postings=[one for one, _ in kept], scores=[score for _, score in kept])


def _as_answer(page: selectors.SearchPage) -> dict[str, Any]:
    return {
        "results": page.postings,
        "next_cursor": page.next_cursor,
        "count": page.count,
        "has_more_than_count": page.has_more_than_count,
        "corrected": page.corrected,
        "currency": page.currency,
        "facets": page.facets,
    }


class BatchStatusView(APIView):
    """How the collection of postings is doing."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=BatchStatusSerializer)
    def get(self, request: Request) -> Response:
        """The latest runs with their stages, newest first."""
        found = {
            "open_postings": selectors.live_count(now=timezone.now()),
            "sources": sources_seen(now=timezone.now()),
            "runs": selectors.recent_runs(_RUNS_SHOWN),
        }
        return Response(BatchStatusSerializer(found).data)


class RefreshView(APIView):
    """Start a refresh by hand."""

    permission_classes = (IsAdminUser,)

    @extend_schema(
        request=RefreshSerializer,
        responses={202: RunSerializer, 409: OpenApiResponse(description="It has no keys.")},
    )
    def post(self, request: Request) -> Response:
        """Ask for a refresh; it runs as soon as a worker is free."""
        asked = RefreshSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        source = get_object_or_404(Source, slug=asked.validated_data["source"])
        run = services.request_refresh(
            actor=cast("User", request.user), source=source, now=timezone.now()
        )
        return Response(RunSerializer(run).data, status=status.HTTP_202_ACCEPTED)
