"""Draws the pages of an original: of a PDF, or of a photo or scan, which is one already."""

import io
from typing import Protocol

import pypdfium2
from PIL import Image, ImageOps

from resumes.parsing import limits

PHOTO_LONG_SIDE_POINTS = 842.0
"""The size the reader of pictures takes a page for: what was read lies on it."""
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_TURNED = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112


class Drawer(Protocol):
    """One opened file."""

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of every page in points, as it is seen."""

    def page(self, number: int, widest: int, tallest: int) -> Image.Image:
        """One page, counted from 0, within so many pixels."""


class Pdf:
    """Every page is drawn as large as it may be."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)

    def sizes(self) -> list[tuple[float, float]]:
        count = min(len(self._document), limits.PAGES)
        return [self._document.get_page_size(index) for index in range(count)]

    def page(self, number: int, widest: int, tallest: int) -> Image.Image:
        page = self._document[number]
        width, height = page.get_size()
        scale = min(widest / max(1, width), tallest / max(1, height))
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return drawn


class Photo:
    """The picture itself, upright as the camera says; a TIFF may have several pages."""

    def __init__(self, data: bytes) -> None:
        self._picture = Image.open(io.BytesIO(data), formats=_FORMATS)

    def sizes(self) -> list[tuple[float, float]]:
        is_tiff = self._picture.format == "TIFF"
        count = min(getattr(self._picture, "n_frames", 1), limits.PICTURES) if is_tiff else 1
        return [self._size(index) for index in range(count)]

    def page(self, number: int, widest: int, tallest: int) -> Image.Image:
        picture = self._picture
        self._turn_to(number)
        picture.draft("RGB", (widest, tallest))
        drawn = _coloured(picture)
        if picture.getexif().get(_ORIENTATION) in _TURNED:
            widest, tallest = tallest, widest
        drawn.thumbnail((widest, tallest), Image.Resampling.BOX)
        if orientation := picture.getexif().get(_ORIENTATION):
            drawn.getexif()[_ORIENTATION] = orientation
        return _on_paper(ImageOps.exif_transpose(drawn))

    def _size(self, index: int) -> tuple[float, float]:
        self._turn_to(index)
        width, height = self._picture.size
        if self._picture.getexif().get(_ORIENTATION) in _TURNED:
            width, height = height, width
        share = PHOTO_LONG_SIDE_POINTS / max(width, height)
        return width * share, height * share

    def _turn_to(self, index: int) -> None:
        self._picture.seek(index)
        if self._picture.width * self._picture.height > limits.PICTURE_PIXELS:
            raise ValueError("too big")


def _coloured(picture: Image.Image) -> Image.Image:
    """The picture in colours that can be made smaller without dots."""
    is_see_through = "A" in picture.getbands() or "transparency" in picture.info
    return picture.convert("RGBA" if is_see_through else "RGB")


def _on_paper(picture: Image.Image) -> Image.Image:
    """White where it is see-through."""
    if picture.mode != "RGBA":
        return picture
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
