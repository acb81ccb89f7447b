"""Compiles occupations and their many titles from O*NET, ESCO and the curated list."""

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from jobs.skills.title_words import title_key

_MOST_WORDS = 6
_PLURAL = re.compile(
    r"\b([A-Z][a-z]*?(?:er|or|ist|ant|ent|ian|ive|yst|tect|lerk|urse|ide|guard|agent|chef|cook|man|"
    r"pilot|judge|host|model|actor|dean|official|hand|tender|therap|analyst|scientist|mechanic|architect|attendant|smith|wright|athlete|midwife|coach|barista|"
    r"porter|athletes|butcher|physicist|roofer|rep|assistant|associate|representative|technologist|specialist|paralegal))s\b",
    re.IGNORECASE,
)


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _singular(title: str) -> str:
    title = re.sub(r", (All Other|Except .*|Including .*)$", "", title)
    title = re.sub(r"\b(\w+)ies\b(?=,| and|$)", r"\1y", title)
    title = _PLURAL.sub(r"\1", title)
    head, comma, rest = title.partition(",")
    if re.search(r"[a-z]s$", head) and not re.search(
        r"(?:ss|ics|us|is|Sales|News|Operations)$", head
    ):
        head = head[:-1]
    return head + comma + rest


class Occupations:
    """Occupations by name, with votes for each title."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.index: dict[str, int] = {}
        self.votes: dict[str, Counter[int]] = defaultdict(Counter)

    def add(self, name: str) -> int:
        key = title_key(name)
        if key not in self.index:
            self.index[key] = len(self.names)
            self.names.append(name)
        self.vote(name, self.index[key], 50)
        return self.index[key]

    def vote(self, title: str, occupation: int, weight: int) -> None:
        key = title_key(title)
        if key and len(key.split()) <= _MOST_WORDS:
            self.votes[key][occupation] += weight


def _onet(found: Occupations, source: Path) -> dict[str, int]:
    codes = {
        row["O*NET-SOC Code"]: found.add(_singular(row["Title"]))
        for row in _rows(source / "onet_occupation_data.tsv.gz", "\t")
    }
    for row in _rows(source / "onet_alternate_titles.tsv.gz", "\t"):
        for title in (row["Alternate Title"], row["Short Title"]):
            if title and title != "n/a":
                found.vote(re.sub(r"\s*\(.*?\)", "", title), codes[row["O*NET-SOC Code"]], 2)
    for row in _rows(source / "onet_sample_of_reported_titles.tsv.gz", "\t"):
        found.vote(
            re.sub(r"\s*\(.*?\)", "", row["Reported Job Title"]), codes[row["O*NET-SOC Code"]], 5
        )
    return codes


def _esco(found: Occupations, source: Path) -> None:
    for row in _rows(source / "esco_occupations_en.csv.gz", ","):
        labels = [row["preferredLabel"], *row["altLabels"].split("\n")]
        votes: Counter[int] = Counter()
        for i, label in enumerate(labels):
            known = found.votes.get(title_key(label))
            if known:
                votes[known.most_common(1)[0][0]] += 3 if i == 0 else 1
        if votes:
            occupation = votes.most_common(1)[0][0]
        else:
            occupation = found.add(row["preferredLabel"][:1].upper() + row["preferredLabel"][1:])
        for label in labels:
            if title_key(label) not in found.votes:
                found.vote(label, occupation, 1)


def _curated(found: Occupations, path: Path) -> None:
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, titles = line.partition(" = ")
            occupation = found.add(name)
            found.names[occupation] = name
            for title in titles.split(";"):
                found.vote(title.strip(), occupation, 100)


def compile_titles(source: Path, target: Path) -> None:
    """Write `titles.json.gz`: occupation names, title keys with their occupation, related occupations."""
    found = Occupations()
    codes = _onet(found, source)
    _curated(found, target / "titles_curated.txt")
    _esco(found, source)
    related: dict[str, list[int]] = defaultdict(list)
    for row in _rows(source / "onet_related_occupations.tsv.gz", "\t"):
        here, there = codes.get(row["O*NET-SOC Code"]), codes.get(row["Related O*NET-SOC Code"])
        if here is not None and there is not None and row["Relatedness Tier"].startswith("Primary"):
            related[str(here)].append(there)
    keys = sorted(found.votes)
    content = {
        "names": found.names,
        "keys": keys,
        "occupations": [min(found.votes[k].items(), key=lambda v: (-v[1], v[0]))[0] for k in keys],
        "related": related,
    }
    with gzip.GzipFile(target / "titles.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
