"""Has the typesetting program make a PDF, in a child that may hang or eat memory without harming the caller."""

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from resumes.exports.content import Content
from resumes.exports.types import ExportFailure
from resumes.parsing.sandbox import run_confined
from resumes.parsing.types import ParseFailure

WALL_SECONDS = 10.0
#: About twenty pages, set in under two seconds; who wrote more than that did not write a resume.
LONGEST_CHARACTERS = 60_000
#: A list is longer than a resume and simpler: 5,000 rows, 160 pages, were set in four seconds.
LONGEST_LIST_CHARACTERS = 600_000
_ROOT = Path(__file__).resolve().parents[2]
_TYPESETTER = Path(__file__).resolve().with_name("typesetter.py")
# As the parser's child: nothing of the environment or the working folder is on its import path. By its
# path and not its name: the package around it would import the makers of all other documents too.
_PROGRAM = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_path(sys.argv.pop(1), run_name='__main__')"
#: Beyond these letters (Latin, Greek, Cyrillic, general punctuation) our fonts have none.
_OWN_LETTERS = ((0, 0x52F), (0x1E00, 0x1FFF), (0x2000, 0x22FF), (0x25A0, 0x25FF), (0xFB00, 0xFB06))


def typeset_pdf(content: Content, *, template: str, paper: str, made_at: int = 0) -> bytes:
    """Return the PDF, tagged for screen readers (PDF/UA-1). Raises: ExportFailure."""
    return _run(asdict(content), template=template, paper=paper, made_at=made_at, preview=False)


def picture_of(content: Content, *, template: str, paper: str) -> bytes:
    """Return the first page as a small PNG. Raises: ExportFailure."""
    return _run(asdict(content), template=template, paper=paper, made_at=0, preview=True)


def typeset_list(content: Mapping[str, Any], *, template: str, paper: str, made_at: int) -> bytes:
    """Return a PDF of a long table, in a look of its own, set in one pass. Raises: ExportFailure."""
    if characters_in(content) > LONGEST_LIST_CHARACTERS:
        raise ExportFailure("too_long")
    return _set({**_job(content, template, paper, made_at), "is_list": True})


def _run(
    content: Mapping[str, Any], *, template: str, paper: str, made_at: int, preview: bool
) -> bytes:
    if characters_in(content) > LONGEST_CHARACTERS:
        raise ExportFailure("too_long")
    return _set({**_job(content, template, paper, made_at), "preview": preview})


def _job(content: Mapping[str, Any], template: str, paper: str, made_at: int) -> dict[str, Any]:
    return {
        "content": content,
        "template": template,
        "paper": paper,
        "made_at": made_at,
        "preview": False,
        "is_list": False,
        "system_fonts": has_other_letters(content),
    }


def _set(job: Mapping[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="typeset-") as folder:
        path = Path(folder) / "job.json"
        path.write_text(json.dumps(job), encoding="utf-8")
        command = [
            sys.executable,
            "-I",
            "-B",
            "-c",
            _PROGRAM,
            str(_ROOT),
            str(_TYPESETTER),
            str(path),
        ]
        try:
            code, output = run_confined(command, wall_seconds=WALL_SECONDS)
        except ParseFailure as failure:
            raise ExportFailure("too_slow") from failure
    if code or not output:
        raise ExportFailure("not_typeset")
    return output


def characters_in(value: object) -> int:
    """Return how much text there is."""
    if isinstance(value, dict):
        return sum(characters_in(item) for item in value.values())
    if isinstance(value, list | tuple):
        return sum(characters_in(item) for item in value)
    return len(value) if isinstance(value, str) else 0


def has_other_letters(value: object) -> bool:
    """Whether some letter is in none of our fonts, so that the machine's fonts are worth a look."""
    if isinstance(value, str):
        return any(not _is_own(ord(letter)) for letter in value)
    if isinstance(value, dict):
        return any(has_other_letters(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(has_other_letters(item) for item in value)
    return False


def _is_own(code: int) -> bool:
    return any(first <= code <= last for first, last in _OWN_LETTERS)
