"""Patterns people type, compiled so that no text can make them run for ever."""

import re
from collections.abc import Callable

LONGEST_PATTERN = 100
_LONGEST_LINE = 500
_MOST_LINES = 400
_MOST_OPEN_ENDS = 2
# What makes `re` try exponentially many ways, or look where no bound holds.
_REPEATED_GROUP = re.compile(r"\)\s*(?:[*+]|\{|\?[*+?])")
_LOOKS_AROUND = re.compile(r"\(\?(?!:)|\\[1-9]|\\g")
_OPEN_END = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\})")
_LARGE_COUNT = re.compile(r"\{[^}]*\d{3,}")


class PatternError(ValueError):
    """A pattern that is not taken. The message is a sentence a person may read."""


def compiled(pattern: str, *, is_regex: bool) -> Callable[[str], bool]:
    """A function that tells whether a text has the pattern. Case is ignored.

    Without `is_regex` the pattern is words that must stand in the text one after the other. A
    regular expression works line by line on the first 500 characters of at most 400 lines.
    Raises: PatternError.
    """
    if not pattern.strip():
        raise PatternError("An empty pattern would match everything.")
    if is_regex:
        return _regex(pattern)
    words = r"\s+".join(map(re.escape, pattern.split()))
    return _search(re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE))


def _regex(pattern: str) -> Callable[[str], bool]:
    if len(pattern) > LONGEST_PATTERN:
        raise PatternError(f"A pattern has at most {LONGEST_PATTERN} characters.")
    if _REPEATED_GROUP.search(pattern):
        raise PatternError("A group that repeats can take for ever: write it out.")
    if _LOOKS_AROUND.search(pattern):
        raise PatternError("Looking around and references to groups are not supported.")
    if len(_OPEN_END.findall(pattern)) > _MOST_OPEN_ENDS or _LARGE_COUNT.search(pattern):
        raise PatternError(f"A pattern may repeat without an end {_MOST_OPEN_ENDS} times at most.")
    try:
        expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"This is no regular expression: {error}") from error
    if expression.search("") is not None:
        raise PatternError("A pattern that matches nothing at all would match everything.")
    return _by_line(expression)


def _search(expression: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: expression.search(text) is not None


def _by_line(expression: re.Pattern[str]) -> Callable[[str], bool]:
    def has(text: str) -> bool:
        lines = text.splitlines()[:_MOST_LINES]
        return any(expression.search(line[:_LONGEST_LINE]) for line in lines)

    return has
