"""What the parser has reached, per field and group: bench/data/parsing_floor.json. It may only rise."""

import json
from pathlib import Path
from typing import Any

from resumes.scorecard.card import SHOWN, Card, sums

FILE = Path(__file__).resolve().parent / "data" / "parsing_floor.json"
_SLACK = 0.0005
"""Rounding, not an allowance."""
Figures = dict[str, dict[str, float]]


def reached(card: Card) -> Figures:
    """F1 of every field, of all text files, of each group and of pictures."""
    parts = {"all": card.text, **card.by(lambda r: r.group)}
    return {
        part: {
            name: round(tally.f1, 4)
            for name, tally in sums(results).items()
            if name in SHOWN and tally.f1 is not None
        }
        for part, results in parts.items()
    }


def under(found: Figures, floor: Figures) -> list[str]:
    """Every figure that lies under its floor. What was not measured this time is not judged."""
    return [
        f"{part}, {name}: {found[part][name]} < {low}"
        for part, fields in floor.items()
        if part in found
        for name, low in fields.items()
        if name in found[part] and found[part][name] < low - _SLACK
    ]


def check_all(card: Card, *, quick: bool, raise_it: bool = False) -> list[str]:
    """What of the whole bench lies under the floor."""
    return check(reached(card), "all files", with_pictures=not quick, raise_it=raise_it)


def check(
    found: Figures, name: str, *, with_pictures: bool = False, raise_it: bool = False
) -> list[str]:
    """What of `found` lies under the floor of that name; raises the floor before, where that is wanted."""
    floors: dict[str, Figures] = json.loads(FILE.read_text()) if FILE.exists() else {}
    floor = floors.setdefault(name, {})
    if raise_it:
        for part, fields in found.items():
            kept = floor.setdefault(part, {})
            kept.update({f: max(v, kept.get(f, 0.0)) for f, v in fields.items()})
        FILE.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    judged = {part: f for part, f in floor.items() if with_pictures or part != "scans"}
    return under(found, judged)


def floor_of(name: str) -> dict[str, Any]:
    """The floor of that name."""
    found: dict[str, Any] = json.loads(FILE.read_text())[name]
    return found
