"""Where the bytes of resumes live: a folder or an S3 bucket, behind the same five functions.

A key names its content (`users/<owner>/resumes/<sha256>`), so a file is written once and never
changes; writing it again is harmless. A browser that sends straight to a bucket cannot know that name
before: what it sends lies at `incoming/<owner>/<upload>` until it was looked at.
"""

import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.http import content_disposition_header

from core.errors import TransientError

ROOT = "users"
INCOMING = "incoming"
LINK_SECONDS = 60
FORM_SECONDS = 600
_CHUNK_BYTES = 1024 * 1024
_KEY = re.compile(r"users/[0-9a-f-]{36}/resumes/[0-9a-f]{64}|incoming/[0-9a-f-]{36}/[0-9a-f-]{36}")
log = logging.getLogger(__name__)


class StorageDownError(TransientError):
    """The file store does not answer."""


@dataclass(frozen=True, slots=True)
class DirectForm:
    """Where a browser sends a file, and the fields that let it do so."""

    url: str
    fields: dict[str, str]


def key_of(owner_id: UUID, sha256: str) -> str:
    """Return the key of one person's file with that content."""
    return f"{folder_of(owner_id)}/{sha256}"


def folder_of(owner_id: UUID) -> str:
    """Return the prefix of everything one person stored here."""
    return f"{ROOT}/{owner_id}/resumes"


def incoming_key(owner_id: UUID, upload_id: UUID) -> str:
    """Return the key of what a browser sends before anybody looked at it."""
    return f"{INCOMING}/{owner_id}/{upload_id}"


def owner_of(key: str) -> UUID:
    """Return whose file that key names."""
    return UUID(key.split("/")[1])


def exists(key: str) -> bool:
    """Whether a file with that key is stored."""
    with _outside():
        return default_storage.exists(key)


def store(key: str, content: bytes) -> None:
    """Write the file unless it is there; a reader never sees half of it.

    Raises: StorageDownError.
    """
    path = _path(key)
    if path is not None:
        if not path.exists():
            _write_atomically(path, content)
        return
    with _outside():
        if default_storage.exists(key):
            return
        saved = default_storage.save(key, ContentFile(content))
        if saved != key:  # another writer of the same bytes was first
            default_storage.delete(saved)


@contextmanager
def fetched(key: str) -> Iterator[Path]:
    """Give the file as a local path, valid inside the block.

    Raises: FileNotFoundError, StorageDownError.
    """
    with tempfile.TemporaryDirectory(prefix="resume-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as target:
            for chunk in read(key):
                target.write(chunk)
        yield path


def read(key: str) -> Iterator[bytes]:
    """Yield the file's bytes. Raises: FileNotFoundError, StorageDownError."""
    with _outside(), default_storage.open(key) as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def delete(key: str) -> None:
    """Remove the file, with every former version where the bucket keeps some; not being there is fine.

    Raises: StorageDownError.
    """
    bucket = getattr(default_storage, "bucket", None)
    with _outside():
        if bucket is None or not _erased(bucket, key):
            default_storage.delete(key)


def _erased(bucket: Any, key: str) -> bool:
    """Whether all versions of the object are gone; without the right to do so only the newest goes."""
    try:
        bucket.object_versions.filter(Prefix=key).delete()
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in {"AccessDenied", "NotImplemented"}:
            raise
        log.warning("former versions of %s stay: %s", key, error)
        return False
    return True


def takes_direct() -> bool:
    """Whether browsers may send files straight to the store."""
    return hasattr(default_storage, "bucket")


def direct_form(key: str, *, media_type: str, most_bytes: int) -> DirectForm:
    """Return a signed form for one file of that type, at most that big, within ten minutes.

    Raises: StorageDownError.
    """
    storage: Any = default_storage
    wanted = {"Content-Type": media_type}
    if algorithm := storage.object_parameters.get("ServerSideEncryption"):
        wanted["x-amz-server-side-encryption"] = algorithm
    with _outside():
        made = storage.bucket.meta.client.generate_presigned_post(
            storage.bucket.name,
            key,
            Fields=dict(wanted),
            Conditions=[
                ["content-length-range", 1, most_bytes],
                *({name: value} for name, value in wanted.items()),
            ],
            ExpiresIn=FORM_SECONDS,
        )
    return DirectForm(made["url"], made["fields"])


def size_of(key: str) -> int | None:
    """Return how many bytes are stored there, None when nothing is. Raises: StorageDownError."""
    with _outside():
        try:
            return int(default_storage.size(key))
        except FileNotFoundError:
            return None


def short_link(key: str, *, file_name: str) -> str | None:
    """Return a signed link that saves the file and dies in a minute, or None where we stream."""
    if _path(key) is not None:
        return None
    parameters = {
        "ResponseContentDisposition": content_disposition_header(True, file_name),  # noqa: FBT003
        "ResponseContentType": "application/octet-stream",
    }
    storage: Any = default_storage
    with _outside():
        return str(storage.url(key, parameters=parameters, expire=LINK_SECONDS))


def stored_under(prefix: str = ROOT) -> Iterator[tuple[str, datetime]]:
    """Yield key and time of writing of every resume file below `prefix`."""
    with _outside():
        bucket = getattr(default_storage, "bucket", None)
        if bucket is not None:
            for item in bucket.objects.filter(Prefix=f"{prefix}/"):
                if _KEY.fullmatch(item.key):
                    yield item.key, item.last_modified
            return
    root = Path(default_storage.path(""))
    for path in root.glob(f"{prefix}/**/*"):
        key = path.relative_to(root).as_posix()
        if _KEY.fullmatch(key) and path.is_file():
            yield key, datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)


def _path(key: str) -> Path | None:
    """Return where the file lies on this machine's disk, or None for a store elsewhere."""
    try:
        return Path(default_storage.path(key))
    except NotImplementedError:
        return None


def _write_atomically(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".upload-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


@contextmanager
def _outside() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StorageDownError(str(error)) from error
