"""The private folder where the parser's child leaves pictures to be read, and finds what was read off them."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PIL import Image

from resumes.parsing import language, limits
from resumes.parsing.ocr import hocr
from resumes.parsing.ocr.engine import LANGUAGES
from resumes.parsing.ocr.straighten import Turn, turn_of, turned

_POOR = 0.6
"""Letters read with less confidence than this may stand on their head."""
_UPSIDE_DOWN = "x"


class PicturesWanted(Exception):  # noqa: N818 - not an error: the way a page asks to be read
    """Pictures in the folder have to be read first: (name, languages) of each."""

    def __init__(self, wants: list[tuple[str, str]]) -> None:
        self.wants = wants
        super().__init__(f"{len(wants)} pictures to read")


@dataclass(slots=True)
class Page:
    """One picture as read: sizes in points, and how it was turned."""

    name: str
    read: hocr.Read
    width: float
    height: float
    turn: Turn


@dataclass(slots=True)
class Desk:
    """`spoken` names tesseract's languages that are installed; with `last` nothing more may be asked for."""

    folder: Path
    spoken: tuple[str, ...]
    last: bool = False
    wants: list[tuple[str, str]] = field(default_factory=list)
    cut_off: bool = False
    _count: int = 0
    _language: str | None = None

    def speak(self, text: str) -> None:
        """Takes the language of text that needed no reading, where there is enough of it."""
        self._language = self._language or self._code(language.guess(text))

    def page(self, draw: Callable[[], tuple[Image.Image, float]]) -> Page | None:
        """A page as read, or None: then it is wanted, unless nothing can be had.

        `draw` makes the grey picture of the page and says how many points a pixel measures.
        """
        name, self._count = str(self._count), self._count + 1
        if self._count > limits.PICTURES:
            self.cut_off = True
            return None
        if self.wants and self._language is None:
            return None  # the first page tells the language first
        found = self._found(name)
        if found is None:
            self._want(name, draw)
        elif self._language is None:
            found = self._in_its_language(found)
        return found

    def settle(self) -> None:
        """Raises: PicturesWanted."""
        if self.wants and not self.last:
            raise PicturesWanted(self.wants)
        self.cut_off = self.cut_off or bool(self.wants)

    def _in_its_language(self, found: Page) -> Page | None:
        """The first page of a file, once it was read in the language it is written in."""
        text = " ".join(word.text for word in found.read.words)
        self._language = self._code(language.guess(text)) or self._first()
        if not self.last:
            self._ask(found.name)
        return None if self.wants else self._loaded(found.name)

    def _want(self, name: str, draw: Callable[[], tuple[Image.Image, float]]) -> None:
        if not (self.folder / f"{name}.png").exists() and not self.last:
            picture, scale = draw()
            turn = turn_of(picture)
            _keep(self.folder / name, turned(picture, turn), scale, turn)
        self._ask(name)

    def _ask(self, name: str) -> None:
        if not self._was_read(name, self._spoken()):
            self.wants.append((name, self._spoken()))

    def _found(self, name: str) -> Page | None:
        """What was read; a page of poor letters is also read upside down, and the better reading holds."""
        page = self._loaded(name)
        if page is None or page.read.sureness >= _POOR:
            return page
        other = self._loaded(name + _UPSIDE_DOWN)
        if other is not None:
            return max(page, other, key=lambda p: p.read.sureness)
        if self.last or (self.folder / f"{name}{_UPSIDE_DOWN}.png").exists():
            return page
        self._turn_over(name)
        return None

    def _turn_over(self, name: str) -> None:
        with Image.open(self.folder / f"{name}.png") as picture:
            about = json.loads((self.folder / f"{name}.json").read_text())
            quarters = (about["quarters"] + 2) % 4
            over = picture.transpose(Image.Transpose.ROTATE_180)
        turn = Turn(quarters, about["degrees"])
        _keep(self.folder / (name + _UPSIDE_DOWN), over, about["scale"], turn)
        self.wants.append((name + _UPSIDE_DOWN, self._spoken()))

    def _loaded(self, name: str) -> Page | None:
        known = [self.folder / f"{name}.{spoken}.hocr" for spoken in (self._spoken(), self._first())]
        path = next((p for p in known if p.exists()), None)
        path = path or next(iter(sorted(self.folder.glob(f"{name}.*.hocr"))), None)
        if path is None:
            return None
        about = json.loads((self.folder / f"{name}.json").read_text())
        with Image.open(self.folder / f"{name}.png") as picture:
            read = hocr.read(path.read_bytes(), picture, about["scale"])
            size = (picture.width * about["scale"], picture.height * about["scale"])
        return Page(name, read, *size, Turn(about["quarters"], about["degrees"]))

    def _was_read(self, name: str, spoken: str) -> bool:
        return (self.folder / f"{name}.{spoken}.hocr").exists()

    def _spoken(self) -> str:
        """The languages to read in: the page's own, and English beside it."""
        first = self._first()
        own = self._language
        return first if own in (None, first) else f"{own}+{first}"

    def _first(self) -> str:
        return "eng" if "eng" in self.spoken else self.spoken[0]

    def _code(self, guessed: str | None) -> str | None:
        code = LANGUAGES.get(guessed or "")
        return code if code in self.spoken else None


def _keep(path: Path, picture: Image.Image, scale: float, turn: Turn) -> None:
    picture.save(path.with_name(path.name + ".png"), compress_level=1)
    path.with_name(path.name + ".json").write_text(json.dumps({"scale": scale, **asdict(turn)}))
