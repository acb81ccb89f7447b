"""Mail that accounts sends."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Profile
from core.errors import TransientError

log = logging.getLogger(__name__)

Welcome = Profile.Welcome
#: A welcome that could not be sent for this long is a surprise, not a welcome.
WELCOME_WITHIN = timedelta(days=1)
OVERDUE = timedelta(minutes=5)
_FOR_GOOD = 500  # answers of a mail server from here on stay the same


class MailDownError(TransientError):
    """The mail server does not take our mail."""


class MailRefusedError(MailDownError):
    """The mail server will not take this mail, now or later."""


class MailUnconfirmedError(MailDownError):
    """The connection broke while the mail was handed over: it may have been taken."""


@contextmanager
def open_server() -> Iterator[BaseEmailBackend]:
    """Connect to the mail server first, so that nothing is left but handing the mail over.

    Raises: MailDownError.
    """
    server = get_connection()
    try:
        try:
            server.open()
            greeted = getattr(server, "connection", None)
            if isinstance(greeted, SMTP):
                greeted.ehlo_or_helo_if_needed()
        except OSError as error:
            raise MailDownError(str(error)) from error
        yield server
    finally:
        with suppress(OSError):  # what was taken is taken, however they part
            server.close()


def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    server: BaseEmailBackend | None = None,
) -> None:
    """Send one mail, through a server that was opened before where there is one.

    Raises: MailDownError; with an open server also its MailRefusedError and MailUnconfirmedError.
    """
    message = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=dict(headers or {})
    )
    message.connection = server
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise _fault(error, is_open=server is not None) from error


def _fault(error: OSError, *, is_open: bool) -> MailDownError:
    """What an error says of the mail: an answer of the server says that it was not taken."""
    codes: list[int] = []
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    elif isinstance(error, SMTPDataError):
        codes = [error.smtp_code]
    is_answer = codes or isinstance(error, SMTPResponseException)
    if is_open and not is_answer:
        return MailUnconfirmedError(str(error))
    if codes and min(codes) >= _FOR_GOOD:
        return MailRefusedError(str(error))
    return MailDownError(str(error))


def send_welcome(*, user_id: UUID) -> bool:
    """Welcome a new person, once; return whether this call sent the mail.

    Raises: MailDownError, with the welcome due again.
    """
    due = Profile.objects.filter(user_id=user_id, welcome=Welcome.DUE)
    if not due.update(welcome=Welcome.SENT):
        return False
    profile = Profile.objects.select_related("user").get(user_id=user_id)
    try:
        with translation.override(profile.locale):
            _send_welcome(profile)
    except MailDownError:
        Profile.objects.filter(user_id=user_id).update(welcome=Welcome.DUE)
        raise
    return True


def welcomes_due(*, now: datetime) -> list[UUID]:
    """Return the people whose welcome was enqueued and never sent."""
    if not settings.MAIL_IS_CONFIGURED:
        return []
    late = Profile.objects.filter(
        welcome=Welcome.DUE, welcome_at__range=(now - WELCOME_WITHIN, now - OVERDUE)
    )
    return list(late.order_by("welcome_at", "pk").values_list("user_id", flat=True)[:200])


def _send_welcome(profile: Profile) -> None:
    site = settings.SITE_URL.rstrip("/")
    context = {
        "name": profile.name,
        "subject": _("Welcome to Career Copilot"),
        "button_url": site + reverse("resumes"),
        "button_label": _("Upload your resume"),
    }
    send(
        to=profile.user.email,
        subject=str(context["subject"]),
        text=render_to_string("emails/welcome.txt", context),
        html=render_to_string("emails/welcome.html", context),
    )
