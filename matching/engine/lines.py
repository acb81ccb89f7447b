"""Texts as lines that can be quoted word for word."""

import re
from collections.abc import Iterable
from functools import lru_cache

MAX_QUOTE = 150
MIN_DUTY_WORDS = 4
_BREAK = re.compile(
    # Whatever breaks a line begins with a space: asked first, the rest is tried at few places.
    r"(?=\s)(?:\n+|(?<=[.!?;…])\s+(?=[A-ZÀ-ÖØ-Þ0-9\"“«(•*-])|\s+[•●▪◦·]\s*|(?<=\.\.\.)\s{2,}|\s{3,})"
)
_ITEM_BREAK = re.compile(
    r"[,;/|•·()\[\]:]|\s(?:and|or|&|et|ou|und|oder|y|o|e|–|—|-)\s", re.IGNORECASE
)
_EDGE = " \t\r\n•●▪◦·*-–—|>,;"
_NUMBER = re.compile(r"(?<!\S)[^\s\d]*\d\S*")  # a word with a figure, looked at once from its start
_FIGURE = re.compile(r"\d")
_FOLD = re.compile(r"\W+")
_STEM = 6  # letters of a word that are compared: develop, developed, development
_LEAST_LETTERS = 5
_SAYS_LITTLE = re.compile(
    r"work|experi|abilit|includ|requir|provid|ensur|within|across|around|through|based|other|their|there|"
    r"these|those|which|where|while|would|should|could|about|after|every|using|years?$|skill|strong|"
    r"role|teams?$|compan|busine|opport|respon|suppor|candid|succes|develo|manage|delive|improv|"
    r"projec|servic|produc|system|effect|variou|differ|multip|excell|level|being|together|people|"
    r"world|great|person|positi|related|also|helped|helpin|between|during|until|first"
)


@lru_cache(maxsize=2048)
def lines_of(text: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, line) of each sentence or bullet; a line is the text's own words.

    Remembered: one resume is held against hundreds of postings, a new posting against many resumes.
    """
    found: list[tuple[int, int, str]] = []
    start = 0
    for gap in [*_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        line = text[start:end].strip(_EDGE)
        if line:
            found.append((start, end, line))
        start = gap.end() if gap else end
    return tuple(found)


def quote(line: str, start: int = 0, end: int = 0) -> str:
    """Return at most `MAX_QUOTE` characters of `line` around [start, end), cut between words."""
    if len(line) <= MAX_QUOTE:
        return " ".join(line.split())
    left = max(0, min(start - (MAX_QUOTE - (end - start)) // 2, len(line) - MAX_QUOTE))
    right = min(len(line), left + MAX_QUOTE)
    if left:
        left = min(line.find(" ", left) + 1 or left, start)
    if right < len(line):
        right = max(line.rfind(" ", 0, right), end)
    words = " ".join(line[left:right].split()).strip(" ,;")
    return f"{'… ' if left else ''}{words}{' …' if right < len(line) else ''}"


def quote_around(text: str, start: int, end: int) -> str:
    """Quote the line of `text` that holds [start, end)."""
    for first, last, line in lines_of(text):
        if first <= start < last:
            offset = text.find(line, first)
            return quote(line, start - offset, end - offset)
    return quote(text[max(0, start - 60) : end + 60])


def item_around(line: str, start: int, end: int) -> str:
    """The item of an enumeration that holds [start, end) of `line`: `Django` of `Python, Django`."""
    left = max((gap.end() for gap in _ITEM_BREAK.finditer(line, 0, start)), default=0)
    gap = _ITEM_BREAK.search(line, end)
    return quote(line[left : gap.start() if gap else len(line)].strip(_EDGE + "."))


def fold(line: str) -> str:
    """`line` for comparing: lower case, words only."""
    return _FOLD.sub(" ", line).strip().casefold()


def without_numbers(line: str) -> str:
    """`line` without figures: 35 countries and 35 minutes are not alike."""
    return _NUMBER.sub(" ", line) if _FIGURE.search(line) else line


def telling_words(one: str, other: str) -> frozenset[str]:
    """Beginnings of the words two lines share, without those that any line of work may hold."""
    return _beginnings(one) & _beginnings(other)


@lru_cache(maxsize=10_000)
def _beginnings(line: str) -> frozenset[str]:
    words = (word for word in fold(without_numbers(line)).split() if len(word) >= _LEAST_LETTERS)
    return frozenset(word[:_STEM] for word in words if not _SAYS_LITTLE.match(word))


def distinct(lines: Iterable[str], limit: int) -> tuple[str, ...]:
    """The first `limit` lines, each once whatever its case and punctuation."""
    seen: dict[str, str] = {}
    for line in lines:
        key = fold(line)
        if key and key not in seen:
            seen[key] = line
            if len(seen) >= limit:
                break
    return tuple(seen.values())


def reads_as_duty(line: str) -> bool:
    """Whether a line says something about work, rather than being a name, a date or a heading."""
    words = [word for word in line.split() if any(map(str.isalpha, word))]
    return len(words) >= MIN_DUTY_WORDS
