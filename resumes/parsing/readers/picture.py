"""Pictures of pages: PNG, JPEG, WebP, and TIFF with one page or several."""

import io
from collections.abc import Iterator
from functools import partial

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from resumes.parsing import limits, sniff
from resumes.parsing.document import Document
from resumes.parsing.ocr.desk import Desk
from resumes.parsing.readers.glyphs import PageWords
from resumes.parsing.readers.pages import document_of
from resumes.parsing.readers.scans import page_of
from resumes.parsing.types import ParseFailure

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_LONG_SIDE_POINTS = 842.0
"""Whoever takes a photo of a page does not say how large the page is: it is taken for A4."""
_LONG_SIDE_PIXELS = 3500
_DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    IndexError,
    KeyError,
    TypeError,
    ZeroDivisionError,
    OverflowError,
    AttributeError,
)


def read(data: bytes, desk: Desk | None = None) -> Document:
    """Raises: ParseFailure, PicturesWanted."""
    if desk is None:
        raise ParseFailure("image_only")
    return read_all([data], sniff.sniff(data) or sniff.PNG, desk)


def read_all(pictures: list[bytes], media_type: str, desk: Desk) -> Document:
    """The pages of several pictures, in their order. Raises: ParseFailure, PicturesWanted."""
    frames = (frame for data in pictures for frame in _frames(data))
    pages = [page_of(desk, partial(_drawn, frame)) for frame in frames]
    desk.settle()
    read = [page or PageWords([], 595.0, _LONG_SIDE_POINTS, has_image=True) for page in pages]
    document = document_of(read, media_type)
    if desk.cut_off:
        document.warnings.append("cut_off")
    return document


def _frames(data: bytes) -> Iterator[Image.Image]:
    """Every page of the picture, one more than will be read. Raises: ParseFailure."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            for index, frame in enumerate(ImageSequence.Iterator(picture)):
                if index > limits.PICTURES or (index and picture.format != "TIFF"):
                    return
                if frame.width * frame.height > limits.PICTURE_PIXELS:
                    raise ParseFailure("too_big")
                yield frame
    except Image.DecompressionBombError:
        raise ParseFailure("too_big") from None
    except (UnidentifiedImageError, *_DAMAGE):
        raise ParseFailure("corrupt") from None


def _drawn(frame: Image.Image) -> tuple[Image.Image, float]:
    """The page in grey, upright as the camera says, near 300 dots to an inch. Raises: ParseFailure."""
    try:
        frame.draft("L", (_LONG_SIDE_PIXELS, _LONG_SIDE_PIXELS))
        grey = _grey(ImageOps.exif_transpose(frame))
    except _DAMAGE:
        raise ParseFailure("corrupt") from None
    share = _LONG_SIDE_PIXELS / max(grey.size)
    size = (max(1, round(grey.width * share)), max(1, round(grey.height * share)))
    grey = grey.resize(size, Image.Resampling.LANCZOS if share > 1 else Image.Resampling.BOX)
    return grey, _LONG_SIDE_POINTS / max(grey.size)


def _grey(frame: Image.Image) -> Image.Image:
    """Grey on white: what is see-through is paper."""
    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame.convert("L")
    coloured = frame.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(paper, coloured).convert("L")
