"""What the API answers about postings for a resume, a text or a posting."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from matching.api import examples
from matching.rendering.evidence import subject_of
from matching.services import Ranked
from matching.types import Evidence


class ReasonSerializer(serializers.Serializer[Evidence]):
    """One reason: the posting's line and the resume's line, word for word."""

    subject = serializers.SerializerMethodField()
    posting = serializers.CharField()
    resume = serializers.CharField()

    def get_subject(self, line: Evidence) -> str:
        """What the reason is about."""
        return subject_of(line)


class StopSerializer(serializers.Serializer[Any]):
    """What rules a posting out, quoted."""

    kind = serializers.CharField()
    quote = serializers.CharField(source="line")
    is_certain = serializers.BooleanField()


class JobSerializer(serializers.Serializer[Any]):
    """A posting in an answer."""

    job_id = serializers.UUIDField(source="posting.pk")
    title = serializers.CharField(source="posting.title")
    company = serializers.CharField(source="posting.company_name")
    location = serializers.CharField(source="posting.place")
    country = serializers.CharField(source="posting.country")
    salary_min = serializers.DecimalField(
        source="posting.pay_min", max_digits=14, decimal_places=2, allow_null=True
    )
    salary_max = serializers.DecimalField(
        source="posting.pay_max", max_digits=14, decimal_places=2, allow_null=True
    )
    salary_currency = serializers.CharField(source="posting.pay_currency")
    relevance_score = serializers.FloatField(source="relevance", min_value=0, max_value=1)
    is_internship = serializers.BooleanField(source="posting.is_internship")
    redirect_url = serializers.CharField(source="posting.outside_url")


class RankedSerializer(JobSerializer):
    """A posting with how well it is answered.

    `fit_score` (0 to 100) is null when too little is stated, and where no resume was given.
    """

    fit_score = serializers.IntegerField(
        source="fit.number", allow_null=True, min_value=0, max_value=100
    )
    fit_low = serializers.IntegerField(
        source="fit.low", allow_null=True, min_value=0, max_value=100
    )
    fit_high = serializers.IntegerField(
        source="fit.high", allow_null=True, min_value=0, max_value=100
    )
    is_provisional = serializers.BooleanField(source="fit.is_provisional")
    stops = StopSerializer(source="fit.stops", many=True)
    reasons = serializers.SerializerMethodField()

    @extend_schema_field(ReasonSerializer(many=True))
    def get_reasons(self, row: Ranked) -> list[dict[str, str]]:
        """The most telling three."""
        return [dict(ReasonSerializer(line).data) for line in row.fit.reasons()]


class RemarkSerializer(serializers.Serializer[Any]):
    """Something the caller should know about how the question was read."""

    code = serializers.ChoiceField(["unknown_location"])
    detail = serializers.CharField()


class UnderstoodSerializer(serializers.Serializer[Any]):
    """What the filters were taken to mean."""

    location = serializers.CharField(help_text="Empty: anywhere.")
    country = serializers.CharField()
    remote = serializers.BooleanField(help_text="Only remote postings.")
    pay_floor = serializers.IntegerField(allow_null=True, help_text="A year's pay, at least.")
    pay_currency = serializers.CharField()


@extend_schema_serializer(examples=[examples.MATCHED])
class AnswerSerializer(serializers.Serializer[Any]):
    """Postings in order. `total_matches` counts the open postings that pass the filters."""

    total_matches = serializers.IntegerField()
    search_time_ms = serializers.FloatField()
    engine = serializers.CharField()
    understood = UnderstoodSerializer()
    notes = RemarkSerializer(many=True)
    jobs = RankedSerializer(many=True)


class AlikeSerializer(JobSerializer):
    """A posting like another, and the skills both name."""

    shared_skills = serializers.SerializerMethodField()

    def get_shared_skills(self, row: Any) -> list[str]:
        """Skills of both, in this posting's order."""
        asked: set[str] = self.context["skills"]
        return [skill for skill in row.posting.skills if skill in asked]


@extend_schema_serializer(examples=[examples.RECOMMENDED])
class RecommendationsSerializer(serializers.Serializer[Any]):
    """Open postings like one, the most alike first, each job once."""

    job_id = serializers.UUIDField()
    search_time_ms = serializers.FloatField()
    engine = serializers.CharField()
    is_precomputed = serializers.BooleanField(
        help_text="False for a posting so new that its list was made for this answer."
    )
    jobs = AlikeSerializer(many=True)
