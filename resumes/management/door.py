"""`python -m resumes.management.door`: answers files through the parser's door and says what each cost.

Paths come in on standard input, one a line; an answer goes out as one JSON object a line. Every file is a fork of its
own: the memory of the largest child is only ever told of all children of a process. It knows no Django and little
else: a child's memory begins with that of the process it was forked from.
"""

import contextlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from resumes.parsing.sandbox import parse_file
from resumes.parsing.types import ParseFailure


def main() -> None:
    """Answer until the paths end."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _answer_and_end(Path(line.rstrip("\n")))
        _, status = os.waitpid(child, 0)
        if status:
            _say({"resume": {}, "code": "crashed", "wall_seconds": 0.0, "peak_bytes": 0})


def _answer_and_end(path: Path) -> None:
    """What the fork does; without an answer it ends with 1."""
    with contextlib.suppress(Exception):
        _say(_answer(path))
        os._exit(0)
    os._exit(1)


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)  # noqa: T201 - the protocol


def _answer(path: Path) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        found: dict[str, Any] = {"resume": parse_file(path).resume, "code": "ok"}
    except ParseFailure as failure:
        found = {"resume": {}, "code": failure.code}
    wall = time.perf_counter() - started
    peak_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {**found, "wall_seconds": wall, "peak_bytes": peak_kib * 1024}


if __name__ == "__main__":
    main()
