"""Postings as rows of a binary COPY, computed in any process: no Django, no database."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

import numpy as np

from jobs.indexers import PostingText
from jobs.skills import normalise_title
from matching.engine import fields
from matching.engine.dense import Dense, Static
from matching.engine.space import INDEXED, Learned, Places
from matching.engine.terms import Vocabulary, packed, unpacked
from matching.engine.vectors import DIMENSIONS
from matching.types import Vectors

MAGIC = b"ccv3"
HEAD = len(MAGIC) + 16  # and the engine version
BODY_CHARACTERS = 3000
_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Placer:
    """What one engine version needs to place postings; travels to other processes.

    Without `fields` or `words` the shipped ones serve.
    """

    engine_id: UUID
    fields: bytes = b""
    words: bytes = b""
    dense: Dense = field(default_factory=Static)

    def compute(self, postings: Sequence[PostingText]) -> bytes:
        """Return the places of these postings as rows of a binary COPY."""
        learned = self.learned()
        places = placed(learned, postings)
        ids = [one.id for one in postings]
        return MAGIC + self.engine_id.bytes + _rows(ids, places, learned.width)

    def learned(self) -> Learned:
        """The engine version's models, read once in a process."""
        return _learned(self.fields, self.words, self.dense)


@lru_cache(maxsize=4)
def _learned(held: bytes, words: bytes, dense: Dense) -> Learned:
    model = fields.loaded(held) if held else fields.shipped()
    return Learned(model, loaded_words(words) if words else model.words, dense)


def placed(learned: Learned, postings: Sequence[PostingText]) -> Places:
    """Where these postings lie."""
    titles = [normalise_title(one.title[:200]).role or one.title for one in postings]
    return learned.places(titles, [body_of(one) for one in postings])


def body_of(posting: PostingText) -> str:
    """The text under the title that is worth a place."""
    return f"{', '.join(posting.skills)}\n{posting.description[:BODY_CHARACTERS]}"


def dumped_words(words: Vocabulary) -> bytes:
    """A vocabulary as bytes: how many terms, their frequencies, the terms."""
    return (
        struct.pack("<i", len(words.idf))
        + words.idf.astype("<f4").tobytes()
        + packed(words.numbers).tobytes()
    )


def loaded_words(held: bytes) -> Vocabulary:
    """The inverse of `dumped_words`."""
    (count,) = struct.unpack_from("<i", held)
    idf = np.frombuffer(held, "<f4", count, 4).astype(np.float32)
    terms = unpacked(np.frombuffer(held, np.uint8, offset=4 + 4 * count))
    return Vocabulary({term: number for number, term in enumerate(terms)}, idf)


def _rows(ids: Sequence[UUID], places: Places, width: int) -> bytes:
    work = places.fields.shape[1]
    row = np.zeros(len(ids), _row_type(work))
    row["columns"], row["id_length"] = _COLUMNS, 16
    row["id"] = np.frombuffer(b"".join(one.bytes for one in ids), np.uint8).reshape(-1, 16)
    for name, values in (
        ("index", places.index),
        ("title", places.titles),
        ("field", places.fields),
    ):
        row[f"{name}_length"] = 4 + 2 * values.shape[1]
        row[f"{name}_width"] = values.shape[1]
        row[name] = values
    parts: list[bytes] = []
    for number in range(len(ids)):
        parts += [row[number].tobytes(), _words(*places.words.row(number), width)]
    return b"".join(parts)


def _words(columns: np.ndarray, values: Vectors, width: int) -> bytes:
    """A sparse vector as its type's receive function reads it."""
    kept = values > 0
    columns, values = columns[kept].astype(">i4"), values[kept].astype(">f4")
    held = struct.pack(">iii", width, len(columns), 0) + columns.tobytes() + values.tobytes()
    return struct.pack(">i", len(held)) + held


def _row_type(work: int) -> np.dtype[np.void]:
    parts: list[tuple[str, ...]] = [
        ("columns", ">i2"),
        ("id_length", ">i4"),
        ("id", "u1", 16),  # type: ignore[list-item]
    ]
    for name, width in (("index", INDEXED), ("title", DIMENSIONS), ("field", work)):
        parts += [
            (f"{name}_length", ">i4"),
            (f"{name}_width", ">i2"),
            (f"{name}_unused", ">i2"),
            (name, ">f2", width),  # type: ignore[list-item]
        ]
    return np.dtype(parts)
