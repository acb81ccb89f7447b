"""How many postings each value of each filter would leave."""
# ruff: noqa: S608 - statements are put together from what the ORM compiled; values are parameters

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Sum

from jobs.models import Company, FacetCount, Source
from jobs.selectors.filtering import Question
from jobs.selectors.remembered import kept
from jobs.types import Facet, Facets, start_of_day

COUNTED_AT_MOST = 10_000
MOST_VALUES = 20
POSTED_WITHIN = (1, 7, 30)  # days
_VERY_MANY = 20_000  # expected hits
_SAMPLED = 6_000  # expected hits of a sample that is counted
_PROVING = 1_000  # expected hits of a sample that proves there are more than are counted
_PROVEN = 2 * COUNTED_AT_MOST
_TABLE_SECONDS = 600  # the table is exact; what was read of it may be so old


@dataclass(frozen=True, slots=True)
class Group:
    """One filter: its name in `Facets`, in the table of counts, in a search row, in the filters."""

    name: str
    facet: str
    column: str
    asked_as: str


GROUPS = (
    Group("countries", "country", "country", "countries"),
    Group("remote", "remote", "remote", "remote"),
    Group("employment_types", "type", "employment_type", "employment_types"),
    Group("levels", "level", "level", "levels"),
    Group("categories", "category", "category", "categories"),
    Group("sources", "source", "source_id", "sources"),
    Group("languages", "language", "language", "languages"),
    Group("internship", "internship", "is_internship", "internship"),
    Group("posted", "posted", "posted_at", "posted_since"),
    Group("companies", "company", "company_id", "companies"),
)
#: Filters whose values exclude each other and stand in the table as they are asked for.
_TOLD = {
    one.asked_as: one.facet for one in GROUPS if one.name not in {"sources", "internship", "posted"}
}
_KNOWN = {"categories", "countries", "languages", "sources"}
Counts = dict[str, list[tuple[str, int]]]


def count_values(question: Question, *, now: datetime) -> tuple[int, Facets]:
    """How many postings there are, as `count` says it, and the counts beside them."""
    counts: Counts = {}
    searched: list[tuple[Group, Question]] = []
    for group in GROUPS:
        others = Question(question.words, question.filters.without(group.asked_as))
        if others.is_open():
            counts[group.name] = _from_table(group, question.filters.include_samples, now)
        else:
            searched.append((group, question if others == question else others))
    known = known_count(question)
    counted = known or 0
    if not question.is_open():
        hits, found = _from_hits(question, searched, now)
        counts |= found
        counted = min(hits, COUNTED_AT_MOST)
        known = hits if known is None else known
    return known or 0, Facets(counted, **_labelled(counts))


def count(question: Question) -> int:
    """How many postings there are; at most one more than are counted, unless it is known.

    Where the planner expects very many, a sample that finds many more than are counted is proof.
    """
    known = known_count(question)
    if known is not None:
        return known
    if question.expected >= _VERY_MANY:
        share = _PROVING / question.expected
        sql, parameters = sampled(question.rows().order_by().values("pk"), share)
        if _one(f"SELECT count(*) FROM ({sql}) AS hits", parameters) >= share * _PROVEN:
            return COUNTED_AT_MOST + 1
    return question.rows().order_by()[: COUNTED_AT_MOST + 1].count()


def sampled(rows: Any, share: float) -> tuple[str, tuple[Any, ...]]:
    """The statement of a query of search rows over a share of the table's pages, always the same."""
    sql, parameters = rows.query.sql_with_params()
    table = 'FROM "jobs_postingsearch"'
    sample = f"{table} TABLESAMPLE SYSTEM ({min(100.0, 100 * share):.6f}) REPEATABLE (1)"
    return sql.replace(table, sample, 1), parameters


def total_count(*, include_samples: bool) -> int:
    """How many postings are open, exactly."""
    rows = FacetCount.objects.filter(facet="total", **_samples(include_samples))
    return rows.aggregate(found=Sum("postings"))["found"] or 0


def is_known(question: Question) -> bool:
    """Whether the table of counts has the exact number: nothing asked, or values of one filter."""
    names = question.filters.set_names()
    return question.words is None and (not names or names in [[one] for one in _TOLD])


def known_count(question: Question) -> int | None:
    """How many postings there are, exactly, where the table of counts tells; else None."""
    if not is_known(question):
        return None
    names = question.filters.set_names()
    samples = question.filters.include_samples
    if not names:
        return total_count(include_samples=samples)
    values = [str(value) for value in getattr(question.filters, names[0])]
    if names[0] == "countries":
        values = [value.upper() for value in values]
    rows = FacetCount.objects.filter(facet=_TOLD[names[0]], value__in=values, **_samples(samples))
    return rows.aggregate(found=Sum("postings"))["found"] or 0


def known_values() -> Facets:
    """Every category, country, language and source there are open postings of, kept for a day."""
    return kept("known values", _known_values)


def _known_values() -> Facets:
    counts: Counts = {"companies": [], "posted": []}
    for group in GROUPS:
        if group.name in _KNOWN:
            counts[group.name] = _read_table(group.facet, include_samples=True, most=None)
    return Facets(total_count(include_samples=True), **_labelled(counts))


def usual_currency() -> str:
    """The currency most stated pay is in; empty when none is stated."""
    return next((value for value, _ in _read_table("currency", include_samples=True)), "")


def _from_table(group: Group, include_samples: bool, now: datetime) -> list[tuple[str, int]]:  # noqa: FBT001
    if group.name == "posted":
        return _posted_from_table(include_samples, now)
    name = f"facet:{group.facet}:{include_samples}"
    return kept(
        name,
        lambda: _read_table(group.facet, include_samples=include_samples),
        seconds=_TABLE_SECONDS,
    )


def _read_table(
    facet: str, *, include_samples: bool, most: int | None = MOST_VALUES
) -> list[tuple[str, int]]:
    rows = FacetCount.objects.filter(facet=facet, **_samples(include_samples))
    summed = rows.exclude(value="").values_list("value").annotate(found=Sum("postings"))
    return list(summed.filter(found__gt=0).order_by("-found", "value")[:most])


def _posted_from_table(include_samples: bool, now: datetime) -> list[tuple[str, int]]:  # noqa: FBT001
    found = []
    for days in POSTED_WITHIN:
        since = start_of_day(now, days).date().isoformat()
        rows = FacetCount.objects.filter(facet="posted", value__gte=since)
        summed = rows.filter(**_samples(include_samples)).aggregate(found=Sum("postings"))
        found.append((str(days), summed["found"] or 0))
    return found


def _samples(include_samples: bool) -> dict[str, bool]:  # noqa: FBT001
    return {} if include_samples else {"is_sample": False}


def _from_hits(
    question: Question, searched: Sequence[tuple[Group, Question]], now: datetime
) -> tuple[int, Counts]:
    """Total and counts over at most 10,000 hits, in one statement."""
    sets = {question: "hits"}
    for _, others in searched:
        sets.setdefault(others, f"hits{len(sets)}")
    parameters: list[Any] = []
    tables = []
    for asked, name in sets.items():
        sql, values = _hits(asked)
        tables.append(f"{name} ({', '.join(_COLUMNS)}) AS MATERIALIZED ({sql})")
        parameters += values
    parts = ["SELECT '', '', count(*) FROM hits"]
    for group, others in searched:
        part, values = _counting(group, sets[others], now)
        parts.append(part)
        parameters += values
    rows = _all(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}", parameters)
    found: Counts = {group.name: [] for group, _ in searched}
    for name, value, number in rows:
        if name:
            found[name].append((value, number))
    return next(number for name, _, number in rows if not name), found


_COLUMNS = [group.column for group in GROUPS]


def _hits(question: Question) -> tuple[str, Sequence[Any]]:
    """Any 10,001 hits; of very many a sample, for those read first are the oldest."""
    rows = question.rows().order_by().values_list(*_COLUMNS)[: COUNTED_AT_MOST + 1]
    if question.expected >= _VERY_MANY:
        return sampled(rows, _SAMPLED / question.expected)
    sql, parameters = rows.query.sql_with_params()
    return sql, parameters


def _counting(group: Group, hits: str, now: datetime) -> tuple[str, list[Any]]:
    if group.name == "posted":
        days = ", ".join(["(%s, %s::timestamptz)"] * len(POSTED_WITHIN))
        values = [one for n in POSTED_WITHIN for one in (str(n), start_of_day(now, n))]
        part = (
            f"SELECT 'posted', days, count(posted_at) FROM (VALUES {days}) AS within (days, since) "
            f"LEFT JOIN {hits} ON posted_at >= since GROUP BY days"
        )
        return part, values
    column = group.column
    part = (
        f"(SELECT '{group.name}', {column}::text, count(*) FROM {hits} "
        f"WHERE {column}::text <> '' GROUP BY {column} "
        f"ORDER BY 3 DESC, 2 LIMIT {MOST_VALUES})"
    )
    return part, []


def _labelled(counts: Counts) -> dict[str, list[Facet]]:
    """Counts as facets, most first; sources by slug with their names, employers with theirs."""
    sources = {str(key): (slug, name) for key, slug, name in _sources(counts)}
    companies = _names_of_companies(value for value, _ in counts.get("companies", ()))
    found = {name: [Facet(value, count) for value, count in rows] for name, rows in counts.items()}
    found["sources"] = [
        Facet(*sources[one.value][:1], one.count, sources[one.value][1])
        for one in found["sources"]
        if one.value in sources
    ]
    found["companies"] = [
        Facet(one.value, one.count, companies.get(one.value, "")) for one in found["companies"]
    ]
    found["posted"].sort(key=lambda one: int(one.value))
    return found


def _sources(counts: Counts) -> list[tuple[Any, str, str]]:
    keys = [value for value, _ in counts["sources"]]
    return list(Source.objects.filter(pk__in=keys).values_list("pk", "slug", "name"))


def _names_of_companies(keys: Iterable[str]) -> dict[str, str]:
    rows = Company.objects.filter(pk__in=list(keys)).values_list("pk", "name")
    return {str(key): name for key, name in rows}


def _all(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _one(statement: str, parameters: Sequence[Any]) -> int:
    return int(_all(statement, parameters)[0][0])
