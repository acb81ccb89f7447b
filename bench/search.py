"""Search: how fast over half a million postings. `bin/bench search [--rows N] [--json]`.

The captured advertisements are recombined into as many open postings as asked for, in a database
of its own. The questions are those of `bench/queries.txt`. The baseline beside them is what a
Django application does first: `ts_rank` over one wide table with everything in it.
"""

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from bench import _corpus
from bench._shared import DATA, Spent, captures, own_database, p95, show, spending
from jobs import selectors
from jobs.pipeline.counting import add_up_counts
from jobs.pipeline.suggesting import count_terms
from jobs.selectors import facets
from jobs.selectors.filtering import Question
from jobs.types import PostingFilter

QUERIES = Path(__file__).with_name("queries.txt")
ROWS = 500_000
ROUNDS = 3
TYPED = ("p", "data s", "softwre enginer", "lond", "pyhton")
MISTYPED = ("pyhton", "data sientist", "javscript developer", "acountant", "kuberntes")
_WIDE = """
CREATE UNLOGGED TABLE bench_wide AS
SELECT p.*, s.document FROM jobs_posting p JOIN jobs_postingsearch s ON s.posting_id = p.id
"""
_NAIVE = """
SELECT id, title, company_name, description, ts_rank(document, query) AS rank
FROM bench_wide, websearch_to_tsquery('english', %s) AS query
WHERE document @@ query AND status = 'ACTIVE' ORDER BY rank DESC, id LIMIT 20
"""
_NAIVE_COUNT = """
SELECT count(*) FROM bench_wide
WHERE document @@ websearch_to_tsquery('english', %s) AND status = 'ACTIVE'
"""


def main(argv: list[str]) -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(prog="bin/bench search", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    if not captures():
        parser.error(f"there are no captures in {DATA}")
    with own_database():
        cache.clear()
        figures = _filled(options.rows) | measure(queries(), options.rounds)
    show(figures, as_json=options.json)
    return 0


def queries() -> list[tuple[str, str]]:
    """Kind and words of every question."""
    lines = QUERIES.read_text().splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return [(kind, words) for kind, words in pairs]


def _filled(rows: int) -> dict[str, Any]:
    started = time.perf_counter()
    _corpus.fill(captures(), rows)
    add_up_counts()
    filled = time.perf_counter()
    terms = count_terms()
    counted = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_WIDE)
        cursor.execute("CREATE INDEX ON bench_wide USING gin (document)")
        cursor.execute("VACUUM ANALYZE bench_wide, jobs_suggestion, jobs_facetcount")
        cursor.execute("CHECKPOINT")
    return {
        "postings": rows,
        "fill_seconds": round(filled - started, 1),
        "suggestions": terms,
        "count_terms_seconds": round(counted - filled, 1),
    }


def measure(asked: Sequence[tuple[str, str]], rounds: int) -> dict[str, Any]:
    """Milliseconds of pages, counts and suggestions, and of the baseline."""
    spent = spending()
    for _, words in asked:  # a server that has just started reads from its disk
        _search(words)
    searched: dict[str, list[Spent]] = {"common": [], "middle": [], "rare": []}
    for kind, words in [*asked] * rounds:
        searched[kind].append(spent(partial(_search, words)))
    everything = [one for times in searched.values() for one in times]
    figures = _p95s("search", everything) | {"search_p50_ms": _p50(everything)}
    for kind, times in searched.items():
        figures |= _p95s(f"search_{kind}", times)
    for name, calls in {
        "facets": [partial(_facets, words) for _, words in [*asked] * rounds],
        "facets_open": [partial(_facets, "")] * 20,
        "by_date": [partial(_search, words, "date") for _, words in asked],
        "by_pay": [partial(_search, words, "pay") for _, words in asked],
        "suggest": [partial(_suggest, typed) for typed in TYPED * 5],
        "typo": [partial(_search, typed) for typed in MISTYPED * 3],
    }.items():
        figures |= _p95s(name, [spent(call) for call in calls])
    return figures | _baseline(asked, rounds, figures["search_p95_ms"])


def _baseline(asked: Sequence[tuple[str, str]], rounds: int, ours_ms: float) -> dict[str, Any]:
    """The same questions the obvious way, last: its table pushes ours out of memory."""
    spent = spending()
    for _, words in asked:
        _naive(words)
    naive = _p95s(
        "naive_ts_rank", [spent(partial(_naive, words)) for _, words in [*asked] * rounds]
    )
    return naive | {"times_the_naive": naive["naive_ts_rank_p95_ms"] / ours_ms}


def _search(words: str, sort: str = "relevance") -> None:
    page = selectors.search_postings(words, sort=sort, with_facets=False)
    assert page.postings or not page.count


def _facets(words: str) -> None:
    facets.count_values(Question.asked(words, PostingFilter()), now=timezone.now())


def _suggest(q: str) -> None:
    assert selectors.suggest(q), q


def _naive(words: str) -> None:
    """A page of twenty and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_NAIVE, [words])
        cursor.fetchall()
        cursor.execute(_NAIVE_COUNT, [words])
        cursor.fetchall()


def _p95s(name: str, spent: Sequence[Spent]) -> dict[str, float]:
    return {
        f"{name}_p95_ms": p95([wall for wall, _ in spent]),
        f"{name}_p95_cpu_ms": p95([cpu for _, cpu in spent]),
    }


def _p50(spent: Sequence[Spent]) -> float:
    return sorted(wall for wall, _ in spent)[len(spent) // 2]
