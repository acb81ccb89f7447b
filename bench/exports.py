"""How long documents of a resume take, and how much of them our own reader gets back.

Seconds are of the wall, as a person waits them, p50 and p95 over made-up people in eight languages;
the baseline is a child that starts the same interpreter and does nothing.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from bench._shared import show
from resumes.exports import TEMPLATES, export
from resumes.parsing.read import parse_bytes
from resumes.parsing.sandbox import run_confined
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.writers import as_markdown

_TODAY = date(2026, 11, 1)
_STARTS = 20


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    people = [parse_bytes(as_markdown(person), today=_TODAY) for person in PEOPLE]
    figures: dict[str, float | int | str] = {"people": len(people)}
    command = [sys.executable, "-I", "-c", "pass"]
    starts = [_timed(lambda: run_confined(command, wall_seconds=60))[0] for _ in range(_STARTS)]
    figures["empty_child_p50_seconds"] = statistics.median(starts)
    for name, template in [*(("pdf", look) for look in TEMPLATES), *_OTHERS]:
        made = [(person, *_timed(partial(_document, person, name, template))) for person in people]
        seconds = sorted(took for _person, took, _content in made)
        shown = f"{name}_{template}" if name == "pdf" else name
        figures[f"{shown}_p50_seconds"] = statistics.median(seconds)
        figures[f"{shown}_p95_seconds"] = seconds[round(0.95 * (len(seconds) - 1))]
        kept = [_kept(person.resume, content) for person, _took, content in made]
        figures[f"{shown}_read_back"] = statistics.mean(kept)
    show(figures, as_json=options.json)
    return 0


_OTHERS = [(name, "classic") for name in ("docx", "odt", "json", "markdown", "text")]


def _document(person: Any, name: str, template: str) -> bytes:
    return export(person.resume, name, language=person.language, template=template)


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = act()
    return time.perf_counter() - started, result


def _kept(resume: Mapping[str, Any], content: bytes) -> float:
    """The share of what was said about a person that is read back from a document."""
    wanted, found = _facts(resume), _facts(parse_bytes(content, today=_TODAY).resume)
    return len(wanted & found) / len(wanted)


def _facts(resume: Mapping[str, Any]) -> set[tuple[str, ...]]:
    basics = resume.get("basics", {})
    facts: set[tuple[str, ...]] = {
        (key, str(basics.get(key))) for key in ("name", "email", "phone")
    }
    for job in resume.get("work", []):
        told = [str(job.get(key)) for key in ("position", "name", "startDate", "endDate")]
        facts.add(("work", *told))
        facts |= {("point", text) for text in job.get("highlights", [])}
    for study in resume.get("education", []):
        degree = " ".join(filter(None, (study.get("studyType"), study.get("area"))))
        facts.add(("education", degree, str(study.get("institution")), str(study.get("endDate"))))
    for skill in resume.get("skills", []):
        facts |= {("skill", word) for word in skill.get("keywords") or [skill.get("name", "")]}
    for spoken in resume.get("languages", []):
        facts.add(("language", str(spoken.get("language")), str(spoken.get("fluency"))))
    return facts
