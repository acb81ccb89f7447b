"""Which line of a posting's page a person means, and what they say of it."""

from django import forms

from matching.models import EvidenceDispute
from matching.types import LineKey

LONGEST = 300


class DisputeForm(forms.Form):
    """One line and one word on it."""

    part = forms.CharField(max_length=10)
    subject = forms.CharField(max_length=LONGEST)
    line = forms.CharField(max_length=LONGEST, required=False, strip=False)
    said = forms.ChoiceField(choices=EvidenceDispute.Said.choices)

    @property
    def key(self) -> LineKey:
        """The line."""
        held = self.cleaned_data
        return LineKey(held["part"], held["subject"], held["line"])
