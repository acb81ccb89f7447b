"""People at the employer, and files kept with an application."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Contact

if TYPE_CHECKING:
    ContactModelForm = forms.ModelForm[Contact]
else:
    ContactModelForm = forms.ModelForm


class ContactForm(ContactModelForm):
    """Somebody at the employer; a name is enough."""

    class Meta:
        model = Contact
        fields = ("name", "role", "email", "phone", "url", "notes")

    url = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def _post_clean(self) -> None:
        """Leave the instance alone: services write it."""


class FileForm(forms.Form):
    """A file to keep."""

    file = forms.FileField(label=_("File"), max_length=200)
