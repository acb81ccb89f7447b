"""Ingestion: how many postings a second from files to published, and whether size slows it down.

`bin/bench ingest [--rows N] [--stored N,N,…] [--json]`; the whole measurement of the README is
`--stored 10000,100000,500000`. The captured advertisements are grown to `--rows` by recombining.
The baseline beside each figure is what a Django application does first: one process,
`update_or_create` row by row. Processor seconds tell a slow program from a busy machine.

Works in databases of its own on the install's server, dropped afterwards.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench._filling import fill
from bench._growing import grow
from bench._shared import DATA, FOR_EVER_DAYS, NOW, captures, own_database, show
from bench._watching import Cost, watched
from jobs import indexers
from jobs.enrichment import enrich
from jobs.models import Posting, SourceRun
from jobs.pipeline import catalogue
from jobs.pipeline.imports import FileImport, import_files
from jobs.pipeline.runs import Options
from jobs.pipeline.workers import worker_processes
from jobs.sources import adzuna_rows
from jobs.sources.files import FileSource
from matching.engines.settling import settle

BASELINE_ROWS = 400
ROWS = 100_000
STORED = (10_000, 100_000)
ADDED = 5_000  # to what is stored, at each size
_COPIED = ("title", "place", "region", "country", "lat", "lon", "remote", "language")

Figures = dict[str, Any]


def main(argv: list[str]) -> int:
    """Import everything, import it again, add to catalogues of growing size, print the figures."""
    options = _options(argv)
    with tempfile.TemporaryDirectory() as folder:
        with own_database():
            paths = options.paths or _grow(options.rows, Path(folder))
            figures = whole(paths, options.processes)
        show(figures, as_json=False)
        if options.stored and not options.paths:
            with own_database():
                figures |= at_sizes(options.stored, options.processes, Path(folder))
    figures["load_average_before"] = options.load
    show(figures, as_json=options.json)
    return 0


def whole(paths: Sequence[Path], processes: int) -> Figures:
    """The figures of a first import, of the same again, and of the same a day later."""
    first, cost = _import(paths, processes, NOW)
    again, again_cost = _import(paths, processes, NOW)
    later, later_cost = _import(paths, processes, NOW + timedelta(days=1))
    rows = first.stages.get(stage="FETCH").rows_out
    baseline = _baseline(paths[0], BASELINE_ROWS)
    changed = [run.counts["created"] + run.counts["updated"] for run in (again, later)]
    figures: Figures = {
        "postings": rows,
        "pipeline_per_second": round(rows / cost.seconds, 1),
        "pipeline_seconds": round(cost.seconds, 1),
        "pipeline_cpu_ms_per_posting": _ms(cost.cpu_seconds, rows),
        "own_cpu_seconds": round(cost.own_cpu_seconds, 1),
        "postgres_cpu_seconds": round(cost.postgres_cpu_seconds, 1),
        "reimport_per_second": round(rows / again_cost.seconds, 1),
        "reimport_cpu_ms_per_posting": _ms(again_cost.cpu_seconds, rows),
        "reimport_next_day_per_second": round(rows / later_cost.seconds, 1),
        "reimport_next_day_cpu_ms_per_posting": _ms(later_cost.cpu_seconds, rows),
        "reimport_changed": sum(changed),
        "worker_peak_mb": round(max(one.peak_mb for one in (cost, again_cost, later_cost)), 1),
        "postgres_peak_mb": round(cost.postgres_peak_mb, 1),
        "processes": processes,
        "indexers": ", ".join(indexers.registered()) or "none",
        "baseline_row_by_row_per_second": round(1 / baseline.seconds, 1),
        "times_the_baseline": round(rows / cost.seconds * baseline.seconds, 1),
        "baseline_cpu_ms_per_posting": _ms(baseline.cpu_seconds, 1),
    }
    for stage in first.stages.order_by("created_at"):
        figures[f"{stage.stage.lower()}_seconds"] = round(stage.seconds, 1)
    return figures


def at_sizes(sizes: Sequence[int], processes: int, folder: Path) -> Figures:
    """What adding the same number of new postings costs each, by how many are stored already.

    Indexing their vectors afterwards is the worker's and is told beside it.
    """
    figures: Figures = {}
    spent: list[float] = []
    _import(_slice(folder, 0, min(sizes)), processes, NOW)
    for number, size in enumerate(sizes):
        fill(size)
        _run, cost = _import(_slice(folder, min(sizes) + number * ADDED, ADDED), processes, NOW)
        with watched() as settling:
            settle(ADDED)
        baseline = _baseline(captures()[0], BASELINE_ROWS // 4)
        spent.append(cost.cpu_seconds)
        figures |= {
            f"ms_per_posting_at_{size}": _ms(cost.seconds, ADDED),
            f"cpu_ms_per_posting_at_{size}": _ms(cost.cpu_seconds, ADDED),
            f"postgres_cpu_ms_per_posting_at_{size}": _ms(cost.postgres_cpu_seconds, ADDED),
            f"settling_cpu_ms_per_posting_at_{size}": _ms(settling.cpu_seconds, ADDED),
            f"baseline_ms_per_posting_at_{size}": _ms(baseline.seconds, 1),
            f"baseline_cpu_ms_per_posting_at_{size}": _ms(baseline.cpu_seconds, 1),
            f"load_average_at_{size}": round(os.getloadavg()[0], 1),
        }
    figures["cost_spread_percent"] = round((max(spent) / min(spent) - 1) * 100, 1)
    return figures


def _slice(folder: Path, first: int, rows: int) -> list[Path]:
    own = folder / f"{first}-{rows}"
    own.mkdir()
    return _grow(rows, own, first=first)


def _grow(rows: int, folder: Path, *, first: int = 0) -> list[Path]:
    """Grow the captures in a process of its own: what that takes is not what importing takes."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        return elsewhere.submit(grow, captures(), rows, folder, first=first).result()


def _import(paths: Sequence[Path], processes: int, now: datetime) -> tuple[SourceRun, Cost]:
    options = Options(expiry_days=FOR_EVER_DAYS, processes=processes)
    with watched() as cost:
        run = import_files(FileImport(paths=list(paths)), now=now, options=options)
    return run, cost


def _baseline(path: Path, rows: int) -> Cost:
    """What one posting costs the obvious way: enrich one, `update_or_create` one."""
    source = catalogue.register(adzuna_rows.MANIFEST)
    reader = FileSource([path], manifest=adzuna_rows.MANIFEST, rows_per_page=rows)
    page = next(reader.pages(None))
    name = time.monotonic_ns()
    with watched() as cost:
        for number, row in enumerate(reader.rows(page.body)):
            raw = reader.read(row, page.origin)
            found = asdict(enrich(raw))
            values = {one: found[one] for one in _COPIED}
            Posting.objects.update_or_create(
                source=source,
                external_id=f"baseline-{name}-{raw.external_id}",
                defaults={
                    **values,
                    "requisition_id": f"baseline-{name}-{number}",
                    "description": found["description_text"],
                    "skills": list(found["skills"]),
                    "posted_at": raw.posted_at or NOW,
                    "first_seen_at": NOW,
                    "last_seen_at": NOW,
                },
            )
    Posting.objects.filter(external_id__startswith="baseline-").delete()
    return Cost(
        seconds=cost.seconds / page.count,
        own_cpu_seconds=cost.own_cpu_seconds / page.count,
        postgres_cpu_seconds=cost.postgres_cpu_seconds / page.count,
    )


def _ms(seconds: float, rows: int) -> float:
    return round(seconds / rows * 1000, 3)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench ingest")
    parser.add_argument("paths", nargs="*", type=Path, help="files to import as they are")
    parser.add_argument("--rows", type=int, default=ROWS, help="how many to import")
    parser.add_argument("--stored", type=_sizes, default=STORED, metavar="N,N,…")
    parser.add_argument("--processes", type=int, default=worker_processes())
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    options.load = round(os.getloadavg()[0], 1)
    if not options.paths and not captures():
        parser.error(f"there are no captures in {DATA}; name files")
    return options


def _sizes(text: str) -> list[int]:
    return sorted(int(one) for one in text.split(",") if one)
