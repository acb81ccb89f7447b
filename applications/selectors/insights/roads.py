"""How far applications came, and by what: one pass over their histories."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import reduce
from typing import Any
from uuid import UUID

from applications.selectors.insights.period import MINE, Cohort, rows_of
from applications.states import CLOSED, Status
from matching.types import BAND_FLOORS

S = Status
ANSWERS = frozenset({S.SCREENING, S.INTERVIEW, S.OFFER, S.ACCEPTED, S.REJECTED})
MEETINGS = frozenset({S.INTERVIEW, S.OFFER, S.ACCEPTED})
OFFERS = frozenset({S.OFFER, S.ACCEPTED})
OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class Counts:
    """Applications by how far each ever came, whatever happened after; all but `added` were sent."""

    added: int = 0
    sent: int = 0
    answered: int = 0
    met: int = 0
    offered: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Road:
    """What applications went through after they were sent, in order, and where they stand now."""

    steps: tuple[Status, ...]
    end: str  # a closed status, or OPEN
    count: int


@dataclass(frozen=True, slots=True)
class Roads:
    """The same applications counted together and in four ways apart."""

    total: Counts
    waiting: int
    roads: list[Road]
    by_source: dict[str, Counts]
    by_band: dict[str, Counts]  # by Band; "" where no fit was known
    by_version: dict[UUID | None, Counts]


_ROADS = f"""
WITH {MINE},
reached AS (
    SELECT application_id,
           bool_or(to_status = ANY(%(answers)s)) AS answered,
           bool_or(to_status = 'SCREENING') AS screened,
           bool_or(to_status = 'INTERVIEW') AS interviewed,
           bool_or(to_status = ANY(%(meetings)s)) AS met,
           bool_or(to_status = ANY(%(offers)s)) AS offered
    FROM moves GROUP BY application_id
),
counted AS (
    SELECT was_sent, status, version_id, trim(source_name) AS source,
           CASE WHEN status = ANY(%(ends)s) THEN status ELSE 'OPEN' END AS ends,
           width_bucket(fit, %(floors)s::int[]) AS band,
           coalesce(answered, FALSE) AS answered, coalesce(met, FALSE) AS met,
           coalesce(screened, FALSE) AS screened, coalesce(interviewed, FALSE) AS interviewed,
           coalesce(offered, FALSE) AS offered
    FROM mine LEFT JOIN reached ON reached.application_id = mine.id
)
SELECT GROUPING(source) = 0 AS is_source, GROUPING(band) = 0 AS is_band,
       GROUPING(version_id) = 0 AS is_version,
       source, band, version_id, was_sent, screened, interviewed, offered AS came_to_offer, ends,
       count(*) AS added,
       count(*) FILTER (WHERE was_sent) AS sent,
       count(*) FILTER (WHERE was_sent AND answered) AS answered,
       count(*) FILTER (WHERE was_sent AND met) AS met,
       count(*) FILTER (WHERE was_sent AND offered) AS offered
FROM counted
GROUP BY GROUPING SETS ((source), (band), (version_id), (was_sent, screened, interviewed, offered, ends))
"""  # noqa: S608 - fixed words of this package


def roads(cohort: Cohort) -> Roads:
    """Count a person's applications. A change that was taken back does not count."""
    bands = BAND_FLOORS[::-1]  # the weakest first: the database counts floors from 1
    found = rows_of(
        _ROADS,
        cohort,
        answers=sorted(ANSWERS),
        meetings=sorted(MEETINGS),
        offers=sorted(OFFERS),
        ends=sorted(CLOSED),
        floors=[floor for _band, floor in bands],
    )
    plain = [r for r in found if not (r["is_source"] or r["is_band"] or r["is_version"])]
    sent = [_road(row) for row in plain if row["was_sent"]]
    return Roads(
        total=reduce(Counts.__add__, map(_counts, plain), Counts()),
        waiting=sum(road.count for road in sent if road.end == OPEN and S.OFFER not in road.steps),
        roads=sent,
        by_source=_sent_only((r["source"], r) for r in found if r["is_source"]),
        by_band=_sent_only((_band(r["band"]), r) for r in found if r["is_band"]),
        by_version=_sent_only((r["version_id"], r) for r in found if r["is_version"]),
    )


def _band(bucket: int | None) -> str:
    return str(BAND_FLOORS[-bucket][0]) if bucket else ""


def _sent_only(rows: Iterable[tuple[Any, dict[str, Any]]]) -> dict[Any, Counts]:
    """Groups from which something was sent, the largest first."""
    counted = sorted(((key, _counts(row)) for key, row in rows), key=lambda one: -one[1].sent)
    return {key: counts for key, counts in counted if counts.sent}


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(*(row[field.name] for field in fields(Counts)))


def _road(row: dict[str, Any]) -> Road:
    passed = {
        S.SCREENING: row["screened"],
        S.INTERVIEW: row["interviewed"],
        S.OFFER: row["came_to_offer"],
    }
    return Road(tuple(step for step, was in passed.items() if was), row["ends"], row["added"])
