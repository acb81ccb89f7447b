"""What a person may type about searches: cleaned and refused here, saved by services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.models import Posting
from jobs.types import Facet, Facets, Near, PostingFilter
from matching.engine.languages import ENGLISH_NAMES
from matching.models import Search
from matching.requests import place_of
from resumes.models import Resume

MOST_ROLES = 5
COUNTRY_NAMES: dict[str, str | Promise] = {
    "AT": _("Austria"), "AU": _("Australia"), "BE": _("Belgium"), "BR": _("Brazil"),
    "CA": _("Canada"), "CH": _("Switzerland"), "DE": _("Germany"), "ES": _("Spain"),
    "FR": _("France"), "GB": _("United Kingdom"), "IE": _("Ireland"), "IN": _("India"),
    "IT": _("Italy"), "MX": _("Mexico"), "NL": _("Netherlands"), "NZ": _("New Zealand"),
    "PL": _("Poland"), "PT": _("Portugal"), "SE": _("Sweden"), "SG": _("Singapore"),
    "US": _("United States"), "ZA": _("South Africa"),
}  # fmt: skip
CURRENCIES = (
    "GBP",
    "EUR",
    "USD",
    "INR",
    "AUD",
    "CAD",
    "CHF",
    "NZD",
    "PLN",
    "SGD",
    "ZAR",
    "BRL",
    "MXN",
)
RADII = ((10, "10 km"), (25, "25 km"), (50, "50 km"), (100, "100 km"))
LANGUAGES = tuple((code, name) for code, name in ENGLISH_NAMES.items())


def country_choices(held: Sequence[str] = ()) -> list[tuple[str, str | Promise]]:
    """Countries by name; codes that have no name here stand for themselves."""
    known = {**{code: code for code in held if code}, **COUNTRY_NAMES}
    return sorted(known.items(), key=lambda one: str(one[1]))


def country_names(codes: Sequence[str]) -> list[str]:
    """Return the names of countries; a code that has no name here stands for itself."""
    return [str(COUNTRY_NAMES.get(code, code)) for code in codes]


def radius_choices(held: int | None = None) -> list[tuple[int, str]]:
    """Distances; one that is held is offered too, so that saving the form does not change it."""
    return sorted({*RADII, *([(held, f"{held} km")] if held else [])})


class WishForm(forms.Form):
    """What somebody looks for. Everything may be left empty: empty rules nothing out."""

    roles = forms.CharField(
        label=_("Roles"), required=False, max_length=600, help_text=_("Separate them with commas.")
    )
    place = forms.CharField(
        label=_("Place"), required=False, max_length=120, help_text=_("A town, such as Leeds.")
    )
    radius_km = forms.TypedChoiceField(label=_("Within"), choices=RADII, coerce=int, required=False)
    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple
    )
    remote = forms.ChoiceField(
        label=_("Remote work"),
        choices=[
            ("ALSO", _("Welcome too")),
            ("ONLY", _("Only remote")),
            ("ANY", _("No matter")),
        ],
    )
    pay_floor = forms.IntegerField(
        label=_("Least pay a year"), required=False, min_value=0, max_value=10_000_000
    )
    pay_currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", "–"), *((c, c) for c in CURRENCIES)]
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        required=False,
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    right_to_work = forms.MultipleChoiceField(
        label=_("You may work in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    needs_sponsorship = forms.BooleanField(label=_("I need a visa sponsor"), required=False)
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        required=False,
        choices=Posting.Level.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    employment_types = forms.MultipleChoiceField(
        label=_("Kind of work"),
        required=False,
        choices=Posting.EmploymentType.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    start_date = forms.DateField(
        label=_("Can start on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    cadence = forms.ChoiceField(
        label=_("Mail me new postings"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("OFF", _("Never")),
            ("INSTANT", _("At once. At most one mail an hour")),
            ("DAILY", _("Every day. At 8 in the morning, your time")),
            ("WEEKLY", _("Every week. On Monday at 8 in the morning, your time")),
        ],
    )
    resume = forms.ModelChoiceField(
        label=_("Resume"), queryset=Resume.objects.none(), required=False,
        empty_label=_("My default resume"),
    )  # fmt: skip

    def __init__(self, *args: Any, owner_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initial = kwargs.get("initial") or {}
        held = initial.get("countries") or ()
        radius = self.fields["radius_km"]
        assert isinstance(radius, forms.TypedChoiceField)
        radius.choices = radius_choices(initial.get("radius_km"))
        for name in ("countries", "right_to_work"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = country_choices(held)
        resume = self.fields["resume"]
        assert isinstance(resume, forms.ModelChoiceField)
        resume.queryset = (
            Resume.objects.owned_by(owner_id).current().order_by("-is_default", "name")
        )

    def clean_roles(self) -> list[str]:
        """Up to five roles, each once."""
        stated = str(self.cleaned_data["roles"]).replace(";", ",").replace("\n", ",").split(",")
        once = {role.strip().casefold(): role.strip()[:120] for role in reversed(stated)}
        roles = [role for key, role in reversed(once.items()) if key]
        if len(roles) > MOST_ROLES:
            raise forms.ValidationError(_("Name at most five roles."), code="too_many")
        return roles

    def clean(self) -> dict[str, Any]:
        """Read the place, and ask for a currency beside a least pay."""
        held = super().clean() or {}
        if held.get("pay_floor") and not held.get("pay_currency"):
            self.add_error("pay_currency", _("Say in which currency."))
        name = str(held.get("place") or "").strip()
        countries = list(held.get("countries") or [])
        found = place_of(name, countries[0] if len(countries) == 1 else "") if name else None
        if name and found is None:
            self.add_error("place", _("We do not know this place. Try the nearest larger town."))
        held["found_place"] = found
        return held

    def wish(self) -> dict[str, Any]:
        """The search's fields."""
        held = self.cleaned_data
        place = held["found_place"]
        countries = list(held["countries"])
        if place and place["country"] and countries and place["country"] not in countries:
            countries.append(place["country"])
        return {
            "name": ", ".join(held["roles"])[:120],
            "roles": held["roles"],
            "places": [{**place, "radius_km": held["radius_km"] or 50}] if place else [],
            "countries": countries,
            "remote": held["remote"],
            "pay_floor": held["pay_floor"] or None,
            "pay_currency": held["pay_currency"],
            "languages": list(held["languages"]),
            "right_to_work": list(held["right_to_work"]),
            "needs_sponsorship": held["needs_sponsorship"],
            "start_date": held["start_date"],
            "levels": list(held["levels"]),
            "employment_types": list(held["employment_types"]),
            "resume": held["resume"],
            "cadence": held["cadence"] or self.initial.get("cadence", Search.Cadence.OFF),
        }

    @staticmethod
    def initial_of(search: Search) -> dict[str, Any]:
        """The form as this search fills it."""
        place = search.places[0] if search.places else {}
        return {
            "roles": ", ".join(search.roles),
            "place": place.get("name", ""),
            "radius_km": int(place.get("radius_km") or 50),
            "countries": search.countries,
            "remote": search.remote,
            "pay_floor": search.pay_floor,
            "pay_currency": search.pay_currency,
            "languages": search.languages,
            "right_to_work": search.right_to_work,
            "needs_sponsorship": search.needs_sponsorship,
            "levels": search.levels,
            "employment_types": search.employment_types,
            "start_date": search.start_date,
            "resume": search.resume_id,
            "cadence": search.cadence,
        }


class StartForm(forms.Form):
    """The four questions of the first minute; everything else keeps what the resume suggested."""

    roles = WishForm.declared_fields["roles"]
    place = WishForm.declared_fields["place"]
    radius_km = WishForm.declared_fields["radius_km"]
    remote = WishForm.declared_fields["remote"]

    clean_roles = WishForm.clean_roles

    def clean_place(self) -> dict[str, Any] | None:
        """Find the place. Raises: a refusal when nobody knows it."""
        name = str(self.cleaned_data["place"]).strip()
        found = place_of(name, "") if name else None
        if name and found is None:
            raise forms.ValidationError(
                _("We do not know this place. Try the nearest larger town."), code="unknown"
            )
        return found

    def wish(self) -> dict[str, Any]:
        """The search's fields that were asked for."""
        held = self.cleaned_data
        place = held["place"]
        wish: dict[str, Any] = {
            "name": ", ".join(held["roles"])[:120],
            "roles": held["roles"],
            "places": [{**place, "radius_km": held["radius_km"] or 50}] if place else [],
            "remote": held["remote"],
        }
        if place:
            wish["countries"] = [place["country"]]
        return wish

    @staticmethod
    def initial_of(search: Search) -> dict[str, Any]:
        """What the form begins with for this search."""
        held = WishForm.initial_of(search)
        return {name: held[name] for name in ("roles", "place", "radius_km", "remote")}


@dataclass(frozen=True, slots=True)
class FacetLine:
    """One value of a filter: its address switches it on or off."""

    value: str
    label: str | Promise
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One filter with its values."""

    name: str
    label: str | Promise
    lines: list[FacetLine]


class JobsForm:
    """The query string of `/jobs`; unknown values are left aside, never an error."""

    LISTS = ("country", "remote", "type", "level")
    radii = RADII

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.q = query.get("q", "").replace("\x00", "")[:200]
        self.place = query.get("place", "").replace("\x00", "")[:120].strip()
        self.radius_km = self._number("radius") or 50
        self.min_pay = self._number("pay")
        self.since = query.get("since", "")
        chosen = query.get("sort", "")
        self._sort = chosen if chosen in {"relevance", "newest"} else "relevance"
        self.found_place = place_of(self.place, "") if self.place else None

    def words(self) -> str:
        """What is searched for."""
        return self.q

    def sort(self) -> str:
        """`relevance` or `newest`."""
        return self._sort

    def place_is_unknown(self) -> bool:
        """Whether a place was named that nobody knows."""
        return bool(self.place) and self.found_place is None

    def filters(self, *, include_samples: bool) -> PostingFilter:
        """The filters as jobs understands them."""
        place = self.found_place
        near = None
        if place and place["lat"] is not None and place["lon"] is not None:
            near = Near(lat=place["lat"], lon=place["lon"], radius_km=float(self.radius_km))
        since = int(self.since) if self.since in {"1", "7", "30"} else None
        return PostingFilter(
            countries=tuple(self._list("country")),
            near=near,
            remote=self._chosen("remote", Posting.Remote.values),
            employment_types=self._chosen("type", Posting.EmploymentType.values),
            levels=self._chosen("level", Posting.Level.values),
            min_pay=self.min_pay,
            posted_since=timezone.now() - timedelta(days=since) if since else None,
            include_samples=include_samples,
        )

    def filter_count(self) -> int:
        """How many filters are on."""
        single = sum(1 for held in (self.min_pay, self.place, self.since) if held)
        return single + sum(len(self._list(name)) for name in self.LISTS)

    def facet_groups(self, facets: Facets) -> list[FacetGroup]:
        """Counts with words, the chosen values first among equals."""
        remote = dict(Posting.Remote.choices)
        types = dict(Posting.EmploymentType.choices)
        levels = dict(Posting.Level.choices)
        groups = [
            self._group("country", _("Country"), facets.countries, dict(COUNTRY_NAMES)),
            self._group("remote", _("Where"), facets.remote, remote),
            self._group("type", _("Kind of work"), facets.employment_types, types),
            self._group("level", _("Level"), facets.levels, levels),
        ]
        return [group for group in groups if group.lines]

    def _group(
        self, name: str, label: str | Promise, counted: list[Facet], words: dict[str, Any]
    ) -> FacetGroup:
        on = set(self._list(name))
        counts = {facet.value: facet.count for facet in counted}
        values = [*counts, *(value for value in on if value in words and value not in counts)]
        lines = [
            FacetLine(value, words.get(value, value), counts.get(value, 0), value in on)
            for value in values
        ]
        return FacetGroup(name, label, lines)

    def _list(self, name: str) -> list[str]:
        return [value for value in self.query.getlist(name) if value.isascii() and value][:20]

    def _chosen(self, name: str, allowed: list[str]) -> tuple[str, ...]:
        return tuple(value for value in self._list(name) if value in allowed)

    def _number(self, name: str) -> int | None:
        stated = self.query.get(name, "")
        return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else None  # noqa: PLR2004
