"""How right the order is: nDCG@10 on `eval/resume_to_posting`, ranked in memory over the whole corpus.

The same models and features as in the engine, without a database; `evaluate_matching` measures the
way through it. No category of the corpus is read. The floor in bench/data/matching_floor.json may
only rise.
"""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from bench._shared import DATA
from jobs.indexers import PostingText
from jobs.services import read_advertisement
from jobs.skills import normalise_title
from matching.engine.dense import Static
from matching.engine.fields import shipped
from matching.engine.learning import words_of
from matching.engine.placing import body_of
from matching.engine.quality import figures, ndcg
from matching.engine.ranking import Features, SkillRows, as_numbers, relevance
from matching.engine.shape import leads_people, level_number
from matching.engine.space import Learned, Places
from matching.management.evaluation.collections import Document, read_collection
from matching.management.evaluation.measuring import profile_of
from matching.types import CandidateProfile, Vectors

EVALUATION = DATA / "eval/resume_to_posting"
FLOOR = Path(__file__).resolve().parent / "data" / "matching_floor.json"
TODAY = datetime(2026, 11, 22, tzinfo=UTC)
TFIDF_OF_THE_CATALOGUE = 0.365
_DEPTH = 1000
_NOBODY = UUID(int=0)
_SLACK = 0.0005
"""Rounding, not an allowance."""


def quality() -> dict[str, float]:
    """Figures of the order of relevance, and of dense vectors alone."""
    collection = read_collection(EVALUATION)
    started = time.perf_counter()
    learned, places, known = _indexed(collection.documents)
    seconds = time.perf_counter() - started
    ids = [one.id for one in collection.documents]
    orders: dict[str, list[str]] = {}
    dense: list[float] = []
    for query, text in collection.queries.items():
        profile = profile_of(text, TODAY)
        features = _features(learned, places, known, profile)
        orders[query] = _first(relevance(profile, features), ids)
        dense.append(ndcg(_first(features.blend, ids), collection.judged[query]))
    return {
        **figures(orders, collection.judged),
        "ndcg10_dense_only": float(np.mean(dense)),
        "ndcg10_tfidf_of_the_catalogue": TFIDF_OF_THE_CATALOGUE,
        "indexed_per_second": len(ids) / seconds,
    }


def under_floor(found: Mapping[str, float], *, raise_it: bool = False) -> list[str]:
    """Every figure that lies under its floor; better ones are written down before when wanted."""
    floor: dict[str, float] = json.loads(FLOOR.read_text()) if FLOOR.exists() else {}
    if raise_it:
        names = floor.keys() | {"ndcg10"}
        floor = {name: max(floor.get(name, 0.0), round(found[name], 4)) for name in sorted(names)}
        FLOOR.write_text(json.dumps(floor, indent=1) + "\n")
    return [
        f"{name}: {found[name]:.4f} < {low}"
        for name, low in floor.items()
        if found[name] < low - _SLACK
    ]


def _indexed(documents: tuple[Document, ...]) -> tuple[Learned, Places, dict[str, Any]]:
    """The corpus as the indexer sees it, and what the re-ranker knows of each posting."""
    read = [read_advertisement(one.title, one.text, place=one.place) for one in documents]
    texts = [
        PostingText(
            _NOBODY, one.title, "", one.description_text, tuple(one.skills), "", one.language
        )
        for one in read
    ]
    model = shipped()
    words = words_of((f"{one.title}\n{one.text}" for one in documents), model.stops)
    learned = Learned(model, words, Static())
    titles = [normalise_title(one.title[:200]).role or one.title for one in texts]
    known = {
        "skills": SkillRows([one.skills for one in texts]),
        "levels": as_numbers([level_number(one.level) for one in read]),
        "leads_people": [leads_people(one.title, one.level) for one in read],
    }
    return learned, learned.places(titles, [body_of(one) for one in texts]), known


def _features(
    learned: Learned, places: Places, known: dict[str, Any], profile: CandidateProfile
) -> Features:
    asked = learned.question(profile)
    count = len(places.index)
    titles = places.titles @ asked.roles[:3].T
    return Features(
        blend=places.index @ asked.blend,
        field=places.index @ asked.field,
        title=titles.max(axis=1) if titles.size else np.zeros(count, np.float32),
        wish=np.zeros(count, np.float32),
        words=_likeness(learned, places, profile),
        **known,
    )


def _likeness(learned: Learned, places: Places, profile: CandidateProfile) -> Vectors:
    """Cosine of the weighed words."""
    columns, values = learned.weighed([profile.text]).row(0)
    asked = np.zeros((len(learned.words.numbers), 1), np.float32)
    asked[columns, 0] = values
    return places.words.times(asked)[:, 0]


def _first(scores: Vectors, ids: list[str]) -> list[str]:
    return [ids[number] for number in np.argsort(-scores, kind="stable")[:_DEPTH]]
