"""People at the employer, and files kept with an application."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications import storage
from applications.models import Application, ApplicationEvent, Attachment, Contact
from applications.services.ledger import hold, record, touch
from core.errors import DomainError
from core.models import uuid7

CONTACT_FIELDS = frozenset({"name", "role", "email", "phone", "url", "notes"})
MOST_ATTACHED_BYTES = 10 * 1024 * 1024
MOST_FILES = 30
_LONGEST_NAME = 200
Kind = ApplicationEvent.Kind


class FileRefusedError(DomainError):
    """That file cannot be kept: it is empty, too big, or one too many."""

    code = "file_refused"
    status = 422


@transaction.atomic
def add_contact(
    *, application: Application, name: str, actor: User, now: datetime, **details: Any
) -> Contact:
    """Write down somebody at the employer."""
    known = {field: value for field, value in details.items() if field in CONTACT_FIELDS}
    contact = Contact.objects.create(application=application, name=name, **known)
    record(application, Kind.CHANGED, actor=actor, now=now, contact=str(contact.pk), added=name)
    return contact


@transaction.atomic
def edit_contact(*, contact: Contact, now: datetime, **changes: Any) -> Contact:
    """Change what is known of somebody."""
    changed = {field: value for field, value in changes.items() if field in CONTACT_FIELDS}
    for field, value in changed.items():
        setattr(contact, field, value)
    contact.save(update_fields=[*changed, "updated_at"])
    touch(contact.application, now=now)
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact, now: datetime) -> None:
    """Forget somebody; the timeline keeps that somebody was there."""
    contact.delete()
    touch(contact.application, now=now)


def attach(
    *, application: Application, name: str, content: bytes, actor: User, now: datetime
) -> Attachment:
    """Keep a file with an application. The bytes are stored first: a row never lacks its file.

    Raises: FileRefusedError, StoreDownError.
    """
    if not content or len(content) > MOST_ATTACHED_BYTES:
        raise FileRefusedError(_("A file has at least one byte and at most 10 MB."))
    key_id = uuid7()
    key = storage.key_of(application.owner_id, key_id)
    storage.store(key, content)
    try:
        return _attached(application, key_id, key, name, len(content), actor, now)
    except BaseException:
        storage.delete(key)
        raise


@transaction.atomic
def _attached(  # noqa: PLR0913, PLR0917 - a row and its event
    application: Application,
    key_id: UUID,
    key: str,
    name: str,
    size: int,
    actor: User,
    now: datetime,
) -> Attachment:
    hold(application)
    if application.attachments.count() >= MOST_FILES:
        raise FileRefusedError(_("An application keeps at most 30 files. Remove one first."))
    shown = PurePath(name.replace("\\", "/").replace("\x00", "")).name or _("File")
    kept = Attachment.objects.create(
        pk=key_id,
        application=application,
        name=shown[-_LONGEST_NAME:],
        size_bytes=size,
        file_key=key,
    )
    record(application, Kind.CHANGED, actor=actor, now=now, file=str(kept.pk), added=kept.name)
    return kept


@transaction.atomic
def detach(*, attachment: Attachment, now: datetime) -> None:
    """Remove a file; its bytes go once the row is gone."""
    application = attachment.application
    erase_on_commit([attachment.file_key])
    attachment.delete()
    touch(application, now=now)


def read_attachment(attachment: Attachment) -> bytes:
    """Return the bytes. Raises: FileNotFoundError, StoreDownError."""
    return b"".join(storage.read(attachment.file_key))


def erase_on_commit(keys: Iterable[str]) -> None:
    """Remove these files from the store once the rows that named them are gone for good."""

    def erase() -> None:
        for key in list(keys):
            storage.delete(key)

    transaction.on_commit(erase, robust=True)


def erase_files_of(*, owner_id: UUID) -> None:
    """Remove every file of a person who is being erased."""
    rows = Attachment.objects.filter(application__owner_id=owner_id)
    erase_on_commit(list(rows.values_list("file_key", flat=True)))
