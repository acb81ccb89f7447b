"""What a person looks for, as they type it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.models import Posting
from jobs.selectors.places import country_name
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
    """Return the names of countries: ours, else the atlas's, else the code itself."""
    return [str(COUNTRY_NAMES.get(code) or country_name(code)) for code in codes]


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
