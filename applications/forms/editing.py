"""How an application is described, all of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.tracking import ByHandForm
from jobs.models import Posting

PRIORITIES = (_("None"), _("Low"), _("Medium"), _("High"))


class EditForm(ByHandForm):
    """How an application is described."""

    class Meta(ByHandForm.Meta):
        fields: tuple[str, ...] = (
            *ByHandForm.Meta.fields,
            "priority",
            "source_name",
            "pay_asked",
            "pay_offered",
            "pay_currency",
            "pay_period",
        )

    status = None  # type: ignore[assignment]
    priority = forms.TypedChoiceField(
        label=_("Priority"), coerce=int, choices=list(enumerate(PRIORITIES)), required=False
    )
    pay_asked = forms.DecimalField(
        label=_("Pay asked for"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    pay_offered = forms.DecimalField(
        label=_("Pay offered"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    pay_currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        help_text=_("Three letters, such as GBP."),
    )
    pay_period = forms.TypedChoiceField(
        label=_("Pay per"),
        choices=Posting.PayPeriod.choices,
        required=False,
        empty_value=Posting.PayPeriod.YEAR,
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=400, help_text=_("Separated by commas.")
    )

    def clean_pay_currency(self) -> str:
        """Write it in capitals."""
        return str(self.cleaned_data["pay_currency"]).upper()

    def clean_priority(self) -> int:
        """Take none for the lowest."""
        return int(self.cleaned_data["priority"] or 0)

    def clean_tags(self) -> list[str]:
        """Split at commas; each at most 40 characters, each once."""
        words = [word.strip()[:40] for word in self.cleaned_data["tags"].split(",")]
        return list(dict.fromkeys(word for word in words if word))
