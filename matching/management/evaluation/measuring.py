"""The engine and its baselines over one test collection."""

import statistics
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from matching import services
from matching.engine.quality import figures
from matching.engines import local
from matching.management.evaluation import baselines
from matching.management.evaluation.baselines import DEPTH, Ranking, ask_all
from matching.management.evaluation.collections import TestCollection
from matching.management.evaluation.scratch import Indexed, scratch
from matching.types import CandidateProfile, Wishes
from resumes.services import ParseFailure, read_plain_text

WARM_UP = 3  # questions before the clock runs: plans are made and models read once


def evaluated(collection: TestCollection, *, now: datetime) -> dict[str, Any]:
    """Figures of the local engine's order of relevance, and of the baselines."""
    profiles = {query: profile_of(text, now) for query, text in collection.queries.items()}
    with scratch(collection.documents, now=now) as indexed:
        own = _local(indexed, profiles, now)
    return {
        "queries": len(collection.queries),
        "documents": len(collection.documents),
        **_row(own, collection),
        "baselines": {
            name: _row(ranking, collection)
            for name, ranking in _baselines(collection, indexed, profiles).items()
        },
    }


def profile_of(text: str, now: datetime) -> CandidateProfile:
    """A query read as a resume; what no parser makes a resume of is still a text."""
    try:
        read = read_plain_text(text, today=now.date())
    except ParseFailure:
        return services.read_text(text, parsed=None, language="", now=now)
    language = read.language or ""
    return services.read_text(text, parsed=read.resume, language=language, now=now)


def _local(indexed: Indexed, profiles: Mapping[str, CandidateProfile], now: datetime) -> Ranking:
    ask = partial(
        local.candidates, wishes=Wishes(), engine_id=indexed.engine_id, now=now, limit=DEPTH
    )
    for profile in list(profiles.values())[:WARM_UP]:
        ask(profile)
    return ask_all(
        profiles, lambda query: [indexed.ids[one.posting_id] for one in ask(profiles[query])]
    )


def _baselines(
    collection: TestCollection, indexed: Indexed, profiles: Mapping[str, CandidateProfile]
) -> dict[str, Ranking]:
    ids = list(indexed.ids.values())
    texts = [f"{title}\n{body}" for title, body in zip(indexed.titles, indexed.bodies, strict=True)]
    return {
        "tfidf": baselines.tfidf(ids, texts, collection.queries),
        "bm25": baselines.bm25(ids, texts, collection.queries),
        "dense": baselines.dense(ids, indexed.titles, indexed.bodies, profiles),
    }


def _row(ranking: Ranking, collection: TestCollection) -> dict[str, float]:
    took = sorted(ranking.milliseconds)
    late = took[min(len(took) - 1, int(len(took) * 0.95))]
    return {
        **{name: round(v, 4) for name, v in figures(ranking.orders, collection.judged).items()},
        "latency_p50_ms": round(statistics.median(took), 2),
        "latency_p95_ms": round(late, 2),
    }
