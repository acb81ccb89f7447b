"""How many of the nearest vectors the index finds, of those that reading every vector finds."""
# ruff: noqa: S608 - the statements are put together from constants; every value is a parameter

import statistics
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from matching.engines import artefacts, local
from matching.types import CandidateProfile

_BY_INDEX = f"""
SELECT posting_id FROM matching_postingvector v
WHERE engine_id = %(engine)s AND is_settled
    AND EXISTS (SELECT FROM jobs_postingsearch s
        WHERE s.is_active AND s.posting_id = v.posting_id)
ORDER BY embedding <=> %(query)s::halfvec LIMIT {local.NEAREST}"""
_ALL = f"""
WITH all_rows AS MATERIALIZED (
    SELECT v.posting_id, v.embedding <=> %(query)s::halfvec AS distance
    FROM matching_postingvector v JOIN jobs_postingsearch s USING (posting_id)
    WHERE v.engine_id = %(engine)s AND v.is_settled AND s.is_active)
SELECT posting_id FROM all_rows ORDER BY distance, posting_id LIMIT {local.NEAREST}"""


def recall(asking: Sequence[CandidateProfile], engine_id: UUID, name: str) -> dict[str, float]:
    """The share of the nearest 300 open postings, in the mean and for the unluckiest resume."""
    shares = [_share(profile, engine_id) for profile in asking]
    return {
        f"recall_at_{local.NEAREST}_{name}": statistics.mean(shares),
        f"recall_at_{local.NEAREST}_{name}_least": min(shares),
    }


def _share(profile: CandidateProfile, engine_id: UUID) -> float:
    index = artefacts.learned(engine_id).question(profile).index.tolist()
    query = f"[{','.join(f'{value:.5g}' for value in index)}]"
    values: dict[str, Any] = {"engine": engine_id, "query": query}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(local.SETTINGS)
        found, all_of_them = [
            {row[0] for row in cursor.execute(sql, values).fetchall()} for sql in (_BY_INDEX, _ALL)
        ]
    return len(found & all_of_them) / len(all_of_them)
