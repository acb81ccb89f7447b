"""Reads every file of a folder and judges it by the truth beside it.

The answer, its memory and its time are those of the parser's door (`sandbox.parse_file`: a child process per file), asked
by a small program of its own (`door`). The seconds of reading alone are measured apart: a fork of this process, where
everything is loaded, reads the same file once more and ends.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2

from resumes.parsing.read import parse_bytes
from resumes.parsing.types import ParseFailure
from resumes.scorecard.card import Card, Result
from resumes.scorecard.judging import judge

TRUTH = ".truth.json"
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"})
_ROOT = Path(__file__).resolve().parents[2]
_NOT_RESUMES = (TRUTH, ".truth.txt")
_TEXT_CHARACTERS = 20
_WARM_UP = b"Jane Roe\njane@example.com\n\nEXPERIENCE\nNurse, Clinic\nMay 2019 - Present\n- Care\n"


class UnreadableTruthError(Exception):
    """A truth that cannot be read: no figure over the folder would be right without it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file, the truth beside it (None without one) and what it is counted under."""

    path: Path
    label: str
    truth: dict[str, Any] | None
    layout: str
    group: str

    @property
    def format(self) -> str:
        """The kind of file by its name."""
        return self.path.suffix.lower().lstrip(".") or "none"


def cases(folder: Path) -> Iterator[Case]:
    """Every file in a folder and those below it, in the order of their paths."""
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and not path.name.startswith(".")
            and not path.name.endswith(_NOT_RESUMES)
        ):
            yield case(path, folder)


def case(path: Path, folder: Path) -> Case:
    """A file with its truth: `<file>.truth.json`, else `<stem>.truth.json`.

    A truth may name its `layout` and `group`; else the layout is the word after `__` in the name, or the folder.
    """
    truth = _truth(path)
    stated = truth or {}
    after = path.stem.rpartition("__")[2] if "__" in path.stem else path.parent.name
    layout = str(stated.get("layout") or after)
    return Case(
        path, str(path.relative_to(folder)), truth, layout, str(stated.get("group") or layout)
    )


def evaluate(
    folder: Path, *, through_the_door: bool = True, told: Callable[[Result], None] | None = None
) -> Card:
    """The scorecard of a folder. Not through the door means in this process: quick, without memory and child start."""
    warm_up()
    card = Card()
    for result in _through_the_door(folder) if through_the_door else _here(folder):
        card.results.append(result)
        if told:
            told(result)
    return card


def _here(folder: Path) -> Iterator[Result]:
    yield from (read_here(one) for one in cases(folder) if one.truth is not None)


def _through_the_door(folder: Path) -> Iterator[Result]:
    with door() as answer:
        for one in cases(folder):
            yield measured(one, answer(one.path))


@contextlib.contextmanager
def door() -> Iterator[Callable[[Path], dict[str, Any]]]:
    """The door program, running: called with a path it returns the answer and its costs."""
    command = [sys.executable, "-m", "resumes.management.door"]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        paths, answers = program.stdin, program.stdout
        assert paths is not None
        assert answers is not None

        def answer(path: Path) -> dict[str, Any]:
            paths.write(f"{path.resolve()}\n")
            paths.flush()
            found: dict[str, Any] = json.loads(answers.readline())
            return found

        yield answer
        paths.close()


def measured(one: Case, answer: dict[str, Any]) -> Result:
    """The result of one answered file; how long reading alone takes is measured where there was something to read."""
    code, wall = answer["code"], answer["wall_seconds"]
    may_be_picture = code in ("ok", "image_only", "wrong_type")
    result = replace(
        _result(one, answer["resume"], code, wall),
        is_picture=may_be_picture and _is_picture(one.path),
        wall_seconds=wall,
        peak_bytes=answer["peak_bytes"],
    )
    if code != "ok" or result.is_picture:
        return result
    seconds, cpu_seconds = _seconds_to_read(one.path)
    return replace(result, seconds=seconds, cpu_seconds=cpu_seconds)


def read_here(one: Case) -> Result:
    """The result of one file read in this process: for files that are known to do no harm."""
    started, worked = time.perf_counter(), time.process_time()
    resume, code = _tried(lambda: parse_bytes(one.path.read_bytes(), today=_today()).resume)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    result = _result(one, resume, code, seconds)
    return replace(result, is_picture=_is_picture(one.path), cpu_seconds=cpu_seconds)


def warm_up() -> None:
    """Load what the first reading would load."""
    parse_bytes(_WARM_UP, today=_today())


def _tried(read: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], str]:
    try:
        return read(), "ok"
    except ParseFailure as failure:
        return {}, failure.code
    except Exception:  # noqa: BLE001 - what a child would have died of
        return {}, "crashed"


def _result(one: Case, resume: dict[str, Any], code: str, seconds: float) -> Result:
    judgement = judge(one.truth, resume) if one.truth is not None else None
    return Result(one.label, one.format, one.layout, one.group, code, seconds, judgement=judgement)


def _seconds_to_read(path: Path) -> tuple[float, float]:
    """Seconds on the clock and of the processor, in a fork of this process: as a child started ahead would read it.

    Zeros where the file ends the fork.
    """
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.write(sender, json.dumps(_timed(path)).encode())
        os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        seconds, cpu_seconds = json.loads(pipe.read() or b"[0.0, 0.0]")
    os.waitpid(child, 0)
    return seconds, cpu_seconds


def _timed(path: Path) -> tuple[float, float]:
    started, worked = time.perf_counter(), time.process_time()
    parse_bytes(path.read_bytes(), today=_today())
    return time.perf_counter() - started, time.process_time() - worked


def _is_picture(path: Path) -> bool:
    """Is there no text in it? Asked of the file, not of the parser: what it cannot see must not become a picture."""
    if path.suffix.lower() in _PICTURES:
        return True
    if path.suffix.lower() != ".pdf":
        return False
    with contextlib.suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(path)
        with contextlib.closing(document):
            return sum(_characters(page) for page in document) < _TEXT_CHARACTERS
    return False


def _characters(page: Any) -> int:
    text = page.get_textpage()
    with contextlib.closing(page), contextlib.closing(text):
        return int(text.count_chars())


def _truth(path: Path) -> dict[str, Any] | None:
    for beside in (path.with_name(path.name + TRUTH), path.with_name(path.stem + TRUTH)):
        if beside.is_file():
            return _stated(beside)
    return None


def _stated(path: Path) -> dict[str, Any]:
    """Raises: UnreadableTruthError."""
    try:
        stated = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise UnreadableTruthError(f"{path} is not JSON: {error}") from error
    if not isinstance(stated, dict):
        raise UnreadableTruthError(f"{path} is not a JSON object.")
    return stated


def _today() -> Any:
    return datetime.now(tz=UTC).date()
