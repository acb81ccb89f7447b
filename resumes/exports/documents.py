"""The one door of the package: a JSON Resume and a format in, a document out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from resumes.exports.content import content_of
from resumes.exports.docx import as_docx
from resumes.exports.jsonresume import as_json
from resumes.exports.odt import as_odt
from resumes.exports.plain import as_markdown, as_text
from resumes.exports.types import DEFAULT_PAPER, DEFAULT_TEMPLATE, FORMATS, PAPERS, TEMPLATES
from resumes.exports.typeset import picture_of, typeset_pdf


def export(
    resume: Mapping[str, Any],
    name: str,
    *,
    language: str | None = None,
    template: str = DEFAULT_TEMPLATE,
    paper: str = DEFAULT_PAPER,
    made_at: int = 0,
) -> bytes:
    """Return the document.

    Args:
        name: a key of FORMATS.
        language: of titles and months; English where it is none of ours.
        template: a look of the PDF, from TEMPLATES.
        made_at: when, in seconds since 1970; the same input then gives the same bytes.

    Raises: ExportFailure, of a PDF only; ValueError for a name that is none of ours.
    """
    if name not in FORMATS or template not in TEMPLATES or paper not in PAPERS:
        raise ValueError(name, template, paper)
    if name == "json":
        moment = datetime.fromtimestamp(made_at, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return as_json(resume, made_at=moment if made_at else "")
    content = content_of(resume, language=language)
    if name == "pdf":
        return typeset_pdf(content, template=template, paper=paper, made_at=made_at)
    if name in _OFFICE:
        return _OFFICE[name](content, paper=paper, made_at=made_at)
    return as_markdown(content) if name == "markdown" else as_text(content)


def preview(
    resume: Mapping[str, Any], *, language: str | None, template: str, paper: str = DEFAULT_PAPER
) -> bytes:
    """Return a small PNG of the PDF's first page. Raises: ExportFailure, ValueError."""
    if template not in TEMPLATES or paper not in PAPERS:
        raise ValueError(template, paper)
    return picture_of(content_of(resume, language=language), template=template, paper=paper)


_OFFICE = {"docx": as_docx, "odt": as_odt}
