"""Keys under which postings that may be one job meet, so that nobody compares all with all.

A key is a 63-bit number whose two lowest bits say what it stands for. Descriptions meet by MinHash
in bands: two beginnings that share 80 % of their runs of words meet in at least one of six bands
with a probability of 96 %, two that share 30 % with 5 %.

Source: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4 (1 - (1 - s^r)^b).
"""

from collections.abc import Iterator
from enum import IntEnum
from hashlib import blake2b

from rensa import RMinHash

from jobs.likeness import texts, titles
from jobs.likeness.reading import Reading

_SEED = 42
_ROWS = 4
_HEAD_BANDS, _WHOLE_BANDS = 6, 4
_FEWEST_WORDS = 12  # fewer say nothing by themselves


class Kind(IntEnum):
    """What a key stands for."""

    TEXT = 0  # a band of the description
    NAME = 1  # employer and title
    ADDRESS = 2  # the advertisement's own page
    LISTING = 3  # one id a source lists in several places


def likeness_keys(reading: Reading, *, place_key: str = "") -> tuple[int, ...]:
    """The keys of one posting, without repeats, in a stable order."""
    return tuple(dict.fromkeys(_keys(reading, place_key)))


def kind_of(key: int) -> Kind:
    """What a key stands for."""
    return Kind(key & 3)


def _keys(reading: Reading, place_key: str) -> Iterator[int]:
    facts = reading.facts
    if reading.company:
        yield _key(Kind.NAME, f"{reading.company}\x1f{titles.title_key(reading.title)}")
    if reading.url:
        yield _key(Kind.ADDRESS, reading.url)
    if place_key:
        yield _key(Kind.LISTING, f"{facts.source}\x1f{facts.external_id}")
    words = reading.words
    if len(words) < _FEWEST_WORDS:
        return
    yield from _bands("head", texts.runs(words[: texts.HEAD_WORDS]), _HEAD_BANDS)
    if len(words) > texts.HEAD_WORDS * 3:
        yield from _bands("whole", reading.runs, _WHOLE_BANDS)


def _bands(name: str, runs: set[str], bands: int) -> Iterator[int]:
    sketch = RMinHash(num_perm=bands * _ROWS, seed=_SEED)
    sketch.update(runs)
    digest = sketch.digest()
    for number in range(bands):
        rows = digest[number * _ROWS : (number + 1) * _ROWS]
        yield _key(Kind.TEXT, f"{name}{number}:{rows}")


def _key(kind: Kind, text: str) -> int:
    """63 bits, so that PostgreSQL's bigint holds it as a positive number."""
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 3 << 2) | kind
