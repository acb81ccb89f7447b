"""What a person may type about letters, answers and mailboxes."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import Answer, CoverLetter
from matching.selectors import readable_versions
from resumes.models import ResumeVersion


class LetterForm(forms.Form):
    """How a cover letter shall be."""

    tone = forms.ChoiceField(
        label=_("Tone"), choices=CoverLetter.Tone.choices, initial=CoverLetter.Tone.PLAIN
    )
    length = forms.ChoiceField(
        label=_("Length"), choices=CoverLetter.Length.choices, initial=CoverLetter.Length.STANDARD
    )
    language = forms.ChoiceField(label=_("Language"), choices=CoverLetter.Language.choices)
    version = forms.ModelChoiceField(
        ResumeVersion.objects.none(), label=_("Resume"), required=False
    )

    def __init__(self, *args: Any, owner_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = readable_versions(owner_id).select_related("resume")
        field.label_from_instance = _version_label  # type: ignore[method-assign, assignment]
        field.empty_label = gettext("The one you apply with")


def _version_label(version: Any) -> str:
    return f"{version.resume.name} v{version.number}"


ANSWER_LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("pt", "Português"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
]


class AnswerForm(forms.Form):
    """An answer to a question that forms ask again and again."""

    topic = forms.ChoiceField(label=_("About"), choices=Answer.Topic.choices)
    question = forms.CharField(
        label=_("The question"),
        max_length=300,
        required=False,
        help_text=_("As forms ask it; needed only where it is another question."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=ANSWER_LANGUAGES)
    text = forms.CharField(
        label=_("Your answer"), max_length=4000, widget=forms.Textarea({"rows": 4})
    )


class FolderForm(forms.Form):
    """A folder of a mailbox, and what its server asks for."""

    host = forms.RegexField(
        r"^(?!-)[A-Za-z0-9.-]{3,253}$",
        label=_("IMAP server"),
        help_text=_("For example imap.gmail.com; read over TLS, port 993."),
    )
    username = forms.CharField(label=_("User name"), max_length=254)
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Best an app password for this alone. It is kept encrypted."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
