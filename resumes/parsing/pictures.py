"""Pictures of a PDF's pages, or of a photo's, drawn by a program of its own: pdfium may abort the process it runs in.

`python -m resumes.parsing.pictures sizes PATH` prints the pages' sizes as JSON,
`… page PATH NUMBER` writes one page to standard output as WebP, and
`… frames PATH [[PAGE, [X0, Y0, X1, Y1]], …]` prints a frame around each box that cuts no letter.
"""

import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resumes.parsing import limits, sandbox, sniff
from resumes.parsing.types import ParseFailure

if TYPE_CHECKING:
    from resumes.parsing import drawers

MEDIA_TYPE = "image/webp"
WALL_SECONDS = 10
WIDTH_PIXELS = 1240
"""An A4 page at 150 dpi: sharp at the width it is shown, small to send."""
HEIGHT_PIXELS = 3600
_QUALITY = 82
_PROGRAM = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('resumes.parsing.pictures', run_name='__main__', alter_sys=True)"

Size = tuple[float, float]
Box = tuple[float, float, float, float]


def page_sizes(path: Path) -> tuple[Size, ...]:
    """Return width and height of every page in points, as it is seen. Raises: ParseFailure."""
    try:
        rows = json.loads(_asked("sizes", path))
        return tuple((float(width), float(height)) for width, height in rows)
    except (ValueError, TypeError):
        raise ParseFailure("crashed") from None


def draw_page(path: Path, number: int) -> bytes:
    """Return one page, counted from 0, as WebP. Raises: ParseFailure."""
    return _asked("page", path, str(number))


def frames_around(path: Path, places: Sequence[tuple[int, Box]]) -> tuple[Box, ...]:
    """Return a frame around each box on a page, counted from 0, in points. Raises: ParseFailure."""
    try:
        rows = json.loads(_asked("frames", path, json.dumps(places)))
        return tuple((float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in rows)
    except (ValueError, TypeError):
        raise ParseFailure("crashed") from None


def _asked(what: str, path: Path, *more: str) -> bytes:
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-I", "-B", "-c", _PROGRAM, root, what, str(path.resolve()), *more]
    code, output = sandbox.run_confined(command, wall_seconds=WALL_SECONDS)
    if code != 0 or not output:
        raise ParseFailure("crashed" if code < 0 else "unreadable")
    return output


def main(argv: list[str]) -> int:
    """Answer one question about a file; every failure is an exit code, because nobody reads more."""
    limits.confine()
    try:
        answer = _ANSWERS[argv[0]](*argv[1:])
    except Exception as error:  # noqa: BLE001 - the reader of hostile files must end in order
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    sys.stdout.buffer.write(answer)
    return 0


def _sizes(path: str) -> bytes:
    rows = [(round(width, 1), round(height, 1)) for width, height in _drawer(path).sizes()]
    return json.dumps(rows).encode()


def _page(path: str, number: str) -> bytes:
    picture = _drawer(path).page(int(number), WIDTH_PIXELS, HEIGHT_PIXELS)
    out = io.BytesIO()
    picture.convert("RGB").save(out, format="WEBP", quality=_QUALITY, method=2)
    return out.getvalue()


def _frames(path: str, places: str) -> bytes:
    from resumes.parsing.frames import DOTS_PER_POINT, frame_around  # noqa: PLC0415 - numpy: 100 ms

    drawer, wanted = _drawer(path), json.loads(places)
    drawn = {}
    for number in {number for number, _box in wanted}:
        width, height = (max(1, round(side * DOTS_PER_POINT)) for side in drawer.sizes()[number])
        if width * height > limits.DRAWN_PIXELS:
            raise ValueError("too big")
        drawn[number] = drawer.page(number, width, height).resize((width, height))
    return json.dumps([frame_around(drawn[number], tuple(box)) for number, box in wanted]).encode()


_ANSWERS: dict[str, Callable[..., bytes]] = {"sizes": _sizes, "page": _page, "frames": _frames}


def _drawer(path: str) -> "drawers.Drawer":
    """What draws this kind of file; its libraries are loaded in the child alone, once the limits hold."""
    from resumes.parsing import drawers  # noqa: PLC0415 - see above

    data = Path(path).read_bytes()
    is_photo = sniff.sniff(data) in sniff.PICTURES
    return drawers.Photo(data) if is_photo else drawers.Pdf(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
