"""Tells the media type of a file by its bytes, never by its name. Light enough for the upload door."""

import io
import json
import re
import zipfile
import zlib

from resumes.parsing.readers.linkedin_tables import TELLING, kind_of

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
JSON = "application/json"
ZIP = "application/zip"
EUROPASS = "application/xml"
PNG, JPEG, TIFF, WEBP = "image/png", "image/jpeg", "image/tiff", "image/webp"
PICTURES = frozenset({PNG, JPEG, TIFF, WEBP})

READABLE = frozenset({PDF, DOCX, ODT, RTF, HTML, MARKDOWN, TEXT, JSON, ZIP, EUROPASS, *PICTURES})

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_BINARY = (
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"RIFF",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",  # the old .doc: a compound file
    b"\xca\xfe\xba\xbe",
    b"%!PS",
    b"SQLite format 3",
)
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_HTML = re.compile(
    rb"\s*(<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(!doctype\s+html|html|head|body|div|h1|p|meta|title|table|section|article)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_EUROPASS = re.compile(
    rb"\s*(<!--.*?-->\s*|<\?[^>]*\?>\s*)*<(?:\w+:)?(SkillsPassport|Candidate)[\s>/]", re.DOTALL
)
_MARKDOWN = re.compile(
    rb"^(#{1,4} \S|[-*] \*\*|\*\*[^*\n]+\*\*\s*$|\[[^\]\n]+\]\([^)\n]+\))", re.MULTILINE
)
_CONTROL = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f]")
_TEXT_CONTROL_SHARE = 0.02
_NUL_SHARE = 0.1
_PDF_HEADER_WITHIN = 1024
_TABLES = 100
_TABLE_HEAD_BYTES = 4096


def sniff(head: bytes, whole: bytes | None = None) -> str | None:  # noqa: PLR0911 - rules in turn, the first that fits decides
    """The media type of a file from its first bytes, or None when we cannot read its kind.

    Give `whole` (or a `head` that is the whole file) where zip containers must be told apart:
    their table of contents stands at the end.
    """
    if not head:
        return None
    if head.startswith(b"PK\x03\x04"):
        return _container(whole if whole is not None else head)
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN] and not _looks_like_markup(head):
        return PDF
    picture = next((kind for mark, kind in _PICTURES if head.startswith(mark)), None)
    if picture or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return picture or WEBP
    if head.startswith(_BINARY) or head[4:8] == b"ftyp":
        return None
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    return _text_kind(head, whole)


def _looks_like_markup(head: bytes) -> bool:
    return not head.startswith(b"%PDF-") and bool(_HTML.match(head))


def _container(data: bytes) -> str | None:
    """DOCX or ODT, from the entries of a zip file; a cut-off zip is told by its first local headers."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < len(ODT) + 64:
                return ODT if archive.read("mimetype").strip() == ODT.encode() else None
            if any(name.startswith("word/") for name in names):
                return DOCX
            return ZIP if _is_linkedin(archive) else None
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        pass
    start = data[:65536]
    if ODT.encode() in start[:256]:
        return ODT
    return DOCX if b"word/" in data or b"[Content_Types].xml" in start else None


def _is_linkedin(archive: zipfile.ZipFile) -> bool:
    """Whether a table in a zip file has the columns of LinkedIn's data archive, behind notes or at its top."""
    tables = [e for e in archive.infolist() if e.filename.casefold().endswith(".csv")]
    for entry in tables[:_TABLES]:
        with archive.open(entry) as stream:
            rows = _without_marks(stream.read(_TABLE_HEAD_BYTES)).decode("latin-1")
        for row in rows.splitlines():
            if any(kind_of(row.split(mark)) in TELLING for mark in ",;\t"):
                return True
    return False


def _text_kind(head: bytes, whole: bytes | None) -> str | None:  # noqa: PLR0911 - rules in turn, the first that fits decides
    if head.startswith(_BOMS):
        return _plain_kind(head)
    nuls = head.count(0)
    if (
        nuls
        and len(_CONTROL.findall(head)) > max(1, len(head) * _TEXT_CONTROL_SHARE)
        and not _wide_text(head)
    ):
        return None
    if nuls and not _wide_text(head) and nuls > len(head) * _NUL_SHARE:
        return None
    escapes = 0 if nuls else len(_CONTROL.findall(head))
    if escapes > max(1, len(head) * _TEXT_CONTROL_SHARE):
        return None
    if head.lstrip()[:1] == b"{" and _is_json(whole if whole is not None else head):
        return JSON
    return _plain_kind(head)


def _wide_text(head: bytes) -> bool:
    """UTF-16 or UTF-32 without a mark: zero bytes fall into the same places."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    return max(even, odd) > half * 0.3 and (min(even, odd) < half * 0.05 or even + odd > half)


def _plain_kind(head: bytes) -> str:
    squeezed = _without_marks(head)
    if _EUROPASS.match(squeezed):
        return EUROPASS
    if _HTML.match(squeezed):
        return HTML
    return MARKDOWN if len(_MARKDOWN.findall(squeezed)) > 1 else TEXT


def _without_marks(head: bytes) -> bytes:
    """The bytes of a text without those that only say or serve its encoding."""
    squeezed = head.replace(b"\x00", b"")
    for mark in _BOMS:
        squeezed = squeezed.removeprefix(mark)
    return squeezed


def _is_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except (ValueError, RecursionError):
        return False
