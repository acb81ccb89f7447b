"""RTF: one line per paragraph; hidden and deleted text is left out, headers and text boxes are read where they stand."""

import re

from striprtf.striprtf import rtf_to_text

from resumes.parsing import sniff
from resumes.parsing.document import Document
from resumes.parsing.readers.plain import lines_of
from resumes.parsing.types import ParseFailure

_CHARSET = re.compile(rb"\\ansicpg(\d{3,5})")
_TOKEN = re.compile(r"\\([a-z]+)(-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\[^a-z]|[{}]|[^\\{}]+", re.DOTALL)
_UNSEEN = frozenset({"v", "deleted"})
_HEADERS = frozenset({"header", "headerl", "headerr", "headerf"})
_DEPTH = 2_000


def read(data: bytes) -> Document:
    found = _CHARSET.search(data[:4096])
    encoding = f"cp{int(found[1])}" if found else "cp1252"
    seen = _Seen()
    source = seen.of(data.decode("latin-1"))
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            source, encoding=encoding, errors="replace"
        )
    except (LookupError, ValueError, IndexError, KeyError, UnicodeError):
        raise ParseFailure("corrupt") from None
    lines = lines_of(text.replace("|", "\t") if text.count("|\n") > 2 else text)
    for line in lines:
        line.wraps = False
    return Document(lines, sniff.RTF, warnings=["hidden_text"] if seen.hidden else [])


class _Seen:
    """The source without what a reader does not see: groups and words of command stay, so that it stays whole."""

    def __init__(self) -> None:
        self.hidden = False
        self.kept: list[str] = []
        self.box: list[str] = []
        self.unseen: list[frozenset[str]] = [frozenset()]
        self.box_depth = 0
        self.shape_depth = 0

    def of(self, source: str) -> str:
        """Raises: ParseFailure, for groups nested without end."""
        for found in _TOKEN.finditer(source):
            self._take(found[0], found[1], found[2])
        return "".join(self.kept)

    def _take(self, piece: str, word: str | None, number: str | None) -> None:
        if piece == "{":
            self.unseen.append(self.unseen[-1])
            if len(self.unseen) > _DEPTH:
                raise ParseFailure("corrupt")
        elif piece == "}":
            self._close()
            return
        elif word is not None and word != "u":
            if self._command(word, number):
                return
        elif self.unseen[-1] and piece.strip():
            self.hidden = self.hidden or "v" in self.unseen[-1]
            return
        (self.box if self.box_depth else self.kept).append(piece)

    def _command(self, word: str, number: str | None) -> bool:
        """Whether a word of command is left out; takes note of what it means for the text behind it."""
        if word in _UNSEEN:
            on = number != "0"
            self.unseen[-1] = self.unseen[-1] | {word} if on else self.unseen[-1] - {word}
        elif word == "plain":
            self.unseen[-1] = frozenset()
        elif word == "shp" and not self.shape_depth:
            self.shape_depth = len(self.unseen)
        elif word == "shptxt" and self.shape_depth and not self.box_depth:
            self.box_depth = len(self.unseen)
            return True
        return word in _HEADERS

    def _close(self) -> None:
        """The end of a group; the text of a box goes behind the group of its shape."""
        if self.box_depth and len(self.unseen) == self.box_depth:
            self.box_depth = 0
        (self.box if self.box_depth else self.kept).append("}")
        if self.shape_depth and len(self.unseen) == self.shape_depth:
            self.kept += ["{\\par ", *self.box, "\\par}"]
            self.box, self.shape_depth = [], 0
        if len(self.unseen) > 1:
            self.unseen.pop()
