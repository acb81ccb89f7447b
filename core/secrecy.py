"""Keeps keys out of what is written down: errors, and answers that repeat the question."""

import json
from collections.abc import Iterator, Sequence
from urllib.parse import quote, quote_plus

MASK = "***"
#: A shorter word may stand in an answer by chance; no key we know of is so short.
FEWEST_CHARACTERS = 8


def scrub(text: str, secrets: Sequence[str]) -> str:
    """Return text without the secrets, however they are encoded."""
    for secret in filter(None, secrets):
        for written in {secret, quote(secret, safe=""), quote_plus(secret)}:
            text = text.replace(written, MASK)
    return text


def redact(body: bytes, secrets: Sequence[str]) -> bytes:
    """Return an answer without the secrets, which stays an answer that can be read."""
    for secret in secrets:
        if len(secret) >= FEWEST_CHARACTERS:
            for written in _writings(secret):
                body = body.replace(written.encode(), MASK.encode())
    return body


def _writings(secret: str) -> Iterator[str]:
    """A secret as addresses, JSON and HTML write it, the longest first."""
    in_json = json.dumps(secret)[1:-1]
    found = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), in_json}
    found |= {in_json.replace("/", "\\/"), json.dumps(secret, ensure_ascii=False)[1:-1]}
    yield from sorted(found, key=lambda written: (-len(written), written))
