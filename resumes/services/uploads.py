"""A file comes in: looked at, stored, written down, sent to be read."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.live import announce_on_commit
from resumes import ingest, storage
from resumes.models import Resume, ResumeVersion
from resumes.parsing import sandbox
from resumes.parsing.read import parse_bytes
from resumes.parsing.sniff import sniff
from resumes.parsing.types import ParsedResume
from resumes.services.shelf import NAME_CHARACTERS, next_number, restore_resume
from resumes.tasks import parse_version
from resumes.types import WORTH_ANOTHER_TRY, failure_of

_REFUSED_STATUS = {"too_big": 413, "wrong_type": 415, "empty": 400}
_HEAD_BYTES = 8192


class FileRefusedError(DomainError):
    """This file was refused at the door; nothing of it was kept."""

    def __init__(self, code: str) -> None:
        failure = failure_of(code)
        super().__init__(f"{failure.sentence} {failure.advice}", code=code)
        self.status = _REFUSED_STATUS[code]


class NotReadableAgainError(DomainError):
    """This version cannot be read again."""

    code = "not_failed"


class GoneError(DomainError):
    """What the file should belong to no longer exists."""

    code = "gone"
    status = 410


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed the door."""

    content: bytes
    name: str
    sha256: str
    media_type: str


def inspect_upload(*, file: BinaryIO, file_name: str) -> Upload:
    """Return the file's content and kind, told by its bytes and never by its name.

    Raises: FileRefusedError (`empty`, `too_big`, `wrong_type`).
    """
    file.seek(0)
    content = file.read(settings.RESUME_MAX_BYTES + 1)
    if not content:
        raise FileRefusedError("empty")
    if len(content) > settings.RESUME_MAX_BYTES:
        raise FileRefusedError("too_big")
    media_type = sniff(content[:_HEAD_BYTES], content)
    if media_type is None:
        raise FileRefusedError("wrong_type")
    digest = hashlib.sha256(content).hexdigest()
    return Upload(content, clean_name(file_name), digest, media_type)


def upload_resume(
    *,
    owner: User,
    file: BinaryIO,
    file_name: str,
    now: datetime,
    resume: Resume | None = None,
) -> ResumeVersion:
    """Keep an uploaded file as a new version and have it read in the background.

    The same bytes twice are the same version, also when both arrive at once. The file is stored
    before its row exists, so a row never points at nothing; what a failed transaction leaves
    behind is removed at once, or by the sweep.

    Args:
        resume: the resume it becomes a version of; without one a new resume is made.

    Raises: FileRefusedError, StorageDownError, GoneError.
    """
    upload = inspect_upload(file=file, file_name=file_name)
    known = _version_of(owner.pk, upload.sha256)
    if known is not None:
        return _take_up_again(known, now)
    key = storage.key_of(owner.pk, upload.sha256)
    storage.store(key, upload.content)
    try:
        return _write_version(owner.pk, upload, key=key, resume=resume, now=now)
    except BaseException:
        ingest.remove_unreferenced(owner_id=owner.pk, keys=[key])
        raise


@transaction.atomic
def _write_version(
    owner_id: UUID, upload: Upload, *, key: str, resume: Resume | None, now: datetime
) -> ResumeVersion:
    if not ingest.lock_owner(owner_id):
        raise GoneError(_("This account no longer exists."))
    known = _version_of(owner_id, upload.sha256)
    if known is not None:
        return _take_up_again(known, now)
    if resume is not None and not Resume.objects.filter(pk=resume.pk).exists():
        raise GoneError(_("This resume was deleted meanwhile. Upload the file as a new one."))
    if not storage.exists(key):  # removed by a deletion that held the lock before us
        storage.store(key, upload.content)
    resume = resume or _new_resume(owner_id, upload.name)
    version = ResumeVersion.objects.create(
        resume=resume,
        owner_id=owner_id,
        number=next_number(resume.pk),
        origin=ResumeVersion.Origin.UPLOADED,
        file_name=upload.name,
        file_key=key,
        sha256=upload.sha256,
        media_type=upload.media_type,
        size=len(upload.content),
        state_since=now,
    )
    _enqueue(version)
    return version


@transaction.atomic
def retry_parse(*, version: ResumeVersion, now: datetime) -> ResumeVersion:
    """Read a version again whose reading failed. Raises: NotReadableAgainError."""
    again = ResumeVersion.objects.filter(pk=version.pk, state=ResumeVersion.State.FAILED).exclude(
        file_key=""
    )
    if not again.update(
        state=ResumeVersion.State.RECEIVED,
        state_since=now,
        updated_at=now,
        attempts=0,
        failure_code="",
        failure_message="",
    ):
        raise NotReadableAgainError(_("Only a file that could not be read can be read again."))
    version.refresh_from_db()
    _enqueue(version)
    return version


def parse_now(*, version_id: UUID, now: datetime) -> bool:
    """Read a version in this process, for commands that cannot wait for a worker.

    Returns whether it was read here; False when somebody else has done so or is at it.
    """
    return ingest.read_version(version_id=version_id, now=now)


def read_file(path: Path) -> ParsedResume:
    """Read a resume from this machine's disk, without keeping anything.

    Raises: ParseFailure, with `code` and `message`.
    """
    return sandbox.parse_file(path)


def read_plain_text(text: str, *, today: date) -> ParsedResume:
    """Read a resume given as text in this process: for text that staff measure with.

    Raises: ParseFailure.
    """
    return parse_bytes(text.encode(), today=today)


def _take_up_again(version: ResumeVersion, now: datetime) -> ResumeVersion:
    """The bytes are known: bring them out of the archive, and read them again where that may help."""
    if version.resume.archived_at is not None:
        restore_resume(resume=version.resume)
    failed = version.state == ResumeVersion.State.FAILED
    if failed and version.failure_code in WORTH_ANOTHER_TRY:
        return retry_parse(version=version, now=now)
    return version


def _version_of(owner_id: UUID, sha256: str) -> ResumeVersion | None:
    uploads = ResumeVersion.objects.owned_by(owner_id).filter(origin=ResumeVersion.Origin.UPLOADED)
    return uploads.select_related("resume").filter(sha256=sha256).first()


def _new_resume(owner_id: UUID, file_name: str) -> Resume:
    has_default = Resume.objects.owned_by(owner_id).filter(is_default=True).exists()
    stem = PurePath(file_name).stem.replace("_", " ").strip()
    name = stem[:NAME_CHARACTERS] or _("Resume")
    return Resume.objects.create(owner_id=owner_id, name=name, is_default=not has_default)


def _enqueue(version: ResumeVersion) -> None:
    announce_on_commit(version.owner_id, "resume", version_id=version.pk, state=version.state)
    parse_version.delay_on_commit(version_id=str(version.pk))


def clean_name(file_name: str) -> str:
    """The last part of the name, printable and short, whatever the browser sent."""
    last = PurePath(file_name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:200]
