"""How django-allauth fits this product."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.notifications.outbox import Letter
from accounts.requests import is_on_this_machine
from accounts.services import join_guest, keep_guest, queue_account_mail
from accounts.types import SHOWN_LINK

log = logging.getLogger(__name__)

#: Links a mail would carry, by the name allauth gives them.
_LINKS = ("activate_url", "password_reset_url")


class GuestDoorMiddleware:
    """Lets a guest through the doors for people who are not signed in.

    allauth sends everybody who is signed in away from sign-up and sign-in; a guest is signed in
    only so that what they uploaded has an owner. There they are nobody, and `request.guest`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Hide the guest from allauth's pages, except from signing out."""
        match = request.resolver_match
        name = match.url_name if match else None
        if not (name or "").startswith("account_") or name == "account_logout":
            return
        user = request.user
        if isinstance(user, User) and user.is_guest:
            request.guest = user  # type: ignore[attr-defined]
            request.user = AnonymousUser()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Keeps a guest's work, and stands in for the mail server where there is none."""

    def new_user(self, request: HttpRequest) -> User:
        """Return the guest who signs up, so that everything of theirs stays theirs."""
        return _guest_of(request) or User()

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's signature
    ) -> User:
        """Write the person who signs up."""
        if not user.is_guest:
            saved: User = super().save_user(request, user, form, commit=commit)
            return saved
        super().save_user(request, user, form, commit=False)
        return keep_guest(user=user, now=timezone.now())

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; what was done as a guest before comes along."""
        guest, link = _guest_of(request), request.session.get(SHOWN_LINK)
        super().login(request, user)
        if link:  # a guest's session is emptied when they become a person
            request.session[SHOWN_LINK] = link
        if guest is not None and guest.pk != user.pk and join_guest(guest=guest, user=user):
            messages.success(request, _("What you tried before signing in is now in your account."))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Say what allauth says, except that mail is on its way where none can be."""
        if settings.MAIL_IS_CONFIGURED or "confirmation_sent" not in (message_template or ""):
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have the mail sent in the background; without a mail server show its link to the owner.

        The link alone opens the account, so it is shown only where the browser runs on the very
        machine that serves it.
        """
        request = self.request
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        if settings.MAIL_IS_CONFIGURED:
            html = next((part.content for part in getattr(message, "alternatives", [])), "")
            letter = Letter(to=email, subject=message.subject, text=message.body, html=html)
            queue_account_mail(letter=letter, now=timezone.now())
            return
        link = next((context[name] for name in _LINKS if context.get(name)), None)
        if link and request is not None and is_on_this_machine(request):
            _show_link(request, template_prefix, link)
        else:
            log.warning("no mail server is configured: %r was not sent", message.subject)

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as it is."""
        return subject


def _show_link(request: HttpRequest, template_prefix: str, link: str) -> None:
    """Give the link to the next page that has a place for it; after sign-up that may be any page."""
    request.session[SHOWN_LINK] = link
    if template_prefix.endswith("email_confirmation_signup"):
        sentence = _("No mail server is set up here, so confirm your address with this link:")
        words = _("confirm my address")
        messages.info(request, format_html('{} <a href="{}">{}</a>', sentence, link, words))


def _guest_of(request: HttpRequest) -> User | None:
    guest = getattr(request, "guest", None)
    return guest if isinstance(guest, User) else None
