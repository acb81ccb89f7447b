"""Sources over the API: where postings come from, how fresh, how healthy."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jobs.models import Source
from jobs.pipeline.standing import standings
from jobs.selectors.sources import Health, health_of, sources_shown


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A source, how it is, and how many open postings it gave."""

    health = serializers.ChoiceField(choices=[one.value for one in Health])
    open_postings = serializers.IntegerField()
    dead_link_rate = serializers.FloatField(allow_null=True)
    limits = serializers.DictField(
        child=serializers.IntegerField(), help_text="The most calls per window."
    )

    class Meta:
        model = Source
        fields = (
            "slug", "name", "kind", "home_url", "terms_url", "attribution", "countries",
            "full_feed", "complete_descriptions", "health", "failures", "back_off_until",
            "last_good_at", "last_good_count", "open_postings", "dead_link_rate", "limits",
        )  # fmt: skip


class SourcesSerializer(serializers.Serializer[Any]):
    """Every source, the fullest first."""

    results = SourceSerializer(many=True)


class SourcesView(APIView):
    """Where postings come from."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=SourcesSerializer)
    def get(self, request: Request) -> Response:
        """Every source with its terms, attribution, freshness and health."""
        return Response(SourcesSerializer({"results": sources_seen(now=timezone.now())}).data)


def sources_seen(*, now: datetime) -> list[Source]:
    """The sources as the API shows them: rows with what is known besides."""
    known = standings()
    shown = []
    for seen in sources_shown(now=now):
        source: Any = seen.source
        standing = known.get(source.slug)
        is_configured = standing is None or standing.is_configured  # None: imported from files
        source.health = health_of(source, is_configured=is_configured, now=now)
        source.open_postings = seen.open_postings
        source.dead_link_rate = seen.dead_link_rate
        source.limits = standing.limits if standing else {}
        shown.append(source)
    return shown
