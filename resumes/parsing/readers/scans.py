"""A page that is a picture, with the words that were read off it."""

from collections.abc import Callable

from PIL import Image

from resumes.parsing import limits
from resumes.parsing.document import Placement
from resumes.parsing.ocr.desk import Desk
from resumes.parsing.readers.glyphs import PageWords

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72


def page_of(desk: Desk, draw: Callable[[], tuple[Image.Image, float]]) -> PageWords | None:
    """The words of a picture; None where it is yet to be read, or cannot be.

    `draw` makes the picture in grey, and says how many points one of its pixels measures.
    """
    found = desk.page(draw)
    if found is None:
        return None
    turn = found.turn
    return PageWords(
        words=found.read.words,
        width=found.width,
        height=found.height,
        glyphs=sum(len(word.text) for word in found.read.words),
        has_image=True,
        doubts=found.read.doubts,
        sureness=found.read.sureness,
        placement=Placement(turn.quarters, turn.degrees, found.width, found.height),
    )


def scale_within_bounds(width: float, height: float) -> float:
    """How many pixels to draw per point of a page: 300 to an inch, fewer where the page is huge."""
    area = max(width * height, 1.0)
    return float(min(DOTS_PER_INCH / POINTS_PER_INCH, (limits.DRAWN_PIXELS / area) ** 0.5))
