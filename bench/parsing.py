"""How well resumes are read: precision, recall and F1 per field and format, and seconds per file.

Reads every file of a folder that has a truth beside it (`<stem>.truth.json`: name, email, phone, location, experience,
education, skills, languages; null or empty means "not stated"). Values match when their letters and digits are equal,
or nearly so (a ratio of 0.9), so an extra or a missing word is a miss. `answered` counts the hard files that ended in a
result or a clean error.
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from resumes.parsing.dates import find_periods
from resumes.parsing.read import parse_bytes
from resumes.parsing.sandbox import parse_file
from resumes.parsing.types import ParseFailure
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.writers import PDF_WRITERS, WRITERS

DATA = Path("../shared/data")
SUFFIXES = (".pdf", ".docx", ".odt", ".rtf", ".html", ".txt", ".md")
FIELDS = ("name", "email", "phone", "location", "experience", "education", "skills", "languages")
_NEAR = 0.9


@dataclass(slots=True)
class Tally:
    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        self.hits, self.wrong, self.missed = (
            self.hits + other.hits,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )

    @property
    def precision(self) -> float | None:
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else None

    @property
    def recall(self) -> float | None:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        """None where the truths say nothing of the field."""
        total = 2 * self.hits + self.wrong + self.missed
        return 2 * self.hits / total if self.hits + self.missed and total else None


@dataclass(slots=True)
class Card:
    """The scorecard of one set of files."""

    tallies: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Tally))
    )
    seconds: list[float] = field(default_factory=list)
    pdf_seconds: list[float] = field(default_factory=list)
    pdf_cpu_seconds: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def add(self, group: str, name: str, tally: Tally) -> None:
        for key in (group, "all"):
            self.tallies[key][name].add(tally)


def squeezed(text: object) -> str:
    return re.sub(r"[\W_]+", "", str(text or "")).casefold()


def near(left: object, right: object) -> bool:
    a, b = squeezed(left), squeezed(right)
    return bool(a and b) and (
        a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _NEAR
    )


def one(expected: object, found: object) -> Tally:
    """The tally of a field that has one value; truths that say nothing count nothing."""
    if not expected:
        return Tally()
    if near(expected, found):
        return Tally(hits=1)
    return Tally(wrong=int(bool(found)), missed=1)


def many(expected: Iterable[object], found: Iterable[object]) -> tuple[Tally, list[str]]:
    left = [str(f) for f in found]
    missed = []
    hits = 0
    for value in expected:
        match = next((f for f in left if squeezed(f) == squeezed(value)), None) or next(
            (f for f in left if near(f, value)), None
        )
        if match is None:
            missed.append(str(value))
        else:
            left.remove(match)
            hits += 1
    return Tally(hits, len(left), len(missed)), missed + [f"+{f}" for f in left]


def span(text: object) -> tuple[str, str] | None:
    """(start, end) of a period as the truth writes it; None where it cannot be told (20XX)."""
    periods = [p for p in find_periods(str(text or "")) if p.known]
    if not periods:
        return None
    period = periods[0]
    return (period.start[:7], period.end[:7]) if period.is_range else ("", period.end[:7])


def paired(
    expected: list[dict[str, Any]], found: list[dict[str, Any]], keys: tuple[str, str]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each expected entry with the found entry that is most like it, none used twice; then what is left over."""
    left = list(found)
    for row in expected:
        best = max(
            left,
            key=lambda f: (
                sum(
                    SequenceMatcher(None, squeezed(row.get(k)), squeezed(f.get(k))).ratio()
                    for k in keys
                )
                + 0.5 * (span(row.get("dates")) == f["span"])
            ),
            default=None,
        )
        if best is not None:
            left.remove(best)
        yield row, best or {"span": None}
    for extra in left:
        yield {}, extra


def entries(
    kind: str, expected: list[dict[str, Any]], found: list[dict[str, Any]], keys: tuple[str, str]
) -> tuple[dict[str, Tally], list[str]]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    misses = []
    for row, got in paired(expected, found, keys):
        for key in keys:
            tally = one(row.get(key), got.get(key)) if row else Tally(wrong=int(bool(got.get(key))))
            tallies[f"{kind} {key}"].add(tally)
            if tally.wrong or tally.missed:
                misses.append(f"{kind} {key}: {row.get(key)!r} ≠ {got.get(key)!r}")
        dates = span(row.get("dates"))
        if dates:
            ok = got["span"] == dates or (
                not dates[0] and bool(got["span"]) and got["span"][1] == dates[1]
            )
            tallies[f"{kind} dates"].add(
                Tally(int(bool(ok)), int(not ok and bool(got["span"])), int(not ok))
            )
            if not ok:
                misses.append(f"{kind} dates: {row.get('dates')!r} ≠ {got['span']!r}")
    return tallies, misses


def flat_skills(resume: dict[str, Any]) -> list[str]:
    return [
        word
        for skill in resume.get("skills", [])
        for word in (skill.get("keywords") or [skill.get("name", "")])
    ]


def place(resume: dict[str, Any]) -> str:
    location = resume.get("basics", {}).get("location", {})
    if location.get("address"):
        return str(location["address"])
    return " ".join(
        str(location[k]) for k in ("city", "region", "country", "postalCode") if location.get(k)
    )


def judge(
    card: Card, group: str, truth: dict[str, Any], resume: dict[str, Any], label: str
) -> None:
    basics = resume.get("basics", {})
    for name, found in (
        ("name", basics.get("name")),
        ("email", basics.get("email")),
        ("phone", basics.get("phone")),
        ("location", place(resume)),
    ):
        tally = one(truth.get(name), found)
        card.add(group, name, tally)
        if tally.missed:
            card.misses.append(f"{label} {name}: {truth.get(name)!r} ≠ {found!r}")
    jobs = [
        {
            "title": j.get("position"),
            "company": j.get("name"),
            "span": (j.get("startDate", "")[:7], j.get("endDate", "")[:7]),
        }
        for j in resume.get("work", [])
    ]
    studies = [
        {
            "degree": " ".join(filter(None, (s.get("studyType"), s.get("area")))),
            "institution": s.get("institution"),
            "span": (s.get("startDate", "")[:7], s.get("endDate", "")[:7]),
        }
        for s in resume.get("education", [])
    ]
    for kind, found_rows, keys in (
        ("experience", jobs, ("title", "company")),
        ("education", studies, ("degree", "institution")),
    ):
        if truth.get(kind):
            expected = [{**row, "degree": without_joiner(row.get("degree"))} for row in truth[kind]]
            rows = [{**row, "degree": without_joiner(row.get("degree"))} for row in found_rows]
            tallies, misses = entries(kind, expected, rows, keys)
            for name, tally in tallies.items():
                card.add(group, name, tally)
                card.add(group, kind, tally)
            card.misses += [f"{label} {miss}" for miss in misses]
    for kind, words in (
        ("skills", flat_skills(resume)),
        ("languages", [row.get("language", "") for row in resume.get("languages", [])]),
    ):
        if truth.get(kind):
            tally, wrong = many(truth[kind], words)
            card.add(group, kind, tally)
            card.misses += [f"{label} {kind}: {text}" for text in wrong]


def without_joiner(degree: object) -> str:
    """'B.S. in Physics' and 'B.S.' with area 'Physics' are the same degree."""
    return re.sub(r"\s+(?:in|of)\s+", " ", str(degree or ""))


def cases(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for truth in sorted(folder.rglob("*.truth.json")):
        if "scanned" in truth.parts:
            continue
        for suffix in SUFFIXES:
            path = truth.with_name(truth.name.removesuffix(".truth.json") + suffix)
            if path.exists():
                yield path, json.loads(truth.read_text(encoding="utf-8"))


def group_of(path: Path) -> str:
    layout = path.stem.rsplit("__", 1)[-1] if "__" in path.stem else path.parent.name
    return f"{path.suffix[1:]} {layout}" if layout != "pdf" else "pdf"


def scorecard(folder: Path) -> Card:
    card = Card()
    today = datetime.now(tz=UTC).date()
    for path, truth in cases(folder):
        started, worked = time.perf_counter(), time.process_time()
        try:
            resume = parse_bytes(path.read_bytes(), today=today).resume
        except ParseFailure as failure:
            card.misses.append(f"{path.name} {failure}")
            resume = {}
        elapsed = time.perf_counter() - started
        card.seconds.append(elapsed)
        if path.suffix == ".pdf":
            card.pdf_seconds.append(elapsed)
            card.pdf_cpu_seconds.append(time.process_time() - worked)
        for text in truth.get("must_not_extract") or []:
            if squeezed(text) in squeezed(json.dumps(resume, ensure_ascii=False)):
                card.misses.append(f"{path.name} DELETED TEXT EXTRACTED: {text!r}")
        judge(card, group_of(path), truth, resume, path.name)
    return card


def made_up() -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """The project's own corpus: made-up people in eight languages, in every format and layout it can write."""
    for person in PEOPLE:
        writers = WRITERS if person.language == "pl" else {**WRITERS, **PDF_WRITERS}
        for kind, write in writers.items():
            yield f"made-up {kind}", person.truth(), write(person)


def add_made_up(card: Card) -> None:
    today = datetime.now(tz=UTC).date()
    for group, truth, data in made_up():
        started = time.perf_counter()
        resume = parse_bytes(data, today=today).resume
        card.seconds.append(time.perf_counter() - started)
        judge(card, group, truth, resume, f"{group} {truth['name']}")


def answered(folder: Path) -> tuple[float, float]:
    """The share of hard files that got an answer through the sandbox, and the slowest of them in seconds."""
    good, total, slowest = 0, 0, 0.0
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in SUFFIXES):
        started = time.perf_counter()
        total += 1
        try:
            parse_file(path, wall_seconds=60)
            good += 1
        except ParseFailure:
            good += 1
        slowest = max(slowest, time.perf_counter() - started)
    return (good / total if total else 0.0), slowest


def shown(value: float | None) -> str:
    return "   – " if value is None else f"{value:5.3f}"


def table(card: Card) -> None:
    for group in sorted(card.tallies, key=lambda g: (g == "all", g)):
        print(f"\n{group}")
        for name, tally in sorted(card.tallies[group].items()):
            if tally.f1 is not None and (group == "all" or " " not in name):
                print(
                    f"  {name:24} P {shown(tally.precision)}  R {shown(tally.recall)}  F1 {shown(tally.f1)}  ({tally.hits}+{tally.missed})"
                )


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def main(argv: list[str]) -> int:
    options = argparse.ArgumentParser(prog="bench parsing", description=__doc__)
    options.add_argument("folder", nargs="?", type=Path, default=DATA / "resumes")
    options.add_argument(
        "--hard", type=Path, default=DATA / "hard_files", help="files that must be answered"
    )
    options.add_argument(
        "--misses",
        action="store_true",
        help="list every value that was not read as the truth has it",
    )
    options.add_argument(
        "--alone", action="store_true", help="without the project's own made-up people"
    )
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(argv)
    if not chosen.folder.is_dir():
        print(f"no such folder: {chosen.folder}", file=sys.stderr)
        return 2
    card = scorecard(chosen.folder)
    if not chosen.alone:
        add_made_up(card)
    table(card)
    if chosen.misses and card.misses:
        print("\n" + "\n".join(card.misses))
    p50, p95 = statistics.median(card.pdf_seconds or [0.0]), percentile(card.seconds, 0.95)
    print(
        f"\n{len(card.seconds)} files; seconds without child start: text PDF p50 {p50:.3f}, all p95 {p95:.3f}, worst {max(card.seconds, default=0.0):.3f}; "
        f"processor time per PDF p50 {statistics.median(card.pdf_cpu_seconds or [0.0]):.3f}"
    )
    share, slowest = answered(chosen.hard) if chosen.hard.is_dir() else (0.0, 0.0)
    print(f"hard files answered {share:.3f}, slowest {slowest:.1f} s")
    if chosen.json:
        f1 = {name: card.tallies["all"][name].f1 for name in FIELDS}
        print(
            json.dumps(
                {
                    "f1": {k: None if v is None else round(v, 4) for k, v in f1.items()},
                    "p50_pdf_seconds": round(p50, 4),
                    "p95_seconds": round(p95, 4),
                    "answered": share,
                }
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
