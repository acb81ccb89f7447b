"""The local engine: candidates from PostgreSQL, ordered by one vectorised pass.

Three ways in (close vectors, the role in words, shared skills), every filter inside each query.
Only open postings ever leave here.
"""
# ruff: noqa: S608 - the statements are put together from constants; every value is a parameter

from collections.abc import Sequence
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
TOP_SKILLS = 5
TITLES = 3

_OPEN = "s.is_active AND p.status = 'ACTIVE' AND (p.expires_at IS NULL OR p.expires_at > %(now)s)"
_ACTIVE = f"""
FROM jobs_postingsearch s
JOIN jobs_posting p ON p.id = s.posting_id
WHERE {_OPEN}"""
_COUNT = """
SELECT count(*) FROM (
    SELECT 1 FROM jobs_postingsearch s WHERE s.is_active {filters} LIMIT %(limit)s
) AS counted"""
_VECTORS = f"""
FROM matching_postingvector v
JOIN jobs_postingsearch s ON s.posting_id = v.posting_id
JOIN jobs_posting p ON p.id = v.posting_id
WHERE v.engine_id = %(engine)s AND {_OPEN} {{filters}}"""
# Vectors that are not in the index yet are few, and all read.
_NEAREST = f"""
SELECT posting_id FROM (
    (SELECT v.posting_id, v.embedding <=> %(query)s::halfvec AS distance
    {_VECTORS} AND v.is_settled
    ORDER BY v.embedding <=> %(query)s::halfvec LIMIT %(limit)s)
    UNION ALL
    (SELECT v.posting_id, v.embedding <=> %(query)s::halfvec AS distance
    {_VECTORS} AND NOT v.is_settled)
) AS nearest
ORDER BY distance, posting_id LIMIT %(limit)s"""
_EXACT = f"""
WITH open AS MATERIALIZED (
    SELECT v.posting_id, v.embedding <=> %(query)s::halfvec AS distance {_VECTORS}
)
SELECT posting_id FROM open ORDER BY distance, posting_id LIMIT %(limit)s"""
# The rows of a common word (`manager`) are ranked before the wide table is asked which are open.
_WORDED = f"""
WITH ranked AS MATERIALIZED (
    SELECT s.posting_id, s.is_active, ts_rank(s.document, {{words}}) AS rank
    FROM jobs_postingsearch s
    WHERE s.is_active AND s.document @@ ({{words}}) {{filters}}
    ORDER BY rank DESC, s.posting_id LIMIT 2 * %(limit)s
)
SELECT s.posting_id FROM ranked s JOIN jobs_posting p ON p.id = s.posting_id
WHERE {_OPEN} ORDER BY s.rank DESC, s.posting_id LIMIT %(limit)s"""
_ROLE = "plainto_tsquery(%(configuration)s::regconfig, %(role{number})s)"
# A second process costs more to start than these questions take.
_SETTINGS = """
SELECT set_config('max_parallel_workers_per_gather', '0', true),
       set_config('hnsw.ef_search', '500', true),
       set_config('hnsw.iterative_scan', 'strict_order', true)"""
# Any of the skills first: one reading of the index, and of the list of rows it has not sorted in yet.
_SKILLED = f"""
SELECT s.posting_id {_ACTIVE} AND p.skills && %(names)s::varchar[] AND ({{pairs}}) {{filters}}
ORDER BY s.posted_at DESC, s.posting_id LIMIT %(limit)s"""
_FEATURES = """
SELECT p.id, p.title, p.level, p.skills,
       -(v.embedding <#> %(blend)s::halfvec),
       -(v.embedding <#> %(field)s::halfvec),
       {titles}, {wishes}, -(v.words <#> %(words)s::sparsevec),
       md5(lower(p.title) || left(p.description, 120) || p.place)
FROM jobs_posting p
LEFT JOIN matching_postingvector v ON v.posting_id = p.id AND v.engine_id = %(engine)s
WHERE p.id = ANY(%(ids)s) ORDER BY p.id"""


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
            cursor.execute(_SETTINGS)
        left = _one(_COUNT, filters, {**base, "limit": EXACT_BELOW + 1})
        found: dict[UUID, set[str]] = {}
        for way, ids in (
            ("NEAR", _near(filters, base, left)),
            ("WORDS", _worded(profile, wishes, filters, base)),
            ("SKILLS", _skilled(profile, filters, base)),
        ):
            for posting_id in ids:
                found.setdefault(posting_id, set()).add(way)
        ranked = _ranked(profile, titles, found, base)
    return tuple(ranked[:limit])


def count_open(wishes: Wishes) -> int:
    """How many open postings pass these wishes."""
    filters = filters_for(wishes)
    return _one(_COUNT, filters, {**filters.values, "limit": 10_000_000})


def _near(filters: Filters, base: dict[str, Any], left: int) -> list[UUID]:
    values = {**base, "limit": NEAREST}
    return _ids(_EXACT if left <= EXACT_BELOW else _NEAREST, filters, values)


def _worded(
    profile: CandidateProfile, wishes: Wishes, filters: Filters, base: dict[str, Any]
) -> list[UUID]:
    roles = [*wishes.roles, *(role.role for role in profile.roles)][:TITLES]
    if not roles:
        return []
    values = {
        **base,
        "limit": WORDED,
        "configuration": configuration_for(profile.language),
        **{f"role{number}": searchable(role) for number, role in enumerate(roles)},
    }
    words = " || ".join(_ROLE.replace("{number}", str(number)) for number in range(len(roles)))
    return _ids(_WORDED.replace("{words}", words), filters, values)


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
    values = {**base, "limit": SKILLED} | {f"pair{i}": pair for i, pair in enumerate(pairs)}
    tests = " OR ".join(f"p.skills @> %(pair{i})s::varchar[]" for i in range(len(pairs)))
    return _ids(_SKILLED.replace("{pairs}", tests), filters, {**values, "names": names})


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
    order = sorted(range(len(rows)), key=lambda i: (-scores[i], rows[i][0]))
    once = {rows[i][9]: i for i in reversed(order)}  # the same text in the same place: the best one
    return [
        Candidate(rows[i][0], round(float(scores[i]), 4), frozenset(found[rows[i][0]]))
        for i in order
        if once[rows[i][9]] == i
    ]


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


def _one(sql: str, filters: Filters, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{filters}", filters.sql), values)
        return int(cursor.fetchone()[0])


def _vector(values: Vectors) -> str:
    return "[" + ",".join(f"{value:.5g}" for value in values.tolist()) + "]"


def _sparse(rows: Rows, width: int) -> str:
    columns, values = rows.row(0)
    held = ",".join(
        f"{column + 1}:{value:.5g}" for column, value in zip(columns, values, strict=True)
    )
    return f"{{{held}}}/{width}"
