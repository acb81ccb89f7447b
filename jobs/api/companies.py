"""Employers over the API: their open postings; follow and hide for whoever is signed in."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from jobs import services
from jobs.api.filters import once_field
from jobs.api.serializers import JobSerializer
from jobs.models import Company
from jobs.selectors import companies, elsewhere_of


class CompanyQuery(serializers.Serializer[Any]):
    """What may be asked of an employer."""

    limit = serializers.IntegerField(default=20, min_value=1, max_value=200)
    cursor = serializers.CharField(required=False, max_length=200)
    once = once_field()


class StanceSerializer(serializers.Serializer[Any]):
    """Whether the person follows or hides the employer."""

    follows = serializers.BooleanField()
    hides = serializers.BooleanField()


class CompanySerializer(serializers.ModelSerializer[Company]):
    """An employer with a page of its open postings, newest first."""

    follows = serializers.BooleanField()
    hides = serializers.BooleanField()
    open_postings = serializers.IntegerField()
    results = JobSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)

    class Meta:
        model = Company
        fields = (
            "id", "name", "follows", "hides", "open_postings", "results", "next_cursor",
        )  # fmt: skip


class CompanyViewSet(GenericViewSet[Company]):
    """Employers."""

    queryset = Company.objects.none()
    serializer_class = CompanySerializer
    permission_classes = (AllowAny,)
    pagination_class = None
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    @extend_schema(parameters=[CompanyQuery], responses=CompanySerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One employer and what it advertises."""
        company: Any = _company(pk)
        query = CompanyQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked, now = query.validated_data, timezone.now()
        page = companies.company_page(
            company,
            now=now,
            marker=asked.get("cursor", ""),
            size=asked["limit"],
            once=asked["once"],
        )
        stance = _stance(request, company)
        company.follows, company.hides = stance.follows, stance.hides
        company.open_postings = companies.open_postings_of(company, now=now).count()
        company.results, company.next_cursor = page.postings, page.next_marker or None
        elsewhere = elsewhere_of([posting.pk for posting in page.postings])
        context = {**self.get_serializer_context(), "elsewhere": elsewhere}
        return Response(self.get_serializer(company, context=context).data)

    @extend_schema(methods=["post"], request=None, responses=StanceSerializer)
    @extend_schema(methods=["delete"], request=None, responses=StanceSerializer)
    @action(detail=True, methods=["post", "delete"], permission_classes=[IsAuthenticated])
    def follow(self, request: Request, pk: str) -> Response:
        """Follow with POST, no longer with DELETE."""
        return _say(request, pk, services.follow_company, services.unfollow_company)

    @extend_schema(methods=["post"], request=None, responses=StanceSerializer)
    @extend_schema(methods=["delete"], request=None, responses=StanceSerializer)
    @action(detail=True, methods=["post", "delete"], permission_classes=[IsAuthenticated])
    def hide(self, request: Request, pk: str) -> Response:
        """Hide with POST, show again with DELETE."""
        return _say(request, pk, services.hide_company, services.show_company)


def _say(
    request: Request, pk: str, said: Callable[..., None], back: Callable[..., None]
) -> Response:
    company = _company(pk)
    service = said if request.method == "POST" else back
    service(user=cast("User", request.user), company=company)
    return Response(StanceSerializer(_stance(request, company)).data)


def _stance(request: Request, company: Company) -> companies.Stance:
    if not request.user.is_authenticated:
        return companies.Stance()
    return companies.stance_of(request.user.pk, company.pk)


def _company(pk: str) -> Company:
    try:
        found = companies.company_detail(UUID(pk))
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
