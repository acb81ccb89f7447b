"""Settings, and the one-click sign-in of the demo."""

from typing import cast

from django.conf import settings as project
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import selectors, services
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.requests import is_on_this_machine

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """Who am I, how do I sign in, what is kept about me?"""
    user = cast("User", request.user)
    profile = selectors.profile_of(user)
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        services.update_profile(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings")
    status = 422 if form.is_bound else 200
    return render(
        request, "accounts/settings.html", {"form": form, "profile": profile}, status=status
    )


@require_POST
@login_required
def sample_postings(request: HttpRequest) -> HttpResponse:
    """Show or hide the made-up postings that came with the install."""
    hide = request.POST.get("hide") == "1"
    services.update_profile(user=cast("User", request.user), hide_samples=hide)
    said = _("Sample postings are hidden.") if hide else _("Sample postings are shown again.")
    messages.success(request, said)
    return redirect(_back(request))


@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the made-up people: only on the machine that serves the demo."""
    if not project.DEMO_LOGIN or not is_on_this_machine(request):
        raise Http404
    person = selectors.demo_person(request.GET.get("who") or request.POST.get("who") or "")
    if person is None:
        messages.error(request, _("The demo is not loaded yet. Try again in a minute."))
        return redirect("landing")
    login(request, person, backend=_BACKEND)
    return redirect("admin:index" if person.is_staff else project.LOGIN_REDIRECT_URL)


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return "settings"
