"""Glyphs and words on an upright page, y growing downwards."""

from dataclasses import dataclass

Mark = tuple[float, float, float, float]


@dataclass(slots=True, frozen=True)
class Style:
    """How a text object is drawn; `turn` counts quarter turns against the page."""

    size: float
    bold: bool
    italic: bool
    colour: int
    visible: bool
    outlined: bool
    turn: int


@dataclass(slots=True)
class Glyph:
    char: str
    x0: float
    x1: float
    base: float
    style: Style
    blank_after: bool = False
    """Whether pdfium takes the gap behind it for a blank: it sees fewer than there are, seldom one too many."""


@dataclass(slots=True)
class Word:
    """Letters without white space between them, in one style; y grows downwards."""

    text: str
    x0: float
    x1: float
    base: float
    style: Style
    blank: bool = False
    """Whether a drawn blank stands before it, however narrow."""
    apart: bool = False
    """Whether the white space before it is far wider than this page's blanks."""

    @property
    def size(self) -> float:
        return self.style.size
