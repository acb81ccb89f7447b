"""Runs the parser program as a child that may crash, hang or eat memory without harming the caller."""

import contextlib
import json
import os
import re
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resumes.parsing import limits
from resumes.parsing.ocr import engine
from resumes.parsing.types import MESSAGES, ParsedResume, ParseFailure

_ROUNDS = 6
_RESERVE_SECONDS = 10
"""What is kept of the time for the parser itself, once the pictures are read."""
_NAME = re.compile(r"\d{1,3}x?\Z")
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
"""One thread each: more would take address space, and another file's processor time."""

STDOUT_BYTES = 16 * 1024**2
_MUCH_MEMORY_BYTES = limits.ADDRESS_SPACE_BYTES // 2
"""A child that died with more than this had its next request refused: buffers grow by doubling."""
_PEAK_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024
_LONGEST_PAUSE_SECONDS = 0.05
_LOOK_SECONDS = 0.1  # between looks at the memory of a child that is silent
_ROOT = Path(__file__).resolve().parents[2]
_READ_BYTES = 65536

# `-I` keeps the environment and the working folder out of the child's import path; the project's
# own folder is then put back by hand, behind the standard library and site-packages.
_PROGRAM = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('resumes.parsing', run_name='__main__', alter_sys=True)"


def parse_file(path: Path, *, wall_seconds: float = 60) -> ParsedResume:
    """Reads one resume file in a child process, pictures with the help of others, all within `wall_seconds`.

    Raises: ParseFailure, for a file that cannot be read and for a child that crashed or ran out of its limits.
    """
    command = [sys.executable, "-I", "-B", "-c", _PROGRAM, str(_ROOT), str(Path(path).resolve())]
    program = engine.program()
    spoken = engine.languages(program) if program else frozenset()
    if program is None or not spoken:
        return read_answer(*run_confined(command, wall_seconds=wall_seconds))
    with tempfile.TemporaryDirectory(prefix="resume-") as folder:
        desk = PictureDesk(Path(folder), program, spoken, time.monotonic() + wall_seconds)
        return desk.parse(command)


@dataclass(slots=True)
class PictureDesk:
    """Has the pictures read that the parser leaves in a private folder, until it has what it needs or time is short."""

    folder: Path
    program: str
    spoken: frozenset[str]
    deadline: float

    def parse(self, command: list[str]) -> ParsedResume:
        """Raises: ParseFailure."""
        command = [*command, str(self.folder), "+".join(sorted(self.spoken))]
        for _ in range(_ROUNDS):
            code, output = run_confined(command, wall_seconds=self._left())
            wants = _wants(output)
            if not wants:
                return read_answer(code, output)
            if not all(self._read(*want) for want in wants):
                break
        return read_answer(*run_confined([*command, "last"], wall_seconds=self._left()))

    def _left(self) -> float:
        return max(0.1, self.deadline - time.monotonic())

    def _read(self, name: str, languages: str) -> bool:
        """Whether there was time to read a picture; one that breaks its reader has no words."""
        seconds = min(limits.PICTURE_SECONDS, self._left() - _RESERVE_SECONDS)
        if seconds <= 0 or not _NAME.match(name) or not {*languages.split("+")} <= self.spoken:
            return False
        picture = self.folder / f"{name}.png"
        try:
            _, output = run_confined(
                engine.command(self.program, picture, languages), wall_seconds=seconds
            )
        except ParseFailure:
            output = b""
        # the child may write in this folder: nothing that stands there already is followed or replaced
        with (
            contextlib.suppress(FileExistsError),
            (self.folder / f"{name}.{languages}.hocr").open("xb") as file,
        ):
            file.write(output)
        return True


def _wants(output: bytes) -> list[tuple[str, str]]:
    """The pictures the parser asks to have read, as (name, languages)."""
    try:
        rows = json.loads(output).get("wants", [])
        return [(str(name), str(languages)) for name, languages in rows][: limits.PICTURES]
    except (ValueError, TypeError, AttributeError):
        return []


def run_confined(command: list[str], *, wall_seconds: float) -> tuple[int, bytes]:
    """Return code and standard output of a child in its own process group, which never outlives this call.

    Raises: ParseFailure too_slow, too_big or out_of_memory, after the whole group was killed.
    """
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + wall_seconds
        output, seen_bytes = _read_capped(child, deadline=deadline)
        code, peak_bytes = _ended(child, deadline=deadline)
    finally:
        _end_group(child)
    if code < 0 and (seen_bytes > _MUCH_MEMORY_BYTES or _is_out_of_memory(peak_bytes)):
        raise ParseFailure("out_of_memory")
    return code, output


def _ended(child: subprocess.Popen[bytes], *, deadline: float) -> tuple[int, int]:
    """Return code and peak memory of a child, once it has ended. Raises: ParseFailure too_slow."""
    pause = 0.0005
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, usage.ru_maxrss * _PEAK_UNIT_BYTES
        if time.monotonic() > deadline:
            raise ParseFailure("too_slow")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def _is_out_of_memory(peak_bytes: int) -> bool:
    """Whether a child that was ended by a signal was ended for its memory.

    The system's figure for a child begins with what the process that started it held: that much
    says nothing. Our own figure begins so too, hence what is asked of this very program's memory.
    """
    own = _high_water(os.getpid()) or (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT_BYTES
    )
    return peak_bytes > max(_MUCH_MEMORY_BYTES, own)


def _high_water(pid: int) -> int:
    """The most memory a running program has held, in bytes; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _read_capped(child: subprocess.Popen[bytes], *, deadline: float) -> tuple[bytes, int]:
    """What a child says, and the most memory it was seen to hold. Raises: ParseFailure."""
    assert child.stdout is not None
    chunks: list[bytes] = []
    size, seen_bytes = 0, 0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ParseFailure("too_slow")
            if not selector.select(min(left, _LOOK_SECONDS)):
                seen_bytes = max(seen_bytes, _high_water(child.pid))
                continue
            chunk = os.read(child.stdout.fileno(), _READ_BYTES)
            if not chunk:
                return b"".join(chunks), seen_bytes
            size += len(chunk)
            if size > STDOUT_BYTES:
                raise ParseFailure("too_big")
            chunks.append(chunk)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """Kills whatever is left of the child's group and reaps the child."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def read_answer(code: int, output: bytes) -> ParsedResume:
    """The child's answer as a value. Raises: ParseFailure when it says so, or died without one."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ParseFailure("too_slow")
    try:
        answer: dict[str, Any] = json.loads(output)
        if answer["ok"]:
            return _resume(answer)
        error = answer["error"]
        refusal = ParseFailure(str(error["code"]), str(error["message"]))
    except (ValueError, KeyError, TypeError):
        raise ParseFailure("crashed") from None
    if refusal.code not in MESSAGES:
        raise ParseFailure("crashed")
    raise refusal


def _resume(answer: dict[str, Any]) -> ParsedResume:
    return ParsedResume(
        resume=answer["resume"],
        text=answer["text"],
        warnings=tuple(answer["warnings"]),
        language=answer["language"],
        pages=answer["pages"],
        media_type=answer["media_type"],
        parser_version=answer["parser_version"],
        provenance=answer["provenance"],
        experience_months=answer["experience_months"],
    )
