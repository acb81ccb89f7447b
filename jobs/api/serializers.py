"""Postings and runs on the wire."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobs.models import Posting, Source, SourceRun, StageRun, Suggestion
from jobs.selectors import Advertisement, Elsewhere, GhostSigns
from jobs.selectors.sources import Health


class JobSourceSerializer(serializers.ModelSerializer[Source]):
    """Where a posting comes from; show `attribution` linked to `home_url` beside it."""

    class Meta:
        model = Source
        fields = ("slug", "name", "attribution", "home_url", "terms_url")


class PaySerializer(serializers.Serializer[dict[str, Any]]):
    """Pay in its own period and as a year's equivalent; `source` tells stated from estimated."""

    min = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    max = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    period = serializers.ChoiceField(choices=Posting.PayPeriod.choices)
    source = serializers.ChoiceField(choices=Posting.PaySource.choices)  # type: ignore[assignment]
    yearly_min = serializers.IntegerField(allow_null=True)
    yearly_max = serializers.IntegerField(allow_null=True)
    rule = serializers.CharField()


class AdvertisementSerializer(serializers.Serializer[Advertisement]):
    """Another open advertisement of the same job."""

    id = serializers.UUIDField(source="posting_id")
    source = serializers.CharField()  # type: ignore[assignment]
    place = serializers.CharField()


class JobSerializer(serializers.ModelSerializer[Posting]):
    """A posting in a list."""

    source = JobSourceSerializer()  # type: ignore[assignment]
    company = serializers.CharField(source="company_name")
    pay = serializers.SerializerMethodField()
    is_excerpt = serializers.BooleanField()
    go_url = serializers.SerializerMethodField()
    also_at = serializers.SerializerMethodField(
        help_text="The same job in the same place at other sources, the best one of each first."
    )
    other_places = serializers.SerializerMethodField(help_text="The same job in other places.")

    class Meta:
        model = Posting
        fields = (
            "id", "source", "external_id", "title", "company", "category", "place", "region",
            "country", "lat", "lon", "remote", "employment_type", "level", "is_internship", "pay",
            "skills", "language", "status", "is_sample", "is_excerpt", "posted_at", "expires_at",
            "redirect_url", "go_url", "also_at", "other_places",
        )  # fmt: skip

    @extend_schema_field(PaySerializer(allow_null=True))
    def get_pay(self, posting: Posting) -> dict[str, Any] | None:
        """Pay, or nothing when neither stated nor estimated."""
        if posting.pay_source == Posting.PaySource.NONE:
            return None
        return PaySerializer(
            {
                name: getattr(posting, f"pay_{name}")
                for name in (
                    "min", "max", "currency", "period", "source", "yearly_min", "yearly_max",
                    "rule",
                )
            }
        ).data  # fmt: skip

    @extend_schema_field(serializers.URLField)
    def get_go_url(self, posting: Posting) -> str:
        """The address to send a person to: it redirects to the advertisement."""
        path = reverse("job-go", args=[posting.pk])
        request = self.context.get("request")
        return request.build_absolute_uri(path) if request else path

    @extend_schema_field(AdvertisementSerializer(many=True))
    def get_also_at(self, posting: Posting) -> Any:
        """Other sources, from `elsewhere` in the context."""
        return [AdvertisementSerializer(one).data for one in self._elsewhere(posting).also_at]

    @extend_schema_field(AdvertisementSerializer(many=True))
    def get_other_places(self, posting: Posting) -> Any:
        """Other places, from `elsewhere` in the context."""
        return [AdvertisementSerializer(one).data for one in self._elsewhere(posting).other_places]

    def _elsewhere(self, posting: Posting) -> Elsewhere:
        known: dict[Any, Elsewhere] = self.context["elsewhere"]
        return known.get(posting.pk, Elsewhere())


class SignsSerializer(serializers.Serializer[GhostSigns]):
    """Facts that may tell how much a posting is still meant."""

    first_posted_at = serializers.DateTimeField(help_text="When the job was first listed here.")
    age_days = serializers.IntegerField(help_text="Since then.")
    repost_count = serializers.IntegerField(help_text="How often one source listed it again.")
    closing_date = serializers.DateField(allow_null=True, help_text="Only if it is stated.")
    last_checked_at = serializers.DateTimeField(allow_null=True)
    was_gone_when_checked = serializers.BooleanField()


class JobDetailSerializer(JobSerializer):
    """A posting by itself."""

    signs = serializers.SerializerMethodField()

    class Meta(JobSerializer.Meta):
        fields = (  # type: ignore[assignment]
            *JobSerializer.Meta.fields, "description", "description_html", "must_skills",
            "occupation", "years_wanted", "degree_wanted", "source_url", "first_seen_at",
            "last_seen_at", "closed_at", "flags", "signs",
        )  # fmt: skip

    @extend_schema_field(SignsSerializer)
    def get_signs(self, posting: Posting) -> Any:
        """Age, reposts and the last look at its link, from `signs` in the context."""
        return SignsSerializer(self.context["signs"]).data


class FacetSerializer(serializers.Serializer[Any]):
    """One value of a filter and how many postings have it; `label` where the value is a key."""

    value = serializers.CharField()
    count = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class FacetsSerializer(serializers.Serializer[Any]):
    """Counts over `counted` of the postings found; each filter's own values leave it out."""

    counted = serializers.IntegerField()
    countries = FacetSerializer(many=True)
    remote = FacetSerializer(many=True)
    employment_types = FacetSerializer(many=True)
    levels = FacetSerializer(many=True)
    categories = FacetSerializer(many=True)
    sources = FacetSerializer(many=True)
    languages = FacetSerializer(many=True)
    internship = FacetSerializer(many=True)
    posted = FacetSerializer(many=True, help_text="Within so many days.")
    companies = FacetSerializer(many=True)


class MetadataSerializer(serializers.Serializer[Any]):
    """What open postings may be filtered by, at most a day old."""

    categories = FacetSerializer(many=True)
    countries = FacetSerializer(many=True)
    languages = FacetSerializer(many=True)
    sources = FacetSerializer(many=True)


class JobPageSerializer(serializers.Serializer[Any]):
    """One page of postings; `count` is exact unless `has_more_than_count`."""

    results = JobSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()
    has_more_than_count = serializers.BooleanField()
    corrected = serializers.CharField(
        help_text="What was looked for instead, when no posting has a word asked for."
    )
    currency = serializers.CharField(help_text="Whose pay is compared, when sorted by pay.")
    facets = FacetsSerializer()


class SuggestedSerializer(serializers.Serializer[Any]):
    """A term to offer."""

    term = serializers.CharField()
    kind = serializers.ChoiceField(
        choices=[one for one in Suggestion.Kind.choices if one[0] != Suggestion.Kind.WORD]
    )
    weight = serializers.IntegerField(help_text="About how many open postings have it.")


class SuggestionsSerializer(serializers.Serializer[Any]):
    """Terms to offer, the likeliest first."""

    results = SuggestedSerializer(many=True)


class ScoredJobSerializer(JobSerializer):
    """A posting with its text relevance, 0 to 1."""

    score = serializers.SerializerMethodField()

    class Meta(JobSerializer.Meta):
        fields = ("score", *JobSerializer.Meta.fields)  # type: ignore[assignment]

    def get_score(self, posting: Posting) -> float:
        """Relevance of this posting for the words asked for."""
        scores: dict[Any, float] = self.context.get("scores", {})
        return scores.get(posting.pk, 0.0)


class ScoredJobsSerializer(serializers.Serializer[Any]):
    """The best postings for some words."""

    results = ScoredJobSerializer(many=True)
    count = serializers.IntegerField()
    corrected = serializers.CharField()


class StageSerializer(serializers.ModelSerializer[StageRun]):
    """One stage of a run."""

    class Meta:
        model = StageRun
        fields = ("stage", "rows_in", "rows_out", "rejected", "seconds", "retries")


class RunSerializer(serializers.ModelSerializer[SourceRun]):
    """One run of a source with its stages."""

    source = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated, assignment]
    stages = StageSerializer(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = SourceRun
        fields = (
            "id",
            "source",
            "trigger",
            "state",
            "started_at",
            "finished_at",
            "counts",
            "stages",
        )


class SourceHealthSerializer(serializers.ModelSerializer[Source]):
    """How one source is."""

    health = serializers.ChoiceField(choices=[one.value for one in Health])

    class Meta:
        model = Source
        fields = (
            "slug", "health", "failures", "back_off_until", "last_good_at", "last_good_count",
        )  # fmt: skip


class BatchStatusSerializer(serializers.Serializer[Any]):
    """The latest runs, how many postings are open, and how each source is."""

    open_postings = serializers.IntegerField()
    sources = SourceHealthSerializer(many=True)
    runs = RunSerializer(many=True)


class RefreshSerializer(serializers.Serializer[Any]):
    """Which source to refresh."""

    source = serializers.SlugField(default="adzuna")  # type: ignore[assignment]
