"""What the API takes and gives about matches."""

from typing import Any

from rest_framework import serializers

from jobs.models import Posting
from matching.api.answers import ReasonSerializer, StopSerializer
from matching.forms import MOST_ROLES
from matching.models import Leaning, Match, Search
from matching.types import Fit

MOST_PLACES = 10  # each is one more circle every match is measured against
MOST_CODES = 60


class MatchSerializer(serializers.ModelSerializer[Match]):
    """A stored match of a search."""

    job_id = serializers.UUIDField(source="posting_id")
    title = serializers.CharField(source="posting.title")
    company = serializers.CharField(source="posting.company_name")
    location = serializers.CharField(source="posting.place")
    relevance_score = serializers.FloatField(source="relevance")
    fit_score = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()
    stops = serializers.SerializerMethodField()
    redirect_url = serializers.CharField(source="posting.redirect_url")

    class Meta:
        model = Match
        fields = (
            "id",
            "job_id",
            "title",
            "company",
            "location",
            "relevance_score",
            "fit_score",
            "fit_low",
            "fit_high",
            "is_provisional",
            "is_stopped",
            "is_set_aside",
            "reasons",
            "stops",
            "redirect_url",
            "found_at",
        )

    def get_fit_score(self, match: Match) -> int | None:
        """The fit, or its lower end while provisional."""
        return match.number if match.number >= 0 else None

    def get_reasons(self, match: Match) -> list[dict[str, str]]:
        """The most telling three."""
        fit = Fit.from_json(match.explanation)
        return [dict(ReasonSerializer(line).data) for line in fit.reasons()]

    def get_stops(self, match: Match) -> list[dict[str, Any]]:
        """What rules it out."""
        return list(StopSerializer(Fit.from_json(match.explanation).stops, many=True).data)


class MatchPageSerializer(serializers.Serializer[Any]):
    """A page of matches."""

    next_cursor = serializers.CharField(allow_null=True)
    results = MatchSerializer(many=True)


class MatchQuery(serializers.Serializer[Any]):
    """Which matches."""

    search = serializers.UUIDField(required=False)
    cursor = serializers.CharField(required=False, max_length=100)
    show = serializers.ChoiceField(
        ["", "later", "stopped", "less"],
        required=False,
        default="",
        help_text="Put off, ruled out by a stop, or much like what the caller wants less of.",
    )
    min_fit = serializers.IntegerField(required=False, min_value=0, max_value=100)
    limit = serializers.IntegerField(required=False, default=20, min_value=1, max_value=100)


class WishedPlaceSerializer(serializers.Serializer[Any]):
    """Where a person wants to work."""

    name = serializers.CharField(max_length=120)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True)
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, min_value=-180, max_value=180)
    radius_km = serializers.FloatField(required=False, default=50, min_value=1, max_value=500)


def _codes() -> serializers.ListField:
    code = serializers.CharField(min_length=2, max_length=2)
    return serializers.ListField(child=code, max_length=MOST_CODES, required=False)


class SearchSerializer(serializers.ModelSerializer[Search]):
    """What a person looks for."""

    roles = serializers.ListField(
        child=serializers.CharField(max_length=120), max_length=MOST_ROLES, required=False
    )
    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    places = WishedPlaceSerializer(
        many=True,
        required=False,
        max_length=MOST_PLACES,  # type: ignore[call-arg]
    )
    countries = _codes()
    languages = _codes()
    right_to_work = _codes()
    levels = serializers.ListField(
        child=serializers.ChoiceField(Posting.Level.choices), max_length=MOST_CODES, required=False
    )
    employment_types = serializers.ListField(
        child=serializers.ChoiceField(Posting.EmploymentType.choices),
        max_length=MOST_CODES,
        required=False,
    )
    is_waiting = serializers.BooleanField(read_only=True)

    class Meta:
        model = Search
        fields = (
            "id",
            "name",
            "is_default",
            "roles",
            "places",
            "countries",
            "remote",
            "pay_floor",
            "pay_currency",
            "languages",
            "right_to_work",
            "needs_sponsorship",
            "start_date",
            "levels",
            "employment_types",
            "resume",
            "cadence",
            "last_seen_at",
            "matched_at",
            "considered",
            "is_waiting",
        )
        read_only_fields = ("id", "is_default", "last_seen_at", "matched_at", "considered")

    def validate_resume(self, resume: Any) -> Any:
        """Only one's own resume."""
        if resume is not None and resume.owner_id != self.context["request"].user.pk:
            raise serializers.ValidationError("There is no such resume.")
        return resume


class VerdictSerializer(serializers.Serializer[Any]):
    """What a person says of a posting."""

    verdict = serializers.ChoiceField(choices=["SAVE", "LATER", "NOT_FOR_ME"])
    reason = serializers.ChoiceField(
        choices=["PAY", "PLACE", "LEVEL", "COMPANY", "FIELD"], required=False, default=""
    )


class LeaningSerializer(serializers.Serializer[Leaning]):
    """Whether the caller wants more or less like a posting."""

    direction = serializers.ChoiceField(choices=Leaning.Direction.choices)


class SaidLeaningSerializer(LeaningSerializer):
    """A posting the caller wants more or less like."""

    job_id = serializers.UUIDField(source="posting_id")
    title = serializers.CharField(source="posting.title")
    company = serializers.CharField(source="posting.company_name")
    said_at = serializers.DateTimeField(source="updated_at")


class HiddenCompanySerializer(serializers.Serializer[Any]):
    """An employer the caller hides."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class TasteSerializer(serializers.Serializer[Any]):
    """What changes which postings come next, and can be taken back."""

    leanings = SaidLeaningSerializer(many=True)
    hidden_companies = HiddenCompanySerializer(many=True)
