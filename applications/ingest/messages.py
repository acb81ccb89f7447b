"""A message from its bytes to its row, the same for every door. The same message twice is one row."""

from dataclasses import asdict, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import is_within_rate
from applications.ingest.filing import file_mail
from applications.mailbox.classifying import kind_of
from applications.mailbox.linking import link
from applications.mailbox.reading import attachment_bytes, read
from applications.mailbox.types import (
    Address,
    Kind,
    Link,
    Message,
    Reading,
    UnreadableError,
    Verdict,
)
from applications.models import Application, KeptFile, Mail
from applications.selectors.mail import candidates_of, own_addresses
from applications.selectors.people import zone_of
from core.errors import DomainError
from core.live import announce_on_commit

MOST_FILES, MOST_FILE_BYTES = 5, 5 * 1024 * 1024
HOUR = 3600


class UnreadableMailError(DomainError):
    """This is no message that can be read."""

    code = "unreadable_mail"
    status = 422


class TooManyMailsError(DomainError):
    """That was a lot of mail for one hour. Try again later."""

    code = "too_many_mails"
    status = 429


def take_in(
    *,
    owner: User,
    raw: bytes,
    door: Mail.Door,
    now: datetime,
    application: Application | None = None,
    keeps_files: bool = False,
) -> tuple[Mail, bool]:
    """Read a message and put it where it belongs; whether it is new.

    Args:
        application: where the person said it belongs.
        keeps_files: keep what came attached, beyond its names.

    Raises:
        UnreadableMailError, TooManyMailsError.
    """
    # By door: who knows an address can close that one alone.
    if not is_within_rate(f"mail:{owner.pk}:{door}", limit=settings.MAILS_AN_HOUR, seconds=HOUR):
        raise TooManyMailsError(_("That was a lot of mail for one hour. Try again later."))
    message = _read(owner, raw, now)
    there = _there(owner, message)
    if there is not None:
        return there, False
    reading, found = _understood(owner, message, is_known=application is not None)
    try:
        with transaction.atomic():
            mail = _keep(owner, message, reading, found, door=door)
            _keep_files(mail, raw if keeps_files else b"")
            where = application or _application(owner, found)
            if where is not None:
                file_mail(mail, where, actor=owner if application else None, now=now)
            announce_on_commit(owner.pk, "applications")
    except IntegrityError:  # the same message, by two doors, at the same moment
        there = _there(owner, message)
        if there is None:
            raise
        return there, False
    return mail, True


def _read(owner: User, raw: bytes, now: datetime) -> Message:
    try:
        return read(raw, now=now, zone=zone_of(owner), own=own_addresses(owner))
    except UnreadableError as error:
        raise UnreadableMailError(_why(str(error))) from error


def _why(key: str) -> str:
    return {
        "too_large": _("This message is larger than 10 MB. Save it without its attachments."),
        "too_nested": _("This message holds too many others inside each other."),
    }.get(key, _("This is no message: save it from your mail program as .eml and try again."))


def _understood(owner: User, message: Message, *, is_known: bool) -> tuple[Reading, Link]:
    """What it is for and where it belongs. What a person wrote themselves tells nothing new."""
    reading = kind_of(message)
    own = own_addresses(owner)
    if message.sender.address in own:
        others = (Address("", each) for each in message.recipients if each not in own)
        message = replace(message, sender=next(others, message.sender))
        reading = Reading(Kind.OTHER, 1.0)
    if is_known:
        return reading, Link(Verdict.ORPHAN)
    return reading, link(message, reading, candidates_of(owner.pk))


def _there(owner: User, message: Message) -> Mail | None:
    return Mail.objects.owned_by(owner.pk).filter(fingerprint=message.fingerprint).first()


def _application(owner: User, found: Link) -> Application | None:
    if found.verdict != Verdict.FILED:
        return None
    return Application.objects.owned_by(owner.pk).filter(pk=found.best).first()


def _keep(owner: User, message: Message, reading: Reading, found: Link, *, door: Mail.Door) -> Mail:
    """The row, asked about at most: filing it is another step."""
    is_asked = found.verdict != Verdict.ORPHAN
    return Mail.objects.create(
        owner=owner,
        fingerprint=message.fingerprint,
        message_id=message.message_id,
        thread=list(message.thread),
        door=door,
        state=Mail.State.ASKED if is_asked else Mail.State.ORPHAN,
        sender_name=message.sender.name,
        sender_address=message.sender.address,
        subject=message.subject,
        text=message.text,
        sent_at=message.sent_at,
        is_forwarded=message.is_forwarded,
        platform=message.platform,
        attachments=[asdict(attachment) for attachment in message.attachments],
        kind=Mail.About(reading.kind.value),
        words=list(reading.words),
        chances=[[key, chance] for key, chance in found.chances] if is_asked else [],
        invitation=_invitation(message),
    )


def _invitation(message: Message) -> dict[str, object] | None:
    if message.invitation is None:
        return None
    return asdict(message.invitation) | {"starts_at": message.invitation.starts_at.isoformat()}


def _keep_files(mail: Mail, raw: bytes) -> None:
    files = attachment_bytes(raw)[:MOST_FILES] if raw else []
    KeptFile.objects.bulk_create(
        KeptFile(mail=mail, name=about.name, media_type=about.media_type, content=content)
        for about, content in files
        if 0 < len(content) <= MOST_FILE_BYTES
    )
