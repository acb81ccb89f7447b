"""Descriptions as sets of short runs of words."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
# Boards that drop line breaks glue words. The capital first: there are few of them to look behind.
_GLUED = re.compile(r"[A-ZÀ-Þ](?<=[a-zß-ÿ].)")
_RUN = 3
MOST_WORDS = 1500
#: Words that two cuts of one text surely share when one is the beginning of the other.
HEAD_WORDS = 64
_REFERENCE = re.compile(
    r"\b(?:(?:job|vacancy|position|posting|requisition|req|contract|advert)[ .-]*)?"
    r"(?:ref(?:erence)?|id|number|no|nr|req(?:uisition)?|kennziffer|r[ée]f(?:[ée]rence)?)\b\.?"
    r"(?:\s*(?:number|code|no|nr|id))?\s*[:#=]\s*#?\s*([A-Z0-9][A-Z0-9/_-]{3,24})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two texts share: of both (`jaccard`), of the shorter (`contained`), 0–1.

    `shared_runs` is the evidence behind it; `least` the runs of the shorter text.
    """

    jaccard: float
    contained: float
    shared_runs: int
    least: int


def words_of(text: str) -> list[str]:
    """The first words of a text in lower case, without punctuation."""
    return _WORD.findall(_unglued(text[: MOST_WORDS * 12]).lower())[:MOST_WORDS]


def runs(words: list[str]) -> set[str]:
    """Every run of three words."""
    return set(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def overlap(one: set[str], other: set[str]) -> Overlap:
    """Compare two texts by their runs."""
    shared = len(one & other)
    least = min(len(one), len(other))
    union = len(one) + len(other) - shared
    return Overlap(
        shared / union if union else 0.0, shared / least if least else 0.0, shared, least
    )


def references(text: str) -> frozenset[str]:
    """The requisition numbers a text states."""
    if not any(map(text.__contains__, ":#=")):
        return frozenset()
    found = (match.group(1) for match in _REFERENCE.finditer(_unglued(text)))
    return frozenset(name.upper().strip("-/_") for name in found if any(map(str.isdigit, name)))


def _unglued(text: str) -> str:
    return _GLUED.sub(r" \g<0>", text)
