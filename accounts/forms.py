"""What a person writes about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.ai.keys import places
from accounts.models import Profile
from accounts.types import AI_KEEP_DAYS, FOLLOW_UP_DAYS, check_country

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


_FOLLOW_UPS = tuple(
    (days, ngettext_lazy("After %(n)d day", "After %(n)d days", days) % {"n": days})
    if days
    else (0, _("Never"))
    for days in FOLLOW_UP_DAYS
)


class NotificationTimesForm(forms.Form):
    """When a person is told."""

    digest_at = forms.TimeField(
        label=_("The day ahead and your week come at"), widget=forms.TimeInput({"type": "time"})
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput({"type": "time"})
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), required=False, widget=forms.TimeInput({"type": "time"})
    )
    wakes_for_interviews = forms.BooleanField(
        label=_("Interviews come in the quiet hours all the same"), required=False
    )
    follow_up_days = forms.TypedChoiceField(
        label=_("Ask whether to follow up when nobody replies"), coerce=int, choices=_FOLLOW_UPS
    )

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        found = dict(super().clean() or {})
        if (found.get("quiet_from") is None) != (found.get("quiet_until") is None):
            self.add_error("quiet_until", _("Write both, or neither."))
        return found


class WebhookForm(forms.Form):
    """An address of a person's own that is told what they are told."""

    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Must begin with https://"),
    )

    def clean_url(self) -> str:
        """An address on the public internet, as far as its letters tell; asking it tells the rest."""
        url = str(self.cleaned_data["url"])
        if not (url.startswith("https://") or settings.WEB_ALLOWS_PRIVATE):
            raise ValidationError(_("The address must begin with https://"))
        return url


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
