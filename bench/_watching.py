"""What work costs beside its seconds: processor time of ours and of PostgreSQL, largest memory."""

import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil
from django.db import connection

_SAMPLE_SECONDS = 0.2


@dataclass(slots=True)
class Cost:
    """Seconds by the clock, processor seconds, and the most memory one process took.

    `peak_mb` is this process or one it started for the work. `postgres_peak_mb` is what a process
    of the server had to itself: the buffers they share are one block of a size that is set.
    """

    seconds: float = 0.0
    own_cpu_seconds: float = 0.0
    postgres_cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    postgres_peak_mb: float = 0.0

    @property
    def cpu_seconds(self) -> float:
        return self.own_cpu_seconds + self.postgres_cpu_seconds


@contextmanager
def watched() -> Iterator[Cost]:
    """Fill in what the block cost, once it is over."""
    cost, over = Cost(), threading.Event()
    own, server = _own_cpu(), _postgres_cpu()
    watcher = threading.Thread(target=_look, args=(cost, over, _postgres()), daemon=True)
    started = time.perf_counter()
    watcher.start()
    try:
        yield cost
    finally:
        cost.seconds = time.perf_counter() - started
        over.set()
        watcher.join()
        cost.own_cpu_seconds = _own_cpu() - own
        cost.postgres_cpu_seconds = _postgres_cpu() - server


def _look(cost: Cost, over: threading.Event, server: psutil.Process | None) -> None:
    """Sample: the kernel's own count of children includes what ran in this process before us.

    Children that were there before are the install's own servers, or what keeps them.
    """
    own = psutil.Process()
    before = set(own.children())
    while not over.wait(_SAMPLE_SECONDS):
        for one in (own, *_started(own, before)):
            with suppress(psutil.NoSuchProcess):
                cost.peak_mb = max(cost.peak_mb, one.memory_info().rss / 2**20)
        for one in server.children() if server else ():
            with suppress(psutil.NoSuchProcess):
                held = one.memory_info()
                cost.postgres_peak_mb = max(cost.postgres_peak_mb, (held.rss - held.shared) / 2**20)


def _started(own: psutil.Process, before: set[psutil.Process]) -> Iterator[psutil.Process]:
    """The children that are new, with theirs."""
    for child in set(own.children()) - before:
        yield child
        with suppress(psutil.NoSuchProcess):
            yield from child.children(recursive=True)


def _own_cpu() -> float:
    """What this process and those of its children that ended computed so far."""
    spent = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def _postgres_cpu() -> float:
    """What the server computed so far, the processes it ended included; 0 for one elsewhere."""
    main = _postgres()
    if main is None:
        return 0.0
    spent = main.cpu_times()
    total = spent.user + spent.system + spent.children_user + spent.children_system
    for one in main.children():
        with suppress(psutil.NoSuchProcess):
            busy = one.cpu_times()
            total += busy.user + busy.system
    return float(total)


def _postgres() -> psutil.Process | None:
    """The server's first process; none when it runs elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        main = psutil.Process(pid).parent()
    except psutil.NoSuchProcess:
        return None
    if main is None or main.name() != "postgres" or main.pid == os.getpid():
        return None
    return main
