"""The scorecard of many files: judged readings added up per field, format, layout and group, with time and memory."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from resumes.scorecard.judging import Judgement
from resumes.scorecard.tallies import Tally, added

HEADLINE = (
    "name",
    "email",
    "phone",
    "location",
    "experience",
    "education",
    "skills",
    "languages",
)
SHOWN = (
    *HEADLINE[:4],
    "links",
    "experience",
    "title",
    "company",
    "job_dates",
    "bullets",
    "education",
    "degree",
    "school",
    "study_dates",
    *HEADLINE[6:],
    "forbidden",
)
UNANSWERED = frozenset({"crashed", "too_slow"})
"""Codes that say the reader gave up, not that the file cannot be read."""


@dataclass(frozen=True, slots=True)
class Result:
    """One file: what kind it is, how it was answered and, where a truth stands beside it, the judgement.

    `seconds` is the reading alone (`cpu_seconds` of a processor), `wall_seconds` the whole answer with the start of the
    child process (None where the file was read without one, as is the peak of its memory).
    """

    label: str
    format: str
    layout: str
    group: str
    code: str
    seconds: float
    is_picture: bool = False
    judgement: Judgement | None = None
    wall_seconds: float | None = None
    cpu_seconds: float | None = None
    peak_bytes: int | None = None


@dataclass(slots=True)
class Card:
    """Results in the order they came."""

    results: list[Result] = field(default_factory=list)

    @property
    def judged(self) -> list[Result]:
        """The results that a truth stands beside."""
        return [result for result in self.results if result.judgement is not None]

    @property
    def text(self) -> list[Result]:
        """The judged files with text in them; where all are pictures, those."""
        judged = self.judged
        return [result for result in judged if not result.is_picture] or judged

    @property
    def pictures(self) -> list[Result]:
        """The judged files that are pictures of text."""
        return [result for result in self.judged if result.is_picture]

    def by(self, key: Callable[[Result], str]) -> dict[str, list[Result]]:
        """The judged results by format, layout or group."""
        names = sorted({key(result) for result in self.judged})
        return {name: [r for r in self.judged if key(r) == name] for name in names}


def sums(results: Iterable[Result]) -> dict[str, Tally]:
    """The tallies of all of them together."""
    return added(result.judgement.tallies for result in results if result.judgement)


def figures(card: Card) -> dict[str, Any]:
    """What the commands print as JSON.

    `f1`, `precision` and `recall` are of the files with text in them (of the pictures, where a folder has nothing
    else); those of pictures are `f1_scans`. Seconds are of text PDFs, or of all text files where there is no PDF.
    """
    total = sums(card.text)
    return {
        "f1": {name: _rounded(total[name].f1) for name in HEADLINE},
        "f1_parts": {name: _rounded(total[name].f1) for name in SHOWN if name not in HEADLINE},
        "precision": {name: _rounded(total[name].precision) for name in SHOWN},
        "recall": {name: _rounded(total[name].recall) for name in SHOWN},
        "f1_scans": f1_of(card.pictures),
        "files": len(card.results),
        "truths": len(card.judged),
        "answered": _rounded(answered(card.results)),
        **timing(card),
        "per_format": {k: f1_of(v) for k, v in card.by(lambda r: r.format).items()},
        "per_layout": {k: f1_of(v) for k, v in card.by(lambda r: r.layout).items()},
        "per_group": {k: f1_of(v) for k, v in card.by(lambda r: r.group).items()},
    }


def f1_of(results: list[Result]) -> dict[str, float | None]:
    """F1 per headline field, and how many files it is of."""
    total = sums(results)
    return {"files": len(results), **{name: _rounded(total[name].f1) for name in HEADLINE}}


def answered(results: list[Result]) -> float:
    """The share of files that ended in a result, in a clean refusal or at the limit of memory."""
    good = sum(result.code not in UNANSWERED for result in results)
    return good / len(results) if results else 1.0


def timing(card: Card) -> dict[str, float | int | None]:
    """Seconds and memory; None for what was not measured."""
    answers = [r for r in card.results if r.code == "ok"]
    read = [r for r in answers if not r.is_picture]
    pdfs = [r for r in read if r.format == "pdf"] or read or answers
    seconds = [r.seconds for r in pdfs]
    cpu = [r.cpu_seconds for r in pdfs if r.cpu_seconds is not None]
    starts = [r.wall_seconds - r.seconds for r in read if r.wall_seconds is not None]
    peaks = [r.peak_bytes for r in card.results if r.peak_bytes is not None]
    return {
        "p50_seconds": _rounded(percentile(seconds, 0.5)),
        "p95_seconds": _rounded(percentile(seconds, 0.95)),
        "p50_cpu_seconds": _rounded(percentile(cpu, 0.5)),
        "p95_cpu_seconds": _rounded(percentile(cpu, 0.95)),
        "worst_seconds": _rounded(max(seconds, default=None)),
        "child_start_seconds": _rounded(median(starts)) if starts else None,
        "p50_peak_mib": _mib(percentile(peaks, 0.5)),
        "worst_peak_mib": _mib(max(peaks, default=None)),
        "slowest_answer_seconds": _rounded(
            max((r.wall_seconds or r.seconds for r in card.results), default=None)
        ),
    }


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that this share does not exceed; None of no values."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _mib(value: float | None) -> float | None:
    return None if value is None else round(value / 1024**2, 1)
