"""A version as a document to send out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.requests import is_within_rate
from core.errors import DomainError
from resumes import exports
from resumes.exports import DEFAULT_TEMPLATE, FORMATS, PAPERS, TEMPLATES
from resumes.exports.plain import as_text
from resumes.models import ResumeVersion

#: Where letters and resumes are printed on US letter; everywhere else it is A4.
_LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "CL", "CO", "PH", "PR", "VE", "GT", "CR"})
_CALLED = {"en": "Resume", "de": "Lebenslauf"}
_LETTER_CALLED = {
    "en": "Cover letter", "de": "Anschreiben", "fr": "Lettre de motivation", "es": "Carta de presentación",
    "pt": "Carta de apresentação", "it": "Lettera di presentazione", "pl": "List motywacyjny", "nl": "Motivatiebrief",
}  # fmt: skip
_NOT_IN_NAMES = '\\/:*?"<>|\x00'
_NAME_CHARACTERS = 100
_HOUR = 3600


class NotExportableError(DomainError):
    """Only a resume that was read can be made into a document."""

    code = "not_parsed"


class NotMadeError(DomainError):
    """This document could not be made."""


class TooManyError(DomainError):
    """Too many documents in an hour."""

    code = "too_many"
    status = 429


@dataclass(frozen=True, slots=True)
class Document:
    """A file that can be sent."""

    name: str
    media_type: str
    content: bytes


def count_export(*, person_id: UUID) -> None:
    """Count one document or picture of this person's. Raises: TooManyError."""
    if not is_within_rate(f"exports:{person_id}", limit=settings.EXPORTS_AN_HOUR, seconds=_HOUR):
        raise TooManyError(_("Many documents were made for you in the last hour. Try again later."))


def export_version(
    *, version: ResumeVersion, name: str, template: str = "", paper: str = ""
) -> Document:
    """Return the version as a document; a PDF takes a third of a second, in a child that is bounded.

    Args:
        name: a key of FORMATS; template, paper: from TEMPLATES and PAPERS, else what suits.

    Raises: NotExportableError, NotMadeError.
    """
    _expect_parsed(version)
    try:
        content = exports.export(
            version.parsed,
            name,
            language=version.language,
            template=template if template in TEMPLATES else DEFAULT_TEMPLATE,
            paper=paper if paper in PAPERS else usual_paper(version),
            made_at=int(version.updated_at.timestamp()),
        )
    except exports.ExportFailure as failure:
        raise _in_words(failure) from failure
    kind = FORMATS[name]
    return Document(f"{_stem(version)}.{kind.extension}", kind.media_type, content)


def picture_version(*, version: ResumeVersion, template: str) -> bytes:
    """Return a small PNG of how the PDF begins. Raises: NotExportableError, NotMadeError."""
    _expect_parsed(version)
    try:
        return exports.preview(
            version.parsed,
            language=version.language,
            template=template,
            paper=usual_paper(version),
        )
    except exports.ExportFailure as failure:
        raise _in_words(failure) from failure


def typeset_proof(*, content: Mapping[str, Any], paper: str, made_at: int) -> bytes:
    """Return the PDF of a proof of search, set as resumes are. Raises: NotMadeError."""
    try:
        return exports.typeset_list(content, template="search", paper=paper, made_at=made_at)
    except exports.ExportFailure as failure:
        if failure.code == "too_long":
            raise NotMadeError(_("Too much for one document. Choose a shorter time.")) from failure
        raise NotMadeError(_("The PDF could not be made this time. Try again.")) from failure


def export_letter(
    *, version: ResumeVersion, letter: exports.LetterText, name: str, template: str, made_at: int
) -> Document:
    """Return a cover letter with the head of this version. Raises: NotExportableError, NotMadeError."""
    _expect_parsed(version)
    try:
        content = exports.letter_document(
            version.parsed,
            letter,
            name,
            template=template if template in TEMPLATES else DEFAULT_TEMPLATE,
            paper=usual_paper(version),
            made_at=made_at,
        )
    except exports.ExportFailure as failure:
        raise NotMadeError(
            _("The PDF could not be made this time. Try again, or download it as DOCX."),
            code=failure.code,
        ) from failure
    kind = FORMATS[name]
    called = _LETTER_CALLED.get(letter.language, _LETTER_CALLED["en"])
    stem = " - ".join(filter(None, (_name_in(version), called)))
    return Document(f"{stem}.{kind.extension}", kind.media_type, content)


def text_of_document(document: Mapping[str, Any], *, language: str) -> str:
    """Return what a JSON Resume says, as plain text; what a draft says before it is a version."""
    return as_text(exports.content_of(document, language=language)).decode()


def usual_paper(version: ResumeVersion) -> str:
    """Return the paper of the country the person lives in."""
    location = (version.parsed.get("basics") or {}).get("location") or {}
    country = location.get("countryCode") if isinstance(location, dict) else ""
    return "us-letter" if str(country).upper() in _LETTER_COUNTRIES else "a4"


def _expect_parsed(version: ResumeVersion) -> None:
    if version.state != ResumeVersion.State.PARSED:
        raise NotExportableError(_("Only a resume that was read can be made into a document."))


def _in_words(failure: exports.ExportFailure) -> NotMadeError:
    if failure.code == "too_long":
        sentence = _("This resume is too long to be typeset as PDF. Download it as DOCX or ODT.")
    else:
        sentence = _("The PDF could not be made this time. Try again, or download it as DOCX.")
    return NotMadeError(sentence, code=failure.code)


def _stem(version: ResumeVersion) -> str:
    """ "Amelia Okafor - Resume": whoever gets twenty of them can tell them apart."""
    called = _CALLED.get(version.language or "en", "CV")
    return " - ".join(filter(None, (_name_in(version), called)))


def _name_in(version: ResumeVersion) -> str:
    """The person's name as files can bear it."""
    name = exports.content_of(version.parsed, language=version.language).name
    safe = "".join(letter for letter in name if letter not in _NOT_IN_NAMES).strip(" .")
    return safe[:_NAME_CHARACTERS]
