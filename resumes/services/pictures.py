"""The original as pictures of its pages, drawn in a confined child and kept for a while.

They are kept in the cache, not beside the files: whatever a person deletes is gone from there within
`KEPT_SECONDS`, and a picture can be drawn again at any time.
"""

import hashlib
import json
import logging
from collections.abc import Sequence

from django.core import signing
from django.core.cache import cache

from core.errors import DomainError
from resumes import ingest, storage
from resumes.models import ResumeVersion
from resumes.parsing import pictures, sniff
from resumes.parsing.types import ParseFailure
from resumes.selectors import Crop

log = logging.getLogger(__name__)

KEPT_SECONDS = 3600
#: A page that cannot be drawn is not tried again at once.
_FAILED_SECONDS = 600
_FAILED = b""
_DRAWN = sniff.PICTURES | {sniff.PDF}
PICTURE_TYPE = pictures.MEDIA_TYPE
LINK_SECONDS = 60
_SALT = "resumes.picture"

Size = pictures.Size


class NoPictureError(DomainError):
    """This page cannot be shown as a picture."""

    code = "no_picture"
    status = 404


def page_sizes(version: ResumeVersion) -> tuple[Size, ...]:
    """Return width and height of each page in points; nothing for a file without pages.

    Raises: StorageDownError.
    """
    is_read = version.state == ResumeVersion.State.PARSED
    if not is_read or version.media_type not in _DRAWN or not version.file_key:
        return ()
    if not ingest.may_be_handed_out(version):
        return ()
    key = f"resume-sizes:{version.file_key}"
    known: list[Size] | None = cache.get(key)
    if known is None:
        known = _sizes(version)
        cache.set(key, known, KEPT_SECONDS if known else _FAILED_SECONDS)
    return tuple(known)


def draw_page(version: ResumeVersion, number: int) -> bytes:
    """Return one page, counted from 0, as a WebP picture.

    Raises: NoPictureError, StorageDownError.
    """
    if not 0 <= number < len(page_sizes(version)):
        raise NoPictureError
    key = f"resume-page:{version.file_key}:{number}"
    known: bytes | None = cache.get(key)
    if known is None:
        known = _picture(version, number)
        cache.set(key, known, _FAILED_SECONDS if known == _FAILED else KEPT_SECONDS)
    if known == _FAILED:
        raise NoPictureError
    return known


def with_whole_lines(version: ResumeVersion, crops: Sequence[Crop]) -> list[Crop]:
    """Return the crops with edges that cut no letter; as they are where the page cannot be drawn.

    Raises: StorageDownError.
    """
    if not crops:
        return []
    places = [(crop.number - 1, crop.box) for crop in crops]
    asked = hashlib.sha256(json.dumps(places).encode()).hexdigest()
    key = f"resume-frames:{version.file_key}:{asked}"
    frames: tuple[pictures.Box, ...] | None = cache.get(key)
    if frames is None:
        frames = _frames(version, places)
        cache.set(key, frames, KEPT_SECONDS if frames else _FAILED_SECONDS)
    if len(frames) != len(crops):
        return list(crops)
    return [crop.framed(frame) for crop, frame in zip(crops, frames, strict=True)]


def picture_token(version: ResumeVersion, number: int) -> str:
    """Return what a link to one page, counted from 1, carries: whoever has it may look for a minute."""
    return signing.dumps([str(version.pk), number], salt=_SALT)


def picture_behind(token: str) -> tuple[ResumeVersion, int] | None:
    """Return version and page a token names; None when it is forged, too old, or the version is gone."""
    try:
        pk, number = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    version = ResumeVersion.objects.defer("parsed", "provenance", "text").filter(pk=pk).first()
    return (version, int(number)) if version else None


def _sizes(version: ResumeVersion) -> list[Size]:
    try:
        with storage.fetched(version.file_key) as path:
            return list(pictures.page_sizes(path))
    except (ParseFailure, FileNotFoundError) as failure:
        log.info("pages of version %s cannot be shown: %s", version.pk, type(failure).__name__)
        return []


def _frames(
    version: ResumeVersion, places: Sequence[tuple[int, pictures.Box]]
) -> tuple[pictures.Box, ...]:
    try:
        with storage.fetched(version.file_key) as path:
            return pictures.frames_around(path, places)
    except (ParseFailure, FileNotFoundError) as failure:
        log.info("places of version %s have no frames: %s", version.pk, failure)
        return ()


def _picture(version: ResumeVersion, number: int) -> bytes:
    try:
        with storage.fetched(version.file_key) as path:
            return pictures.draw_page(path, number)
    except (ParseFailure, FileNotFoundError) as failure:
        log.info("page %s of version %s cannot be drawn: %s", number, version.pk, failure)
        return _FAILED
