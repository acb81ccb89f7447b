"""What a message is for, by its words: a table per language, no model, the same every time."""

import re
from functools import cache

from applications.mailbox.forwarding import bare_subject, newest_part
from applications.mailbox.phrases import (
    APPROACHES,
    CONDITIONS,
    CUSTOMERS,
    EXCUSES,
    FAIR,
    OF_WORK,
    PHRASES,
    STRONG,
    WEAK,
)
from applications.mailbox.platforms import is_board
from applications.mailbox.texts import folded
from applications.mailbox.types import Kind, Message, Reading

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n")
_READ = 6_000  # characters of the newest part; what decides stands at the top
_CERTAIN_ONLY = {Kind.REJECTION, Kind.INTERVIEW, Kind.OFFER}
_SUBJECT_COUNTS = 1.5
_ENOUGH = STRONG
_MOST_WORDS = 4
#: Which kind wins where two are said alike: a refusal thanks and recalls the interview, an offer congratulates.
_RANK = (Kind.REJECTION, Kind.OFFER, Kind.INTERVIEW, Kind.QUESTION, Kind.ACKNOWLEDGEMENT)
_LEADS = 0.75  # of the best score, with which a kind of higher rank still wins


@cache
def _patterns(kind: Kind) -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple(
        (weight, re.compile(rf"\b(?:{'|'.join(PHRASES[kind][weight])})"))
        for weight in (STRONG, FAIR, WEAK)
        if PHRASES[kind][weight]
    )


_CONDITION = re.compile(rf"^(?:\w+ ){{0,2}}?(?:{'|'.join(CONDITIONS)})\b")
_EXCUSE = re.compile("|".join(EXCUSES))
_APPROACH = re.compile("|".join(APPROACHES))
_CUSTOMER = re.compile(rf"\b(?:{'|'.join(CUSTOMERS)})\b")
_OF_WORK = re.compile(rf"\b(?:{'|'.join(OF_WORK)})\b")


def kind_of(message: Message) -> Reading:
    """Return what a message is for. Nothing is claimed that its words do not say."""
    subject, body = folded(bare_subject(message.subject)), newest_part(message.text)[:_READ]
    sentences = [folded(sentence) for sentence in _SENTENCE.split(body)]
    firm = [s for s in sentences if s and not _CONDITION.match(s) and not _EXCUSE.search(s)]
    scores = {kind: _score(kind, subject, firm if kind in _CERTAIN_ONLY else sentences) for kind in PHRASES}  # fmt: skip
    if _is_bulk(message, scores):
        return Reading(Kind.BULK, 0.95, scores[Kind.BULK][1])
    if _is_something_else(" ".join((subject, *sentences))):
        return Reading(Kind.OTHER, 0.8)
    if message.invitation is not None and not message.invitation.is_cancelled:
        scores[Kind.INTERVIEW] = (scores[Kind.INTERVIEW][0] + 2 * STRONG, scores[Kind.INTERVIEW][1])
    return _chosen(scores)


def _is_something_else(text: str) -> bool:
    """Whether it seeks people for others, or speaks to a customer and of no work at all."""
    is_to_customer = bool(_CUSTOMER.search(text)) and not _OF_WORK.search(text)
    return is_to_customer or bool(_APPROACH.search(text))


def _score(kind: Kind, subject: str, sentences: list[str]) -> tuple[float, tuple[str, ...]]:
    """How much speaks for a kind, and the words that do; the same words count once."""
    total, said = 0.0, dict[str, None]()
    for text, factor in ((subject, _SUBJECT_COUNTS), (" ¶ ".join(sentences), 1.0)):
        for weight, pattern in _patterns(kind):
            for found in pattern.finditer(text):
                if found.group() not in said:
                    said[found.group()] = None
                    total += weight * factor
    return total, tuple(said)[:_MOST_WORDS]


def _is_bulk(message: Message, scores: dict[Kind, tuple[float, tuple[str, ...]]]) -> bool:
    """Many got it, or it says so; a recruiting system also puts “unsubscribe” under an answer."""
    bulk = scores[Kind.BULK][0] + (STRONG if message.is_bulk else 0.0)
    answers = max(scores[kind][0] for kind in _RANK)
    if is_board(message.platform) and bulk >= STRONG:
        return answers < STRONG * 2 or bulk >= answers
    return bulk >= STRONG and bulk >= answers


def _chosen(scores: dict[Kind, tuple[float, tuple[str, ...]]]) -> Reading:
    best = max(scores[kind][0] for kind in _RANK)
    if best < _ENOUGH:
        return Reading(Kind.OTHER, 0.6)
    kind = next(kind for kind in _RANK if scores[kind][0] >= max(best * _LEADS, _ENOUGH))
    rest = max(scores[other][0] for other in _RANK if other != kind)
    own = scores[kind][0]
    confidence = min(0.99, 0.55 + 0.08 * min(own, 4.0) + 0.12 * (own - rest) / max(own, 1.0))
    return Reading(kind, round(confidence, 2), scores[kind][1])
