"""What I was told, how I want to be told, and the link in a mail that stops it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import selectors
from accounts.forms import NotificationTimesForm, WebhookForm
from accounts.models import Notification, NotificationSettings, User
from accounts.notifications import choices, telling
from accounts.notifications.delivering import push_key
from accounts.requests import unsubscribe_wish
from accounts.services import notices
from accounts.types import ALWAYS, Channel
from core.webpush import BadSubscriptionError, public_key

SHEET = 30  # notifications a page
LOG = 20  # messages of a webhook shown
_SHOWN_SECRET = "webhook_secret"  # noqa: S105 - where the session keeps it until it is shown


@require_GET
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """What was I told?"""
    user = _person(request)
    found = Paginator(selectors.notifications_of(user), SHEET)
    sheet = found.get_page(request.GET.get("page"))
    context = {
        "sheet": sheet,
        "newer": f"?page={sheet.number - 1}" if sheet.has_previous() else "",
        "older": f"?page={sheet.number + 1}" if sheet.has_next() else "",
        "unread": selectors.unread_count(user),
    }
    return render(request, "accounts/notifications.html", context)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """I have seen all of it."""
    notices.read_notifications(user=_person(request), now=timezone.now())
    return redirect("notifications")


@require_POST
@login_required
def open_notification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark one as read and go where it is about."""
    user = _person(request)
    found = Notification.objects.filter(user=user, pk=pk).first()
    if found is None:
        raise Http404
    notices.read_notifications(user=user, now=timezone.now(), ids=[pk])
    return redirect(found.path or "notifications")


@require_http_methods(["GET", "POST"])
@login_required
def notification_settings(request: HttpRequest) -> HttpResponse:
    """Of what am I told, how and when?"""
    user = _person(request)
    chosen = telling.settings_of(user)
    form = NotificationTimesForm(request.POST or None, initial=_times(chosen))
    if request.method == "POST" and form.is_valid():
        times = form.cleaned_data
        times |= notices.quiet_hours(times["quiet_from"], times["quiet_until"])
        notices.choose_notifications(user=user, channels=choices.posted(set(request.POST)), **times)
        messages.success(request, _("Saved."))
        return redirect("settings-notifications")
    return _page(request, user, chosen, form=form, status=422 if form.is_bound else 200)


@require_POST
@login_required
def add_browser(request: HttpRequest) -> HttpResponse:
    """Tell this browser: what its script sends after the person agreed."""
    fields = {name: request.POST.get(name, "")[:1000] for name in ("endpoint", "p256dh", "auth")}
    if not fields["endpoint"].startswith("https://"):
        return HttpResponse(status=400)
    label = request.POST.get("label", "")
    try:
        notices.add_browser(user=_person(request), label=label, **fields)
    except BadSubscriptionError:
        return HttpResponse(status=400)
    return HttpResponse(status=201)


@require_POST
@login_required
def remove_browser(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell this browser nothing more."""
    if notices.remove_browser(user=_person(request), pk=pk):
        messages.success(request, _("That browser is told nothing more."))
    return redirect("settings-notifications")


@require_POST
@login_required
def send_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a test to one browser."""
    user = _person(request)
    found = selectors.browsers_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    notices.send_test(user=user, subscription=found, now=timezone.now())
    messages.success(request, _("A test is on its way to that browser."))
    return redirect("settings-notifications")


@require_POST
@login_required
def webhook(request: HttpRequest) -> HttpResponse:
    """Set my webhook, test it, switch it on again, or remove it."""
    user, act = _person(request), request.POST.get("act", "set")
    if act == "set":
        return _set_webhook(request, user)
    hook = selectors.webhook_of(user)
    if hook is None:
        raise Http404
    if act == "test":
        notices.send_test(user=user, webhook=hook, now=timezone.now())
        messages.success(request, _("A test is on its way. Its answer stands in the log below."))
    elif act == "enable":
        notices.enable_webhook(user=user)
        messages.success(request, _("It is told again from now on."))
    elif act == "remove":
        notices.remove_webhook(user=user)
        messages.success(request, _("The webhook and its log are gone."))
    return redirect("settings-notifications")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first when the link is opened; stop when it is posted to, as mail programs do.

    Source: RFC 8058, section 3.2: the POST carries no cookie and its answer is no redirect.
    """
    wish = unsubscribe_wish(token)
    if wish is None or wish[1] in ALWAYS:
        raise Http404
    user, kind = User.objects.filter(pk=wish[0]).first(), wish[1]
    if user is not None and request.method == "POST":
        notices.choose_mail(user=user, kind=kind, wanted="undo" in request.POST)
        if not {"page", "undo"} & set(request.POST):
            return HttpResponse()
    is_on = user is not None and Channel.EMAIL in telling.settings_of(user).channels(kind)
    context = {"kind_label": kind.label, "is_on": is_on, "is_gone": user is None}
    return render(request, "accounts/unsubscribe.html", context)


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """The script that runs in the background of a browser; its address says for which pages."""
    path = finders.find("js/push-worker.js")
    if not isinstance(path, str):
        raise Http404
    with open(path, "rb") as file:  # noqa: PTH123 - a path the finder made
        answer = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _set_webhook(request: HttpRequest, user: User) -> HttpResponse:
    form = WebhookForm(request.POST)
    if not form.is_valid():
        return _page(request, user, telling.settings_of(user), webhook_form=form, status=422)
    request.session[_SHOWN_SECRET] = notices.set_webhook(user=user, url=form.cleaned_data["url"])
    return redirect("settings-notifications")


def _page(
    request: HttpRequest,
    user: User,
    chosen: NotificationSettings,
    *,
    form: NotificationTimesForm | None = None,
    webhook_form: WebhookForm | None = None,
    status: int = 200,
) -> HttpResponse:
    hook = selectors.webhook_of(user)
    context: dict[str, Any] = {
        "form": form or NotificationTimesForm(initial=_times(chosen)),
        "table": choices.table(chosen),
        "channels": list(Channel),
        "browsers": selectors.browsers_of(user),
        "push_key": public_key(push_key()),
        "webhook": hook,
        "webhook_form": webhook_form or WebhookForm(initial={"url": hook.url if hook else ""}),
        "webhook_secret": request.session.pop(_SHOWN_SECRET, ""),
        "log": selectors.deliveries_of(hook)[:LOG] if hook else [],
        "is_reachable": selectors.reachable_people().filter(pk=user.pk).exists(),
        "zone": selectors.profile_of(user).time_zone,
    }
    return render(request, "accounts/notification_settings.html", context, status=status)


def _times(chosen: NotificationSettings) -> dict[str, Any]:
    return {
        "digest_at": chosen.digest_at,
        "quiet_from": chosen.quiet_from,
        "quiet_until": chosen.quiet_until,
        "wakes_for_interviews": chosen.wakes_for_interviews,
        "follow_up_days": chosen.follow_up_days,
    }


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
