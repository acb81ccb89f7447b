"""Ingestion: how many postings a second from files to published. `bin/bench ingest [--json]`.

Works in a database of its own on the install's server, dropped afterwards. The baseline beside it
is what a Django application does first: one process, `update_or_create` row by row.
"""

import argparse
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from bench._shared import DATA, NOW, captures, import_captures, own_database, show
from jobs import indexers
from jobs.enrichment import enrich
from jobs.models import Posting, SourceRun
from jobs.pipeline import catalogue
from jobs.pipeline.workers import worker_processes
from jobs.sources import adzuna_rows
from jobs.sources.files import FileSource

BASELINE_ROWS = 400
_SAMPLE_SECONDS = 0.2
_COPIED = ("title", "place", "region", "country", "lat", "lon", "remote", "language")


def main(argv: list[str]) -> int:
    """Import everything, import it again, and print the figures."""
    options = _options(argv)
    with own_database():
        figures = measure(options.paths, options.processes)
    show(figures, as_json=options.json)
    return 0


def measure(paths: list[Path], processes: int) -> dict[str, Any]:
    """Return the figures of a first import, a second one, and the baseline."""
    before = _cpu_seconds()
    with _watched() as peak_mb:
        first, seconds = _timed(paths, processes)
    cpu_seconds = _cpu_seconds() - before
    again, again_seconds = _timed(paths, processes)
    rows = first.stages.get(stage="FETCH").rows_out
    baseline = _baseline(paths[0])
    per_second = rows / seconds
    figures: dict[str, Any] = {
        "postings": rows,
        "pipeline_per_second": round(per_second, 1),
        "pipeline_seconds": round(seconds, 1),
        "own_cpu_seconds": round(cpu_seconds, 1),
        "reimport_per_second": round(rows / again_seconds, 1),
        "reimport_changed": again.counts["created"] + again.counts["updated"],
        "worker_peak_mb": round(peak_mb(), 1),
        "processes": processes,
        "indexers": ", ".join(indexers.registered()) or "none",
        "baseline_row_by_row_per_second": round(baseline, 1),
        "times_the_baseline": round(per_second / baseline, 1),
    }
    for stage in first.stages.order_by("created_at"):
        figures[f"{stage.stage.lower()}_seconds"] = round(stage.seconds, 1)
    return figures


def _timed(paths: list[Path], processes: int) -> tuple[SourceRun, float]:
    started = time.perf_counter()
    run = import_captures(paths, processes)
    return run, time.perf_counter() - started


def _baseline(path: Path) -> float:
    """Postings a second of the obvious way: enrich one, `update_or_create` one."""
    source = catalogue.register(adzuna_rows.MANIFEST)
    reader = FileSource([path], manifest=adzuna_rows.MANIFEST, rows_per_page=BASELINE_ROWS)
    page = next(reader.pages(None))
    started = time.perf_counter()
    for number, row in enumerate(reader.rows(page.body)):
        raw = reader.read(row, page.origin)
        found = asdict(enrich(raw))
        values = {name: found[name] for name in _COPIED}
        Posting.objects.update_or_create(
            source=source,
            external_id=f"baseline-{raw.external_id}",
            defaults={
                **values,
                "requisition_id": f"baseline-{number}",
                "description": found["description_text"],
                "skills": list(found["skills"]),
                "posted_at": raw.posted_at or NOW,
                "first_seen_at": NOW,
                "last_seen_at": NOW,
            },
        )
    return page.count / (time.perf_counter() - started)


@contextmanager
def _watched() -> Iterator[Callable[[], float]]:
    """The largest memory, in MB, that any one process of ours took inside the block.

    Sampled: the kernel's own count of children includes what ran in this process before us.
    """
    peak, over = [0.0], threading.Event()
    own = psutil.Process()

    def look() -> None:
        while not over.wait(_SAMPLE_SECONDS):
            with suppress(psutil.NoSuchProcess):
                ours = (own, *own.children(recursive=True))
                peak[0] = max(peak[0], *(one.memory_info().rss / 2**20 for one in ours))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield lambda: peak[0]
    finally:
        over.set()
        watcher.join()


def _cpu_seconds() -> float:
    """What this process and its children computed so far, PostgreSQL left out.

    Beside the seconds of the wall clock it tells a slow program from a busy machine.
    """
    spent = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench ingest")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--processes", type=int, default=worker_processes())
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    options.paths = options.paths or captures()
    if not options.paths:
        parser.error(f"there are no captures in {DATA}; name files")
    return options
