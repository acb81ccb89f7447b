"""Plain text in any encoding."""

import re
import unicodedata

from resumes.parsing import sniff
from resumes.parsing.document import Document, Line, Span, number_lines

_BOMS = (
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_TABS = re.compile(r"\t+| {3,}")
_UNDERLINE = re.compile(r"^\s*([=\-_*~#])\1{2,}\s*$")
_MOJIBAKE = re.compile(r"[ÃÂâÅÄ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]")
_LATIN = ("cp1252", "cp1250", "iso-8859-2", "cp1254", "mac-roman")
_USUAL = frozenset(
    "äöüßÄÖÜéèêëàâáîïíìôóòúùûñçãõÉÈÀÁÂÇÑÓÚÍÊåøæÅØÆœąćęłńśźżĄĆĘŁŃŚŹŻčšžřěůýďťňČŠŽŘőűğışİ–—‘’“”„•…·«»°€£©®½º\u00a0"
)
_FULL_LINE_CHARACTERS = 55
_NARROW, _WIDE = 60, 120


def decode(data: bytes) -> str:
    """Text of unknown encoding: by its mark, as UTF-8, by its zero bytes, or by what its letters look like."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace")
    data = data.replace(b"\x00", b"")
    if b"\x1b$" in data:
        return data.decode("iso-2022-jp", errors="replace")
    text = _utf8(data)
    return repair(text) if text is not None else _guess(data)


def _utf8(data: bytes) -> str | None:
    """UTF-8, even with a few stray bytes of Windows-1252 pasted in."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="surrogateescape")
    stray = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    proper = sum(1 for c in text if c > "\x7f") - stray
    if proper <= stray:
        return None
    return "".join(
        bytes([ord(c) - 0xDC00]).decode("cp1252", errors="replace")
        if "\udc80" <= c <= "\udcff"
        else c
        for c in text
    )


def _wide(data: bytes) -> str | None:
    if b"\x00" not in data[:4096]:
        return None
    head = data[: len(data[:4096]) // 4 * 4]
    quarters = [head[i::4].count(0) for i in range(4)]
    each = max(1, len(head) // 4)
    if quarters[0] > each * 0.9 and quarters[1] > each * 0.9:
        return "utf-32-be"
    if quarters[2] > each * 0.9 and quarters[3] > each * 0.9:
        return "utf-32-le"
    even, odd = quarters[0] + quarters[2], quarters[1] + quarters[3]
    if odd > each and even < odd * 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > each and odd < even * 0.2 else None


def _guess(data: bytes) -> str:
    """What statistics say; for mostly plain Latin letters our own: a short resume has too few others for them."""
    letters = sum(65 <= b <= 90 or 97 <= b <= 122 for b in data)
    high = sum(b > 127 for b in data)
    if high * 3 < letters:
        return max((data.decode(code, errors="replace") for code in _LATIN), key=_latin_score)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 40 ms that UTF-8 need not pay

    best = from_bytes(data).best()
    return str(best) if best is not None else data.decode("cp1252", errors="replace")


def _latin_score(text: str) -> int:
    """Non-ASCII characters that European resumes use, less those they do not."""
    return sum(1 if c in _USUAL else -1 for c in text if c > "\x7f")


def repair(text: str) -> str:
    """Undoes UTF-8 that was once read as Windows-1252 and stored again, where every letter proves it."""
    if len(_MOJIBAKE.findall(text)) < 2:
        return text
    try:
        back = b"".join(_byte(c) for c in text).decode("utf-8")
    except (UnicodeError, ValueError):
        return text
    return back


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


def lines_of(text: str) -> list[Line]:
    """Lines of a text, with the white space above, the underlining of a heading, and where lines were wrapped."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").split("\n")
    lengths = [len(row.rstrip()) for row in rows]
    width = max(lengths, default=0)
    lines: list[Line] = []
    blank = 0
    wrapped = False
    for index, raw in enumerate(rows):
        expanded = raw.rstrip()
        if not expanded.strip():
            blank += 1
            wrapped = False
            continue
        if _UNDERLINE.match(expanded):
            if lines and not blank and len(lines[-1].text) < _FULL_LINE_CHARACTERS:
                lines[-1].level = lines[-1].level or 2
            else:
                blank += 1
            continue
        line = _line(expanded, blank, goes_on=wrapped)
        wrapped = _wraps(rows, index, width)
        line.wraps = wrapped
        lines.append(line)
        blank = 0
    return number_lines(lines)


def _wraps(rows: list[str], index: int, width: int) -> bool:
    """Whether a line was broken to keep within the text's width: the next word would not have fitted."""
    following = rows[index + 1].split() if index + 1 < len(rows) else []
    return (
        bool(following)
        and _NARROW <= width <= _WIDE
        and len(rows[index].rstrip()) + 1 + len(following[0]) > width
    )


def _line(raw: str, blank: int, *, goes_on: bool) -> Line:
    indent = len(raw) - len(raw.lstrip())
    parts = [part for part in _TABS.split(raw.strip()) if part.strip()]
    dash = goes_on and raw.lstrip()[:1] in "–—"
    spans = [Span(part, apart=index > 0) for index, part in enumerate(parts)]
    line = Line(spans, gap=float(blank), depth=min(indent, 40), bullet=dash)
    if dash:  # a dash that a wrapped line begins with is no bullet
        line.bullet = False
    return line


def read(data: bytes) -> Document:
    text = unicodedata.normalize("NFC", decode(data))
    return Document(lines_of(text), sniff.TEXT)
