"""Mails about notifications: what, why, and how to have no more of them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Notification, Profile, User
from accounts.notifications.outbox import Letter
from accounts.requests import unsubscribe_token
from accounts.types import ALWAYS, Kind

#: Why a mail comes, by kind: said in it, and beside the choice on the page.
REASONS: dict[Kind, Promise] = {
    Kind.REMINDER: _lazy("You get this because you set this reminder."),
    Kind.INTERVIEW: _lazy("You get this because an interview is in your diary."),
    Kind.DEADLINE: _lazy("You get this because you wrote down a deadline."),
    Kind.OFFER: _lazy("You get this because you wrote down until when an offer stands."),
    Kind.FOLLOW_UP: _lazy("You get this because you asked to be told when nobody replies."),
    Kind.STATUS: _lazy("You get this because somebody else moved an application of yours."),
    Kind.NEW_MATCHES: _lazy("You get this because you asked for new postings."),
    Kind.DIGEST: _lazy("You get this because you asked for the day ahead, every day."),
    Kind.WEEKLY: _lazy("You get this because your week is summed up for you on Mondays."),
    Kind.ACCOUNT: _lazy("You get this because something of your account needs you."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a mail: what it is, a second line of facts, a page, and the heading over it."""

    title: str
    facts: str = ""
    path: str = ""
    heading: str = ""


def write(user: User, about: Notification, lines: tuple[Line, ...] = (), *, button: str) -> Letter:
    """Write the mail about one notification, in the language that is active."""
    site, kind = settings.SITE_URL.rstrip("/"), Kind(about.kind)
    stop_url = ""
    if kind not in ALWAYS:
        stop_url = site + reverse("unsubscribe", args=[unsubscribe_token(user.pk, kind)])
    context = _context(user, about, lines, site) | {
        "button_label": button or _("Open it"),
        "reason": REASONS[kind],
        "kind_label": kind.label,
        "stop_url": stop_url,
    }
    return Letter(
        to=user.email,
        subject=about.title,
        text=render_to_string("emails/notification.txt", context),
        html=render_to_string("emails/notification.html", context),
        headers=_unsubscribe(stop_url),
    )


def _context(user: User, about: Notification, lines: tuple[Line, ...], site: str) -> dict[str, Any]:
    profile = Profile.objects.filter(user=user).only("name").first()
    shown = [
        {
            "title": line.title,
            "facts": line.facts,
            "url": site + line.path if line.path else "",
            "heading": line.heading,
        }
        for line in lines
    ]
    return {
        "name": profile.name if profile else "",
        "subject": about.title,
        "title": about.title,
        "body": about.body,
        "lines": shown,
        "button_url": site + about.path if about.path else "",
        "settings_url": site + reverse("settings-notifications"),
    }


def _unsubscribe(stop_url: str) -> dict[str, str]:
    """One click in the mail program, no login, no page. Source: RFC 8058, 3.1."""
    if not stop_url:
        return {}
    return {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
