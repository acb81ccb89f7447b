"""Beat's scheduler: the database's schedule, with a sign of life at every tick."""

import time
from typing import Any

from django_celery_beat.schedulers import DatabaseScheduler

from core import heartbeat

_EVERY_SECONDS = 5.0


class Scheduler(DatabaseScheduler):  # type: ignore[misc]  # the package has no types
    """Ticks at most 5 s apart."""

    _last = float("-inf")

    def tick(self, *words: Any, **names: Any) -> float:
        """Run what is due; seconds until the next tick."""
        now = time.monotonic()
        if now - self._last >= _EVERY_SECONDS:
            self._last = now
            heartbeat.show_life(heartbeat.BEAT)
        pause: float = super().tick(*words, **names)
        return pause
