"""Where the bytes of attachments live: the same store as resumes, a folder or a bucket."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.errors import TransientError

_CHUNK_BYTES = 256 * 1024


class StoreDownError(TransientError):
    """The file store does not answer."""


def key_of(owner_id: UUID, attachment_id: UUID) -> str:
    """Return the key of one attachment; each is written once and never changes."""
    return f"users/{owner_id}/attachments/{attachment_id}"


def store(key: str, content: bytes) -> None:
    """Write the file. Raises: StoreDownError."""
    with _outside():
        default_storage.save(key, ContentFile(content))


def read(key: str) -> Iterator[bytes]:
    """Yield the file's bytes. Raises: FileNotFoundError, StoreDownError."""
    with _outside(), default_storage.open(key) as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def delete(key: str) -> None:
    """Remove the file; not being there is fine. Raises: StoreDownError."""
    with _outside():
        default_storage.delete(key)


@contextmanager
def _outside() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreDownError(str(error)) from error
