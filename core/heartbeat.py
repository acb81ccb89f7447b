"""Signs of life in Redis: which queues have a worker, and whether beat ticks.

A worker writes one key per queue it reads, beat writes one per tick. Keys expire, so silence is
seen within `LIFETIME_SECONDS`, and nothing has to ask a busy worker anything.
"""

import time
from typing import Any

from celery.signals import heartbeat_sent, worker_ready
from django.core.cache import cache

LIFETIME_SECONDS = 15
_EVERY_SECONDS = 5.0
BEAT = "beat"


def queue_name(queue: str) -> str:
    """The name under which the readers of `queue` show life."""
    return f"queue.{queue}"


def show_life(*names: str) -> None:
    """Say that these are alive now."""
    cache.set_many({_key(name): time.time() for name in names}, LIFETIME_SECONDS)


def silent_seconds(name: str) -> float | None:
    """Seconds since the last sign of life; None when there was none lately or Redis is away."""
    seen = cache.get(_key(name))
    return None if seen is None else max(0.0, time.time() - float(seen))


def forget(*names: str) -> None:
    """Remove old signs of life, so that the next one is a new process's own."""
    cache.delete_many([_key(name) for name in names])


class Pulse:
    """Leaves the signs of life of one worker: at most one write every few seconds."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.last = float("-inf")

    def start(self, sender: Any, **_: object) -> None:
        """Remember the queues of a worker that has just become ready."""
        self.names = tuple(queue_name(queue.name) for queue in sender.task_consumer.queues)
        self.tick()

    def tick(self, **_: object) -> None:
        """Leave a sign unless there was one just now."""
        now = time.monotonic()
        if self.names and now - self.last >= _EVERY_SECONDS:
            self.last = now
            show_life(*self.names)


def _key(name: str) -> str:
    return f"heartbeat.{name}"


pulse = Pulse()


def listen() -> None:
    """Connect to the worker's signals; only a worker ever sends them."""
    worker_ready.connect(pulse.start)
    heartbeat_sent.connect(pulse.tick)
