"""The query string of a search, checked."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from jobs import selectors
from jobs.enrichment import find_place
from jobs.models import Posting
from jobs.types import Near, PostingFilter, start_of_day

_LARGEST_LIMIT = 200
_LARGEST_PAY = 2_000_000_000  # in whatever currency; the column is an integer
_NOBODY = UUID(int=0)
_EVERYWHERE_KM = 20_038.0  # half the Earth's circumference


def once_field() -> serializers.BooleanField:
    """Whether a list holds each job once."""
    return serializers.BooleanField(
        default=False,
        help_text="List each job once, by its best advertisement; `count` stays that of all.",
    )


class Words(serializers.ListField):
    """Several values, given as `a,b`, as `name=a&name=b`, or both."""

    def get_value(self, dictionary: Any) -> Any:
        """Split at commas before each value is checked."""
        values = dictionary.getlist(self.field_name)
        found = [word.strip() for value in values for word in value.split(",") if word.strip()]
        return found or serializers.empty


class Names(serializers.ListField):
    """Several values that may hold commas: `name=a, b&name=c`."""

    def get_value(self, dictionary: Any) -> Any:
        """Every value given that says something."""
        found = [word.strip() for word in dictionary.getlist(self.field_name) if word.strip()]
        return found or serializers.empty


class JobQuery(serializers.Serializer[Any]):
    """What may be asked of `GET /jobs`."""

    q = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=400,
        help_text='Words to find; "exact words", -without, or.',
    )  # fmt: skip
    country = Words(child=serializers.CharField(max_length=2), required=False)
    place = serializers.CharField(
        required=False, max_length=200, help_text="A town, region or postcode; or give lat and lon."
    )
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, min_value=-180, max_value=180)
    radius_km = serializers.FloatField(default=40.0, min_value=1, max_value=_EVERYWHERE_KM)
    remote = serializers.CharField(
        required=False,
        help_text="true for remote postings, false for the rest, or ONSITE,HYBRID,REMOTE.",
    )
    type = Words(child=serializers.ChoiceField(Posting.EmploymentType.choices), required=False)
    level = Words(child=serializers.ChoiceField(Posting.Level.choices), required=False)
    language = Words(child=serializers.CharField(max_length=2), required=False)
    internship = serializers.BooleanField(required=False, allow_null=True, default=None)
    min_pay = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=_LARGEST_PAY,
        help_text="A year's stated pay, at least.",
    )
    min_stipend = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=_LARGEST_PAY,
        help_text="Stated pay in the posting's own period, at least.",
    )
    pay_currency = serializers.CharField(required=False, max_length=3, default="")
    posted_within = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=3650,
        help_text="Days before today, which is counted from midnight UTC.",
    )
    source = Words(child=serializers.SlugField(), required=False)  # type: ignore[assignment]
    category = Names(
        child=serializers.CharField(max_length=120),
        required=False,
        help_text="As the source names it, such as IT Jobs.",
    )
    company = Names(
        child=serializers.CharField(max_length=200),
        required=False,
        help_text="An employer's id or name.",
    )
    skill = Words(
        child=serializers.CharField(max_length=120),
        required=False,
        help_text="All of them; spelled as in a posting's `skills`.",
    )
    include_samples = serializers.BooleanField(default=True)
    correct = serializers.BooleanField(
        default=True, help_text="Look for what was probably meant when no posting has a word."
    )
    once = once_field()
    sort = serializers.ChoiceField(
        ["relevance", "date", "pay"],
        default="relevance",
        help_text="pay compares what is stated in pay_currency, or else in the commonest currency.",
    )
    limit = serializers.IntegerField(default=50, min_value=1, max_value=_LARGEST_LIMIT)
    cursor = serializers.CharField(required=False, max_length=400)

    def validate_remote(self, value: str) -> tuple[str, ...]:
        """Read a boolean or names of workplaces."""
        if value.lower() in {"true", "1", "yes"}:
            return (Posting.Remote.REMOTE,)
        if value.lower() in {"false", "0", "no"}:
            return (Posting.Remote.ONSITE, Posting.Remote.HYBRID, "")
        names = tuple(name.strip().upper() for name in value.split(",") if name.strip())
        if not set(names) <= set(Posting.Remote.values):
            raise serializers.ValidationError(_("Use true, false, ONSITE, HYBRID or REMOTE."))
        return names

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Find the middle of the circle."""
        if ("lat" in attrs) != ("lon" in attrs):
            raise serializers.ValidationError({"lat": _("Give both lat and lon.")})
        if "lat" in attrs:
            attrs["near"] = Near(lat=attrs["lat"], lon=attrs["lon"], radius_km=attrs["radius_km"])
        elif attrs.get("place"):
            attrs["near"] = self._near(attrs)
        return attrs

    def filters(self) -> PostingFilter:
        """Return what was asked for, once valid."""
        asked = self.validated_data
        days = asked.get("posted_within")
        return PostingFilter(
            countries=tuple(asked.get("country", ())),
            near=asked.get("near"),
            remote=asked.get("remote", ()),
            employment_types=tuple(asked.get("type", ())),
            levels=tuple(asked.get("level", ())),
            languages=tuple(word.lower() for word in asked.get("language", ())),
            internship=asked["internship"],
            min_pay=asked.get("min_pay"),
            min_stipend=asked.get("min_stipend"),
            pay_currency=asked["pay_currency"],
            posted_since=start_of_day(timezone.now(), days) if days else None,
            sources=tuple(asked.get("source", ())),
            categories=tuple(asked.get("category", ())),
            companies=self._companies(),
            skills=tuple(asked.get("skill", ())),
            include_samples=asked["include_samples"],
        )

    def _companies(self) -> tuple[UUID, ...]:
        """The employers named; when nobody has the name, one that has no postings."""
        names = self.validated_data.get("company", ())
        return tuple(selectors.companies_named(names)) or (_NOBODY,) * bool(names)

    def _near(self, attrs: dict[str, Any]) -> Near:
        countries = attrs.get("country") or [None]
        place = find_place(attrs["place"], countries[0])
        if place is None or place.lat is None or place.lon is None:
            raise serializers.ValidationError({"place": _("We do not know this place.")})
        return Near(lat=place.lat, lon=place.lon, radius_km=attrs["radius_km"])


class TopQuery(serializers.Serializer[Any]):
    """What may be asked of `GET /jobs/search`."""

    q = serializers.CharField(max_length=400)
    top = serializers.IntegerField(default=10, min_value=1, max_value=_LARGEST_LIMIT)
    once = once_field()
    country = Words(child=serializers.CharField(max_length=2), required=False)


class SuggestQuery(serializers.Serializer[Any]):
    """What may be asked of `GET /jobs/suggest`."""

    q = serializers.CharField(max_length=120, allow_blank=True, help_text="What is being typed.")
    limit = serializers.IntegerField(default=8, min_value=1, max_value=20)
