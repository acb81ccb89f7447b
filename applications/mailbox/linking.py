"""Which application a message is about: evidence added up in log-odds, then a chance for each.

The chances of all applications and of “none of them” are one, so two applications at one employer
share what speaks for the employer, and only what tells them apart decides. The weights were set by
hand and checked on made-up messages (`bin/bench mails`): what is filed is right in 98 of 100.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp
from urllib.parse import urlsplit

from applications.mailbox import names
from applications.mailbox.forwarding import bare_subject
from applications.mailbox.platforms import (
    FREE_MAIL,
    is_desk,
    is_shared,
    own_label,
    platform_of,
    tenant_labels,
)
from applications.mailbox.texts import folded
from applications.mailbox.types import Candidate, Kind, Link, Message, Reading, Verdict

FILED_FROM, ASKED_FROM = 0.95, 0.50
_OFFERED_FROM = 0.05
_NONE = 3.0  # what an application has to outweigh

_THREAD, _CONTACT, _POSTING_LINK = 8.0, 6.2, 4.5
_CONTACT_OF_ANOTHER = 0.3  # of what a known sender tells, where they name another role
_DOMAIN, _SENDER_NAME, _SUBJECT, _BODY = 4.2, 3.8, 3.2, 2.0
_ROLE_IN_SUBJECT, _ROLE_IN_BODY, _OTHER_ROLE = 2.6, 2.2, -2.5
_ANSWER, _ANSWER_OF_EMPLOYER, _NO_ANSWER = 1.4, 3.6, -1.8
_BEFORE, _LONG_AGO, _OVER, _NOT_SENT = -4.0, -1.5, -1.2, -0.8
_STRANGER = -2.0  # the employer is named by somebody else
_DESK = -2.0  # of those that write to customers
_SURELY = 0.8  # that a message is no answer
_LONG = timedelta(days=180)
_CLOCKS_DIFFER = timedelta(days=2)
_READ = 8_000
_ANSWERS = {Kind.ACKNOWLEDGEMENT, Kind.REJECTION, Kind.INTERVIEW, Kind.QUESTION, Kind.OFFER}
_SHORTEST_ID = 5


class _Words:
    """A message's words, folded once for all applications."""

    def __init__(self, message: Message) -> None:
        self.subject = bare_subject(message.subject)
        self.body = message.text[:_READ]
        self.subject_folded, self.body_folded = folded(self.subject), folded(self.body)
        self.name, self.name_folded = message.sender.name, folded(message.sender.name)


def link(message: Message, reading: Reading, candidates: Sequence[Candidate]) -> Link:
    """Return where a message belongs. Newsletters and alerts belong nowhere, whatever they name."""
    if not candidates:
        return Link(Verdict.ORPHAN)
    is_known_thread = any(set(message.thread) & each.thread for each in candidates)
    if reading.kind == Kind.BULK and not is_known_thread:
        return Link(Verdict.ORPHAN)
    words = _Words(message)
    roles = {each.key: _role(each, words) for each in candidates}
    scores = {each.key: _score(each, message, reading, words, roles) for each in candidates}
    total = exp(_NONE) + sum(exp(min(score, 40.0)) for score in scores.values())
    chances = sorted(
        ((key, exp(min(score, 40.0)) / total) for key, score in scores.items()),
        key=lambda pair: (-pair[1], pair[0]),
    )
    kept = tuple((key, round(chance, 3)) for key, chance in chances[:5] if chance >= _OFFERED_FROM)
    return Link(_verdict(kept), kept)


def _verdict(chances: tuple[tuple[str, float], ...]) -> Verdict:
    """Filed, asked or left. Two that share the certainty that it is one of them are asked about."""
    best = chances[0][1] if chances else 0.0
    if best >= FILED_FROM:
        return Verdict.FILED
    is_one_of_them = sum(chance for _key, chance in chances) >= ASKED_FROM
    return Verdict.ASKED if is_one_of_them else Verdict.ORPHAN


def _score(
    candidate: Candidate,
    message: Message,
    reading: Reading,
    words: _Words,
    roles: dict[str, float],
) -> float:
    employer = _employer(candidate, message, words)
    role = _role_evidence(candidate, words, roles, is_employer=employer > 1.0)
    score = employer + role
    if set(message.thread) & candidate.thread:
        score += _THREAD
    is_contact = message.sender.address in candidate.addresses and not is_shared(
        message.sender.local
    )
    if is_contact:
        score += _CONTACT * (_CONTACT_OF_ANOTHER if role == _OTHER_ROLE else 1.0)
    score += _POSTING_LINK if _links_to_posting(candidate, message) else 0.0
    score += _DESK if is_desk(message.sender.local) and not message.platform else 0.0
    is_expected = is_contact or roles[candidate.key] > 0
    score += _of_kind(reading, is_employer=employer > 1.0, is_expected=is_expected)
    return score + _timing(candidate, message.sent_at)


def _of_kind(reading: Reading, *, is_employer: bool, is_expected: bool) -> float:
    """An answer, from who was asked; an employer also sends invoices and orders on their way."""
    if reading.kind in _ANSWERS:
        return (_ANSWER_OF_EMPLOYER if is_employer else _ANSWER) * reading.confidence
    is_something_else = reading.confidence >= _SURELY
    return 0.0 if is_expected and not is_something_else else _NO_ANSWER


def _employer(candidate: Candidate, message: Message, words: _Words) -> float:
    """What speaks for the employer. The same fact said twice counts little more than once."""
    name = names.name_of(candidate.company)
    found = [_DOMAIN * _domain(candidate, name, message)]
    found.append(_SENDER_NAME * _named(name, words.name, words.name_folded))
    found.append(_SUBJECT * _named(name, words.subject, words.subject_folded))
    found.append(_BODY * _named(name, words.body, words.body_folded))
    found.sort(reverse=True)
    score = found[0] + 0.35 * sum(found[1:])
    is_stranger = found[0] > 0 and not _speaks_for(candidate, name, message, words)
    return score + (_STRANGER if is_stranger else 0.0)


def _named(name: names.Name, text: str, text_folded: str) -> float:
    if names.is_named(name, text, text_folded):
        return 1.0
    head = names.head_of(name)
    return 0.75 if head and f" {head} " in f" {text_folded} " else 0.0


def _speaks_for(candidate: Candidate, name: names.Name, message: Message, words: _Words) -> bool:
    """Whether the sender is the employer, or a system employers send through."""
    is_domain = _domain(candidate, name, message) > 0
    return is_domain or bool(message.platform) or _named(name, words.name, words.name_folded) > 0


def _domain(candidate: Candidate, name: names.Name, message: Message) -> float:
    domain = message.sender.domain
    if not domain or domain in FREE_MAIL:
        return 0.0
    if platform_of(domain):
        labels = tenant_labels(domain, message.sender.local)
        return 0.9 * max((names.label_match(name, label) for label in labels), default=0.0)
    posting = (urlsplit(candidate.url).hostname or "") if candidate.url else ""
    if posting and not platform_of(posting) and own_label(posting) == own_label(domain):
        return 1.0
    return names.label_match(name, own_label(domain))


def _role(candidate: Candidate, words: _Words) -> float:
    in_subject = _ROLE_IN_SUBJECT * names.role_match(candidate.title, words.subject_folded)
    in_body = _ROLE_IN_BODY * names.role_match(candidate.title, words.body_folded)
    return max(in_subject, in_body) + 0.3 * min(in_subject, in_body)


def _role_evidence(
    candidate: Candidate, words: _Words, roles: dict[str, float], *, is_employer: bool
) -> float:
    """A role alone is said by many; where another's is named and this one is not, it is the other's."""
    own = roles[candidate.key]
    if own == 0.0 and is_employer and max(roles.values()) >= _ROLE_IN_BODY:
        return _OTHER_ROLE
    return own if is_employer else 0.6 * own


def _links_to_posting(candidate: Candidate, message: Message) -> bool:
    """Whether a link leads to the posting's own page, not merely to the employer's."""
    if not candidate.url:
        return False
    ours = urlsplit(candidate.url)
    path = ours.path.rstrip("/")
    last = path.rpartition("/")[2]
    if len(last) < _SHORTEST_ID:
        return False
    return any(f"{ours.hostname}{path}" in address or (f"/{last}" in address and ours.hostname == _host(address)) for address in message.links)  # fmt: skip


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _timing(candidate: Candidate, sent_at: datetime) -> float:
    score = 0.0
    begun = candidate.since or candidate.applied_at
    first = min(filter(None, (candidate.since, candidate.applied_at)), default=begun)
    if first is not None and sent_at < first - _CLOCKS_DIFFER:
        score += _BEFORE
    last = candidate.last_sign_at or first
    if last is not None and sent_at > last + _LONG:
        score += _LONG_AGO
    score += _OVER if candidate.is_over else 0.0
    return score + (_NOT_SENT if candidate.applied_at is None else 0.0)
