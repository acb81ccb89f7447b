"""What works, over the API: the figures of `/insights`."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.api.views import caller
from applications.rendering.rates import rate
from applications.selectors.insights import Counts, Insights, Period, insights
from applications.selectors.people import zone_of


class PeriodSerializer(serializers.Serializer[Any]):
    """How far back is counted."""

    period = serializers.ChoiceField(choices=list(Period), default=Period.ALL)


class RateSerializer(serializers.Serializer[Any]):
    """A rate in percent with its 95 % interval; null while `whole` is too small to say one."""

    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    low = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)


class CountsSerializer(serializers.Serializer[Any]):
    """How far applications ever came. Rates are of those sent."""

    added = serializers.IntegerField()
    sent = serializers.IntegerField()
    answered = RateSerializer()
    interviewed = RateSerializer()
    offered = RateSerializer()


class GroupSerializer(CountsSerializer):
    """The same of one source, band of fit or resume version."""

    key = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)


class RoadSerializer(serializers.Serializer[Any]):
    """What applications went through after they were sent, and their end, or `OPEN`."""

    steps = serializers.ListField(child=serializers.CharField())
    end = serializers.CharField()
    count = serializers.IntegerField()


class StaySerializer(serializers.Serializer[Any]):
    """Days until applications moved on from a column."""

    column = serializers.CharField()
    moved_on = serializers.IntegerField()
    still_there = serializers.IntegerField()
    first_quartile = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    third_quartile = serializers.FloatField(allow_null=True)


class SkillAskedSerializer(serializers.Serializer[Any]):
    """A skill the resume does not show, and how many of the postings ask for it."""

    name = serializers.CharField()
    count = serializers.IntegerField()
    must = serializers.IntegerField(help_text="How many of these say that it is a must.")
    applications = serializers.ListField(child=serializers.UUIDField())


class InsightsSerializer(serializers.Serializer[Any]):
    """What works."""

    period = serializers.CharField()
    total = CountsSerializer()
    waiting = serializers.IntegerField()
    roads = RoadSerializer(many=True)
    stays = StaySerializer(many=True)
    by_source = GroupSerializer(many=True)
    by_band = GroupSerializer(many=True)
    by_version = GroupSerializer(many=True)
    days = serializers.DictField(child=serializers.IntegerField())
    skills_asked_in = serializers.IntegerField(allow_null=True)
    skills_missing = SkillAskedSerializer(many=True)


class InsightsView(APIView):
    """The figures of a person's search."""

    @extend_schema(
        parameters=[OpenApiParameter("period", OpenApiTypes.STR, enum=list(Period))],
        responses=InsightsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Count the caller's applications."""
        asked = PeriodSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        owner, period = caller(request), Period(asked.validated_data["period"])
        found = insights(owner.pk, period=period, now=timezone.now(), zone=zone_of(owner))
        return Response(InsightsSerializer(_body(found)).data)


def _body(found: Insights) -> dict[str, Any]:
    by = found.roads
    missing = found.gap.missing if found.gap else []
    return {
        "period": found.period,
        "total": _counts(by.total),
        "waiting": by.waiting,
        "roads": by.roads,
        "stays": found.stays,
        "by_source": [{"key": k, "name": k, **_counts(c)} for k, c in by.by_source.items()],
        "by_band": [{"key": k, "name": k, **_counts(c)} for k, c in by.by_band.items()],
        "by_version": [
            {"key": str(k or ""), "name": found.versions.get(k, "") if k else "", **_counts(c)}
            for k, c in by.by_version.items()
        ],
        "days": {day.isoformat(): count for day, count in found.days.items()},
        "skills_asked_in": found.gap.postings if found.gap else None,
        "skills_missing": [
            {
                "name": skill.name,
                "count": skill.count,
                "must": skill.required,
                "applications": [pk for pk, _title, _company in skill.examples],
            }
            for skill in missing
        ],
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "added": counts.added,
        "sent": counts.sent,
        "answered": rate(counts.answered, counts.sent),
        "interviewed": rate(counts.met, counts.sent),
        "offered": rate(counts.offered, counts.sent),
    }
