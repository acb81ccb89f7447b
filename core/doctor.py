"""Looking at every part at once, without being stopped by one that hangs or raises."""

import queue
import threading
import time
from dataclasses import dataclass

from django.db import connections

from core.registry import Check, Finding, State, broken

PATIENCE_SECONDS = 6.0


@dataclass(frozen=True)
class Diagnosis:
    """One part, what was found, and how long the look took."""

    name: str
    finding: Finding
    seconds: float


def examine(
    checks: tuple[Check, ...], patience_seconds: float = PATIENCE_SECONDS
) -> list[Diagnosis]:
    """Every check's diagnosis, in the order given, after `patience_seconds` at the latest."""
    answers: queue.Queue[Diagnosis] = queue.Queue()
    for check in checks:
        # Daemons: a look that hangs must not keep the program from ending.
        threading.Thread(target=_look, args=(check, answers), daemon=True).start()
    until = time.monotonic() + patience_seconds
    found: dict[str, Diagnosis] = {}
    while len(found) < len(checks):
        try:
            diagnosis = answers.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            break
        found[diagnosis.name] = diagnosis
    return [found.get(check.name) or _hung(check, patience_seconds) for check in checks]


def is_sound(diagnoses: list[Diagnosis]) -> bool:
    """Whether nothing is broken; what is merely not configured is a choice."""
    return all(diagnosis.finding.state != State.BROKEN for diagnosis in diagnoses)


def _look(check: Check, answers: "queue.Queue[Diagnosis]") -> None:
    started = time.monotonic()
    try:
        finding = check.function()()
    except Exception as error:  # noqa: BLE001 - whatever a look raises is its finding
        finding = broken(_one_line(error), "This is not a known fault; the message says more.")
    finally:
        connections.close_all()
    answers.put(Diagnosis(check.name, finding, time.monotonic() - started))


def _hung(check: Check, patience_seconds: float) -> Diagnosis:
    sentence = f"No answer within {patience_seconds:g} s."
    fix = "See whether the service behind it is overloaded or unreachable."
    return Diagnosis(check.name, broken(sentence, fix), patience_seconds)


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]
