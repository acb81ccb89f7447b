"""The local engine: candidates from PostgreSQL, ordered by one vectorised pass.

Three ways in (close vectors, the role in words, shared skills), every filter inside each query.
Only open postings ever leave here.
"""
# ruff: noqa: S608 - the statements are put together from constants; every value is a parameter

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from jobs.types import configuration_for, searchable
from matching.engine.leaning import NOTHING_LEANT, Leanings, lean
from matching.engine.ranking import Features, relevance
from matching.engine.shape import leads_people, level_number
from matching.engine.terms import Rows
from matching.engines import artefacts
from matching.engines.filters import Filters, filters_for
from matching.types import Candidate, CandidateProfile, Vectors, Wishes

NEAREST, WORDED, SKILLED = 300, 150, 150
EXACT_BELOW = 6000  # rows left by the filters: reading them all is faster and misses nothing
SAMPLE, NARROW = 500, 100  # of the newest so many: fewer that pass are a narrow choice
NEAREST_NARROW = 120  # the index is read until so many pass, which takes long where few do
NEWEST_SKILLED = 2000  # postings of a common pair of skills that are held against the filters
TOP_SKILLS = 5
TITLES = 3

_PASSING = """
FROM jobs_postingsearch s WHERE s.is_active {filters}"""
# As one text: thousands of objects that nobody looks at would wake Python's collector.
_FEW = f"""
SELECT CASE WHEN count(*) <= %(limit)s THEN array_agg(posting_id)::text END, count(*),
    (SELECT count(*) FROM (
        SELECT * FROM jobs_postingsearch WHERE is_active
        ORDER BY posted_at DESC, posting_id DESC LIMIT {SAMPLE}
    ) AS s WHERE TRUE {{filters}})
FROM (SELECT s.posting_id {_PASSING} LIMIT %(limit)s + 1) AS counted"""
_COUNT = f"SELECT count(*) {_PASSING}"
# Vectors that are not in the index yet are few, and all read.
_NEAREST = f"""
SELECT posting_id FROM (
    (SELECT v.posting_id, v.embedding <=> %(query)s::halfvec AS distance
    FROM matching_postingvector v
    WHERE v.engine_id = %(engine)s AND v.is_settled
        AND EXISTS (SELECT {_PASSING} AND s.posting_id = v.posting_id)
    ORDER BY v.embedding <=> %(query)s::halfvec LIMIT %(limit)s)
    UNION ALL
    (SELECT v.posting_id, v.embedding <=> %(query)s::halfvec AS distance
    FROM matching_postingvector v
    JOIN jobs_postingsearch s ON s.posting_id = v.posting_id
    WHERE v.engine_id = %(engine)s AND NOT v.is_settled AND s.is_active {{filters}})
) AS nearest
ORDER BY distance, posting_id LIMIT %(limit)s"""
_EXACT = """
WITH few AS MATERIALIZED (
    SELECT v.posting_id, v.embedding <=> %(query)s::halfvec AS distance
    FROM unnest(%(few)s::uuid[]) AS passing (posting_id)
    JOIN matching_postingvector v ON v.posting_id = passing.posting_id
    WHERE v.engine_id = %(engine)s
)
SELECT posting_id FROM few ORDER BY distance, posting_id LIMIT %(limit)s"""
# The newest with the role in their title and, where those are few, with its words anywhere: ranking
# all rows of a common word (`manager`) costs more than all else and tells little.
_ROLE = f"""
(SELECT s.posting_id, {{number}} {_PASSING} AND s.{{column}}
    @@ plainto_tsquery(%(configuration)s::regconfig, %(role{{number}})s)
ORDER BY {{newest}} DESC, s.posting_id DESC LIMIT %(limit)s)"""
# Walking from the newest on finds a common word soon, unless the filters leave few: then the planner,
# who cannot know that nurses are rare in one country, is given no index to walk along.
_WALK, _NO_WALK = "s.posted_at", "(s.posted_at + interval '0')"
# A second process costs more to start than these questions take.
SETTINGS = """
SELECT set_config('max_parallel_workers_per_gather', '0', true),
       set_config('hnsw.ef_search', '400', true),
       set_config('hnsw.iterative_scan', 'strict_order', true)"""
_SKILLED = f"""
WITH skilled AS MATERIALIZED (
    SELECT p.id FROM jobs_posting p WHERE p.status = 'ACTIVE' AND ({{pairs}})
    ORDER BY p.posted_at DESC, p.id DESC LIMIT %(newest)s
)
SELECT s.posting_id {_PASSING} AND s.posting_id IN (SELECT id FROM skilled)
ORDER BY s.posted_at DESC, s.posting_id DESC LIMIT %(limit)s"""
# Of two that are as relevant the one from the better source stands for both.
BETTER_SOURCE = "LEFT JOIN jobs_sourcequality q ON q.source_id = p.source_id"
BETTER_FIRST = "coalesce(q.score, 0) DESC, p.id"
SAME = "md5(lower(p.title) || left(p.description, 120) || p.place)"
_FEATURES = f"""
SELECT p.id, p.title, p.level, p.skills,
       -(v.embedding <#> %(blend)s::halfvec),
       -(v.embedding <#> %(field)s::halfvec),
       {{titles}}, {{wishes}}, -(v.words <#> %(words)s::sparsevec)
FROM jobs_posting p
LEFT JOIN matching_postingvector v ON v.posting_id = p.id AND v.engine_id = %(engine)s
{BETTER_SOURCE}
WHERE p.id = ANY(%(ids)s) AND p.status = 'ACTIVE'
    AND (p.expires_at IS NULL OR p.expires_at > %(now)s) ORDER BY {BETTER_FIRST}"""

# Read of those alone that may be shown: to unpack every description would take as long as all else.
_TEXTS = f"SELECT p.id, {SAME} FROM jobs_posting p WHERE p.id = ANY(%(ids)s)"


def candidates(  # noqa: PLR0913 - what a question is made of, each by its name
    profile: CandidateProfile,
    wishes: Wishes,
    *,
    engine_id: UUID,
    now: datetime,
    limit: int = 200,
    within: Sequence[UUID] | None = None,
    leanings: Leanings = NOTHING_LEANT,
) -> tuple[Candidate, ...]:
    """Return the open postings this resume should be read against, the most relevant first.

    `within` narrows to these postings (new ones, for a refresh).
    """
    filters = filters_for(wishes, within=within)
    learned = artefacts.learned(engine_id)
    asked = lean(learned.question(profile), leanings)
    base = {
        **filters.values,
        "now": now,
        "engine": engine_id,
        "query": _vector(asked.index),
        "blend": _vector(asked.blend),
        "field": _vector(asked.field),
        "words": _sparse(asked.words, learned.width),
    }
    titles = asked.roles[:TITLES], learned.wished(wishes.roles[:TITLES])
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS)
        left = _left(filters)
        ways = [("NEAR", _near(filters, base, left))]
        if left.few is None or left.count > NEAREST:
            newest = _NO_WALK if left.is_narrow else _WALK
            ways.append(("WORDS", _worded(profile, wishes, filters, {**base, "newest": newest})))
            ways.append(("SKILLS", _skilled(profile, filters, base)))
        found: dict[UUID, set[str]] = {}
        for way, ids in ways:
            for posting_id in ids:
                found.setdefault(posting_id, set()).add(way)
        ranked = _ranked(profile, titles, found, base)
        return tuple(_once(ranked, limit))


def count_open(wishes: Wishes) -> int:
    """How many open postings pass these wishes."""
    filters = filters_for(wishes)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.replace("{filters}", filters.sql), filters.values)
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Left:
    """What the filters leave: the ids as PostgreSQL writes them, where they are few."""

    few: str | None
    count: int
    is_narrow: bool


def _left(filters: Filters) -> _Left:
    with connection.cursor() as cursor:
        cursor.execute(
            _FEW.replace("{filters}", filters.sql), {**filters.values, "limit": EXACT_BELOW}
        )
        few, count, sampled = cursor.fetchone()
    return _Left(few or (None if count else "{}"), count, sampled < NARROW)


def _near(filters: Filters, base: dict[str, Any], left: _Left) -> list[UUID]:
    limit = NEAREST_NARROW if left.is_narrow and left.few is None else NEAREST
    values = {**base, "limit": limit, "few": left.few}
    return _ids(_NEAREST if left.few is None else _EXACT, filters, values)


def _worded(
    profile: CandidateProfile, wishes: Wishes, filters: Filters, base: dict[str, Any]
) -> list[UUID]:
    roles = [*wishes.roles, *(role.role for role in profile.roles)][:TITLES]
    if not roles:
        return []
    values = {
        **base,
        "limit": WORDED // len(roles),
        "configuration": configuration_for(profile.language),
        **{f"role{number}": searchable(role) for number, role in enumerate(roles)},
    }
    titled = _with_role("headline", range(len(roles)), filters, values)
    found = [posting_id for ids in titled.values() for posting_id in ids]
    rare = [
        number
        for number, role in enumerate(roles)
        if len(titled[number]) < values["limit"] and _is_sought_in_texts(role, base["newest"])
    ]
    told = _with_role("document", rare, filters, values) if rare else {}
    return [*found, *(posting_id for ids in told.values() for posting_id in ids)]


def _with_role(
    column: str, numbers: Iterable[int], filters: Filters, values: dict[str, Any]
) -> dict[int, list[UUID]]:
    """The newest that name each of these roles there, by the number of the role."""
    ways = (
        _ROLE.replace("{number}", str(number))
        .replace("{column}", column)
        .replace("{newest}", values["newest"])
        for number in numbers
    )
    found: dict[int, list[UUID]] = {number: [] for number in numbers}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(ways).replace("{filters}", filters.sql), values)
        for posting_id, number in cursor.fetchall():
            found[number].append(posting_id)
    return found


def _is_sought_in_texts(role: str, newest: str) -> bool:
    """One word alone tells nothing in a description; nor is it looked for where few are left."""
    return len(role.split()) > 1 and newest != _NO_WALK


def _skilled(profile: CandidateProfile, filters: Filters, base: dict[str, Any]) -> list[UUID]:
    """Postings that name two of the resume's strongest skills."""
    strongest = sorted(
        (skill for skill in profile.skills.values() if not skill.implied_by),
        key=lambda skill: (not skill.in_work, -skill.months, skill.name),
    )[:TOP_SKILLS]
    names = [skill.name for skill in strongest]
    pairs = [list(pair) for pair in combinations(names, 2)] or ([names] if names else [])
    if not pairs:
        return []
    values = {**base, "limit": SKILLED, "newest": NEWEST_SKILLED}
    values |= {f"pair{i}": pair for i, pair in enumerate(pairs)}
    tests = " OR ".join(f"p.skills @> %(pair{i})s::varchar[]" for i in range(len(pairs)))
    return _ids(_SKILLED.replace("{pairs}", tests), filters, values)


def _ranked(
    profile: CandidateProfile,
    titles: tuple[Vectors, Vectors],
    found: dict[UUID, set[str]],
    base: dict[str, Any],
) -> list[Candidate]:
    if not found:
        return []
    values = {**base, "ids": list(found)}
    held, wished = _closest("title", titles[0], values), _closest("wish", titles[1], values)
    with connection.cursor() as cursor:
        cursor.execute(_FEATURES.format(titles=held, wishes=wished), values)
        rows = cursor.fetchall()
    if not rows:
        return []
    numbers = np.array([[one or 0.0 for one in row[4:9]] for row in rows], np.float32)
    features = Features(
        blend=numbers[:, 0],
        field=numbers[:, 1],
        title=numbers[:, 2],
        wish=numbers[:, 3],
        words=numbers[:, 4],
        skills=[row[3] for row in rows],
        levels=[level_number(row[2]) for row in rows],
        leads_people=[leads_people(row[1], row[2]) for row in rows],
    )
    scores = relevance(profile, features)
    order = sorted(range(len(rows)), key=lambda i: (-scores[i], i))
    return [
        Candidate(rows[i][0], round(float(scores[i]), 4), frozenset(found[rows[i][0]]))
        for i in order
    ]


def _once(ranked: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The first `limit`, of the same text in the same place the best one."""
    best: dict[str, Candidate] = {}
    at_once = limit + limit // 2
    for start in range(0, len(ranked), at_once):
        few = ranked[start : start + at_once]
        with connection.cursor() as cursor:
            cursor.execute(_TEXTS, {"ids": [one.posting_id for one in few]})
            texts = dict(cursor.fetchall())
        for one in few:
            if one.posting_id in texts:  # not deleted meanwhile
                best.setdefault(texts[one.posting_id], one)
        if len(best) >= limit:
            break
    return list(best.values())[:limit]


def _closest(name: str, vectors: Vectors, values: dict[str, Any]) -> str:
    """SQL for the greatest likeness of a posting's title to any of `vectors`."""
    if not len(vectors):
        return "0"
    for number, vector in enumerate(vectors):
        values[f"{name}{number}"] = _vector(vector)
    each = (f"-(v.title_embedding <#> %({name}{i})s::halfvec)" for i in range(len(vectors)))
    return f"greatest({', '.join(each)})"


def _ids(sql: str, filters: Filters, values: dict[str, Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{filters}", filters.sql), values)
        return [row[0] for row in cursor.fetchall()]


def _vector(values: Vectors) -> str:
    return "[" + ",".join(f"{value:.5g}" for value in values.tolist()) + "]"


def _sparse(rows: Rows, width: int) -> str:
    columns, values = rows.row(0)
    held = ",".join(
        f"{column + 1}:{value:.5g}" for column, value in zip(columns, values, strict=True)
    )
    return f"{{{held}}}/{width}"
