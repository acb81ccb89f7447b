"""Duplicates: precision and recall on labelled pairs, and what finding them costs.

`bin/bench duplicates [--json] [--wrong] [--rows N …]`. The pairs (`bench/data/duplicate_pairs.tsv`)
are ids and labels only; the advertisements stand beside the project. Half of the pairs was used to
choose rules and thresholds (`tune`), the other half never (`held`): the figures without a suffix
are those of the held-out half. Real pairs were labelled by reading both advertisements, drawn so
that hard ones prevail; constructed ones change a real advertisement in one way (`bench/changes.py`).
"""

import argparse
import csv
import gzip
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bench._shared import DATA, show
from bench.changes import CHANGES, STATES
from bench.clustering import at_sizes
from jobs.enrichment import RawPosting, enrich
from jobs.likeness import Answer, Facts, compare, facts_of, likeness_keys, read
from jobs.sources import adzuna_rows, unified

PAIRS = Path(__file__).parent / "data" / "duplicate_pairs.tsv"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two advertisements and whether they are one job."""

    left: str
    right: str
    change: str
    same: bool
    half: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what the product says of it."""

    pair: Pair
    met: bool
    answer: Answer
    reason: str

    @property
    def is_found(self) -> bool:
        """Whether the two would stand in one cluster."""
        return self.met and self.answer is Answer.SAME


def main(argv: list[str]) -> int:
    """Judge the labelled pairs, then cluster growing tables, and print the figures."""
    options = _options(argv)
    pairs = labelled_pairs()
    facts = load_facts({name for pair in pairs for name in (pair.left, pair.right)})
    judged = [judge(pair, facts) for pair in pairs if {pair.left, pair.right} <= facts.keys()]
    if options.wrong:
        _show_wrong(judged, facts)
    figures: dict[str, Any] = {"labelled_pairs": len(judged)}
    for half, suffix in (("held", ""), ("tune", "_tuning")):
        for real, name in ((True, ""), (False, "_constructed")):
            part = [j for j in judged if j.pair.half == half and bool(j.pair.change) is not real]
            figures |= {f"{key}{name}{suffix}": value for key, value in _rates(part).items()}
    figures |= _speed(list(facts.values()))
    if options.rows:
        figures |= at_sizes(options.rows, list(facts.values()))
    show(figures, as_json=options.json)
    return 0


def labelled_pairs() -> list[Pair]:
    """The labelled pairs."""
    with PAIRS.open(encoding="utf-8") as lines:
        return [
            Pair(row["left"], row["right"], row["change"], row["same"] == "1", row["half"])
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def load_facts(wanted: set[str]) -> dict[str, Facts]:
    """Read the advertisements named `adzuna:gb/1` or `fulltext:id`."""
    found: dict[str, Facts] = {}
    for path in sorted((DATA / "adzuna").glob("*.jsonl.gz")):
        country = path.name.partition(".")[0]
        for row in _rows(path):
            name = f"adzuna:{country}/{row.get('id')}"
            if name in wanted and name not in found:
                found[name] = _facts(name, adzuna_rows.read(row, {"country": country}))
    for row in _rows(DATA / "postings_fulltext.jsonl.gz"):
        name = f"fulltext:{row['external_id']}"
        if name in wanted:
            found[name] = _facts(name, unified.read(row, {}, source=row["source"]))
    return found


def judge(pair: Pair, facts: Mapping[str, Facts]) -> Judged:
    """Ask the product about one pair."""
    left, right = facts[pair.left], facts[pair.right]
    if pair.change:
        left = replace(left, text=STATES.get(pair.change, "") + left.text)
        right = CHANGES[pair.change](right)
    one, other = read(left), read(right)
    met = bool(set(likeness_keys(one)) & set(likeness_keys(other)))
    verdict = compare(one, other)
    return Judged(pair, met, verdict.answer, verdict.reason)


def _rates(judged: list[Judged]) -> dict[str, float | int]:
    right = sum(j.is_found and j.pair.same for j in judged)
    found = sum(j.is_found for j in judged)
    same = sum(j.pair.same for j in judged)
    return {
        "pairs": len(judged),
        "same": same,
        "precision": right / found if found else 0.0,
        "recall": right / same if same else 0.0,
    }


def _speed(facts: list[Facts]) -> dict[str, float]:
    started = time.process_time()
    readings = [read(one) for one in facts]
    for reading in readings:
        likeness_keys(reading)
    keyed = time.process_time()
    for one, other in pairwise(readings):
        compare(one, other)
    compared = time.process_time()
    return {
        "keys_per_cpu_second": round(len(facts) / (keyed - started), 1),
        "comparisons_per_cpu_second": round(len(facts) / (compared - keyed), 1),
    }


def _show_wrong(judged: list[Judged], facts: Mapping[str, Facts]) -> None:
    """Print what the product gets wrong on the tuning half; the other half is not for looking at."""
    for one in judged:
        if one.pair.half != "tune" or one.is_found == one.pair.same:
            continue
        print(
            f"{'MISSED' if one.pair.same else 'WRONG '} met={one.met} {one.reason} {one.pair.change}"
        )
        for name in (one.pair.left, one.pair.right):
            print(f"   {facts[name].title} | {facts[name].company} | {facts[name].place}")


def _facts(name: str, raw: RawPosting) -> Facts:
    return facts_of(uuid5(NAMESPACE_URL, name), raw, enrich(raw))


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench duplicates")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list the tuning pairs it gets wrong")
    parser.add_argument(
        "--rows", type=int, nargs="*", default=[10_000, 50_000], help="sizes of tables to cluster"
    )
    options = parser.parse_args(argv)
    if not (DATA / "adzuna").exists():
        parser.error(f"the advertisements are not in {DATA}")
    return options
