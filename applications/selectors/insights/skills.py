"""What the postings a person tracks ask for, and their resume does not show."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from applications.selectors.insights.period import MINE, Cohort, rows_of
from applications.states import CLOSED

SHOWN_SKILLS, SHOWN_LINKS = 12, 3


@dataclass(frozen=True, slots=True)
class SkillAsked:
    """A skill, how many of the postings ask for it, and some of these: (application, role, company)."""

    name: str
    count: int
    required: int
    examples: list[tuple[UUID, str, str]]


@dataclass(frozen=True, slots=True)
class SkillGap:
    """The skills asked for most that are not shown, out of `postings` that name any."""

    postings: int
    missing: list[SkillAsked]


_ASKED = f"""
WITH {MINE},
wanted AS (
    SELECT a.id, mine.fit, a.title, a.company_name,
           CASE WHEN p.skills <> '{{}}' THEN p.skills ELSE a.skills END AS skills,
           coalesce(p.must_skills, '{{}}') AS must_skills
    FROM mine JOIN applications_application a ON a.id = mine.id
    LEFT JOIN jobs_posting p ON p.id = mine.posting_id
    WHERE (p.skills <> '{{}}' OR a.skills <> '{{}}') AND mine.status <> ALL(%(ends)s)
),
asked AS (
    SELECT skill, count(*) AS count,
           count(*) FILTER (WHERE skill = ANY(must_skills)) AS required,
           (array_agg(wanted.id::text ORDER BY fit DESC NULLS LAST, wanted.id))[1:%(links)s] AS ids,
           (array_agg(title ORDER BY fit DESC NULLS LAST, wanted.id))[1:%(links)s] AS titles,
           (array_agg(company_name ORDER BY fit DESC NULLS LAST, wanted.id))[1:%(links)s] AS companies
    FROM wanted CROSS JOIN LATERAL unnest(skills) AS skill
    WHERE skill <> ALL(%(known)s)
    GROUP BY skill ORDER BY count DESC, required DESC, skill LIMIT %(most)s
)
SELECT (SELECT count(*) FROM wanted) AS postings, asked.*
FROM (SELECT 1) AS once LEFT JOIN asked ON TRUE
"""  # noqa: S608 - fixed words of this package


def skill_gap(cohort: Cohort, *, known: Collection[str]) -> SkillGap:
    """Count over applications that are not over; `known` is what the resume shows.

    By the posting as it is now, else by what was read of the copy when it was saved.
    """
    found = rows_of(
        _ASKED,
        cohort,
        known=sorted(known),
        ends=sorted(CLOSED),
        most=SHOWN_SKILLS,
        links=SHOWN_LINKS,
    )
    missing = [
        SkillAsked(
            row["skill"],
            row["count"],
            row["required"],
            [
                (UUID(key), title, company)
                for key, title, company in zip(
                    row["ids"], row["titles"], row["companies"], strict=True
                )
            ],
        )
        for row in found
        if row["skill"] is not None
    ]
    return SkillGap(found[0]["postings"], missing)
