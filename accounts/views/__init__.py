"""Settings, and the one-click sign-in of the demo."""

from typing import Any, cast

from django.conf import settings as project
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import selectors, services
from accounts.ai import keys, ledger
from accounts.forms import KeepSentTextsForm, ModelKeyForm, ProfileForm
from accounts.models import ModelUsage, User
from accounts.requests import is_on_this_machine
from core.errors import DomainError

QUESTIONS = 20  # a page
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


@require_GET
@login_required
def ai(request: HttpRequest) -> HttpResponse:
    """May texts of mine go to a language model, which went, and how much may still?"""
    user = cast("User", request.user)
    profile = selectors.profile_of(user)
    sheet = Paginator(selectors.questions_asked(user), QUESTIONS).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/ai.html",
        {
            "profile": profile,
            "host": keys.host_for(user.pk),
            "key": keys.key_of(user.pk),
            "key_form": ModelKeyForm() if keys.places() else None,
            "form": KeepSentTextsForm(initial={"days": profile.ai_keep_days}),
            "allowances": ledger.allowances(user.pk, now=timezone.now()),
            "sheet": sheet,
            "newer": f"?page={sheet.number - 1}" if sheet.has_previous() else "",
            "older": f"?page={sheet.number + 1}" if sheet.has_next() else "",
            "questions": [_question_shown(usage) for usage in sheet],
        },
    )


@require_POST
@login_required
def ai_consent(request: HttpRequest) -> HttpResponse:
    """Agree to the use of a language model, or withdraw that."""
    user, now = cast("User", request.user), timezone.now()
    if request.POST.get("agree") == "1":
        services.give_ai_consent(user=user, now=now)
        messages.success(request, _("You agreed. You can withdraw that here at any time."))
    else:
        services.withdraw_ai_consent(user=user, now=now)
        messages.success(request, _("Nothing more is sent, and what was kept of it is erased."))
    return redirect("settings-ai")


@require_POST
@login_required
def ai_keep(request: HttpRequest) -> HttpResponse:
    """Choose how long what was sent is kept."""
    form = KeepSentTextsForm(request.POST)
    if form.is_valid():
        days, user = form.cleaned_data["days"], cast("User", request.user)
        services.keep_sent_texts(user=user, days=days, now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("settings-ai")


@require_POST
@login_required
def ai_erase(request: HttpRequest) -> HttpResponse:
    """Erase what was kept of what was sent."""
    services.erase_sent_texts(user=cast("User", request.user))
    messages.success(request, _("The texts are erased. What they cost stays counted."))
    return redirect("settings-ai")


@require_POST
@login_required
def ai_key(request: HttpRequest) -> HttpResponse:
    """Bring a key of one's own."""
    form = ModelKeyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a server and write down a model and a key."))
        return redirect("settings-ai")
    try:
        services.bring_model_key(user=cast("User", request.user), **form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept, and being tried now."))
    return redirect("settings-ai")


@require_POST
@login_required
def ai_key_try(request: HttpRequest) -> HttpResponse:
    """Try it again."""
    if not services.try_model_key_again(user=cast("User", request.user)):
        raise Http404
    messages.success(request, _("Being tried now."))
    return redirect("settings-ai")


@require_POST
@login_required
def ai_key_forget(request: HttpRequest) -> HttpResponse:
    """Remove it."""
    services.forget_model_key(user=cast("User", request.user))
    messages.success(request, _("The key is erased."))
    return redirect("settings-ai")


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


def _question_shown(usage: ModelUsage) -> dict[str, Any]:
    names = dict(ModelUsage.Category.choices)
    return {
        "usage": usage,
        "categories": ", ".join(str(names.get(each, each)) for each in usage.categories),
        "messages": ledger.sent_messages(usage),
    }
