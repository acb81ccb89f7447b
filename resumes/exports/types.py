"""What can be made of a resume, and why it could not be made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of document: how its file name ends, and what it is to a browser."""

    name: str
    extension: str
    media_type: str


FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        Format("pdf", "pdf", "application/pdf"),
        Format(
            "docx",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        Format("odt", "odt", "application/vnd.oasis.opendocument.text"),
        Format("json", "json", "application/json"),
        Format("markdown", "md", "text/markdown; charset=utf-8"),
        Format("text", "txt", "text/plain; charset=utf-8"),
    )
}

#: Looks of the PDF, in the order they are offered; each is a file in `typst/`.
TEMPLATES = ("classic", "modern", "compact", "academic")
DEFAULT_TEMPLATE = "classic"
PAPERS = ("a4", "us-letter")
DEFAULT_PAPER = "a4"


class ExportFailure(Exception):  # noqa: N818 - reads like the parser's ParseFailure
    """A document that could not be made; `code` is `too_long`, `too_slow` or `not_typeset`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
