"""What a person decides about a message: whose it is, what it changes, whether it stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from applications.ingest.filing import file_mail
from applications.ingest.messages import take_in
from applications.ingest.proposing import known_interview
from applications.models import Application, ApplicationEvent, Interview, Mail
from applications.selectors.mail import address_of
from applications.services.diary import add_interview, edit_interview
from applications.services.moving import move_application
from applications.states import Status
from core.errors import DomainError
from core.live import announce_on_commit


class AlreadyAnsweredError(DomainError):
    """This was answered before."""

    code = "already_answered"


def upload_mail(
    *,
    owner: User,
    raw: bytes,
    now: datetime,
    application: Application | None = None,
    keeps_files: bool = False,
) -> tuple[Mail, bool]:
    """Take a saved message in; whether it is new.

    Raises:
        UnreadableMailError, TooManyMailsError.
    """
    address = address_of(owner.pk)
    keeps = keeps_files or bool(address and address.keeps_files)
    mail, is_new = take_in(
        owner=owner,
        raw=raw,
        door=Mail.Door.UPLOAD,
        now=now,
        application=application,
        keeps_files=keeps,
    )
    if application is not None and not is_new:
        link_mail(mail=mail, application=application, actor=owner, now=now)
    return mail, is_new


@transaction.atomic
def link_mail(*, mail: Mail, application: Application | None, actor: User, now: datetime) -> Mail:
    """Say which application a message is about; None: about none of them."""
    mail = _held(mail)
    if application is not None:
        file_mail(mail, application, actor=actor, now=now)
        return mail
    mail.application, mail.state, mail.chances = None, Mail.State.ORPHAN, []
    mail.proposal, mail.proposed_status = Mail.Proposal.NONE, ""
    mail.save()
    announce_on_commit(actor.pk, "applications")
    return mail


@transaction.atomic
def dismiss_mail(*, mail: Mail) -> Mail:
    """Put a message away: nothing is asked about it any more."""
    mail = _held(mail)
    if mail.state != Mail.State.FILED:
        mail.state = Mail.State.DISMISSED
    if mail.proposal == Mail.Proposal.OPEN:
        mail.proposal = Mail.Proposal.DECLINED
    mail.save()
    announce_on_commit(mail.owner_id, "applications", application_id=mail.application_id or "")
    return mail


@transaction.atomic
def accept_proposal(*, mail: Mail, actor: User, now: datetime) -> Mail:
    """Do what a message proposes, as of the day it was sent.

    Raises:
        AlreadyAnsweredError: nothing is asked about it.
        MoveNotAllowedError, AlreadyMovedError: see `move_application`.
    """
    mail = _asked(mail)
    assert mail.application is not None
    if mail.invitation:
        mail.interview = _put_into_diary(mail, actor=actor, now=now)
    to = mail.proposed_status
    if to and to != mail.application.status:
        event = move_application(
            application=mail.application,
            to=Status(to),
            actor=actor,
            now=now,
            by_hand=True,
            happened_at=min(mail.sent_at, now),
        )
        _remember_origin(event, mail)
    mail.proposal = Mail.Proposal.ACCEPTED
    mail.save()
    return mail


@transaction.atomic
def decline_proposal(*, mail: Mail) -> Mail:
    """Leave everything as it is. Raises: AlreadyAnsweredError."""
    mail = _asked(mail)
    mail.proposal = Mail.Proposal.DECLINED
    mail.save()
    announce_on_commit(mail.owner_id, "applications", application_id=mail.application_id or "")
    return mail


@transaction.atomic
def delete_mail(*, mail: Mail) -> None:
    """Delete a message with its files; a timeline keeps that there was one."""
    announce_on_commit(mail.owner_id, "applications", application_id=mail.application_id or "")
    mail.delete()


def move_mails(*, guest_id: UUID, user_id: UUID) -> None:
    """Re-own the messages that are filed with applications the account now has."""
    there = Mail.objects.owned_by(user_id).values("fingerprint")
    moved = Mail.objects.owned_by(guest_id).filter(application__owner_id=user_id)
    moved.exclude(fingerprint__in=there).update(owner_id=user_id)


def _held(mail: Mail) -> Mail:
    """The row as it is now, nobody else's until the transaction ends. Raises: AlreadyAnsweredError."""
    rows = Mail.objects.select_for_update(of=("self",)).select_related("application", "owner")
    found = rows.filter(pk=mail.pk).first()
    if found is None:
        raise AlreadyAnsweredError(_("This message was deleted meanwhile."))
    return found


def _asked(mail: Mail) -> Mail:
    mail = _held(mail)
    if mail.proposal != Mail.Proposal.OPEN or mail.application is None:
        raise AlreadyAnsweredError(_("This was answered before."))
    return mail


def _remember_origin(event: ApplicationEvent, mail: Mail) -> None:
    """The event is of this transaction: nobody has read it without its origin."""
    event.data["mail"] = str(mail.pk)
    event.save(update_fields=["data"])


def _put_into_diary(mail: Mail, *, actor: User, now: datetime) -> Interview | None:
    """The date of the invitation: a new interview, or the one an earlier invitation made, changed."""
    told = mail.invitation or {}
    starts_at = parse_datetime(str(told["starts_at"]))
    known = known_interview(mail)
    assert starts_at is not None
    assert mail.application is not None
    if told["is_cancelled"]:
        cancelled = Interview.Outcome.CANCELLED
        return known and edit_interview(interview=known, actor=actor, now=now, outcome=cancelled)
    details = {"minutes": told["minutes"], "time_zone": told["time_zone"], "place": told["place"]}
    if known is not None:
        return edit_interview(interview=known, actor=actor, now=now, starts_at=starts_at, **details)
    return add_interview(
        application=mail.application,
        starts_at=starts_at,
        actor=actor,
        now=now,
        people=mail.sender_name,
        kind=_kind(str(told["place"])),
        **details,
    )


def _kind(place: str) -> Interview.Kind:
    if place.startswith(("http://", "https://")) or "teams" in place.lower():
        return Interview.Kind.VIDEO
    return Interview.Kind.ON_SITE if place else Interview.Kind.OTHER
