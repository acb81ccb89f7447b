"""Reads the folders people named, a bounded batch at a time, and remembers how far it came."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from applications.ingest.messages import TooManyMailsError, UnreadableMailError, take_in
from applications.models import Mail, MailFolder
from core import imap
from core.addresses import is_public
from core.sealing import UnsealError, unseal

log = logging.getLogger(__name__)

SEALED_AS = "mail-folder"
EVERY = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=12)
FIRST_DAYS = 30  # how far back a folder is read the first time
AT_ONCE = 50
MOST_DUE = 500
_TRIES = 3  # with a password that is refused


def due(*, now: datetime) -> list[UUID]:
    """Return the folders whose time has come, the longest waiting first."""
    waiting = MailFolder.objects.filter(next_at__lte=now, owner__is_active=True)
    rows = waiting.exclude(state=MailFolder.State.STOPPED).order_by("next_at", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_DUE])


def read_folder(folder_id: UUID, *, now: datetime) -> int:
    """Read what is new in one folder; return how many messages came in.

    Of two workers one reads: whoever moves `next_at` on.
    """
    free = MailFolder.objects.filter(pk=folder_id, next_at__lte=now, owner__is_active=True)
    if not free.exclude(state=MailFolder.State.STOPPED).update(next_at=now + EVERY):
        return 0
    folder = MailFolder.objects.select_related("owner").get(pk=folder_id)
    try:
        batch = imap.fetch_new(
            _account(folder),
            since=(now - timedelta(days=FIRST_DAYS)).date(),
            bookmark=imap.Bookmark(folder.uid_validity, folder.last_uid),
            most=AT_ONCE,
            allows=(lambda _address: True) if settings.WEB_ALLOWS_PRIVATE else is_public,
        )
    except imap.ImapError as error:
        _note_trouble(folder, error.key, now=now)
        return 0
    except UnsealError:
        _note_trouble(folder, "sealed", now=now)
        return 0
    return _take(folder, batch, now=now)


def _account(folder: MailFolder) -> imap.Account:
    password = unseal(folder.sealed_password, use=SEALED_AS)
    return imap.Account(folder.host, folder.port, folder.username, password, folder.folder)


def _as_it_was(folder: MailFolder) -> QuerySet[MailFolder]:
    """The row, unless the person named another mailbox meanwhile: each naming is sealed anew."""
    return MailFolder.objects.filter(pk=folder.pk, sealed_password=folder.sealed_password)


def _take(folder: MailFolder, batch: imap.Batch, *, now: datetime) -> int:
    rows = _as_it_was(folder)
    if not rows.update(uid_validity=batch.bookmark.uid_validity, last_uid=batch.start_uid):
        return 0
    came = 0
    for fetched in batch.messages:
        try:
            _mail, is_new = take_in(
                owner=folder.owner, raw=fetched.raw, door=Mail.Door.FOLDER, now=now
            )
            came += is_new
        except UnreadableMailError as error:
            log.info("a message of folder %s was left out: %s", folder.pk, error)
        except TooManyMailsError:
            return came  # the rest waits for its turn
        rows.update(last_uid=fetched.uid)
    next_at = now if batch.has_more else now + EVERY
    rows.update(
        last_uid=batch.bookmark.last_uid,
        state=MailFolder.State.READ,
        trouble="",
        failures=0,
        read_at=now,
        next_at=next_at,
    )
    return came


def _note_trouble(folder: MailFolder, key: str, *, now: datetime) -> None:
    """Try again later each time; a password that is refused three times is not tried any more."""
    failures = folder.failures + 1
    is_over = key in {"refused", "sealed"} and failures >= _TRIES
    pause = min(EVERY * 2 ** min(failures, 10), LONGEST_PAUSE)
    _as_it_was(folder).update(
        state=MailFolder.State.STOPPED if is_over else MailFolder.State.FAILING,
        trouble=key,
        failures=F("failures") + 1,
        next_at=now + pause,
    )
