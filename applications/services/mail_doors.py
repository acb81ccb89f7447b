"""The doors mail comes in by: the secret address, and the folder of a mailbox of one's own."""

import base64
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import is_within_rate
from applications.ingest.folders import SEALED_AS
from applications.ingest.messages import take_in
from applications.models import Mail, MailAddress, MailFolder
from applications.tasks import read_mail_folder
from core.errors import DomainError
from core.sealing import UnsealError, seal, unseal

_TOKEN_BYTES = 16  # 128 random bits; lower case, for mail servers do not keep case apart
_ADDRESS_SEALED_AS = "mail-address"
_MOST_RECIPIENTS = 20
_TRIES_AN_HOUR = 10  # of one person, with whatever server and password
_TOKEN = re.compile(r"[a-z2-7]{26}")


class TooManyTriesError(DomainError):
    """That was a lot of tries for one hour. Try again later."""

    code = "too_many_tries"
    status = 429


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message that came by an address."""

    mails: tuple[Mail, ...]
    is_known: bool  # whether any recipient is an address of ours


@transaction.atomic
def make_mail_address(*, owner: User, now: datetime) -> str:
    """Make the secret of an address; one made before stops working at this moment."""
    token = base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode().rstrip("=").lower()
    fresh = {
        "token_hash": MailAddress.hash_of(token),
        "sealed_token": seal(token, use=_ADDRESS_SEALED_AS),
        "made_at": now,
        "last_used_at": None,
    }
    MailAddress.objects.update_or_create(owner=owner, defaults=fresh)
    return token


@transaction.atomic
def revoke_mail_address(*, owner: User) -> bool:
    """Make the address lead nowhere. Whether there was one."""
    return bool(MailAddress.objects.filter(owner=owner).delete()[0])


@transaction.atomic
def keep_files(*, owner: User, keeps: bool) -> None:
    """Say whether what comes attached to forwarded mail is kept."""
    MailAddress.objects.filter(owner=owner).update(keeps_files=keeps)


def shown_address(address: MailAddress) -> str:
    """Return the address in full, or nothing where this install takes no mail or lost its key."""
    try:
        token = unseal(address.sealed_token, use=_ADDRESS_SEALED_AS)
    except UnsealError:
        return ""
    return settings.MAIL_IN_ADDRESS.replace("*", token) if settings.MAIL_IN_ADDRESS else ""


def receive_mail(*, recipients: Iterable[str], raw: bytes, now: datetime) -> Received:
    """Take in a message for whoever it was sent to. Sent twice, it is there once.

    Raises:
        UnreadableMailError, TooManyMailsError.
    """
    hashes = {MailAddress.hash_of(token) for token in _tokens(recipients)}
    found = MailAddress.objects.select_related("owner").filter(
        token_hash__in=hashes, owner__is_active=True
    )
    addresses = list(found.order_by("pk"))
    mails = [
        take_in(
            owner=address.owner,
            raw=raw,
            door=Mail.Door.ADDRESS,
            now=now,
            keeps_files=address.keeps_files,
        )[0]
        for address in addresses
    ]
    MailAddress.objects.filter(pk__in=[address.pk for address in addresses]).update(
        last_used_at=now
    )
    return Received(tuple(mails), bool(addresses))


@transaction.atomic
def connect_folder(  # noqa: PLR0913 - what a mail program asks for too
    *,
    owner: User,
    host: str,
    username: str,
    password: str,
    folder: str,
    now: datetime,
    port: int = 993,
) -> MailFolder:
    """Read a folder from now on; the password is kept sealed. Raises: TooManyTriesError."""
    if not is_within_rate(f"mail-folder:{owner.pk}", limit=_TRIES_AN_HOUR, seconds=3600):
        raise TooManyTriesError(_("That was a lot of tries for one hour. Try again later."))
    fresh = {
        "host": host.lower(),
        "port": port,
        "username": username,
        "sealed_password": seal(password, use=SEALED_AS),
        "folder": folder,
        "uid_validity": 0,
        "last_uid": 0,
        "state": MailFolder.State.WAITING,
        "trouble": "",
        "failures": 0,
        "next_at": now,
    }
    row, _made = MailFolder.objects.update_or_create(owner=owner, defaults=fresh)
    read_mail_folder.apply_async_on_commit(kwargs={"folder_id": str(row.pk)}, queue="mail")
    return row


@transaction.atomic
def disconnect_folder(*, owner: User) -> bool:
    """Forget the folder and its password. Whether there was one. The messages stay."""
    return bool(MailFolder.objects.filter(owner=owner).delete()[0])


def _tokens(recipients: Iterable[str]) -> set[str]:
    """What could be a secret in a recipient: `secret@…` or `jobs+secret@…`."""
    found: set[str] = set()
    for recipient in list(recipients)[:_MOST_RECIPIENTS]:
        local = (
            recipient.rpartition("<")[2].strip(" >").lower().rpartition("@")[0] or recipient.lower()
        )
        found.update(part for part in (local, local.partition("+")[2]) if _TOKEN.fullmatch(part))
    return found
