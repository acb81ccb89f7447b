"""Office files are zip containers: opened only after a look at what they claim to unpack to."""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from resumes.parsing import limits, sniff
from resumes.parsing.document import Document
from resumes.parsing.types import ParseFailure

if TYPE_CHECKING:
    from resumes.parsing.ocr.desk import Desk

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    ValueError,
)
"""What reading an entry of a damaged container raises."""

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""The names 'Strict Open XML' gives what all other documents call otherwise."""

_ENCRYPTED_BIT = 1
_RATIO = 400
_RATIO_FROM_BYTES = 20 * 1024**2


def opened(data: bytes) -> zipfile.ZipFile:
    """Raises: ParseFailure for a damaged, encrypted or exploding container."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise ParseFailure("corrupt") from None
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES or sum(e.file_size for e in entries) > limits.ZIP_BYTES:
        raise ParseFailure("too_big")
    if any(
        e.file_size > _RATIO_FROM_BYTES and e.file_size > e.compress_size * _RATIO for e in entries
    ):
        raise ParseFailure("too_big")
    if any(e.flag_bits & _ENCRYPTED_BIT for e in entries):
        raise ParseFailure("encrypted")
    return archive


def part(archive: zipfile.ZipFile, name: str) -> Any | None:
    """The root element of an XML part; None when the container has no such part.

    Entities are never resolved and nothing is fetched. Raises: ParseFailure.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > limits.XML_PART_BYTES:
        raise ParseFailure("too_big")
    try:
        with archive.open(entry) as stream:
            data = stream.read(limits.XML_PART_BYTES + 1)
    except DAMAGE:
        raise ParseFailure("corrupt") from None
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return xml(data)


def of_pictures(
    archive: zipfile.ZipFile, folder: str, media_type: str, desk: "Desk | None"
) -> Document | None:
    """A document without text, read off its pictures; None when it has none. Raises: ParseFailure, PicturesWanted."""
    names = sorted(name for name in archive.namelist() if name.startswith(folder))
    try:
        found = [archive.read(name) for name in names[: limits.PICTURES]]
    except DAMAGE:
        raise ParseFailure("corrupt") from None
    pictures = [data for data in found if sniff.sniff(data) in sniff.PICTURES]
    if pictures and desk is None:
        raise ParseFailure("image_only")
    if not pictures or desk is None:
        return None
    from resumes.parsing.readers.picture import read_all  # noqa: PLC0415 - Pillow, for these alone

    return read_all(pictures, media_type, desk)


def xml(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ParseFailure("corrupt") from None
