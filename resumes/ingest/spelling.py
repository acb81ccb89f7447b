"""Words no dictionary has, where hunspell or aspell is installed with a dictionary of the language.

The words go through a pipe to a program of the system's package; nothing is downloaded.
"""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache

_SECONDS = 10
_MOST_WORDS = 4000
#: A word is right where one of these knows it.
_DICTIONARIES = {
    "en": ("en_GB", "en_US"),
    "de": ("de_DE", "de_AT", "de_CH"),
    "fr": ("fr_FR", "fr"),
    "es": ("es_ES", "es"),
    "it": ("it_IT", "it"),
    "nl": ("nl_NL", "nl"),
    "pl": ("pl_PL", "pl"),
    "pt": ("pt_PT", "pt_BR"),
}


def unknown_words(words: Sequence[str], *, language: str) -> frozenset[str] | None:
    """Those of the words that no dictionary of the language has; None where none is installed."""
    left = set(words[:_MOST_WORDS])
    asked = False
    for name in _DICTIONARIES.get(language, ()):
        unknown = _unknown(tuple(sorted(left)), name)
        if unknown is not None:
            left, asked = left & unknown, True
    return frozenset(left) if asked else None


def _unknown(words: tuple[str, ...], dictionary: str) -> set[str] | None:
    command = _command(dictionary)
    if command is None:
        return None
    done = subprocess.run(  # noqa: S603 - the program and its arguments are ours
        command,
        input="\n".join(words),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return set(done.stdout.split()) if done.returncode == 0 else None


@cache
def _command(dictionary: str) -> list[str] | None:
    """How words are listed that this dictionary does not have; None where it is not installed."""
    for program, arguments in (
        ("hunspell", ["-l", "-i", "utf-8", "-d", dictionary]),
        ("aspell", ["list", "--encoding=utf-8", "-d", dictionary]),
    ):
        path = shutil.which(program)
        if path and _works([path, *arguments]):
            return [path, *arguments]
    return None


def _works(command: list[str]) -> bool:
    tried = subprocess.run(  # noqa: S603 - as above
        command, input="a\n", capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    return tried.returncode == 0
