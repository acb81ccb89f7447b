"""Postings like a posting: how long a list takes ahead, and an answer now. `bin/bench neighbours`.

The captured postings, in a database of their own. The lists are made in batches, as the worker
makes them; the answers are asked for over HTTP from a server of this process, half of them of
postings that have no list. The baseline is one walk through the index per posting.
"""

import argparse
import http.client
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test.testcases import LiveServerThread, _StaticFilesHandler

from bench._shared import (
    DATA,
    NOW,
    captures,
    import_captures,
    milliseconds,
    own_database,
    p95,
    show,
)
from jobs.models import Posting
from matching.engines import neighbours
from matching.models import Neighbours
from matching.selectors import active_engine

FILES = 12  # about 25,000 postings
ASKED = 200


def main(argv: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bin/bench neighbours", description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    if not captures():
        print(f"there are no captures in {DATA}", file=sys.stderr)
        return 2
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["anon"] = None
    settings.ALLOWED_HOSTS = ["localhost"]
    with own_database():
        import_captures(captures()[: options.files])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        figures = _ahead() | _now()
    show(figures, as_json=options.json)
    return 0


def _ahead() -> dict[str, float | int]:
    engine, made = active_engine(), 0
    began, computed = time.perf_counter(), time.process_time()
    while done := neighbours.refresh(engine=engine, now=NOW):
        made += done
    spent, computed = time.perf_counter() - began, time.process_time() - computed
    return {
        "postings": made,
        "list_ms_each": 1000 * spent / made,
        "list_cpu_ms_each": 1000 * computed / made,
        "without_neighbours": Neighbours.objects.filter(near=[]).count(),
    }


def _now() -> dict[str, float]:
    ids = list(Posting.objects.order_by("pk").values_list("pk", flat=True))
    asked = random.Random(7).sample(ids, 2 * ASKED)
    kept, new = asked[:ASKED], asked[ASKED:]
    baseline = [milliseconds(partial(_found_now, key)) for key in kept]
    with _server() as port:
        _timed(port, kept[:20])
        ahead = _timed(port, kept)
        Neighbours.objects.filter(posting__in=new).delete()
        fallback = _timed(port, new)
    return {
        "answer_p50_ms": statistics.median(ahead),
        "answer_p95_ms": p95(ahead),
        "answer_without_list_p95_ms": p95(fallback),
        "index_walk_p50_ms": statistics.median(baseline),
    }


def _found_now(key: UUID) -> None:
    posting = Posting.objects.get(pk=key)
    neighbours.nearest_to(posting, engine=active_engine(), now=NOW, top=10)


def _timed(port: int, ids: list[UUID]) -> list[float]:
    line = http.client.HTTPConnection("localhost", port)

    def ask(key: UUID) -> None:
        line.request("GET", f"/api/v1/recommend?job_id={key}&top=10")
        answer = line.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(body[:300])

    return [milliseconds(partial(ask, key)) for key in ids]


@contextmanager
def _server() -> Iterator[int]:
    thread = LiveServerThread("localhost", _StaticFilesHandler)
    thread.start()
    thread.is_ready.wait()
    try:
        yield thread.port
    finally:
        thread.terminate()
