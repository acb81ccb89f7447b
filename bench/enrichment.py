"""How well enrichment reads postings, against labels made by hand.

The labels (`bench/data/enrichment_*.json`) hold external ids and truths; the texts stand beside the project
in `../shared/data`. A truth is a list of answers a careful reader may give, the first the best; a field
that is absent was not labelled. Of each field two figures are printed: of what enrichment said, how much
is right (precision), and of what the postings state, how much was found (recall).
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench._shared import DATA, show
from jobs.enrichment import EnrichedPosting, RawPosting, enrich
from jobs.skills.extractor import canonical
from jobs.sources import adzuna_rows, unified

LABELS = Path(__file__).parent / "data"
FILES = {
    "gb": "adzuna/gb.jsonl.gz", "fr": "adzuna/fr.jsonl.gz", "in": "adzuna/in.jsonl.gz",
    "us": "adzuna/us.jsonl.gz", "full": "postings_fulltext.jsonl.gz", "la": "postings_los_angeles.jsonl.gz",
}  # fmt: skip
FIELDS = (
    "place", "country", "remote", "pay", "type", "level", "internship", "language", "years",
    "degree", "conditions",
)  # fmt: skip
#: The conditions that were labelled; shifts and checks were not.
CONDITIONS = {"no_visa", "visa_sponsored", "clearance", "driving_licence"}


@dataclass(slots=True)
class Tally:
    """How often something was said, stated and said rightly."""

    right: int = 0
    said: int = 0
    stated: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.stated if self.stated else 1.0


def main(argv: list[str]) -> int:
    options = _options(argv)
    figures: dict[str, float | int | str] = {}
    for path in sorted(LABELS.glob("enrichment_*.json")):
        name = path.stem.removeprefix("enrichment_")
        tallies, postings = measure(json.loads(path.read_text()), misses=options.misses)
        figures[f"{name}_postings"] = postings
        for field, tally in tallies.items():
            figures[f"{name}_{field}_precision"] = tally.precision
            figures[f"{name}_{field}_recall"] = tally.recall
    figures |= {f"fixtures_{name}": value for name, value in skills_of_fixtures().items()}
    show(figures, as_json=options.json)
    return 0


def measure(
    labels: Mapping[str, Mapping[str, Any]], *, misses: bool = False
) -> tuple[dict[str, Tally], int]:
    """Enrich every labelled posting that is there and compare field by field."""
    tallies = {field: Tally() for field in FIELDS}
    count = 0
    for key, posting in labelled(set(labels)):
        count += 1
        found = answers(enrich(posting))
        for field, accepted in labels[key].items():
            if not _count(tallies[field], found[field], accepted) and misses:
                print(
                    f"{key:24} {field:10} said {found[field]!r}, truth {accepted!r}  {posting.title[:50]}"
                )
    return tallies, count


def answers(found: EnrichedPosting) -> dict[str, Any]:
    """What enrichment says, as labels write it; None where it says nothing."""
    pay = found.pay if found.pay and found.pay.source == "STATED" else None
    return {
        "place": found.place or None,
        "country": found.country or None,
        "remote": found.remote or None,
        "pay": pay and [float(pay.min), float(pay.max), pay.currency, pay.period],
        "type": found.employment_type or None,
        "level": found.level or None,
        "internship": found.is_internship,
        "language": found.language or None,
        "years": found.years_wanted,
        "degree": found.degree_wanted or None,
        "conditions": sorted(found.flags & CONDITIONS),
    }


def _count(tally: Tally, said: Any, accepted: list[Any]) -> bool:
    """Count one answer; whether it is right. Conditions are counted one by one, `No` is no statement."""
    if (said and isinstance(said, list) and isinstance(said[0], str)) or (
        accepted
        and isinstance(accepted[0], list)
        and (not accepted[0] or isinstance(accepted[0][0], str))
    ):
        must, may = set(accepted[0]), set().union(*accepted)
        tally.said += len(said)
        tally.right += len(may & set(said))
        tally.stated += len(must | (may & set(said)))
        return must <= set(said) <= may
    is_right = said in accepted
    tally.said += bool(said) or (said == 0 and said is not False)
    tally.right += is_right and (bool(said) or (said == 0 and said is not False))
    tally.stated += bool(accepted[0]) or (is_right and bool(said))
    return is_right


def labelled(keys: set[str]) -> Iterator[tuple[str, RawPosting]]:
    """The postings with these keys, `file:external id`, from the data beside the project."""
    for name in {key.split(":", 1)[0] for key in keys}:
        path = DATA / FILES[name]
        if not path.exists():
            continue
        with gzip.open(path) as lines:
            for row in map(json.loads, lines):
                key = f"{name}:{row.get('id') or row.get('external_id')}"
                if key in keys:
                    yield key, _read(row, name)
                    keys = keys - {key}


def _read(row: dict[str, Any], name: str) -> RawPosting:
    if name in {"full", "la"}:
        return unified.read({k: v for k, v in row.items() if k != "source"}, {}, source="bench")
    return adzuna_rows.read(row, {"country": name}, source="adzuna")


def skills_of_fixtures() -> dict[str, float]:
    """Recall and precision of skills and the country on the invented advertisements with known tools."""
    folder = DATA / "adzuna" / "fixtures"
    if not folder.exists():
        return {}
    truth = json.loads((folder / "truth_skills_occupation.json").read_text())
    tally: dict[str, Tally] = defaultdict(Tally)
    for path in sorted(folder.glob("search_*_[0-9].json")):
        for row in json.loads(path.read_text())["results"]:
            known = truth.get(str(row["id"]))
            if known is None:
                continue
            found = enrich(
                adzuna_rows.read(row, {"country": path.stem.split("_")[1]}, source="adzuna")
            )
            wanted = {canonical(name) or name for name in known["skills"]}
            tally["skills"].said += len(found.skills)
            tally["skills"].right += len(wanted & set(found.skills))
            tally["skills"].stated += len(wanted)
            tally["country"].stated += 1
            tally["country"].right += found.country.lower() == known["country"]
    return {"skills_recall": tally["skills"].recall, "country_recall": tally["country"].recall}


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench enrichment", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--misses", action="store_true", help="print every answer that is wrong")
    return parser.parse_args(argv)
