# ruff: noqa: PLC0415 - Django must be set up first
"""Matching: how fast, how right. `bin/bench matching [--json]`.

Speed: against every open posting of this install's database, beside two baselines over the same
rows: full text with `ts_rank`, and an exact scan of the vectors. Quality: nDCG@10 on
`eval/resume_to_posting` of the measurement data, ranked in memory with the same features.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import numpy as np

DATA = Path("../shared/data")
TODAY = datetime(2026, 11, 22, tzinfo=UTC)
TAG = re.compile(r"<[^>]+>")
TOP = 10


def main() -> None:
    options = _options()
    django.setup()
    figures: dict[str, float] = {}
    if not options.quality_only:
        figures |= speed(options.resumes)
    if not options.speed_only and (DATA / "eval").exists():
        figures |= quality()
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value:,.4g}")
    if options.json:
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--resumes", type=int, default=60)
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--quality-only", action="store_true")
    return parser.parse_args(sys.argv[1:])


def speed(count: int) -> dict[str, float]:
    from django.db import connection

    from jobs.models import Posting
    from matching import selectors, services
    from matching.engine.fitting import fit
    from matching.engine.posting import read_posting
    from matching.engines import local, scoring
    from matching.types import Wishes

    engine = selectors.active_engine()
    now = datetime.now(UTC)
    wishes = Wishes(countries=("GB",))
    profiles = [
        services.read_text(query["text"], parsed=_as_resume(query["text"]), language="en", now=now)
        for query in list(_lines("queries.jsonl"))[:count]
    ]
    local.candidates(profiles[0], wishes, engine_id=engine.pk, now=now)
    matched = [
        _timed(partial(local.candidates, p, wishes, engine_id=engine.pk, now=now)) for p in profiles
    ]
    explained = [
        _timed(partial(_first_page, scoring, p, wishes, engine.pk, now)) for p in profiles[:20]
    ]
    worded = [_timed(partial(_worded, connection, p)) for p in profiles[:20]]
    exact = [_timed(partial(_exact, connection, p, engine.pk)) for p in profiles[:20]]
    postings = list(Posting.objects.filter(status="ACTIVE")[:300])
    read = [read_posting(scoring.facts_of(posting)) for posting in postings]
    pair = _timed(lambda: [fit(profiles[0], one, wishes) for one in read]) / len(read)
    reading = _timed(lambda: [read_posting(scoring.facts_of(one)) for one in postings])
    return {
        "postings": local.count_open(wishes),
        "match_p50_ms": statistics.median(matched),
        "match_p95_ms": _p95(matched),
        "match_and_explain_20_p95_ms": _p95(explained),
        "baseline_full_text_p50_ms": statistics.median(worded),
        "baseline_exact_vectors_p50_ms": statistics.median(exact),
        "match_to_full_text": statistics.median(matched) / statistics.median(worded),
        "match_to_exact_vectors": statistics.median(matched) / statistics.median(exact),
        "fit_pair_ms": pair,
        "read_posting_ms": reading / len(postings),
    }


def _first_page(scoring: Any, profile: Any, wishes: Any, engine_id: Any, now: datetime) -> None:
    from jobs.models import Posting
    from matching.engines import local

    found = local.candidates(profile, wishes, engine_id=engine_id, now=now, limit=20)
    ids = [one.posting_id for one in found]
    scoring.judge_all(profile, Posting.objects.filter(pk__in=ids), wishes)


def _worded(connection: Any, profile: Any) -> None:
    words = " or ".join(sorted(profile.skills)[:20]) or "work"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT posting_id FROM jobs_postingsearch, websearch_to_tsquery('english', %s) q "
            "WHERE is_active AND document @@ q ORDER BY ts_rank(document, q) DESC LIMIT 200",
            [words],
        )
        cursor.fetchall()


def _exact(connection: Any, profile: Any, engine_id: Any) -> None:
    vector = "[" + ",".join(f"{value:.5g}" for value in profile.query_vector) + "]"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH all_rows AS MATERIALIZED (SELECT posting_id, embedding <=> %s::halfvec AS d "
            "FROM matching_postingvector WHERE engine_id = %s) "
            "SELECT posting_id FROM all_rows ORDER BY d LIMIT 200",
            [vector, engine_id],
        )
        cursor.fetchall()


def quality() -> dict[str, float]:
    """nDCG@10 of relevance, ranked in memory over the whole corpus; no category is read."""
    from matching.engine.ranking import Features, relevance
    from matching.engine.resume import read_resume

    started = time.perf_counter()
    ids, vectors, known = _indexed()
    seconds = time.perf_counter() - started
    judged = _judged()
    ranked: list[float] = []
    dense: list[float] = []
    for query in _lines("queries.jsonl"):
        text = query["text"]
        profile = read_resume(_as_resume(text), text, "en", today=TODAY.date())
        titles = vectors.title @ profile.role_vectors[:3].T
        features = Features(
            blend=vectors.blend @ profile.query_vector,
            field=vectors.field @ profile.field,
            title=titles.max(axis=1) if titles.size else np.zeros(len(ids), np.float32),
            wish=np.zeros(len(ids), np.float32),
            **known,
        )
        wanted = judged.get(query["_id"], {})
        ranked.append(_ndcg(relevance(profile, features), ids, wanted))
        dense.append(_ndcg(features.blend, ids, wanted))
    return {
        "ndcg10": statistics.mean(ranked),
        "ndcg10_dense_only": statistics.mean(dense),
        "ndcg10_tfidf_of_the_catalogue": 0.365,
        "indexed_per_second": len(ids) / seconds,
    }


def _indexed() -> tuple[list[str], Any, dict[str, Any]]:
    """The corpus as the indexer sees it: ids, vectors, and what the re-ranker knows of each."""
    from jobs.indexers import PostingText
    from jobs.skills import extract_skills
    from matching.engine.reading import title_of
    from matching.engine.shape import leads_people, level_number
    from matching.engine.vectors import posting_vectors
    from matching.engines.indexing import body_of

    corpus = list(_lines("corpus.jsonl"))
    texts = []
    for row in corpus:
        title, text = _clean(row["title"]), _clean(row["text"])
        skills = tuple(dict.fromkeys(s.name for s in extract_skills(f"{title}\n{text}")))
        texts.append(PostingText(uuid4(), title, "", text, skills, "", "en"))
    readings = [title_of(one.title, "en") for one in texts]
    roles = [reading.role or one.title for reading, one in zip(readings, texts, strict=True)]
    known = {
        "skills": [one.skills for one in texts],
        "levels": [level_number(reading.seniority) for reading in readings],
        "leads_people": [
            leads_people(one.title, reading.seniority)
            for one, reading in zip(texts, readings, strict=True)
        ],
    }
    return (
        [row["_id"] for row in corpus],
        posting_vectors(roles, [body_of(one) for one in texts]),
        known,
    )


def _judged() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with gzip.open(DATA / "eval/resume_to_posting/qrels.tsv.gz", "rt") as held:
        next(held)
        for line in held:
            query, posting, score = line.split("\t")
            found.setdefault(query, {})[posting] = int(score)
    return found


def _as_resume(text: str) -> dict[str, Any]:
    """What a plain text resume states, as the resumes app reads it."""
    from resumes.parsing.read import parse_bytes

    return dict(parse_bytes(text.encode(), today=TODAY.date()).resume)


def _ndcg(scores: Any, ids: list[str], judged: dict[str, int]) -> float:
    order = np.argsort(-np.asarray(scores), kind="stable")[:TOP]
    worth = 1 / np.log2(np.arange(2, TOP + 2))
    gained = np.array([judged.get(ids[i], 0) for i in order])
    ideal = np.sort(np.array([*judged.values(), *([0] * TOP)]))[::-1][:TOP]
    best = float((ideal * worth).sum())
    return float((gained * worth).sum()) / best if best else 0.0


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / f"eval/resume_to_posting/{name}.gz", "rt", encoding="utf-8") as held:
        for line in held:
            yield json.loads(line)


def _clean(text: str) -> str:
    return unescape(TAG.sub("", text)).strip()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()
