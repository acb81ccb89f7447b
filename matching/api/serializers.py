"""What the API takes and gives about matches."""

from typing import Any

from rest_framework import serializers

from jobs.models import Posting
from matching.forms import MOST_ROLES
from matching.models import Match, Search
from matching.rendering.evidence import subject_of
from matching.services import Ranked
from matching.types import Evidence, Fit

LONGEST_TEXT = 60_000
MOST_PLACES = 10  # each is one more circle every match is measured against
MOST_CODES = 60
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


class RankedSerializer(serializers.Serializer[Ranked]):
    """A posting with how well it is answered. `fit_score` is null when too little is stated."""

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
    fit_score = serializers.IntegerField(source="fit.number", allow_null=True)
    fit_low = serializers.IntegerField(source="fit.low", allow_null=True)
    fit_high = serializers.IntegerField(source="fit.high", allow_null=True)
    is_provisional = serializers.BooleanField(source="fit.is_provisional")
    is_internship = serializers.BooleanField(source="posting.is_internship")
    stops = StopSerializer(source="fit.stops", many=True)
    reasons = serializers.SerializerMethodField()
    redirect_url = serializers.CharField(source="posting.redirect_url")

    def get_reasons(self, row: Ranked) -> list[dict[str, str]]:
        """The most telling three."""
        return [dict(ReasonSerializer(line).data) for line in row.fit.reasons()]


class AnswerSerializer(serializers.Serializer[Any]):
    """Ranked postings."""

    total_matches = serializers.IntegerField()
    search_time_ms = serializers.FloatField()
    engine = serializers.CharField()
    jobs = RankedSerializer(many=True)


class FiltersSerializer(serializers.Serializer[Any]):
    """Filters every matching question takes."""

    location = serializers.CharField(
        required=False, max_length=120, help_text="A place, a country code, or `Remote`."
    )
    limit = serializers.IntegerField(required=False, default=20, min_value=1, max_value=100)


class MatchResumeSerializer(FiltersSerializer):
    """A resume, by its text or by the id of a stored one, and filters."""

    resume_text = serializers.CharField(required=False, max_length=LONGEST_TEXT)
    resume_id = serializers.UUIDField(required=False)
    internship_only = serializers.BooleanField(required=False, default=False)
    job_level = serializers.ChoiceField(choices=list(LEVELS), required=False)
    job_type = serializers.ChoiceField(choices=JOB_TYPES, required=False)
    stipend_min = serializers.IntegerField(
        required=False, min_value=0, help_text="Least stated pay, as a year's pay."
    )
    remote = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of the two."""
        if ("resume_text" in attrs) == ("resume_id" in attrs):
            raise serializers.ValidationError("Give either resume_text or resume_id.")
        return attrs


class MatchPostingSerializer(FiltersSerializer):
    """A job description to find similar postings to."""

    job_description = serializers.CharField(max_length=LONGEST_TEXT)
    job_type = serializers.ChoiceField(choices=JOB_TYPES, required=False)


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
