"""Runs the parser program as a child that may crash, hang or eat memory without harming the caller."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from resumes.parsing.types import MESSAGES, ParsedResume, ParseFailure

STDOUT_BYTES = 16 * 1024**2
_ROOT = Path(__file__).resolve().parents[2]
_READ_BYTES = 65536

# `-I` keeps the environment and the working folder out of the child's import path; the project's
# own folder is then put back by hand, behind the standard library and site-packages.
_PROGRAM = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('resumes.parsing', run_name='__main__', alter_sys=True)"


def parse_file(path: Path, *, wall_seconds: float = 60) -> ParsedResume:
    """Reads one resume file in a child process.

    Raises: ParseFailure, for a file that cannot be read and for a child that crashed or ran out of its limits.
    """
    command = [sys.executable, "-I", "-B", "-c", _PROGRAM, str(_ROOT), str(Path(path).resolve())]
    code, output = run_confined(command, wall_seconds=wall_seconds)
    return read_answer(code, output)


def run_confined(command: list[str], *, wall_seconds: float) -> tuple[int, bytes]:
    """Return code and standard output of a child in its own process group, which never outlives this call.

    Raises: ParseFailure too_slow or too_big, after the whole group was killed.
    """
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + wall_seconds
        output = _read_capped(child, deadline=deadline)
        code = child.wait(timeout=max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise ParseFailure("too_slow") from None
    finally:
        _end_group(child)
    return code, output


def _read_capped(child: subprocess.Popen[bytes], *, deadline: float) -> bytes:
    assert child.stdout is not None
    chunks: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise ParseFailure("too_slow")
            chunk = os.read(child.stdout.fileno(), _READ_BYTES)
            if not chunk:
                return b"".join(chunks)
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
