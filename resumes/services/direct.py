"""A browser sends a file straight to the bucket; what arrived is looked at before it becomes a version."""

import io
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.models import uuid7
from resumes import storage
from resumes.models import DirectUpload, Resume, ResumeVersion
from resumes.parsing.sniff import READABLE
from resumes.services.uploads import FileRefusedError, clean_name, upload_resume

#: What a browser says of a file whose kind it does not know; the bytes are judged later.
UNKNOWN = "application/octet-stream"
#: Other names browsers have for kinds we read.
_ALIASES = frozenset({"text/rtf", "text/x-markdown", "text/json", "image/png", "image/jpeg"})


class NotDirectError(DomainError):
    """Files are kept on this server; send them here."""

    code = "not_direct"


class NotArrivedError(DomainError):
    """The file has not arrived. Send it to the address you were given, then complete the upload."""

    code = "not_arrived"


def start_direct_upload(
    *, owner: User, file_name: str, media_type: str, resume: Resume | None = None
) -> tuple[DirectUpload, storage.DirectForm]:
    """Return a row for the upload and the form to send the file with.

    Raises: NotDirectError, FileRefusedError (`wrong_type`), StorageDownError.
    """
    if not storage.takes_direct():
        raise NotDirectError(_("Files are kept on this server; send them here."))
    kind = media_type.partition(";")[0].strip().lower() or UNKNOWN
    if kind not in READABLE | _ALIASES | {UNKNOWN}:
        raise FileRefusedError("wrong_type")
    upload = DirectUpload(id=uuid7(), owner=owner, resume=resume, file_name=clean_name(file_name))
    upload.file_key = storage.incoming_key(owner.pk, upload.pk)
    form = storage.direct_form(
        upload.file_key, media_type=kind, most_bytes=settings.RESUME_MAX_BYTES
    )
    upload.save(force_insert=True)
    return upload, form


def complete_direct_upload(*, owner: User, upload_id: UUID, now: datetime) -> ResumeVersion | None:
    """Make a version of what arrived; None when there is no such upload of this person's.

    Completing again, or twice at once, answers the same version: the same bytes are the same one.
    What arrived is removed in any case: it is stored under its digest, or was refused.
    Raises: NotArrivedError, FileRefusedError, GoneError, StorageDownError.
    """
    rows = DirectUpload.objects.select_related("version", "resume").filter(owner=owner)
    upload = rows.filter(pk=upload_id).first()
    if upload is None:
        return None
    if upload.version is not None:
        return upload.version
    try:
        version = _made(upload, owner, _arrived(upload), now)
    except NotArrivedError:
        now_there = rows.filter(pk=upload.pk).first()  # perhaps completed meanwhile
        if now_there is None or now_there.version is None:
            raise
        return now_there.version
    except FileRefusedError:
        storage.delete(upload.file_key)
        raise
    rows.filter(pk=upload.pk).update(version=version, completed_at=now, updated_at=now)
    storage.delete(upload.file_key)
    return version


def _arrived(upload: DirectUpload) -> bytes:
    """Return the bytes, never more than a resume may have. Raises: NotArrivedError, FileRefusedError."""
    size = storage.size_of(upload.file_key)
    if size is None:
        raise NotArrivedError(_("The file has not arrived yet."))
    if size > settings.RESUME_MAX_BYTES:  # the signed form refuses it; a store may not
        raise FileRefusedError("too_big")
    content = io.BytesIO()
    try:
        for chunk in storage.read(upload.file_key):
            content.write(chunk)
            if content.tell() > settings.RESUME_MAX_BYTES:  # another one since the size was asked
                raise FileRefusedError("too_big")
    except FileNotFoundError:
        raise NotArrivedError(_("The file has not arrived yet.")) from None
    return content.getvalue()


def _made(upload: DirectUpload, owner: User, content: bytes, now: datetime) -> ResumeVersion:
    return upload_resume(
        owner=owner,
        file=io.BytesIO(content),
        file_name=upload.file_name,
        resume=upload.resume,
        now=now,
    )
