"""Matching: how fast, how right. `bin/bench matching [--json]`.

Speed: over captured advertisements recombined into as many postings as `--postings` says, in
databases kept between runs (`--here`: over the postings of this install), beside baselines over
the same rows: full text with `ts_rank`, an exact scan of the vectors, TF-IDF in memory. Quality: nDCG@10 on `eval/resume_to_posting` of the measurement data, ranked in memory
with the same features.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import numpy as np

from bench import _matching_speed
from bench._kept import catalogue, sizes_and_times
from bench._refreshing import refreshing
from bench._shared import DATA, show
from jobs.indexers import PostingText
from jobs.skills import extract_skills
from matching.engine.placing import body_of
from matching.engine.ranking import Features, relevance
from matching.engine.reading import title_of
from matching.engine.resume import read_resume
from matching.engine.shape import leads_people, level_number
from matching.engine.vectors import posting_vectors
from resumes.parsing.read import parse_bytes

EVALUATION = DATA / "eval/resume_to_posting"
TODAY = datetime(2026, 11, 22, tzinfo=UTC)
TAG = re.compile(r"<[^>]+>")
TOP = 10


def main(argv: list[str]) -> int:
    """Print the figures."""
    options = _options(argv)
    if not EVALUATION.is_dir():
        print(f"the measurement data is not at {EVALUATION}", file=sys.stderr)
        return 2
    figures: dict[str, float | int | str] = {}
    if not options.quality_only:
        figures |= speed(options)
    if not options.speed_only:
        figures |= quality()
    show(figures, as_json=options.json)
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench matching", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--resumes", type=int, default=60)
    parser.add_argument("--people", type=int, default=100, help="whose searches are refreshed")
    parser.add_argument("--postings", type=_counts, default=[100_000], help="100000,1000000")
    parser.add_argument("--here", action="store_true", help="match this install's own postings")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--quality-only", action="store_true")
    return parser.parse_args(argv)


def _counts(words: str) -> list[int]:
    return [int(word) for word in words.split(",")]


def speed(options: argparse.Namespace) -> dict[str, float]:
    """How fast, in a catalogue of each size asked for."""
    if options.here:
        return _matching_speed.speed(options.resumes, "here")
    figures: dict[str, float] = {}
    for rows in options.postings:
        name = _matching_speed.name_of(rows)
        with catalogue(rows):
            figures |= _matching_speed.speed(options.resumes, name) | sizes_and_times(name)
            if rows == options.postings[0]:
                figures |= _matching_speed.reading_and_fitting() | refreshing(options.people)
    return figures


def quality() -> dict[str, float]:
    """nDCG@10 of relevance, ranked in memory over the whole corpus; no category is read."""
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
            words=np.zeros(len(ids), np.float32),
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
    with gzip.open(EVALUATION / "qrels.tsv.gz", "rt") as held:
        next(held)
        for line in held:
            query, posting, score = line.split("\t")
            found.setdefault(query, {})[posting] = int(score)
    return found


def _as_resume(text: str) -> dict[str, Any]:
    """What a plain text resume states, as the resumes app reads it."""
    return dict(parse_bytes(text.encode(), today=TODAY.date()).resume)


def _ndcg(scores: Any, ids: list[str], judged: dict[str, int]) -> float:
    order = np.argsort(-np.asarray(scores), kind="stable")[:TOP]
    worth = 1 / np.log2(np.arange(2, TOP + 2))
    gained = np.array([judged.get(ids[i], 0) for i in order])
    ideal = np.sort(np.array([*judged.values(), *([0] * TOP)]))[::-1][:TOP]
    best = float((ideal * worth).sum())
    return float((gained * worth).sum()) / best if best else 0.0


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(EVALUATION / f"{name}.gz", "rt", encoding="utf-8") as held:
        for line in held:
            yield json.loads(line)


def _clean(text: str) -> str:
    return unescape(TAG.sub("", text)).strip()
