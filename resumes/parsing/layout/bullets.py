"""Bullets that are drawn as shapes instead of written as letters."""

import statistics

from resumes.parsing.layout.words import Mark, Word

_REACH_EMS = 2.6
_SHARE_OF_SIZE = 0.6
_LISTED_CHARACTERS = 32
_FEW = 2


def drawn_bullets(words: list[Word], marks: list[Mark]) -> list[Word]:
    """A bullet for every shape that stands before running text, in a row with others of its kind.

    Dots of a timeline stand before titles: shapes at one x count only where the lines beside them are long.
    """
    groups: dict[int, list[tuple[Mark, Word]]] = {}
    for mark in marks:
        word = _beside(mark, words)
        if word is not None:
            groups.setdefault(round(mark[0]), []).append((mark, word))
    bullets: list[Word] = []
    for pairs in groups.values():
        lengths = [_row_length(word, words) for _, word in pairs]
        if len(pairs) >= _FEW and statistics.median(lengths) >= _LISTED_CHARACTERS:
            bullets += [Word("•", m[0], m[2], w.base, w.style, blank=True) for m, w in pairs]
    return bullets


def _beside(mark: Mark, words: list[Word]) -> Word | None:
    """The word that begins right of a shape, on its height."""
    middle = (mark[1] + mark[3]) / 2
    right = [
        w
        for w in words
        if 0 < w.x0 - mark[2] < _REACH_EMS * w.size
        and w.base - w.size * 0.75 < middle < w.base + w.size * 0.1
        and mark[3] - mark[1] < w.size * _SHARE_OF_SIZE
    ]
    first = min(right, key=lambda w: w.x0, default=None)
    if first is None or any(
        abs(w.base - first.base) < 1 and mark[0] - 3 * w.size < w.x1 <= mark[0] + 1 for w in words
    ):
        return None
    return first


def _row_length(first: Word, words: list[Word]) -> int:
    """Letters of the line a word begins."""
    return sum(len(w.text) for w in words if abs(w.base - first.base) < 1 and w.x0 >= first.x0)
