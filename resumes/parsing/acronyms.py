"""Short names in capitals, which are set as headings are set and head nothing: 'SQL', 'TAFE NSW'."""

from resumes.parsing.document import Line

_LETTERS = 4
_WORDS = 2
_WHITE = 0.9
"""With as much white space above, in line heights, it may be a heading all the same; so may the first line of a column."""


def is_acronym(line: Line) -> bool:
    """Whether a line is in capitals because such names are."""
    words = line.text.split()
    short = len(words) <= _WORDS and all(len(word) <= _LETTERS for word in words)
    plain = not (line.bold or line.level or line.gap is None or line.gap >= _WHITE)
    return short and plain and line.text.isupper()
