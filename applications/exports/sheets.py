"""Tables of text: CSV as Excel and its like write it anywhere, and CSV that no program takes for formulas."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 200
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European",
    "cp1250": "Central European",
    "cp1251": "Cyrillic",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "cp932": "Japanese",
    "gb18030": "Chinese (simplified)",
    "big5": "Chinese (traditional)",
    "cp949": "Korean",
}
_DELIMITERS = ",;\t|"
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLE_LINES = 20
_LONGEST_CELL = 1_000_000
# A cell that begins so is a formula to a spreadsheet; so is what follows a separator, where the
# file is split at another one than it was written with. Source: OWASP, CSV Injection.
_DANGEROUS = re.compile(r"(^|[,;\t\n|])('*[=+\-@＝＋－＠])")
_GUARDED = re.compile(r"(^|[,;\t\n|])'('*[=+\-@＝＋－＠])")


class NotASheetError(ValueError):
    """The file is no table; the code is `empty`, `encoding`, `broken` or `too_long`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the head, and the line of the file it begins on."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read."""

    head: list[str]
    lines: list[Line]
    encoding: str
    delimiter: str
    between_tags: str = ",;\n"


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `unguarded` gives it back exactly."""
    return _DANGEROUS.sub(r"\1'\2", text)


def unguarded(text: str) -> str:
    """Return what a guarded cell said."""
    return _GUARDED.sub(r"\1\2", text)


def written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file: UTF-8 with its mark, so that Excel reads letters right everywhere."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def read(content: bytes, *, encoding: str = "") -> Sheet:
    """Read a table, its encoding guessed unless it is named. Raises: NotASheetError."""
    encoding = encoding if encoding in ENCODINGS else guessed_encoding(content)
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError as error:
        raise NotASheetError("encoding") from error
    text, delimiter = _without_hint(text)
    delimiter = delimiter or _delimiter(text)
    lines = _lines(text, delimiter)
    if not lines:
        raise NotASheetError("empty")
    head = [" ".join(cell.split()) for cell in lines[0].cells]
    return Sheet(head, lines[1:], encoding, delimiter)


def _lines(text: str, delimiter: str) -> list[Line]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(begins, [_cell(cell) for cell in cells[:MOST_COLUMNS]]))
            if len(lines) > MOST_ROWS + 1:
                raise NotASheetError("too_long")
            begins = reader.line_num + 1
    except csv.Error as error:
        raise NotASheetError("broken") from error
    return lines


def _cell(text: str) -> str:
    return unguarded(tidy(text))


def tidy(text: str) -> str:
    """Return text as files carry it: one kind of line end, no white space around, no NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def guessed_encoding(content: bytes) -> str:
    """Return which of ENCODINGS a file most likely is written in."""
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        sample = content[:200_000]
        best = from_bytes(sample, cp_isolation=[e for e in ENCODINGS if e != "utf-8"]).best()
        return _commonest(content, best.encoding if best else "")
    return "utf-8"


def _commonest(content: bytes, guess: str) -> str:
    """Return Western European unless the guess reads something else out of the file."""
    western = content.decode("cp1252", "replace")
    if guess not in ENCODINGS or content.decode(guess, "replace") == western:
        return "cp1252"
    return guess


def _without_hint(text: str) -> tuple[str, str]:
    """Return the text without Excel's first line `sep=;`, and what it says."""
    found = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    if found is None:
        return text, ""
    return text[found.end() :], found[1].strip('"\r')


def _delimiter(text: str) -> str:
    """Return what parts the cells: whatever parts most rows into as many cells as the head."""

    def fit(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        sizes = [len(row) for row, _ in zip(rows, range(_SAMPLE_LINES), strict=False) if row]
        width = sizes[0] if sizes else 0
        return (sum(size == width for size in sizes) if width > 1 else 0, width)

    try:
        return max(_DELIMITERS, key=fit)
    except csv.Error as error:
        raise NotASheetError("broken") from error
