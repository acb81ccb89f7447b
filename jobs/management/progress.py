"""How commands of jobs tell what they do."""

import time
from typing import Any

from django.core.management.base import OutputWrapper

from jobs.models import SourceRun

_EVERY_SECONDS = 0.2


class ProgressLine:
    """One line that is rewritten on a terminal; silent elsewhere."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream: Any = stream
        self._shown = stream.isatty()
        self._last = 0.0
        self._started = time.monotonic()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if not self._shown or (now - self._last < _EVERY_SECONDS and done != total):
            return
        self._last = now
        of = f" of {total:,}" if total else ""
        line = f"{stage.lower()} {done:,}{of}  {now - self._started:.0f} s"
        self._stream.write(f"\r\x1b[K{line}", ending="")
        self._stream.flush()

    def close(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K", ending="")


def sentence(run: SourceRun) -> str:
    """What a finished run did, for the person at the keyboard."""
    counts = run.counts
    parts = [
        f"{counts[name]:,} {name}"
        for name in ("created", "updated", "unchanged", "resurrected", "rejected", "expired")
        if counts.get(name)
    ]
    note = run.cursor.get("stopped_early") or ""
    return (
        f"{run.source.name}: {', '.join(parts) or 'nothing new'}; "
        f"{counts['open']:,} of them are open.{' ' + note if note else ''}"
    )
