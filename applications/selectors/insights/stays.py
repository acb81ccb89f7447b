"""How long applications stood where, by their ledgers."""

import json
from dataclasses import dataclass

from applications.selectors.insights.period import MINE, Cohort, rows_of
from applications.states import COLUMN_OF, Column


@dataclass(frozen=True, slots=True)
class Stay:
    """Days until applications moved on from one column: quarter, half and three quarters of them."""

    column: Column
    moved_on: int
    still_there: int
    first_quartile: float | None
    median: float | None
    third_quartile: float | None


# A day said afterwards ("I applied last Tuesday") may lie before the row was added: being added
# comes first whenever it was, and no stay is shorter than nothing.
_STAYS = f"""
WITH {MINE},
steps AS (
    SELECT application_id, happened_at,
           %(column_of)s::jsonb ->> coalesce(nullif(to_status, ''), 'SAVED') AS stage,
           row_number() OVER (
               PARTITION BY application_id ORDER BY (kind = 'CREATED') DESC, happened_at, created_at, id
           ) AS nth
    FROM moves
),
entered AS (
    SELECT *, lag(stage) OVER (PARTITION BY application_id ORDER BY nth) AS came_from FROM steps
),
stood AS (
    SELECT stage, happened_at,
           lead(happened_at) OVER (PARTITION BY application_id ORDER BY nth) AS left_at
    FROM entered WHERE came_from IS DISTINCT FROM stage
),
days AS (
    SELECT stage, left_at IS NULL AS is_there,
           greatest(extract(epoch FROM left_at - happened_at) / 86400, 0)::float8 AS days
    FROM stood WHERE stage <> %(closed)s
)
SELECT stage, count(*) FILTER (WHERE NOT is_there) AS moved_on,
       count(*) FILTER (WHERE is_there) AS still_there,
       percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY days)
           FILTER (WHERE NOT is_there) AS quartiles
FROM days GROUP BY stage
"""  # noqa: S608 - fixed words of this package


def stays(cohort: Cohort) -> list[Stay]:
    """Return the columns anything ever stood in but Closed, in the order of the board."""
    column_of = {status.value: column.value for status, column in COLUMN_OF.items()}
    found = rows_of(_STAYS, cohort, column_of=json.dumps(column_of), closed=Column.CLOSED.value)
    by_column = {row["stage"]: row for row in found}
    result = []
    for column in Column:
        if (row := by_column.get(column.value)) is not None:
            quartiles = row["quartiles"] or (None, None, None)
            result.append(Stay(column, row["moved_on"], row["still_there"], *quartiles))
    return result
