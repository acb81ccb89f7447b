"""Long patterns that are tried only where a word they cannot do without stands.

A pattern of seventy phrases is tried at every letter of every line, and nine lines in ten hold none
of them. Which words every match must hold is read off the pattern itself, so nobody keeps a second
list; one pass of an automaton looks for all of them at once, and only the phrases whose words stand
there are tried.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, takewhile
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick

_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT}
# Letters that `IGNORECASE` takes for an i and that case folding keeps apart from it.
_DOTS = re.compile("[ıİ]")
_PARTS = re.compile(r"\\.|.", re.DOTALL)  # of a pattern, each letter with the stroke before it


class Folded:
    """Lines that many patterns are sought in: folded once, and looked through as one text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        folded = [line.casefold() for line in lines]
        self.text = "\n".join(folded)
        self.ends = list(accumulate(len(line) + 1 for line in folded))
        self.dotted = [n for n, line in enumerate(lines) if _is_dotted(line)]


class Sought:
    """Answers as `re.compile(pattern, re.IGNORECASE)` does, sooner where nothing is found."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.IGNORECASE)
        self._choices = [re.compile(one, re.IGNORECASE) for one in choices(pattern)]
        needs = [needed_words(one.pattern) for one in self._choices]
        self._always = [number for number, words in enumerate(needs) if not words]
        owners: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(needs):
            for word in words or ():
                owners[word].append(number)
        self._owners = list(owners.values())
        self._words = AhoCorasick(list(owners)) if owners else None

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self._first(text, self._tried(text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, left to right."""
        return self._pattern.finditer(text) if self._tried(text) else iter(())

    def among(self, folded: Folded) -> dict[int, re.Match[str]]:
        """The first match of each line that has one, by the number of the line."""
        tried: dict[int, set[int]] = defaultdict(set)
        if self._words is not None:
            for word, start, _ in self._words.find_matches_as_indexes(
                folded.text, overlapping=True
            ):
                tried[bisect_right(folded.ends, start)].update(self._owners[word])
        everywhere = range(len(folded.lines)) if self._always else ()
        for number in everywhere:
            tried[number].update(self._always)
        for number in folded.dotted:
            tried[number].update(range(len(self._choices)))
        found = {
            number: self._first(folded.lines[number], tried[number]) for number in sorted(tried)
        }
        return {number: match for number, match in found.items() if match is not None}

    def _first(self, text: str, tried: Iterable[int]) -> re.Match[str] | None:
        """The leftmost match of the choices tried; of two at one place the earlier choice."""
        best: re.Match[str] | None = None
        for number in sorted(tried):
            match = self._choices[number].search(text)
            if match is not None and (best is None or match.start() < best.start()):
                best = match
        return best

    def _tried(self, text: str) -> Collection[int]:
        """The choices that may match."""
        if _is_dotted(text):
            return range(len(self._choices))
        if self._words is None:
            return self._always
        found = self._words.find_matches_as_indexes(text.casefold(), overlapping=True)
        return {one for word, _, _ in found for one in self._owners[word]}.union(self._always)


def _is_dotted(text: str) -> bool:
    return not text.isascii() and bool(_DOTS.search(text))


def choices(pattern: str) -> list[str]:
    """The alternatives of a pattern: what stands between its outermost bars."""
    found = [""]
    depth = 0
    is_class = False
    for part in _PARTS.findall(pattern):
        is_class = part != "]" if is_class else part == "["
        depth += (not is_class) * ((part == "(") - (part == ")"))
        if part == "|" and not depth and not is_class:
            found.append("")
        else:
            found[-1] += part
    return found


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
