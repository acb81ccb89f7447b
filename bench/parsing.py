"""How well resumes are read: the scorecard over the measurement data and a corpus of made-up people.

Every file goes through the parser's door; the hard files must be answered by a result or a clean refusal. The corpus is
written into var/bench once (a minute) and again when its sources change. `--quick` reads in this process, files with
text only: a quarter of the time, without memory, child start, scans and hard files. docs/parsing.md has the rules.
"""

import argparse
import json
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench import _parsing_floor as floors
from bench.made_up.corpus import made
from resumes.management.evaluation import cases, door, evaluate, measured
from resumes.scorecard import report
from resumes.scorecard.card import HEADLINE, Card, Result, figures, sums

DATA = Path("../shared/data")
CACHE = Path("var/bench")
_GROUPS = {"table": "tables", "scanned": "scans"}
"""Groups of the measurement data's layouts; all others are plain."""
_MADE_UP = "made-up/"


def main(argv: list[str]) -> int:
    """Print the scorecard; with --floor, fail where a figure lies under it."""
    chosen = _options().parse_args(argv)
    card = scorecard(quick=chosen.quick)
    if chosen.markdown:
        print(report.as_markdown(card))
    else:
        print(report.as_text(card))
        print("\nF1 less that of the same people's plain PDF:", json.dumps(distances(card)))
        print("\nmost mistakes:", *(f"  {n:4} {what}" for *what, n in report.worst(card)), sep="\n")
    if chosen.mistakes:
        print("\n".join(report.mistakes(card)))
    low = floors.check_all(card, quick=chosen.quick, raise_it=chosen.raise_floor)
    print("\n".join(f"under the floor: {line}" for line in low))
    if chosen.json:
        print(json.dumps({**figures(card), "distances": distances(card)}, ensure_ascii=False))
    return int(bool(low) and chosen.floor)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="bench parsing", description=__doc__)
    options.add_argument("--json", action="store_true", help="one JSON object as the last line")
    options.add_argument("--markdown", action="store_true", help="the table of the README")
    options.add_argument("--mistakes", action="store_true", help="list what was not read as it is")
    options.add_argument("--quick", action="store_true", help="in this process, text files only")
    options.add_argument("--floor", action="store_true", help="fail under the floor")
    options.add_argument("--raise-floor", action="store_true", help="write better figures down")
    return options


def scorecard(*, quick: bool = False) -> Card:
    """All that is measured: the measurement data, the made-up people and, through the door, the hard files."""
    card = Card(list(_measurement_data(quick=quick)))
    made_up = evaluate(made(CACHE), through_the_door=not quick)
    card.results += [replace(r, label=_MADE_UP + r.label) for r in made_up.results]
    if quick:
        card.results = [result for result in card.results if not result.is_picture]
    else:
        card.results += _hard_files()
    return card


def distances(card: Card) -> dict[str, dict[str, float | None]]:
    """What two columns, tables and DOCX lose: F1 less that of the same people's plain PDF, person for person."""
    own = [r for r in card.text if r.label.startswith(_MADE_UP)]
    plain = {_person(r): r for r in own if r.layout == "pdf plain"}
    docx = [r for r in own if r.format == "docx" and r.group == "plain"]
    return {
        "two columns": _lost(plain, [r for r in own if r.group == "two columns"]),
        "tables": _lost(plain, [r for r in own if r.group == "tables"]),
        "docx against pdf": _lost(plain, docx),
    }


def _person(result: Result) -> str:
    return Path(result.label).name.split("__")[0]


def _lost(plain: dict[str, Result], other: list[Result]) -> dict[str, float | None]:
    first, second = sums(plain[_person(r)] for r in other), sums(other)
    pairs = {name: (first[name].f1, second[name].f1) for name in HEADLINE}
    return {
        name: None if a is None or b is None else round(b - a, 4) for name, (a, b) in pairs.items()
    }


def _measurement_data(*, quick: bool) -> Iterator[Result]:
    folder = DATA / "resumes"
    if folder.is_dir():
        for result in evaluate(folder, through_the_door=not quick).results:
            yield replace(result, group=_GROUPS.get(result.layout, "plain"))


def _hard_files() -> Iterator[Result]:
    """Files that nobody expects to be read well, and some that were made to do harm."""
    if not (DATA / "hard_files").is_dir():
        return
    with tempfile.TemporaryDirectory() as name, door() as answer:
        with tarfile.open(DATA / "hard_files" / "synthetic.tar.gz") as archive:
            archive.extractall(name, filter="data")
        for folder in (DATA / "hard_files", Path(name)):
            for one in cases(folder):
                yield replace(measured(one, answer(one.path)), judgement=None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
