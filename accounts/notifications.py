"""Mail that accounts sends."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
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


class MailDownError(TransientError):
    """The mail server does not take our mail."""


def send(*, to: str, subject: str, text: str, html: str = "") -> None:
    """Send one mail. Raises: MailDownError."""
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise MailDownError(str(error)) from error


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
