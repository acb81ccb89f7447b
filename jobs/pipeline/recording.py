"""What a run writes down about its stages while it goes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Left
from django.utils import timezone

from core.live import announce_to_staff
from jobs.models import SourceRun, StageRun
from jobs.pipeline.lease import LeaseLostError

Stage = StageRun.Stage
_LONGEST_ERROR = 2000

LONGEST_LOG = 20_000  # characters; the beginning is kept, where the first error stands
TOPIC = "run"
_ANNOUNCED_EVERY = 1.0  # seconds
_announced: dict[UUID, float] = {}


@dataclass(slots=True)
class Tally:
    """What one stage has done so far."""

    rows_in: int = 0
    rows_out: int = 0
    rejected: int = 0
    seconds: float = 0.0
    retries: int = 0

    def add(self, *, rows_in: int, rows_out: int, rejected: int = 0, seconds: float = 0.0) -> None:
        self.rows_in += rows_in
        self.rows_out += rows_out
        self.rejected += rejected
        self.seconds += seconds


def record(run: SourceRun, stage: str, tally: Tally, *, error: str = "") -> None:
    """Write a stage's row, new or again."""
    StageRun.objects.update_or_create(
        run=run,
        stage=stage,
        defaults={
            "rows_in": tally.rows_in,
            "rows_out": tally.rows_out,
            "rejected": tally.rejected,
            "seconds": round(tally.seconds, 3),
            "retries": tally.retries,
            "error": said(error),
        },
    )
    announce(run)


def note(run: SourceRun, stage: str, line: str) -> None:
    """Add one line, with its time, to what a stage's log says."""
    stamped = f"{timezone.now():%H:%M:%S} {said(line)}\n"[:LONGEST_LOG]
    row, _made = StageRun.objects.get_or_create(run=run, stage=stage)
    longer = Concat(F("log"), Value(stamped), output_field=TextField())
    StageRun.objects.filter(pk=row.pk).update(log=Left(longer, LONGEST_LOG))


def announce(run: SourceRun, *, is_over: bool = False) -> None:
    """Tell open pages of staff that a run went on, at most once a second; its end always."""
    now = time.monotonic()
    if is_over:
        _announced.pop(run.pk, None)
    elif now - _announced.get(run.pk, -_ANNOUNCED_EVERY) < _ANNOUNCED_EVERY:
        return
    else:
        _announced[run.pk] = now
    transaction.on_commit(lambda: announce_to_staff(TOPIC, run_id=run.pk))


def said(words: str) -> str:
    """Words from outside as a column takes them: no NUL, no lone surrogate, no end in sight."""
    return words.replace("\x00", "").encode("utf-8", "replace").decode()[:_LONGEST_ERROR]


class StageFailedError(Exception):
    """A stage could not finish; the cause is the original error."""

    def __init__(self, stage: str, cause: Exception) -> None:
        super().__init__(f"{Stage(stage).label}: {cause}")
        self.stage = stage


@contextmanager
def failing_as(run: SourceRun, stage: str) -> Iterator[None]:
    """Note the stage an error stopped, and pass it on as StageFailedError."""
    try:
        yield
    except (StageFailedError, LeaseLostError):
        raise
    except Exception as error:
        words = said(f"{type(error).__name__}: {error}")
        StageRun.objects.update_or_create(run=run, stage=stage, defaults={"error": words})
        note(run, stage, words)
        raise StageFailedError(stage, error) from error


class Stopwatch:
    """Seconds since it was made or last read."""

    def __init__(self) -> None:
        self._at = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        passed, self._at = now - self._at, now
        return passed


class Beat:
    """Says when it is time again for what need not happen for every page."""

    def __init__(self, seconds: float = 1.0) -> None:
        self._seconds = seconds
        self._next = 0.0

    def is_due(self) -> bool:
        """Whether the time has come; at first it has."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
