"""Which questions Adzuna is asked on a day, so that few calls bring the most that people want.

A month allows 2,500 calls of 50 postings per key: about 80 a day. What people look for by name
comes first, then each country (or each category of it); every question is read newest first until
it meets what an earlier run has read, and calls left over read deeper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jobs.demand import Demand
from jobs.sources.adzuna_rows import COUNTRIES
from jobs.sources.errors import SourceError

#: How many roles that people look for are asked for by name in one run.
MOST_ROLES = 40
EVERYWHERE = "all"


@dataclass(frozen=True, slots=True)
class Slice:
    """One question, read newest first. `since` is where an earlier run began to read it."""

    country: str
    search: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None

    @property
    def key(self) -> str:
        """The same for the same question on every day."""
        return "&".join([self.country, *(f"{name}={value}" for name, value in self.search)])


def countries_named(names: Iterable[str]) -> list[str]:
    """The countries of a setting; `all` is every country. Raises: SourceError."""
    wanted = [name.strip().lower() for name in names if name.strip()]
    if EVERYWHERE in wanted:
        return list(COUNTRIES)
    unknown = [code for code in wanted if code not in COUNTRIES]
    if unknown or not wanted:
        raise SourceError(
            f"Adzuna has no postings for {', '.join(unknown) or 'no country'}; "
            f"it knows {' '.join(COUNTRIES)}."
        )
    return list(dict.fromkeys(wanted))


def slices_for(
    countries: Sequence[str],
    *,
    categories: Sequence[str] = (),
    demand: Iterable[Demand] = (),
    read_before: Mapping[str, datetime] | None = None,
) -> list[Slice]:
    """The questions of one run, the most wanted first.

    Args:
        categories: Adzuna's tags, such as `it-jobs`; none means a country as a whole.
        read_before: when the last good run began, per `Slice.key` it asked.
    """
    named = [each for each in demand if each.country in countries][:MOST_ROLES]
    questions = [Slice(each.country, (("what", each.role),)) for each in named]
    for country in countries:
        parts = [Slice(country, (("category", tag),)) for tag in categories]
        questions += parts or [Slice(country)]
    before = read_before or {}
    return [Slice(q.country, q.search, before.get(q.key)) for q in questions]
