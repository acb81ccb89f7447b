"""Counts of right, wrong and missed values, and what they come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIELDS = (
    "name",
    "email",
    "phone",
    "location",
    "links",
    "title",
    "company",
    "job_dates",
    "bullets",
    "degree",
    "school",
    "study_dates",
    "skills",
    "languages",
    "forbidden",
)
TOGETHER = {
    "experience": ("title", "company", "job_dates"),
    "education": ("degree", "school", "study_dates"),
}
"""Fields that are sums of others. Bullets stand apart: a job is known by its title, company and dates."""


@dataclass(slots=True)
class Tally:
    """How many values were right, wrong (read but not true) and missed (true but not read)."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        self.hits += other.hits
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float | None:
        """The share of the read values that are true; None without any."""
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of the true values that were read; None without any."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where no truth states the field."""
        total = 2 * self.hits + self.wrong + self.missed
        return 2 * self.hits / total if self.hits + self.missed else None


def added(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """The sums per field, the fields of TOGETHER among them, in the order they are shown in."""
    tallies = list(tallies)
    sums = {name: _sum(t[name] for t in tallies if name in t) for name in FIELDS}
    for whole, parts in TOGETHER.items():
        sums[whole] = _sum(sums[part] for part in parts)
    return sums


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total
