"""What the benchmarks have in common: where the data is, a database of their own, how figures look."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from jobs.models import SourceRun
from jobs.pipeline.imports import FileImport, import_files
from jobs.pipeline.runs import Options
from jobs.pipeline.workers import worker_processes

DATA = Path("../shared/data")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
Figure = float | int | str | dict[str, float]
FOR_EVER_DAYS = 36_500  # captures of any age stay open
_PREFIX = "bench_"
Spent = tuple[float, float]  # milliseconds on the wall, and computed


def captures() -> list[Path]:
    """The captured advertisements; empty where the measurement data is not beside the project."""
    return sorted((DATA / "adzuna").glob("*.jsonl.gz"))


@contextmanager
def own_database() -> Iterator[None]:
    """Work in a new database on the install's server, dropped afterwards.

    Its name carries our process id: benchmarks may run beside each other, and what one that was
    killed left behind is dropped by the next.
    """
    connection.settings_dict["TEST"]["NAME"] = f"{_PREFIX}{os.getpid()}"
    _drop_leftovers()
    kept = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        _make_sure()
        yield
    finally:
        teardown_databases(kept, verbosity=0)


def import_captures(paths: Sequence[Path], processes: int | None = None) -> SourceRun:
    """Import captures of any age as open postings."""
    options = Options(expiry_days=FOR_EVER_DAYS, processes=processes or worker_processes())
    return import_files(FileImport(paths=list(paths)), now=NOW, options=options)


def show(figures: Mapping[str, Figure], *, as_json: bool) -> None:
    """Print a table and, when asked for, one JSON object as the last line.

    The load of the machine stands beside the figures: on a busy one they are worse.
    """
    rounded = {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in (*figures.items(), ("load_average", os.getloadavg()[0]))
    }
    width = max(map(len, rounded))
    for name, value in rounded.items():
        print(f"{name:<{width}}  {f'{value:,}' if isinstance(value, int | float) else value}")
    if as_json:
        print(json.dumps(rounded), flush=True)


def milliseconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def spending() -> Callable[[Callable[[], object]], Spent]:
    """Measures a call: milliseconds of the wall clock, and those really computed.

    The latter are of this process and its database session (not of a session's parallel helpers):
    a busy machine does not change them much.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    session = Path(f"/proc/{pid}/schedstat")

    def computed() -> float:
        return time.process_time() * 1000 + int(session.read_text().split()[0]) / 1e6

    def spent(work: Callable[[], object]) -> Spent:
        before = computed()
        wall = milliseconds(work)
        return wall, computed() - before

    return spent


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def _drop_leftovers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_PREFIX])
        for (name,) in cursor.fetchall():
            number = name.removeprefix(_PREFIX)
            if number.isdecimal() and not psutil.pid_exists(int(number)):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.close()
    # The pool remembers which database it was opened for, whatever the settings say later.
    connection.close_pool()  # type: ignore[attr-defined]


def _make_sure() -> None:
    """Refuse to measure in the install's own database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
    if not name.startswith(_PREFIX):
        raise RuntimeError(f"This would write to the database {name}.")
