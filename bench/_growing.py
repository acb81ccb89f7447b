"""More advertisements than were captured: the real ones taken apart and put together again.

Title, employer, place and sentences each come from another advertisement of the same country and
category, so that words, lengths, pay and languages stay what they are. The same every time.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from jobs.sources.files import rows_of

Row = dict[str, Any]

_SEED = 20_261_122
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_TEXTS = ("full_description", "description")
_PLACED = ("location", "latitude", "longitude")


def grow(captures: Sequence[Path], rows: int, folder: Path, *, first: int = 0) -> list[Path]:
    """Write `rows` advertisements from number `first` on, a file for each capture; returns the files.

    The captured ones come first, recombined ones after them; the shares of the countries stay.
    """
    held = [[orjson.loads(line) for line in rows_of(path)] for path in captures]
    total = sum(map(len, held))
    paths = [folder / path.name.removesuffix(".gz") for path in captures]
    streams = [path.open("wb") for path in paths]
    try:
        made = [_endless(real, path.name) for real, path in zip(held, paths, strict=True)]
        turns = random.Random(_SEED).choices(
            range(len(held)), [len(real) / total for real in held], k=first + rows
        )
        for number, turn in enumerate(turns):
            row = next(made[turn])
            if number >= first:
                streams[turn].write(orjson.dumps(row) + b"\n")
    finally:
        for stream in streams:
            stream.close()
    return [path for path in paths if path.stat().st_size]


def _endless(real: Sequence[Row], name: str) -> Iterator[Row]:
    """The rows of one capture, each id once, then recombined ones without end."""
    yield from {str(row["id"]): row for row in real}.values()
    chance = random.Random(f"{_SEED} {name}")
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in real:
        alike[_category(row)].append(row)
    sentences = {label: _sentences(rows) for label, rows in alike.items()}
    number = 0
    while True:
        row = real[number % len(real)]
        label = _category(row)
        yield _recombined(f"{name[:2]}-{number}", row, alike[label], sentences[label], chance)
        number += 1


def _recombined(
    name: str, row: Row, alike: Sequence[Row], sentences: Sequence[str], chance: random.Random
) -> Row:
    place = chance.choice(alike)
    others = {key: value for key, value in row.items() if key not in {*_PLACED, *_TEXTS}}
    return {
        **others,
        "id": name,
        "title": chance.choice(alike)["title"],
        "company": chance.choice(alike).get("company", {}),
        **{key: place[key] for key in _PLACED if key in place},
        "description": _text(sentences, len(_description(row)), chance),
        "redirect_url": f"https://www.adzuna.example/land/ad/{name}",
    }


def _text(sentences: Sequence[str], length: int, chance: random.Random) -> str:
    """Sentences until there are `length` characters; a text that was cut is cut again."""
    text = chance.choice(sentences)
    while len(text) < length:
        text += " " + chance.choice(sentences)
    return text[:length]


def _sentences(rows: Sequence[Row]) -> list[str]:
    return [one for row in rows for one in _SENTENCE.split(_description(row)) if one] or [
        "We bake."
    ]


def _description(row: Row) -> str:
    return next((str(row[name]) for name in _TEXTS if row.get(name)), "")


def _category(row: Row) -> str:
    return str(row.get("category", {}).get("label"))
