"""Matching: how fast, how right. `bin/bench matching [--json]`.

Speed: over captured advertisements recombined into as many postings as `--postings` says, in
databases kept between runs (`--here`: over the postings of this install), beside baselines over
the same rows: full text with `ts_rank`, an exact scan of the vectors, TF-IDF in memory. Quality:
nDCG@10 on `eval/resume_to_posting` of the measurement data, ranked in memory with the same
features; titles on `eval/title_to_occupation`; skills on `eval/skills`.
"""

import argparse
import sys

from bench import _matching_speed
from bench._kept import catalogue, sizes_and_times
from bench._matching_quality import EVALUATION, quality, under_floor
from bench._refreshing import refreshing
from bench._shared import Figure, show
from bench._skills import skill_figures
from bench._titles import title_figures


def main(argv: list[str]) -> int:
    """Print the figures."""
    options = _options(argv)
    if not EVALUATION.is_dir():
        print(f"the measurement data is not at {EVALUATION}", file=sys.stderr)
        return 2
    figures: dict[str, Figure] = {}
    if not options.quality_only:
        figures |= speed(options)
    if not options.speed_only:
        found = quality()
        figures |= {**found, **title_figures(), **skill_figures()}
        low = under_floor(found, raise_it=options.raise_floor)
        print("\n".join(f"under the floor: {line}" for line in low))
    show(figures, as_json=options.json)
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench matching", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--resumes", type=int, default=60)
    parser.add_argument("--people", type=int, default=100, help="whose searches are refreshed")
    parser.add_argument(
        "--postings", type=_counts, default=[100_000, 1_000_000], help="sizes of the catalogue"
    )
    parser.add_argument("--here", action="store_true", help="match this install's own postings")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--quality-only", action="store_true")
    parser.add_argument("--raise-floor", action="store_true", help="write better figures down")
    return parser.parse_args(argv)


def _counts(words: str) -> list[int]:
    return [int(word) for word in words.split(",")]


def speed(options: argparse.Namespace) -> dict[str, float]:
    """How fast, in a catalogue of each size asked for."""
    if options.here:
        return _matching_speed.speed(options.resumes, "here")
    figures: dict[str, float] = {}
    for rows in options.postings:
        name = _matching_speed.name_of(rows)
        with catalogue(rows):
            figures |= _matching_speed.speed(options.resumes, name) | sizes_and_times(name)
            if rows == options.postings[0]:
                figures |= _matching_speed.reading_and_fitting() | refreshing(options.people)
    return figures
