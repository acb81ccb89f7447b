"""RTF: paragraphs, cells of tables and text boxes with their weight and size.

Hidden and deleted text is left out, headers and text boxes are read where they stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from resumes.parsing import sniff
from resumes.parsing.document import Document, Line, Span, number_lines
from resumes.parsing.readers.tables import cells_to_lines
from resumes.parsing.types import ParseFailure

_TOKEN = re.compile(
    r"\\([a-z]+)(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}]+)", re.DOTALL
)
_CHARSET = re.compile(r"\\ansicpg(\d{3,5})")
_FONT = re.compile(r"\\f(\d{1,5})(?:\\[a-z]+-?\d*)*?\\fcharset(\d{1,3})")
_CODE_PAGES = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 238: "cp1250",
}  # fmt: skip
"""What the numbers of character sets in the table of fonts stand for."""
_STYLE = re.compile(r"\{\\s(\d{1,5})((?:\\[a-z]+-?\d* ?|\{[^{}]*\})*)([^\\{};]*);\}")
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|nagłówek|kop) (\d)|(?:title|titel)$",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\\outlinelevel(\d)")
_UNREAD = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "objdata",
        "listtable",
        "listoverridetable",
        "fldinst",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "footnote",
        "annotation",
        "sp",
        "datafield",
        "formfield",
        "xmlnstbl",
        "generator",
        "themedata",
        "nonshppict",
        "bkmkstart",
        "bkmkend",
        "revtbl",
        "filetbl",
    ]
)
"""Groups whose text is not text of the document."""
_IN_STARRED = frozenset({"shpinst", "shptxt", "ud", "shppict"})
"""Groups a reader that does not know them may leave out, and that hold text all the same."""
_MARKS = frozenset({"listtext", "pntext"})
_SIGNS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "tab": "\t", "~": "\u00a0", "_": "-",
    "{": "{", "}": "}", "\\": "\\", "\n": "\r", "\r": "\r",
}  # fmt: skip
_WIDE = re.compile(r"\t+| {3,}")
_RULE = re.compile(r"\s*([=\-_*~])\1{2,}\s*")
_DEPTH = 2_000
_BODY_POINTS = 12.0


@dataclass(slots=True)
class _State:
    """How text is set within a group."""

    bold: bool = False
    italic: bool = False
    points: float = _BODY_POINTS
    unseen: frozenset[str] = frozenset()
    is_read: bool = True
    code_page: str = "cp1252"
    fallback: int = 1
    level: int = 0
    bullet: bool = False
    style: int = -1


@dataclass(slots=True)
class _Paragraph:
    spans: list[Span] = field(default_factory=list)
    points: float = 0.0
    bullet: bool = False


class _Reader:
    def __init__(self, source: str) -> None:
        found = _CHARSET.search(source[:4096])
        self.code_page = _known(f"cp{int(found[1])}") if found else "cp1252"
        head = source[:200_000]
        self.fonts = {
            int(f[1]): _CODE_PAGES.get(int(f[2]), self.code_page) for f in _FONT.finditer(head)
        }
        self.levels = {int(s[1]): _level_of(s[2], s[3]) for s in _STYLE.finditer(head)}
        self.states = [_State(code_page=self.code_page)]
        self.paragraph = _Paragraph()
        self.lines: list[Line] = []
        self.row: list[list[Line]] | None = None
        self.cell: list[Line] = []
        self.block = 0
        self.blank = 0.0
        self.letters = bytearray()
        self.to_skip = 0
        self.is_starred = False
        self.outer: list[tuple[int, _Paragraph]] = []
        self.boxes: list[Line] = []
        self.hidden = False
        self.does: dict[str, Callable[[], None]] = {
            "par": self._end_paragraph,
            "sect": self._end_paragraph,
            "page": self._end_paragraph,
            "line": self._end_paragraph,
            "cell": self._end_cell,
            "nestcell": self._end_paragraph,
            "row": self._end_row,
            "trowd": self._begin_row,
        }

    @property
    def state(self) -> _State:
        return self.states[-1]

    def read(self, source: str) -> list[Line]:
        """Raises: ParseFailure, for groups nested without end."""
        for word, number, letter, sign, brace, text in _TOKEN.findall(source):
            if letter:
                self._take_letter(int(letter, 16))
                continue
            self._flush_letters()
            if brace:
                self._open() if brace == "{" else self._close()
            elif word:
                self._command(word, number)
            elif sign == "*":
                self.is_starred = True
            elif sign or text:
                self._take_text(_SIGNS.get(sign, "") if sign else re.sub(r"[\r\n]", "", text))
        self._flush_letters()
        self._end_paragraph()
        self._end_row()
        return self.lines

    def _open(self) -> None:
        self.states.append(replace(self.state))
        self.is_starred = False
        if len(self.states) > _DEPTH:
            raise ParseFailure("corrupt")

    def _close(self) -> None:
        if self.outer and self.outer[-1][0] == len(self.states):
            self._end_paragraph(within=True)
            self.paragraph = self.outer.pop()[1]
            if not self.outer and not self.paragraph.spans:
                self._put_boxes(self._here)
        if len(self.states) > 1:
            self.states.pop()
        self.to_skip = 0

    def _command(self, word: str, number: str) -> None:
        state, value = self.state, int(number) if number else None
        starred, self.is_starred = self.is_starred, False
        if (starred and word not in _IN_STARRED) or word in _UNREAD:
            state.is_read = False
        elif word in _MARKS:
            state.is_read, self.paragraph.bullet = False, True
        elif word == "shptxt" and state.is_read:
            self.outer.append((len(self.states), self.paragraph))
            self.paragraph = _Paragraph()
        elif word == "u" and value is not None:
            self._take_text(chr(value % 0x10000))
            self.to_skip = state.fallback
        elif word in _SIGNS:
            self._take_text(_SIGNS[word])
        elif word in self.does and state.is_read:
            if word == "line" or not (state.unseen and word == "par"):
                self.does[word]()
        else:
            self._set(state, word, value)

    def _set(self, state: _State, word: str, value: int | None) -> None:  # noqa: C901, PLR0912 - one branch per word
        """Takes note of what a word of command means for the text behind it."""
        is_on = value != 0
        if word == "b":
            state.bold = is_on
        elif word == "i":
            state.italic = is_on
        elif word == "fs" and value:
            state.points = value / 2
        elif word == "f" and value is not None:
            state.code_page = self.fonts.get(value, self.code_page)
        elif word == "uc" and value is not None:
            state.fallback = value
        elif word in ("v", "deleted"):
            state.unseen = state.unseen | {word} if is_on else state.unseen - {word}
        elif word == "plain":
            state.bold = state.italic = False
            state.unseen, state.points = frozenset(), _BODY_POINTS
        elif word == "pard":
            state.level, state.style, state.bullet = 0, -1, False
        elif word == "outlinelevel" and value is not None:
            state.level = value + 1
        elif word == "s" and value is not None:
            state.style = value
        elif word == "ls" and value:
            state.bullet = True

    def _take_letter(self, code: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        else:
            self.letters.append(code)

    def _flush_letters(self) -> None:
        if self.letters:
            text = self.letters.decode(self.state.code_page, errors="replace")
            self.letters.clear()
            self._take_text(text)

    def _take_text(self, text: str) -> None:
        if self.to_skip and text:
            skipped, self.to_skip = min(self.to_skip, len(text)), 0
            text = text[skipped:]
        state = self.state
        if not text or not state.is_read:
            return
        if state.unseen:
            self.hidden = self.hidden or ("v" in state.unseen and bool(text.strip()))
            return
        if text == "\r":  # a stroke before the end of a line ends a paragraph
            self._end_paragraph()
            return
        self.paragraph.spans.append(Span(text, state.bold, state.italic))
        if text.strip():
            self.paragraph.points = max(self.paragraph.points, state.points)

    def _end_paragraph(self, *, within: bool = False) -> None:
        paragraph, self.paragraph = self.paragraph, _Paragraph()
        state = self.state
        into = self.boxes if self.outer or within else self._here
        spans = _parted(paragraph.spans)
        if not spans or _RULE.fullmatch("".join(span.text for span in spans)):
            self.blank += 1.0
        else:
            level = state.level or self.levels.get(state.style, 0)
            into.append(
                Line(
                    spans,
                    size=paragraph.points,
                    gap=self.blank,
                    level=level,
                    bullet=(paragraph.bullet or state.bullet) and not level,
                    block=self.block,
                )
            )
            self.blank = 0.0
        if into is not self.boxes:
            self._put_boxes(into)

    @property
    def _here(self) -> list[Line]:
        """What a paragraph that ends goes to: a cell of a table, or the document."""
        return self.lines if self.row is None else self.cell

    def _put_boxes(self, into: list[Line]) -> None:
        into += self.boxes
        self.boxes = []

    def _begin_row(self) -> None:
        if self.row is None:
            self._end_paragraph()
            self.row, self.cell, self.blank = [], [], 0.0

    def _end_cell(self) -> None:
        if self.row is None:
            self._end_paragraph()
            return
        self._end_paragraph()
        self.row.append(self.cell)
        self.cell, self.blank = [], 0.0

    def _end_row(self) -> None:
        if self.row is None:
            return
        self._end_paragraph()
        cells = [cell for cell in (*self.row, self.cell) if cell]
        self.block += 1
        self.lines += cells_to_lines(cells, self.block)
        self.row, self.cell, self.blank = None, [], 0.0


def _known(code_page: str) -> str:
    """A code page of that name, or the usual one."""
    try:
        "".encode(code_page)
    except LookupError:
        return "cp1252"
    return code_page


def _level_of(words: str, name: str) -> int:
    """The level of headings a paragraph style states, by its outline or its name."""
    outline, named = _LEVEL.search(words), _HEADING.match(name.strip())
    if outline:
        return int(outline[1]) + 1
    return int(named[1] or 1) if named else 0


def _parted(spans: list[Span]) -> list[Span]:
    """Spans of one style each, `apart` behind tabs and wide white space."""
    parted: list[Span] = []
    apart = False
    for span in spans:
        for index, text in enumerate(_WIDE.split(span.text)):
            apart = apart or (index > 0 and bool(parted))
            before = parted[-1] if parted else None
            if before and not apart and (before.bold, before.italic) == (span.bold, span.italic):
                before.text += text
            elif text and (text.strip() or (parted and not apart)):
                parted.append(Span(text, span.bold, span.italic, apart=apart))
                apart = False
    return [] if not any(span.text.strip() for span in parted) else parted


def read(data: bytes) -> Document:
    source = data.decode("latin-1")
    reader = _Reader(source)
    lines = number_lines(reader.read(source))
    return Document(lines, sniff.RTF, warnings=["hidden_text"] if reader.hidden else [])
