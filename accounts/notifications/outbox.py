"""The outbox: every mail is a row, and is sent exactly once or looked at by staff.

A worker claims a row, says the mail to the server up to its last line, commits `SENDING`, says the
last line and commits how it ended. Killed before `SENDING`: the server throws away what had no end,
and the claim runs out. Killed after it: `UNCONFIRMED`, never sent again by itself.
"""

import json
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import F, Q

from accounts.models import Notification, OutgoingMail, User
from accounts.notifications.mailing import (
    MailDownError,
    MailRefusedError,
    MailUnconfirmedError,
    MailWithdrawnError,
    open_server,
    send,
)
from core.sealing import UnsealError, seal, unseal

log = logging.getLogger(__name__)

State = OutgoingMail.State
CLAIM = timedelta(minutes=3)  # longer than a worker may take
KEPT = timedelta(days=3)  # how long a mail waits for a mail server
LOOKED_AT = timedelta(days=30)  # how long staff can send again what failed
PAUSES = (1, 5, 15, 60, 180)  # minutes after each failure; the last one from then on
AT_ONCE = 1000  # what a sweep hands out
_NAMESPACE = UUID("6f6c8a52-3d9e-5f43-9a0e-0c1d5e0b7a11")
_USE = "mail"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it was written, for one person."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def queue(  # noqa: PLR0913 - what a mail needs to find its way by itself
    letter: Letter,
    *,
    key: str,
    kind: str,
    now: datetime,
    user: User | None = None,
    notification: Notification | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> OutgoingMail | None:
    """Put a mail into the outbox; for one occasion (`key`) the first time only.

    None where this install sends no mail. The same occasion makes the same Message-ID.
    """
    if not settings.MAIL_IS_CONFIGURED:
        return None
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    words = json.dumps({"text": letter.text, "html": letter.html})
    mail, _made = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "user": user,
            "notification": notification,
            "to": letter.to,
            "subject": " ".join(letter.subject.split())[:400],
            "body": seal(words, use=_USE),
            "headers": letter.headers,
            "message_id": f"<{uuid5(_NAMESPACE, key)}@{host}>",
            "due_at": due_at or now,
            "expires_at": expires_at or (due_at or now) + KEPT,
        },
    )
    return mail


def deliver(mail_id: UUID, *, now: datetime) -> bool:
    """Send one mail if it is due; returns whether this call sent it. Called twice is once."""
    mail = _claim(mail_id, now)
    if mail is None:
        return False
    try:
        words = json.loads(unseal(mail.body, use=_USE))
        with open_server() as server:
            send(
                to=mail.to,
                subject=mail.subject,
                headers={**mail.headers, "Message-ID": mail.message_id},
                server=server,
                begin=partial(_begin, mail, now),
                **words,
            )
    except MailWithdrawnError:
        return False
    except (MailDownError, UnsealError) as error:
        _note_failure(mail, error, now)
        return False
    _end(mail, State.SENT, sent_at=now, body="", error="")
    return True


def put_in_order(*, now: datetime) -> list[UUID]:
    """Look after what dead workers left, and return the mails that may go now, the oldest first."""
    left = OutgoingMail.objects.filter(state=State.SENDING, claimed_at__lt=now - CLAIM)
    words = "The worker died behind the last line."
    unsure = left.update(state=State.UNCONFIRMED, error=words, updated_at=now)
    if unsure:
        log.warning("%d mails may or may not have been sent; they are not sent again", unsure)
    queued = OutgoingMail.objects.filter(state=State.QUEUED)
    late = queued.filter(_free(now), expires_at__lte=now)
    late.update(state=State.FAILED, error="It could not be sent in time.", updated_at=now)
    over = OutgoingMail.objects.filter(updated_at__lt=now - LOOKED_AT).exclude(body="")
    over.filter(state__in=[State.FAILED, State.UNCONFIRMED]).update(body="")
    if not settings.MAIL_IS_CONFIGURED:
        return []
    due = queued.filter(_free(now), due_at__lte=now, expires_at__gt=now)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def send_again(mail: OutgoingMail, *, now: datetime) -> bool:
    """Queue anew what failed or is unconfirmed, because a member of staff says so."""
    again = OutgoingMail.objects.filter(pk=mail.pk, state__in=[State.FAILED, State.UNCONFIRMED])
    return bool(
        again.exclude(body="").update(
            state=State.QUEUED, attempts=0, claimed_at=None, error="",
            due_at=now, expires_at=now + KEPT, updated_at=now,
        )
    )  # fmt: skip


def set_aside(mail: OutgoingMail, *, now: datetime) -> bool:
    """Leave a mail unsent for good, or as it is: staff have looked at it."""
    open_ = OutgoingMail.objects.filter(pk=mail.pk).exclude(state__in=[State.SENT, State.SENDING])
    return bool(open_.update(state=State.DROPPED, body="", updated_at=now))


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)


def _claim(mail_id: UUID, now: datetime) -> OutgoingMail | None:
    mine = OutgoingMail.objects.filter(
        _free(now), pk=mail_id, state=State.QUEUED, due_at__lte=now, expires_at__gt=now
    )
    if not settings.MAIL_IS_CONFIGURED:
        return None
    if not mine.update(claimed_at=now, attempts=F("attempts") + 1, updated_at=now):
        return None
    return OutgoingMail.objects.get(pk=mail_id)


def _begin(mail: OutgoingMail, now: datetime) -> bool:
    held = OutgoingMail.objects.filter(pk=mail.pk, state=State.QUEUED, claimed_at=mail.claimed_at)
    return bool(held.update(state=State.SENDING, updated_at=now))


def _note_failure(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    log.warning("the mail %s was not sent: %s", mail.message_id, error)
    words = {"error": str(error)[:300]}
    if isinstance(error, MailUnconfirmedError):
        _end(mail, State.UNCONFIRMED, **words)
    elif isinstance(error, MailRefusedError | UnsealError):
        _end(mail, State.FAILED, **words)
    else:
        pause = timedelta(minutes=PAUSES[min(mail.attempts, len(PAUSES)) - 1])
        _end(mail, State.QUEUED, claimed_at=None, due_at=now + pause, **words)


def _end(mail: OutgoingMail, state: State, **changes: Any) -> None:
    """What this worker knows better than a sweep that took it for dead."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, claimed_at=mail.claimed_at)
    ours = mine.filter(state__in=[State.QUEUED, State.SENDING, State.UNCONFIRMED])
    ours.update(state=state, updated_at=mail.claimed_at, **changes)
