"""Matching: how fast, how right. `bin/bench matching [--json]`.

Speed: against the captured postings in a database of its own (`--here`: those of this install),
beside two baselines over the same rows: full text with `ts_rank`, and an exact scan of the
vectors. Quality: nDCG@10 on `eval/resume_to_posting` of the measurement data, ranked in memory
with the same features.
"""

import argparse
import gzip
import json
import statistics
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from bench._matching_quality import EVALUATION, TODAY, quality, under_floor
from bench._shared import (
    Figure,
    captures,
    import_captures,
    milliseconds,
    own_database,
    p95,
    show,
)
from bench._skills import skill_figures
from bench._titles import title_figures
from jobs.models import Posting
from matching import selectors, services
from matching.engine.fitting import fit
from matching.engine.posting import read_posting
from matching.engines import artefacts, local, scoring
from matching.types import CandidateProfile, Wishes
from resumes.parsing.read import parse_bytes

_FULL_TEXT = (
    "SELECT posting_id FROM jobs_postingsearch, websearch_to_tsquery('english', %s) q "
    "WHERE is_active AND document @@ q ORDER BY ts_rank(document, q) DESC LIMIT 200"
)
_EXACT = (
    "WITH all_rows AS MATERIALIZED (SELECT posting_id, embedding <=> %s::halfvec AS d "
    "FROM matching_postingvector WHERE engine_id = %s) "
    "SELECT posting_id FROM all_rows ORDER BY d LIMIT 200"
)


def main(argv: list[str]) -> int:
    """Print the figures."""
    options = _options(argv)
    if not EVALUATION.is_dir():
        print(f"the measurement data is not at {EVALUATION}", file=sys.stderr)
        return 2
    figures: dict[str, Figure] = {}
    if not options.quality_only:
        figures |= speed(options.resumes) if options.here else _speed_on_captures(options.resumes)
    if not options.speed_only:
        found = quality()
        figures |= {**found, **title_figures(), **skill_figures()}
        low = under_floor(found, raise_it=options.raise_floor)
        print("\n".join(f"under the floor: {line}" for line in low))
    show(figures, as_json=options.json)
    return 0


def _speed_on_captures(count: int) -> dict[str, float]:
    with own_database():
        import_captures(captures())
        return speed(count)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench matching", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--resumes", type=int, default=60)
    parser.add_argument("--here", action="store_true", help="match this install's own postings")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--quality-only", action="store_true")
    parser.add_argument("--raise-floor", action="store_true", help="write better figures down")
    return parser.parse_args(argv)


def speed(count: int) -> dict[str, float]:
    """Milliseconds of one matching question, whole and in parts, and of the baselines."""
    engine = selectors.active_engine()
    now = datetime.now(UTC)
    wishes = Wishes(countries=("GB",))
    profiles = [
        services.read_text(query["text"], parsed=_as_resume(query["text"]), language="en", now=now)
        for query in list(_lines("queries.jsonl"))[:count]
    ]
    local.candidates(profiles[0], wishes, engine_id=engine.pk, now=now)
    matched = [
        milliseconds(partial(local.candidates, p, wishes, engine_id=engine.pk, now=now))
        for p in profiles
    ]
    explained = [
        milliseconds(partial(_first_page, p, wishes, engine.pk, now)) for p in profiles[:20]
    ]
    worded = [milliseconds(partial(full_text, p)) for p in profiles[:20]]
    exact = [milliseconds(partial(exact_vectors, p, engine.pk)) for p in profiles[:20]]
    return {
        "postings": local.count_open(wishes),
        "match_p50_ms": statistics.median(matched),
        "match_p95_ms": p95(matched),
        "match_and_explain_20_p95_ms": p95(explained),
        "baseline_full_text_p50_ms": statistics.median(worded),
        "baseline_exact_vectors_p50_ms": statistics.median(exact),
        "match_to_full_text": statistics.median(matched) / statistics.median(worded),
        "match_to_exact_vectors": statistics.median(matched) / statistics.median(exact),
        **_reading_and_fitting(profiles[0], wishes),
    }


def _reading_and_fitting(profile: CandidateProfile, wishes: Wishes) -> dict[str, float]:
    postings = list(Posting.objects.filter(status="ACTIVE")[:300])
    if not postings:
        return {}
    facts = [scoring.facts_of(posting) for posting in postings]
    reading = milliseconds(lambda: [read_posting(one) for one in facts])
    read = [read_posting(one) for one in facts]
    fitting = milliseconds(lambda: [fit(profile, one, wishes) for one in read])
    return {"fit_pair_ms": fitting / len(read), "read_posting_ms": reading / len(read)}


def _first_page(profile: CandidateProfile, wishes: Wishes, engine_id: UUID, now: datetime) -> None:
    found = local.candidates(profile, wishes, engine_id=engine_id, now=now, limit=20)
    ids = [one.posting_id for one in found]
    scoring.judge_all(profile, Posting.objects.filter(pk__in=ids), wishes)


def full_text(profile: CandidateProfile) -> None:
    """The baseline everybody has: the skills as words, the best 200 by `ts_rank`."""
    words = " or ".join(sorted(profile.skills)[:20]) or "work"
    with connection.cursor() as cursor:
        cursor.execute(_FULL_TEXT, [words])
        cursor.fetchall()


def exact_vectors(profile: CandidateProfile, engine_id: UUID) -> None:
    """The nearest 200 by reading every vector."""
    asked = artefacts.learned(engine_id).question(profile)
    vector = "[" + ",".join(f"{value:.5g}" for value in asked.index) + "]"
    with connection.cursor() as cursor:
        cursor.execute(_EXACT, [vector, engine_id])
        cursor.fetchall()


def _as_resume(text: str) -> dict[str, Any]:
    """What a plain text resume states, as the resumes app reads it."""
    return dict(parse_bytes(text.encode(), today=TODAY.date()).resume)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(EVALUATION / f"{name}.gz", "rt", encoding="utf-8") as held:
        for line in held:
            yield json.loads(line)
