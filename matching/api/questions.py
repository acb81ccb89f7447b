"""What the API takes to match a resume, a text or a posting."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from jobs.models import Posting
from matching.api import examples
from matching.requests import PER_YEAR, Understood, wishes_at, yearly

LONGEST_TEXT = 60_000
LARGEST_PAY = 1_000_000_000
MOST_ALIKE = 50
LEVELS = {
    "INTERNSHIP": ("INTERNSHIP",),
    "ENTRY_LEVEL": ("ENTRY",),
    "MID_LEVEL": ("MID",),
    "SENIOR_LEVEL": ("SENIOR", "LEAD"),
    "MANAGER": ("MANAGER",),
    "DIRECTOR": ("DIRECTOR",),
    "EXECUTIVE": ("EXECUTIVE",),
}
JOB_TYPES = [value for value in Posting.EmploymentType.values if value != "OTHER"]


class FiltersSerializer(serializers.Serializer[Any]):
    """Filters every matching question takes."""

    location = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=120,
        help_text="A place, a country or its code, `Remote`, or `Remote, India`.",
    )
    remote = serializers.BooleanField(
        required=False, default=False, help_text="Only remote postings."
    )
    job_type = serializers.ChoiceField(choices=JOB_TYPES, required=False)
    limit = serializers.IntegerField(required=False, default=20, min_value=1, max_value=100)

    def understood(self) -> Understood:
        """What valid filters mean."""
        asked = self.validated_data
        return wishes_at(
            asked["location"], remote=asked["remote"], employment_type=asked.get("job_type", "")
        )


@extend_schema_serializer(examples=[examples.RESUME_TEXT, examples.RESUME_ID])
class MatchResumeSerializer(FiltersSerializer):
    """A resume, by its text or by the id of a stored one, and filters."""

    resume_text = serializers.CharField(required=False, max_length=LONGEST_TEXT)
    resume_id = serializers.UUIDField(
        required=False, help_text="A resume of the caller (its newest version), or one version."
    )
    internship_only = serializers.BooleanField(required=False, default=False)
    job_level = serializers.ChoiceField(choices=list(LEVELS), required=False)
    stipend_min = serializers.IntegerField(
        required=False, min_value=0, max_value=LARGEST_PAY, help_text="Least stated pay."
    )
    stipend_period = serializers.ChoiceField(
        choices=list(PER_YEAR), required=False, default="YEAR", help_text="What it is paid for."
    )
    stipend_currency = serializers.RegexField(
        "^[A-Za-z]{3}$",
        required=False,
        default="",
        allow_blank=True,
        help_text="ISO 4217; without one, the money of the location's country. Pay in another "
        "currency is not compared and never rules a posting out.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two."""
        if ("resume_text" in attrs) == ("resume_id" in attrs):
            raise serializers.ValidationError("Give either resume_text or resume_id.")
        return attrs

    def understood(self) -> Understood:
        """What valid filters mean."""
        asked = self.validated_data
        floor = asked.get("stipend_min")
        return wishes_at(
            asked["location"],
            remote=asked["remote"],
            internship_only=asked["internship_only"],
            levels=LEVELS.get(asked.get("job_level", ""), ()),
            employment_type=asked.get("job_type", ""),
            pay_floor=None if floor is None else yearly(floor, asked["stipend_period"]),
            pay_currency=asked["stipend_currency"].upper(),
        )


@extend_schema_serializer(examples=[examples.JOB_DESCRIPTION])
class MatchPostingSerializer(FiltersSerializer):
    """A job description to find similar postings to; its first line is its title."""

    job_description = serializers.CharField(max_length=LONGEST_TEXT)


class RecommendQuery(serializers.Serializer[Any]):
    """Which posting, and how many like it."""

    job_id = serializers.UUIDField()
    top = serializers.IntegerField(required=False, default=10, min_value=1, max_value=MOST_ALIKE)
