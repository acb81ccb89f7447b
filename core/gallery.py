"""Every part of the interface on one page, for the eyes of whoever builds pages. Never in production."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.gallery_samples import samples


@dataclass(frozen=True)
class SampleUser:
    """Enough of a person for the page frame."""

    email: str = "sam@example.org"
    is_authenticated: bool = True
    is_staff: bool = True

    def get_short_name(self) -> str:
        return "Sam Okafor"


class SampleForm(forms.Form):
    """One of each kind of field, with errors where something is missing."""

    email = forms.EmailField(label="E-mail", help_text="Only used to sign in.")
    role = forms.CharField(label="Role", required=False)
    remote = forms.ChoiceField(
        label="Where", choices=[("any", "Anywhere"), ("remote", "Remote only"), ("near", "Near me")]
    )
    level = forms.ChoiceField(
        label="Level",
        widget=forms.RadioSelect,
        choices=[("entry", "Entry"), ("mid", "Mid"), ("senior", "Senior")],
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    alerts = forms.BooleanField(label="Tell me about new strong fits", required=False)


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part. `?part=board` or `?part=landing` shows what needs the width of a page."""
    form = SampleForm({"email": "sam@", "remote": "near", "level": "mid"})
    context = {"user": SampleUser(), "form": form, **samples(timezone.now())}
    name = "gallery_board" if request.GET.get("part") == "board" else "gallery"
    return render(request, f"core/{name}.html", context)
