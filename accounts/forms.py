"""What a person writes about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.ai.keys import places
from accounts.models import Profile
from accounts.types import AI_KEEP_DAYS, check_country

_KEEPING = (_("Not at all"), _("7 days"), _("30 days"), _("90 days"))
_MOST_LINKS = 10
_LONGEST_LINK = 300


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """The profile. Writing is the service's."""

    links = forms.CharField(
        label=_("Links"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One address per line: LinkedIn, GitHub, a portfolio."),
    )
    country = forms.CharField(
        label=_("Country"),
        required=False,
        max_length=2,
        validators=[check_country],
        help_text=_("Two letters, such as GB."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = Profile
        fields = (
            "name",
            "headline",
            "phone",
            "city",
            "region",
            "country",
            "links",
            "time_zone",
            "current_employer",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})
        self.fields["time_zone"].choices = [(z, z.replace("_", " ")) for z in zones]  # type: ignore[attr-defined]
        self.initial["links"] = "\n".join(self.instance.links or [])

    def clean_country(self) -> str:
        """Fold to the letters ISO 3166 writes."""
        return str(self.cleaned_data["country"]).upper()

    def clean_links(self) -> list[str]:
        """Return the addresses, each a web page."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines()]
        links = [line if "://" in line else f"https://{line}" for line in lines if line]
        if len(links) > _MOST_LINKS:
            raise ValidationError(_("Ten links are the most."))
        check = URLValidator(schemes=["http", "https"])
        for link in links:
            if len(link) > _LONGEST_LINK:
                raise ValidationError(_("A link is longer than 300 letters."))
            check(link)
        return links


class KeepSentTextsForm(forms.Form):
    """How long texts that were sent to a language model can be read here."""

    days = forms.TypedChoiceField(
        label=_("Keep a copy"), coerce=int, choices=list(zip(AI_KEEP_DAYS, _KEEPING, strict=True))
    )


class ModelKeyForm(forms.Form):
    """A key of one's own, for one of the servers staff allow."""

    url = forms.ChoiceField(label=_("Server"))
    model = forms.CharField(
        label=_("Model"), max_length=120, help_text=_("As that server calls it.")
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted and never shown again, not even to you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].choices = [(place.url, place.name) for place in places()]  # type: ignore[attr-defined]
