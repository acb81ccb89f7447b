"""What a person types or drops about their resumes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from resumes.selectors import Question

_MONTH = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


class UploadForm(forms.Form):
    """One file. Its kind and size are judged by the service, from its bytes."""

    file = forms.FileField(
        label=_("Resume"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Choose a file first.")},
    )


class RenameForm(forms.Form):
    """Another name for a resume."""

    name = forms.CharField(label=_("Name"), max_length=120)


class CheckForm(forms.Form):
    """The few questions after a reading; a field left as it was confirms the reading."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pointers: dict[str, str] = {}
        for number, question in enumerate(questions):
            name = f"answer_{number}"
            self._pointers[name] = question.pointer
            self.fields[name] = _field(question)

    def answers(self) -> dict[str, str]:
        """Return JSON pointer → what the person says belongs there."""
        return {pointer: self.cleaned_data[name] for name, pointer in self._pointers.items()}


def _field(question: Question) -> forms.CharField:
    common: dict[str, Any] = {
        "label": question.label,
        "initial": question.value,
        "required": False,
        "max_length": 300,
    }
    if question.kind == "email":
        return forms.EmailField(**common)
    if question.kind == "month":
        return forms.CharField(
            **common,
            help_text=_("Year, or year and month: 2019-04"),
            validators=[RegexValidator(_MONTH, _("Write it as 2019 or 2019-04."))],
        )
    return forms.CharField(**common)
