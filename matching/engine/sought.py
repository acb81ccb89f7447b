"""Long patterns that are tried only where a word they cannot do without stands.

A pattern of seventy phrases is tried at every letter of every line, and nine lines in ten hold none
of them. Which words every match must hold is read off the pattern itself, so nobody keeps a second
list; one pass of an automaton looks for all of them at once.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick

_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT}
# Letters that `IGNORECASE` takes for an i and that case folding keeps apart from it.
_DOTS = re.compile("[ıİ]")


class Sought:
    """Answers as `re.compile(pattern, re.IGNORECASE)` does, sooner where nothing is found."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.IGNORECASE)
        words = needed_words(pattern)
        self._words = AhoCorasick(sorted(words)) if words else None

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self._pattern.search(text) if self._may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, left to right."""
        return self._pattern.finditer(text) if self._may_match(text) else iter(())

    def _may_match(self, text: str) -> bool:
        if self._words is None or (not text.isascii() and _DOTS.search(text)):
            return True
        return bool(self._words.find_matches_as_indexes(text.casefold()))


def needed_words(pattern: str) -> frozenset[str] | None:
    """Case-folded words of which every match holds at least one; None where there are none."""
    return _needed(_parser.parse(pattern, re.IGNORECASE))


def _needed(sequence: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Of all that stands one after the other in a match, what is the longest at its shortest."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in sequence:
        if kind is _constants.LITERAL:
            run += chr(value)
            continue
        found += [frozenset({run.casefold()})] if run else []
        if run and kind is _constants.BRANCH:  # `tur(?:kish|c)`, as the parser cuts two names
            found += [frozenset((run + _lead(choice)).casefold() for choice in value[1])]
        run = ""
        inside = _inside(kind, value)
        found += [inside] if inside else []
    found += [frozenset({run.casefold()})] if run else []
    return max(found, key=lambda words: min(map(len, words)), default=None)


def _lead(sequence: Iterable[tuple[Any, Any]]) -> str:
    """The letters a sequence begins with."""
    letters = takewhile(lambda one: one[0] is _constants.LITERAL, sequence)
    return "".join(chr(value) for _, value in letters)


def _inside(kind: Any, value: Any) -> frozenset[str] | None:
    """What a group, a choice or a repeated part needs; None for all else."""
    if kind is _constants.SUBPATTERN:
        return _needed(value[-1])
    if kind in _REPEATS and value[0]:
        return _needed(value[2])
    if kind is _constants.BRANCH:
        each = [_needed(choice) for choice in value[1]]
        return frozenset().union(*each) if all(each) else None  # type: ignore[arg-type]
    return None
