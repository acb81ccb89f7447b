"""Finds tesseract, and says how it is called."""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from resumes.parsing.ocr.languages import LANGUAGES

_SECONDS = 10
_ROOT = Path(__file__).resolve().parents[3]
_PROGRAM = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('resumes.parsing.ocr.launch', run_name='__main__', alter_sys=True)"


def program() -> str | None:
    """The path of tesseract: what TESSERACT_PATH names, else what is on the path; an empty TESSERACT_PATH turns it off."""
    named = os.environ.get("TESSERACT_PATH")
    return shutil.which("tesseract") if named is None else shutil.which(named)


def languages(path: str) -> frozenset[str]:
    """Which of our languages this tesseract reads; none while it cannot be asked."""
    try:
        return _languages(path)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()


@lru_cache(maxsize=4)
def _languages(path: str) -> frozenset[str]:
    done = subprocess.run(  # noqa: S603 - the program the operator installed
        [path, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    return frozenset(done.stdout.split()) & frozenset(LANGUAGES.values())


def command(path: str, picture: Path, spoken: str) -> list[str]:
    """The confined call that prints a picture's words as hOCR."""
    launcher = [sys.executable, "-I", "-B", "-c", _PROGRAM, str(_ROOT)]
    return [*launcher, path, str(picture), spoken]
