"""What every reader returns: lines in reading order, each a row of styled spans, with geometry where the format has it."""

import math
import re
import unicodedata
from dataclasses import dataclass, field, replace

Box = tuple[float, float, float, float]

BULLETS = "•◦▪▫■□●○‣⁃∙·–—-*➢➤►▶✓✔✦❖◆◇»›→⇒⮚*\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\u25cf\u2043\u204c\u204d\u25b8\u25b9"
_STRONG_BULLETS = frozenset(BULLETS) - set("–—-*·»›")
_BULLET = re.compile(rf"^\s*(?:[{re.escape(BULLETS)}]|o(?=\s{{1,3}}[A-ZÀ-Ý]))\s+(?=\S)")
_GLUED_BULLET = re.compile(rf"^\s*[{re.escape(''.join(_STRONG_BULLETS))}](?=\S)")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]"
)
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}


def clean(text: str) -> str:
    """Text as a person reads it: composed, without invisible characters, every white space one blank."""
    text = unicodedata.normalize("NFC", text).translate(_LIGATURES)
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


@dataclass(slots=True)
class Span:
    """Text of one style; `apart` when wide white space or a tab sets it off from the span before."""

    text: str
    bold: bool = False
    italic: bool = False
    apart: bool = False
    x0: float = 0.0
    x1: float = 0.0


@dataclass(slots=True, eq=False)
class Line:
    """One line on paper, or one paragraph where the format has paragraphs.

    `gap` is the white space above in line heights (None unknown), `level` a heading level the format
    states (0 none), `block` names the column it stands in, `wraps` says that its text ran to the edge. `cells` counts
    the cells of the table's row it begins, where the format states tables (0 none).
    """

    spans: list[Span]
    page: int = 0
    number: int = 0
    box: Box | None = None
    size: float = 0.0
    gap: float | None = None
    level: int = 0
    block: int = 0
    bullet: bool = False
    depth: int = 0
    wraps: bool = False
    colour: int = 0
    cells: int = 0
    text: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self._join()
        if not self.bullet:
            match = _BULLET.match(self.text) or _GLUED_BULLET.match(self.text)
            if match and len(self.text) > match.end():
                self.bullet = True
                self._drop(match.end())

    def _join(self) -> None:
        self.text = clean("".join((" " if s.apart else "") + s.text for s in self.spans))

    def _drop(self, count: int) -> None:
        """Takes `count` characters off the front."""
        text = "".join((" " if s.apart else "") + s.text for s in self.spans)
        left = len(text) - len(text.lstrip()) + count
        for span in self.spans:
            gone = min(left, len(span.text) + (1 if span.apart else 0))
            left -= gone
            span.text = span.text[max(0, gone - (1 if span.apart else 0)) :]
        self.spans = [span for span in self.spans if span.text.strip()] or self.spans[-1:]
        self.spans[0].apart = False
        self._join()

    def shortened(self, characters: int) -> "Line":
        """This line with no more than its first characters."""
        span = Span(self.text[:characters], self.bold)
        return replace(self, spans=[span])

    @property
    def bold(self) -> bool:
        """Whether most of the letters are bold."""
        letters = sum(len(s.text) for s in self.spans)
        return letters > 0 and sum(len(s.text) for s in self.spans if s.bold) * 2 > letters

    @property
    def segments(self) -> list[str]:
        """The texts set apart from each other on this line, left to right."""
        parts: list[str] = []
        for span in self.spans:
            if span.apart or not parts:
                parts.append(span.text)
            else:
                parts[-1] += span.text
        return [part for part in map(clean, parts) if part]

    @property
    def x0(self) -> float:
        return self.box[0] if self.box else 0.0

    @property
    def x1(self) -> float:
        return self.box[2] if self.box else 0.0


@dataclass(frozen=True, slots=True)
class Placement:
    """How a page was turned before it was read: quarter turns, then degrees, both counter-clockwise.

    `width` and `height` are those of the page as read, in points.
    """

    quarters: int
    degrees: float
    width: float
    height: float

    def original(self, box: Box) -> Box:
        """Where a box of the page as read stands on the page as it is."""
        x0, y0, x1, y1 = box
        corners = [self._original(x, y) for x in (x0, x1) for y in (y0, y1)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return (
            round(min(across), 1),
            round(min(down), 1),
            round(max(across), 1),
            round(max(down), 1),
        )

    def _original(self, x: float, y: float) -> tuple[float, float]:
        angle, middle_x, middle_y = math.radians(self.degrees), self.width / 2, self.height / 2
        right, down = x - middle_x, y - middle_y
        x = middle_x + right * math.cos(angle) - down * math.sin(angle)
        y = middle_y + right * math.sin(angle) + down * math.cos(angle)
        across, along = self.height, self.width
        for _ in range(self.quarters):
            x, y = across - y, x
            across, along = along, across
        return x, y


@dataclass(slots=True)
class Document:
    """A file after reading, before understanding. `ready` holds a JSON Resume when the file was one, and
    `pointers` the line each of its values stands on.

    For pages that were read off a picture, by page: `doubts` maps a word to how sure its reading is (0 to 1), and
    `placements` says how the page was turned.
    """

    lines: list[Line]
    media_type: str
    pages: int = 1
    warnings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ready: dict[str, object] | None = None
    pointers: dict[str, Line] = field(default_factory=dict)
    doubts: dict[int, dict[str, float]] = field(default_factory=dict)
    placements: dict[int, Placement] = field(default_factory=dict)

    def sureness(self, page: int, text: str) -> float:
        """How sure the reading of a text on a page is: as sure as that of its worst word; 1 where nothing was guessed."""
        doubts = self.doubts.get(page)
        if not doubts:
            return 1.0
        return min((doubts.get(word, 1.0) for word in text.split()), default=1.0)

    def original_box(self, line: Line) -> Box | None:
        """Where a line stands on the page as it is, whatever way it was turned to be read."""
        placement = self.placements.get(line.page)
        return line.box if placement is None or line.box is None else placement.original(line.box)

    @property
    def text(self) -> str:
        """The plain text, a blank line where a new block or a wide gap begins."""
        parts: list[str] = []
        before: Line | None = None
        for line in self.lines:
            if before is not None and (line.block != before.block or (line.gap or 0) > 0.9):
                parts.append("")
            marker = "• " if line.bullet else ""
            parts.append(marker + "\t".join(line.segments))
            before = line
        return "\n".join(parts).strip()


def number_lines(lines: list[Line]) -> list[Line]:
    """Drops lines without text and numbers the rest within their page."""
    kept = [line for line in lines if line.text]
    counts: dict[int, int] = {}
    for line in kept:
        line.number = counts.get(line.page, 0)
        counts[line.page] = line.number + 1
    return kept
