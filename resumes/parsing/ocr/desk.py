"""Where the parser's child leaves pictures to be read and finds what was read; its imports cost text files nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from resumes.parsing import language, limits
from resumes.parsing.ocr.languages import LANGUAGES

if TYPE_CHECKING:
    from PIL import Image

    from resumes.parsing.ocr.pages import Page

    Draw = Callable[[], tuple[Image.Image, float]]

_POOR = 0.6
"""Letters read with less confidence than this may stand on their head."""
_FEW_WORDS = 8
_UPSIDE_DOWN = "x"


class PicturesWanted(Exception):  # noqa: N818 - not an error: the way a page asks to be read
    """Pictures in the folder have to be read first: (name, languages) of each."""

    def __init__(self, wants: list[tuple[str, str]]) -> None:
        self.wants = wants
        super().__init__(f"{len(wants)} pictures to read")


@dataclass(slots=True)
class Desk:
    """`spoken` names tesseract's languages that are installed; with `last` nothing more may be asked for.

    The first page is read in English, which tells its language, and then in that; the others are read in it at once.
    """

    folder: Path
    spoken: tuple[str, ...]
    last: bool = False
    wants: list[tuple[str, str]] = field(default_factory=list)
    cut_off: bool = False
    _count: int = 0
    _language: str | None = None
    _is_told: bool = False

    def speak(self, text: str) -> None:
        """Takes the language of text that needed no reading, where there is enough of it."""
        self._language = self._code(language.guess(text))
        self._is_told = self._language is not None

    def page(self, draw: "Draw") -> "Page | None":
        """A page as read, or None: then it is wanted, unless nothing can be had.

        `draw` makes the grey picture of the page and says how many points a pixel measures.
        """
        name, self._count = str(self._count), self._count + 1
        if self._count > limits.PICTURES:
            self.cut_off = True
            return None
        if self.wants and not self._is_told:
            return None
        found = self._read(name)
        if found is None:
            self._want(name, draw)
        elif not self._is_told:
            found = self._in_its_language(found)
        return found

    def settle(self) -> None:
        """Raises: PicturesWanted."""
        if self.wants and not self.last:
            raise PicturesWanted(self.wants)
        self.cut_off = self.cut_off or bool(self.wants)

    def _in_its_language(self, found: "Page") -> "Page | None":
        """The first page, once it was read in the language it is written in.

        English letters often tell the language; where they say too little, those of all languages do.
        """
        code = self._guess(found)
        if code is None:
            self._language = "+".join(self.spoken)
            if not self._was_read(found.name):
                return self._again(found)
            code = self._guess(self._loaded(found.name) or found)
        self._language, self._is_told = code or self._language, True
        return self._loaded(found.name) if self._was_read(found.name) else self._again(found)

    def _again(self, found: "Page") -> "Page | None":
        """Asks for the page in another language, where there is time; else what was read holds."""
        if self.last:
            return found
        self.wants.append((found.name, self._languages()))
        return None

    def _guess(self, found: "Page") -> str | None:
        return self._code(language.guess(" ".join(word.text for word in found.read.words)))

    def _want(self, name: str, draw: "Draw") -> None:
        """Asks for a page for the first time, where the same page turned over is not asked for already."""
        if self.wants and self.wants[-1][0] == name + _UPSIDE_DOWN:
            return
        if not self.last:
            from resumes.parsing.ocr import pages  # noqa: PLC0415 - numpy and Pillow: 150 ms

            pages.keep(self.folder, name, *draw())
        self.wants.append((name, self._languages()))

    def _read(self, name: str) -> "Page | None":
        """What was read; a page of poor letters is also read turned over, and the better reading holds."""
        page = self._loaded(name)
        if page is None or page.read.sureness >= _POOR or len(page.read.words) < _FEW_WORDS:
            return page
        over = name + _UPSIDE_DOWN
        other = self._loaded(over)
        if other is not None:
            return max(page, other, key=lambda p: p.read.sureness)
        if self.last:
            return page
        from resumes.parsing.ocr import pages  # noqa: PLC0415

        pages.keep_turned_over(self.folder, name, over)
        self.wants.append((over, self._languages()))
        return None

    def _loaded(self, name: str) -> "Page | None":
        if not any(self.folder.glob(f"{name}.*.hocr")):
            return None
        from resumes.parsing.ocr import pages  # noqa: PLC0415

        return pages.loaded(self.folder, name, [self._languages(), self._first()])

    def _was_read(self, name: str) -> bool:
        return (self.folder / f"{name}.{self._languages()}.hocr").exists()

    def _languages(self) -> str:
        """What to read in: the page's own language alone, for another beside it costs its accents."""
        return self._language or self._first()

    def _first(self) -> str:
        return "eng" if "eng" in self.spoken else self.spoken[0]

    def _code(self, guessed: str | None) -> str | None:
        code = LANGUAGES.get(guessed or "")
        return code if code in self.spoken else None
