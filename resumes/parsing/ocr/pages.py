"""Pictures in the private folder, and what was read off them: `3.png`, `3.json` (how it was made), `3.eng.hocr`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from resumes.parsing.ocr import hocr
from resumes.parsing.ocr.straighten import Turn, turn_of, turned


@dataclass(slots=True)
class Page:
    """One picture as read: sizes in points, and how it was turned."""

    name: str
    read: hocr.Read
    width: float
    height: float
    turn: Turn


def keep(folder: Path, name: str, picture: Image.Image, scale: float) -> None:
    """Leaves a picture upright and level; `scale` says how many points a pixel measures."""
    turn = turn_of(picture)
    _write(folder, name, turned(picture, turn), scale, turn)


def keep_turned_over(folder: Path, name: str, other: str) -> None:
    """Leaves a picture that stands on its head under another name, turned over."""
    about = json.loads((folder / f"{name}.json").read_text())
    with Image.open(folder / f"{name}.png") as picture:
        over = picture.transpose(Image.Transpose.ROTATE_180)
    turn = Turn((about["quarters"] + 2) % 4, about["degrees"])
    _write(folder, other, over, about["scale"], turn)


def loaded(folder: Path, name: str, wanted: list[str]) -> Page | None:
    """What was read off a picture, in the first of the wanted languages it was read in, else in any."""
    known = [folder / f"{name}.{languages}.hocr" for languages in wanted]
    found = [*(p for p in known if p.exists()), *sorted(folder.glob(f"{name}.*.hocr"))]
    if not found:
        return None
    about = json.loads((folder / f"{name}.json").read_text())
    english = folder / f"{name}.eng.hocr"
    addresses = english.read_bytes() if english.exists() and english != found[0] else b""
    with Image.open(folder / f"{name}.png") as picture:
        read = hocr.read(found[0].read_bytes(), addresses, picture, about["scale"])
        width, height = picture.width * about["scale"], picture.height * about["scale"]
    return Page(name, read, width, height, Turn(about["quarters"], about["degrees"]))


def _write(folder: Path, name: str, picture: Image.Image, scale: float, turn: Turn) -> None:
    picture.save(folder / f"{name}.png", compress_level=1)
    (folder / f"{name}.json").write_text(json.dumps({"scale": scale, **asdict(turn)}))
