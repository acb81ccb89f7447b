"""Going to the company's site, and what happened there."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, ApplicationEvent
from applications.selectors.fit import default_version
from applications.selectors.people import zone_of
from applications.services.diary import add_reminder
from applications.services.ledger import hold, record
from applications.services.moving import move_application
from applications.services.saving import set_next_action
from applications.states import BEFORE_APPLYING, Status
from applications.types import DidYouApply, morning_in
from core.errors import DomainError
from matching.services import record_outcome

FOLLOW_UP_DAYS = 7
ASK_AGAIN_DAYS = 1
SOURCE_CHARACTERS = 80


class LinkMissingError(DomainError):
    """There is no link to the company's site."""

    code = "link_missing"


@transaction.atomic
def leave_for_company_site(*, application: Application, actor: User, now: datetime) -> str:
    """Remember that the person went to the company's site and return its address.

    Raises:
        LinkMissingError: no posting and no own link, or not a web address.
    """
    hold(application)
    posting = application.posting
    url = (posting.redirect_url if posting else "") or application.url
    if urlsplit(url).scheme not in {"http", "https"}:
        raise LinkMissingError(_("There is no link to the company's site. You can add one."))
    if application.status in BEFORE_APPLYING:
        application.left_at = now
        application.save(update_fields=["left_at"])
    record(application, ApplicationEvent.Kind.LEFT, actor=actor, now=now, to=urlsplit(url).netloc)
    if posting is not None:
        record_outcome(user_id=actor.pk, posting_id=posting.pk, outcome="clicks")
    return url


@transaction.atomic
def answer_did_you_apply(
    *, application: Application, answer: DidYouApply, actor: User, now: datetime
) -> ApplicationEvent | None:
    """Take the answer to "did you apply?" and do all that follows from it.

    Yes: applied today, or on the day they went, with the resume and the source noted and a
    follow-up in a week. Not yet: asked again tomorrow. No: withdrawn.
    Returns the move, when there was one. Answering twice changes nothing.
    """
    if application.left_at is None:
        return None
    zone = zone_of(actor)
    if answer == DidYouApply.NOT_YET:
        application.left_at = None
        application.save(update_fields=["left_at"])
        at = morning_in(ASK_AGAIN_DAYS, now=now, zone=zone)
        text = _("Apply on the company's site")
        set_next_action(application=application, text=text, at=at, now=now)
        return None
    if answer == DidYouApply.NO:
        to = Status.WITHDRAWN
        return move_application(application=application, to=to, actor=actor, now=now, by_hand=True)
    on = application.left_at if answer == DidYouApply.YES_THEN else now
    _note_what_was_sent(application)
    event = move_application(
        application=application,
        to=Status.APPLIED,
        actor=actor,
        now=now,
        by_hand=True,
        happened_at=on,
    )
    _follow_up(application, actor=actor, zone=zone, sent_at=on, now=now)
    return event


def _note_what_was_sent(application: Application) -> None:
    """Fill in what is not said yet: the resume in use, and where the job was found."""
    said: dict[str, Any] = {}
    if application.version_id is None:
        said["version"] = default_version(application.owner_id)
    if not application.source_name:
        host = urlsplit(application.url).hostname or ""
        said["source_name"] = host.removeprefix("www.")[:SOURCE_CHARACTERS]
    said = {name: value for name, value in said.items() if value}
    if said:
        for name, value in said.items():
            setattr(application, name, value)
        application.save(update_fields=[*said])


def _follow_up(
    application: Application, *, actor: User, zone: ZoneInfo, sent_at: datetime, now: datetime
) -> None:
    """A week after it was sent, but never before tomorrow."""
    due_at = morning_in(FOLLOW_UP_DAYS, now=sent_at, zone=zone)
    set_next_action(application=application, text="", at=None, now=now)
    add_reminder(
        owner=actor,
        application=application,
        text=_("Follow up with %(company)s") % {"company": application.company_name},
        due_at=max(due_at, morning_in(1, now=now, zone=zone)),
        time_zone=zone.key,
        now=now,
    )
