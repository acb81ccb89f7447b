"""What a person may type about an application and its diary."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.exports.files import whole_letters
from applications.models import Application, Interview
from applications.states import Status
from applications.types import FOLLOW_UP_CHOICES, NoSuchTimeError, check_year, moment

if TYPE_CHECKING:
    ApplicationModelForm = forms.ModelForm[Application]
    InterviewModelForm = forms.ModelForm[Interview]
else:
    ApplicationModelForm = InterviewModelForm = forms.ModelForm

MAX_NOTE = 20_000
WALL_CLOCK = "%Y-%m-%dT%H:%M"


class WallClockField(forms.DateTimeField):
    """A date and time as a clock on the wall shows it: no zone is applied here."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WALL_CLOCK)

    def to_python(self, value: Any) -> datetime | None:
        """Return a naive time."""
        if isinstance(value, datetime):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            read = datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError as error:
            raise ValidationError(
                gettext("Enter a date and a time, such as 2026-11-30 10:00."), code="invalid"
            ) from error
        check_year(read)
        return read


def as_moment(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, or refuse a time the clocks skip.

    Raises:
        ValidationError: the time does not exist on that day.
    """
    try:
        return moment(wall_clock, zone)
    except NoSuchTimeError as error:
        raise ValidationError(
            gettext("The clocks go forward then: there is no %(time)s on that day in %(zone)s.")
            % {"time": f"{wall_clock:%H:%M}", "zone": zone.key}
        ) from error


class InZoneForm(forms.Form):
    """A form whose times are read in the person's zone."""

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def _moment(self, name: str) -> datetime | None:
        wall_clock = self.cleaned_data.get(name)
        if wall_clock is None:
            return None
        try:
            return as_moment(wall_clock, self.zone)
        except ValidationError as error:
            self.add_error(name, error)
            return None


class ByHandForm(ApplicationModelForm):
    """A job found elsewhere: role and company are enough."""

    class Meta:
        model = Application
        fields: tuple[str, ...] = (
            "title",
            "company_name",
            "url",
            "place",
            "description",
            "source_name",
            "deadline",
        )
        widgets = {
            "deadline": forms.DateInput(attrs={"type": "date"}),
            "description": forms.Textarea(attrs={"rows": 6}),
        }

    url = forms.URLField(label=_("Link"), required=False, max_length=2000, assume_scheme="https")
    status = forms.TypedChoiceField(
        label=_("Where does it stand?"),
        required=False,
        coerce=Status,
        empty_value=Status.SAVED,
        choices=[
            (status, status.label)
            for status in (
                Status.SAVED,
                Status.PREPARING,
                Status.APPLIED,
                Status.SCREENING,
                Status.INTERVIEW,
                Status.OFFER,
            )
        ],
    )

    def clean_deadline(self) -> date | None:
        """Take a day of our times."""
        deadline: date | None = self.cleaned_data.get("deadline")
        if deadline is not None:
            check_year(deadline)
        return deadline

    def clean_url(self) -> str:
        """Take web addresses only."""
        url = str(self.cleaned_data.get("url") or "")
        if url and not url.startswith(("http://", "https://")):
            raise ValidationError(_("Enter a link that begins with http:// or https://."))
        return url


class PageField(forms.JSONField):
    """JSON of which every text can be shown, and nothing is nested without end."""

    def to_python(self, value: Any) -> Any:
        """Return what the JSON says."""
        try:
            return whole_letters(super().to_python(value))
        except RecursionError as error:
            raise ValidationError(_("This is not a page that can be read.")) from error


class PageForm(forms.Form):
    """What the bookmark read on a page, as JSON that our own page checked and sent on."""

    page = PageField(max_length=1_500_000)

    def clean_page(self) -> dict[str, Any]:
        """Take texts under the names the bookmark uses; anything else counts as not said."""
        given = self.cleaned_data["page"]
        if not isinstance(given, dict) or not str(given.get("url", "")).startswith(
            ("http://", "https://")
        ):
            raise ValidationError(_("This is not a page that can be read."))
        texts = {name: given.get(name) for name in ("url", "title", "selection", "text")}
        lists = {name: given.get(name) for name in ("data", "microdata")}
        return {name: text if isinstance(text, str) else "" for name, text in texts.items()} | {
            name: [each for each in found if isinstance(each, str)]
            if isinstance(found, list)
            else []
            for name, found in lists.items()
        }


class NoteForm(forms.Form):
    """Something written down."""

    text = forms.CharField(
        label=_("Note"), max_length=MAX_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class InterviewForm(InterviewModelForm):
    """A conversation, at a time in a zone."""

    starts_at = WallClockField(label=_("When"))

    class Meta:
        model = Interview
        fields = (
            "kind",
            "starts_at",
            "time_zone",
            "minutes",
            "people",
            "place",
            "notes",
            "outcome",
        )
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
        self.fields["time_zone"].widget = forms.Select(choices=[(n, n) for n in names])
        self.fields["minutes"].min_value = 5  # type: ignore[attr-defined]
        if self.instance._state.adding:  # noqa: SLF001 - Django's documented attribute
            self.fields.pop("outcome")
            self.initial.setdefault("time_zone", zone.key)
        else:
            own = ZoneInfo(self.instance.time_zone)
            self.initial["starts_at"] = self.instance.starts_at.astimezone(own).replace(tzinfo=None)

    def clean_time_zone(self) -> str:
        """Refuse a zone nobody has heard of."""
        name = str(self.cleaned_data["time_zone"])
        if name not in available_timezones():
            raise ValidationError(_("There is no such time zone."))
        return name

    def clean(self) -> dict[str, Any]:
        """Bring the wall clock and its zone together."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("starts_at") and cleaned.get("time_zone"):
            try:
                cleaned["starts_at"] = as_moment(
                    cleaned["starts_at"], ZoneInfo(cleaned["time_zone"])
                )
            except ValidationError as error:
                self.add_error("starts_at", error)
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance alone: services write it."""


class ReminderForm(InZoneForm):
    """Something to be reminded of."""

    text = forms.CharField(label=_("Remind me to"), max_length=200)
    due_at = WallClockField(label=_("On"))

    def clean(self) -> dict[str, Any]:
        """Read the time in the person's zone."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["due_at"] = self._moment("due_at")
        return cleaned


class NextStepForm(InZoneForm):
    """What comes next; empty clears it."""

    text = forms.CharField(label=_("Next step"), max_length=200, required=False)
    at = WallClockField(label=_("By"), required=False)

    def clean(self) -> dict[str, Any]:
        """Read the time in the person's zone."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["at"] = self._moment("at")
        return cleaned


class PeriodForm(forms.Form):
    """From one day to another, both counted."""

    first = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Take days of our times, in their order."""
        cleaned: dict[str, Any] = super().clean() or {}
        for day in cleaned.values():
            check_year(day)
        if len(cleaned) == len(self.fields) and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("Choose a day that is not before the first."))
        return cleaned


class FollowUpForm(forms.Form):
    """After how many days without a reply to ask; empty as the person usually waits."""

    days = forms.TypedChoiceField(
        label=_("Ask whether to follow up"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=FOLLOW_UP_CHOICES,
    )
