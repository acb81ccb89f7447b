"""RTF: one line per paragraph."""

import re

from striprtf.striprtf import rtf_to_text

from resumes.parsing import sniff
from resumes.parsing.document import Document
from resumes.parsing.readers.plain import lines_of
from resumes.parsing.types import ParseFailure

_CHARSET = re.compile(rb"\\ansicpg(\d{3,5})")


def read(data: bytes) -> Document:
    found = _CHARSET.search(data[:4096])
    encoding = f"cp{int(found[1])}" if found else "cp1252"
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            data.decode("latin-1"), encoding=encoding, errors="replace"
        )
    except (LookupError, ValueError, IndexError, KeyError, UnicodeError):
        raise ParseFailure("corrupt") from None
    lines = lines_of(text.replace("|", "\t") if text.count("|\n") > 2 else text)
    for line in lines:
        line.wraps = False
    return Document(lines, sniff.RTF)
