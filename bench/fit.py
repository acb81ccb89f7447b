"""The fit: what a number and its band are worth. `bin/bench fit [--json] [--plot FILE]`.

There are no outcomes to calibrate against (nobody applied). What stands in for them, on real
advertisements of the measurement data:

* role: for the made-up people, whether the title of an advertisement names their own role at their
  level (`bench/data/fit_titles.toml`, judged by hand as patterns), a neighbour's role or another
  level, or another field. Advertisements of neither are drawn at random and weighted.
* field: for the real resumes of `eval/resume_to_posting`, whether the advertisement's category
  suits the resume's field. Every advertisement there is an excerpt.

Both are proxies, of the kind of job and not of being hired.
"""

import argparse
import gzip
import json
import random
import re
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from bench._fit_plot import svg
from bench._shared import DATA, show
from bench.made_up.people import Person, people
from jobs.enrichment import RawPosting, enrich
from jobs.sources import adzuna_rows, unified
from matching.engine.fitting import fit
from matching.engine.posting import read_postings
from matching.engine.resume import read_resume
from matching.types import BAND_FLOORS, CandidateProfile, PostingFacts, PostingRequirements, Wishes
from resumes.parsing.read import parse_bytes

TODAY = date(2026, 11, 22)
TITLES = Path(__file__).parent / "data/fit_titles.toml"
EVALUATION = DATA / "eval/resume_to_posting"
CAPTURED = {"gb": 6000, "fr": 2000}  # advertisements read of each country
WHOLE = 3000  # with their whole text
OTHERS = 400  # advertisements of another field per person
SAMPLE = 600  # advertisements per real resume
JUNIOR = re.compile(
    r"\b(junior|jr|graduate|trainee|intern|internship|apprentice|placement|stage|stagiaire|alternance)\b"
)
LEAD = re.compile(
    r"\b(manager|head of|director|vp|vice president|chief|responsable|directeur|chef)\b"
)
WRONG_LEVELS = {
    "junior": (LEAD,),
    "mid": (LEAD, JUNIOR),
    "senior": (JUNIOR, LEAD),
    "lead": (JUNIOR,),
}
STEP, ENOUGH_PAIRS = 10, 10
RIGHT, NEAR, OTHER = "right", "near", "other"


@dataclass(frozen=True, slots=True)
class Pair:
    """One judged pair: the one number, what the pair is, and how many such pairs it stands for."""

    number: int
    kind: str
    weight: float
    is_whole: bool = False


def main(argv: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bin/bench fit", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--resumes", type=int, default=144)
    parser.add_argument("--plot", type=Path, help="write the picture here, as SVG")
    options = parser.parse_args(argv)
    if not EVALUATION.is_dir():
        print(f"the measurement data is not at {DATA}", file=sys.stderr)
        return 2
    by_role, pair_ms = judged_by_role()
    by_field = judged_by_field(options.resumes)
    figures: dict[str, float | int | str] = {
        "fit_pair_cpu_ms": pair_ms,
        "pairs_by_role": len(by_role),
        "pairs_by_field": len(by_field),
    }
    table(by_role, by_field)
    figures |= figures_of(by_role, by_field)
    if options.plot:
        options.plot.write_text(picture(by_role, by_field), encoding="utf-8")
    show(figures, as_json=options.json)
    return 0


def table(by_role: Sequence[Pair], by_field: Sequence[Pair]) -> None:
    """Print what share of the advertisements with a number in each ten is whose work."""
    print("number    ads  own role  own or near |  ads  own field")
    for low in range(0, 100, STEP):
        held, field = between(by_role, low, low + STEP), between(by_field, low, low + STEP)
        print(
            f"{low:>3}–{low + STEP - 1:<3} {len(held):>6} {share(held, RIGHT):>8.0%} {share(held, RIGHT, NEAR):>11.0%}"
            f"  | {len(field):>5} {share(field, RIGHT):>8.0%}"
        )


def figures_of(by_role: Sequence[Pair], by_field: Sequence[Pair]) -> dict[str, float]:
    """For each band: the share of its own role, of its role or a near one, of its field."""
    found: dict[str, float] = {}
    top = 101
    for band, floor in BAND_FLOORS:
        held, field, name = (
            between(by_role, floor, top),
            between(by_field, floor, top),
            band.lower(),
        )
        found[f"{name}_pairs"] = len(held)
        found[f"{name}_own_role"] = share(held, RIGHT)
        found[f"{name}_own_or_near"] = share(held, RIGHT, NEAR)
        found[f"{name}_own_field"] = share(field, RIGHT)
        top = floor
    return found


def between(pairs: Sequence[Pair], low: int, high: int) -> list[Pair]:
    """The pairs whose number lies in [low, high)."""
    return [pair for pair in pairs if low <= pair.number < high]


def share(pairs: Sequence[Pair], *kinds: str) -> float:
    """The weighted share of these kinds; 0 where there are no pairs."""
    total = sum(pair.weight for pair in pairs)
    return sum(pair.weight for pair in pairs if pair.kind in kinds) / total if total else 0.0


def judged_by_role() -> tuple[list[Pair], float]:
    """The made-up people against advertisements judged by title; and milliseconds of the processor for one fit."""
    told = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    read = {language: list(_read(language)) for language in ("en", "fr")}
    pairs: list[Pair] = []
    seconds = 0.0
    for person in people():
        judge = told.get(person.key)
        if judge is None:
            continue
        profile = profile_of(person)
        chosen = list(_chosen(judge, read[person.language], person.key))
        started = time.process_time()
        pairs += _pairs(profile, chosen, person.language)
        seconds += time.process_time() - started
    return pairs, 1000 * seconds / max(1, len(pairs))


def _pairs(
    profile: CandidateProfile,
    chosen: Sequence[tuple[PostingRequirements, str, float]],
    language: str,
) -> Iterator[Pair]:
    for posting, kind, weight in chosen:
        wishes = Wishes(countries=(posting.facts.country,), languages=(language,))
        number = fit(profile, posting, wishes).number
        if number is not None:
            yield Pair(number, kind, weight, is_whole=not posting.facts.is_excerpt)


def _chosen(
    judge: dict[str, str], read: Sequence[PostingRequirements], key: str
) -> Iterator[tuple[PostingRequirements, str, float]]:
    """Every advertisement of the role and its neighbours, and some of the rest, which stand for all."""
    kinds = defaultdict(list)
    for posting in read:
        kinds[kind_of(posting.facts.title.casefold(), judge)].append(posting)
    others = kinds.pop(OTHER, [])
    drawn = random.Random(key).sample(others, min(OTHERS, len(others)))
    for kind, held in kinds.items():
        yield from ((posting, kind, 1.0) for posting in held)
    yield from ((posting, OTHER, len(others) / len(drawn)) for posting in drawn)


def kind_of(title: str, judge: dict[str, str]) -> str:
    """Whose work a title names: own role, a near one (or the own at another level), another field."""
    if re.search(judge["right"], title):
        own = re.search(judge["right"], title)
        level = title.replace(own[0], " ") if own and judge["level"] == "lead" else title
        return NEAR if any(wrong.search(level) for wrong in WRONG_LEVELS[judge["level"]]) else RIGHT
    return NEAR if re.search(judge["near"], title) else OTHER


def profile_of(person: Person) -> CandidateProfile:
    """A made-up person as their resume reads."""
    parsed = {
        "basics": {"name": person.name, "label": person.headline, "summary": person.summary},
        "work": [
            {
                "position": job.what, "name": job.where, "highlights": [*job.bullets, *job.notes],
                "startDate": job.span[0], "endDate": job.span[1],
            }
            for job in person.jobs
        ],
        "education": [{"institution": one.where, "studyType": one.what} for one in person.studies],
        "skills": [{"name": name, "keywords": words} for name, words in person.skills.items()],
        "languages": [{"language": name, "fluency": level} for name, level in person.spoken],
    }  # fmt: skip
    lines = [line for job in person.jobs for line in (job.what, *job.bullets, *job.notes)]
    text = "\n".join([person.headline, person.summary, *lines])
    return read_resume(parsed, text, person.language, today=TODAY)


def _read(language: str) -> Iterator[PostingRequirements]:
    """Real advertisements in one language, excerpts and whole ones."""
    country = {"en": "gb", "fr": "fr"}[language]
    with gzip.open(DATA / f"adzuna/{country}.jsonl.gz", "rt", encoding="utf-8") as held:
        lines = islice(held, 0, None, 4) if country == "gb" else held
        told = [json.loads(line) for line in islice(lines, CAPTURED[country])]
    asked = {"country": country}
    rows = [adzuna_rows.read(row, asked, source="adzuna") for row in told]
    if language == "en":
        with gzip.open(DATA / "postings_fulltext.jsonl.gz", "rt", encoding="utf-8") as held:
            for line in islice(held, WHOLE):
                row = {key: value for key, value in json.loads(line).items() if key != "source"}
                if row.get("title"):
                    rows.append(unified.read(row, {}, source="bench"))
    facts = [_facts(row) for row in rows]
    yield from read_postings([one for one in facts if one.language in {language, ""}])


def _facts(row: RawPosting) -> PostingFacts:
    found = enrich(row)
    return PostingFacts(
        title=found.title,
        description=found.description_text,
        skills=found.skills,
        must_skills=found.must_skills,
        level=found.level,
        employment_type=found.employment_type,
        years_wanted=found.years_wanted,
        degree_wanted=found.degree_wanted,
        language=found.language,
        place=found.place,
        country=found.country,
        lat=found.lat,
        lon=found.lon,
        remote=found.remote,
        is_excerpt=row.is_excerpt or "is_excerpt" in found.flags,
    )


def judged_by_field(count: int) -> list[Pair]:
    """Real resumes against advertisements whose category suits their field, or does not."""
    corpus = [_evaluated(row) for row in _lines("corpus.jsonl")]
    read = dict(
        zip([key for key, _ in corpus], read_postings([one for _, one in corpus]), strict=True)
    )
    judged: dict[str, set[str]] = defaultdict(set)
    with gzip.open(EVALUATION / "qrels.tsv.gz", "rt") as held:
        next(held)
        for line in held:
            resume, posting, score = line.split("\t")
            if int(score):
                judged[resume].add(posting)
    pairs = []
    wishes = Wishes(countries=("GB",), languages=("en",))
    for query in islice(_lines("queries.jsonl"), count):
        parsed = dict(parse_bytes(query["text"].encode(), today=TODAY).resume)
        profile = read_resume(parsed, query["text"], "en", today=TODAY)
        for key in random.Random(query["_id"]).sample(sorted(read), SAMPLE):
            number = fit(profile, read[key], wishes).number
            if number is not None:
                kind = RIGHT if key in judged[query["_id"]] else OTHER
                pairs.append(Pair(number, kind, 1.0))
    return pairs


def _evaluated(row: dict[str, str]) -> tuple[str, PostingFacts]:
    raw = RawPosting(
        source="bench", external_id=row["_id"], title=row["title"], description=row["text"],
        location_text=row["location"], country_hint="gb", is_excerpt=True,
    )  # fmt: skip
    return row["_id"], _facts(raw)


def _lines(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(EVALUATION / f"{name}.gz", "rt", encoding="utf-8") as held:
        for line in held:
            yield json.loads(line)


def picture(by_role: Sequence[Pair], by_field: Sequence[Pair]) -> str:
    """What share of the advertisements with each number is whose work, as SVG."""
    lines = {
        "own role or a near one": points(by_role, RIGHT, NEAR),
        "own role, own level": points(by_role, RIGHT),
        "own field (excerpts)": points(by_field, RIGHT),
    }
    return svg(lines, "What a fit is worth: share of advertisements that are the person's work")


def points(pairs: Sequence[Pair], *kinds: str) -> list[tuple[float, float, int]]:
    """Number, share and pairs of each ten with enough pairs to speak of."""
    found = []
    for low in range(0, 100, STEP):
        held = between(pairs, low, low + STEP)
        if len(held) >= ENOUGH_PAIRS:
            found.append((low + STEP / 2, share(held, *kinds), len(held)))
    return found
