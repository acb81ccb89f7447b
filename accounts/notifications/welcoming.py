"""The first mail a new person gets."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import OutgoingMail, Profile
from accounts.notifications import outbox

Welcome = Profile.Welcome
#: A welcome that could not be written for this long is a surprise, not a welcome.
WELCOME_WITHIN = timedelta(days=1)
OVERDUE = timedelta(minutes=5)


@transaction.atomic
def send_welcome(*, user_id: UUID, now: datetime) -> OutgoingMail | None:
    """Put the welcome of a new person into the outbox, once; None when it is there already."""
    due = Profile.objects.filter(user_id=user_id, welcome=Welcome.DUE)
    if not due.update(welcome=Welcome.SENT):
        return None
    profile = Profile.objects.select_related("user").get(user_id=user_id)
    with translation.override(profile.locale):
        letter = _written(profile)
    return outbox.queue(
        letter,
        key=f"welcome:{user_id}",
        kind="WELCOME",
        user=profile.user,
        now=now,
        expires_at=now + WELCOME_WITHIN,
    )


def welcomes_due(*, now: datetime) -> list[UUID]:
    """Return the people whose welcome was asked for and never written."""
    if not settings.MAIL_IS_CONFIGURED:
        return []
    late = Profile.objects.filter(
        welcome=Welcome.DUE, welcome_at__range=(now - WELCOME_WITHIN, now - OVERDUE)
    )
    return list(late.order_by("welcome_at", "pk").values_list("user_id", flat=True)[:200])


def _written(profile: Profile) -> outbox.Letter:
    site = settings.SITE_URL.rstrip("/")
    context = {
        "name": profile.name,
        "subject": _("Welcome to Career Copilot"),
        "button_url": site + reverse("resumes"),
        "button_label": _("Upload your resume"),
    }
    return outbox.Letter(
        to=profile.user.email,
        subject=str(context["subject"]),
        text=render_to_string("emails/welcome.txt", context),
        html=render_to_string("emails/welcome.html", context),
    )
